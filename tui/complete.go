package tui

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// sampled is how many subjects of a type tell which properties it has.
const sampled = 40

// completedMsg: what completes the text of an editor.
type completedMsg struct {
	editor *edit.Editor
	query  edit.Query
	// found are the options in order; or, with vocabulary, all names that there are.
	found      []edit.Option
	vocabulary bool
	usual      usual
	err        error
}

// vocabulary is the names of properties, or of types, that an editor's subject may
// take: looked for once for each editor.
type vocabulary struct {
	editor *edit.Editor
	of     edit.Looking
	names  []edit.Option
}

// complete looks for what the open editor wants to know, if anything.
func (m *Root) complete() tea.Cmd {
	e := m.subj.Editor()
	if e == nil {
		return nil
	}
	q, ok := e.Wanted()
	if !ok {
		return nil
	}
	m.cancelComplete()
	if v := m.vocab; v.editor == e && v.of == q.For {
		return m.completed(completedMsg{editor: e, query: q, found: v.names, vocabulary: true})
	}
	ctx, cancel := context.WithCancel(m.ctx)
	m.cancelComplete = cancel
	s := search{clone: m.clone, labels: m.o.Labels, names: m.names}
	known := m.usual
	return m.run(ctx, func(ctx context.Context) any {
		done := completedMsg{editor: e, query: q}
		switch q.For {
		case edit.ForSubjects:
			done.usual, done.found, done.err = s.referring(ctx, q, known, e)
		case edit.ForTypes:
			done.vocabulary = true
			done.found, done.err = s.types(ctx)
		case edit.ForValues:
			done.found, done.err = s.values(ctx, q.Property)
		default:
			done.vocabulary = true
			done.found, done.err = s.properties(ctx, q.Subject)
		}
		return done
	})
}

func (m *Root) completed(msg completedMsg) tea.Cmd {
	if msg.editor != m.subj.Editor() {
		return nil
	}
	if msg.err != nil && m.ctx.Err() == nil {
		m.o.Log.Debug("could not complete what is typed", "err", msg.err)
	}
	if msg.usual.of != nil {
		m.usual = msg.usual
	}
	if msg.vocabulary && msg.err == nil {
		m.vocab = vocabulary{msg.editor, msg.query.For, msg.found}
		msg.found = edit.Rank(msg.query.Text, msg.found, edit.MaxOptions)
	}
	m.subj.Touch()
	if msg.editor.Deliver(msg.query, msg.found) {
		return m.save(false)
	}
	if msg.query.For == edit.ForSubjects && len(msg.found) > 0 {
		return m.glance(msg.editor, msg.query)
	}
	return nil
}

// glanceTime is how long something is at least on its way to the screen and on it before
// it counts as seen: three frames.
const glanceTime = 50 * time.Millisecond

// glancedMsg: what completes a text has been on the screen for a while.
type glancedMsg struct {
	editor *edit.Editor
	query  edit.Query
}

// glance waits until what is offered can have been seen.
func (m *Root) glance(e *edit.Editor, q edit.Query) tea.Cmd {
	due := m.o.After(glanceTime)
	return m.run(m.ctx, func(ctx context.Context) any {
		select {
		case <-due:
		case <-ctx.Done():
		}
		return glancedMsg{e, q}
	})
}

// search finds names in a clone.
type search struct {
	clone  Clone
	labels model.Labels
	names  namer
	// usual are the types of what is looked for first.
	usual []model.IRI
}

type namer interface {
	Subject(model.IRI) string
	Type(model.IRI) string
	Property(model.IRI) string
}

// subjects finds subjects by the words of their ids and texts, the best first; those
// whose id or name is what is typed come before all.
func (s search) subjects(ctx context.Context, q edit.Query) ([]edit.Option, error) {
	typed := q.Text
	if typed == "" {
		return s.recent(ctx, q)
	}
	var found []edit.Option
	for _, class := range append(slices.Clone(s.usual), "") { // Of the usual ones all, before there is enough.
		n := 0
		_, err := s.clone.Find(ctx, replica.FindQuery{Text: typed, Type: class, Labels: s.labels}, func(rows []replica.SubjectRow) error {
			found = more(found, s.options(rows))
			if n += len(rows); n >= edit.MaxOptions {
				return errEnough
			}
			return nil
		})
		if err != nil && !errors.Is(err, errEnough) {
			return nil, err
		}
	}
	best := edit.Rank(typed, found, edit.MaxOptions)
	for _, o := range found {
		if len(best) < edit.MaxOptions && !slices.Contains(best, o) {
			best = append(best, o)
		}
	}
	return best, nil
}

var errEnough = errors.New("enough is found")

func (s search) options(rows []replica.SubjectRow) []edit.Option {
	options := make([]edit.Option, len(rows))
	for i, r := range rows {
		short := s.names.Subject(r.ID)
		o := edit.Option{IRI: r.ID, Text: short, Name: r.Label, Note: short}
		if r.Label == "" {
			o.Name, o.Note = short, ""
		}
		if len(r.Types) > 0 {
			o.Note = strings.TrimPrefix(o.Note+" · "+s.names.Type(r.Types[0]), " · ")
		}
		o.Usual = slices.ContainsFunc(r.Types, func(t model.IRI) bool { return slices.Contains(s.usual, t) })
		options[i] = o
	}
	return options
}

// types are the types that subjects have, the most frequent first.
func (s search) types(ctx context.Context) ([]edit.Option, error) {
	types, err := s.clone.Types(ctx)
	count := make(tally, len(types))
	for _, t := range types {
		count[t.Type] = t.Count
	}
	return count.options(s.names.Type), err
}

// values are some that a property has elsewhere.
func (s search) values(ctx context.Context, property model.IRI) (options []edit.Option, err error) {
	uses, err := s.clone.Uses(ctx, property, sampled)
	for _, t := range uses {
		options = append(options, edit.Option{IRI: property, Like: t.O})
	}
	return options, err
}

// properties are those that subjects of the same type have, and this one has not,
// the most frequent first.
func (s search) properties(ctx context.Context, id model.IRI) ([]edit.Option, error) {
	own, err := s.clone.Describe(ctx, id)
	if err != nil {
		return nil, err
	}
	q := replica.SubjectsQuery{Limit: sampled}
	if types := typesOf(own); len(types) > 0 {
		q.Type = types[0]
	}
	has := make(map[model.IRI]bool)
	for _, t := range own {
		has[t.P] = true
	}
	options, err := s.common(ctx, q, has)
	if len(options) == 0 && q.Type != "" && err == nil {
		q.Type = ""
		options, err = s.common(ctx, q, has)
	}
	return options, err
}

// common are the properties that some subjects have, but for those that are there
// already.
func (s search) common(ctx context.Context, q replica.SubjectsQuery, has map[model.IRI]bool) ([]edit.Option, error) {
	page, err := s.clone.Subjects(ctx, q)
	if err != nil {
		return nil, err
	}
	count, like := tally{}, make(map[model.IRI]model.Term)
	for _, r := range page.Rows {
		ts, err := s.clone.Describe(ctx, r.ID)
		if err != nil {
			return nil, err
		}
		count.add(ts, has, like)
	}
	return count.properties(s.names, like), nil
}

// tally counts how often names occur.
type tally map[model.IRI]int

// add counts the properties of a subject but for some, and notes a value of each.
func (c tally) add(ts []model.Triple, but map[model.IRI]bool, like map[model.IRI]model.Term) {
	seen := make(map[model.IRI]bool)
	for _, t := range ts {
		if !but[t.P] && !seen[t.P] {
			seen[t.P] = true
			like[t.P] = t.O
			c[t.P]++
		}
	}
}

// properties are those that were counted, each with a value that it has.
func (c tally) properties(names namer, like map[model.IRI]model.Term) []edit.Option {
	options := c.options(names.Property)
	for i := range options {
		options[i].Like = like[options[i].IRI]
	}
	return options
}

func (c tally) options(name func(model.IRI) string) []edit.Option {
	options := make([]edit.Option, 0, len(c))
	for iri, n := range c {
		short := name(iri)
		options = append(options, edit.Option{IRI: iri, Text: short, Name: short, Note: text.Plural(n, "subject", "subjects")})
	}
	slices.SortFunc(options, func(a, b edit.Option) int {
		if d := c[b.IRI] - c[a.IRI]; d != 0 {
			return d
		}
		return strings.Compare(a.Name, b.Name)
	})
	return options
}
