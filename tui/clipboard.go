package tui

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// held is what was copied here, besides its text: a value, or a subject with all its
// values.
type held struct {
	triples []model.Triple
	parts   list.Parts // theirs
	subject bool
	name    string
}

// describedFor brings a subject that something is to be done with.
type describedFor struct {
	id      model.IRI
	triples []model.Triple
	parts   list.Parts
	err     error
	then    func([]model.Triple, list.Parts) tea.Cmd
}

// withSubject reads a subject with its parts, and does something with them, unless the
// person has gone on to something else meanwhile.
func (m *Root) withSubject(id model.IRI, then func([]model.Triple, list.Parts) tea.Cmd) tea.Cmd {
	return m.withSubjectBy(m.read, id, then)
}

// withSubjectBy is withSubject, read by another reader.
func (m *Root) withSubjectBy(read reader, id model.IRI, then func([]model.Triple, list.Parts) tea.Cmd) tea.Cmd {
	c, labels := m.data(), m.o.Labels
	return read(func(ctx context.Context) any {
		ts, err := c.Describe(ctx, id)
		msg := describedFor{id: id, triples: ts, err: err, then: then}
		if err == nil {
			msg.parts, msg.err = readParts(ctx, c, labels, ts)
		}
		return msg
	})
}

func (m *Root) gotSubject(msg describedFor) tea.Cmd {
	switch {
	case msg.err != nil:
		m.warn(msg.err.Error())
	case m.subj.Editor() != nil || m.dialogs.Top() != nil:
	case len(msg.triples) == 0:
		m.notice = notice{upperFirst(m.nameOf(msg.id)) + " has no values.", plainNotice}
	default:
		return msg.then(msg.triples, msg.parts)
	}
	return nil
}

func (m *Root) copyValue() tea.Cmd {
	t, onValue := m.subj.Value()
	if !onValue {
		t = model.Triple{P: model.JSONRQLItem}
		t.O, _ = m.subj.Term()
	}
	if t.O.IsRef() { // It may be a list.
		return m.withSubject(m.subj.Subject(), func(_ []model.Triple, parts list.Parts) tea.Cmd {
			return m.holdValue(t, parts, string(t.O.IRI()))
		})
	}
	return m.holdValue(t, list.Parts{}, values.Text(t.O, t.P, m.names))
}

func (m *Root) holdValue(t model.Triple, parts list.Parts, s string) tea.Cmd {
	m.held = held{triples: []model.Triple{t}, parts: parts}
	m.notice = notice{"Copied the value" + m.pasteWord() + ".", goodNotice}
	return m.copied(s)
}

func (m *Root) pasteWord() string {
	if k := m.keys.Key(keymap.Paste, m.theme.Glyph.ASCII); k != "" {
		return "; " + k + " adds it to another subject"
	}
	return ""
}

// copySubject puts a subject on the clipboard as JSON, which other programs
// understand, and which can be pasted into another terminal.
func (m *Root) copySubject() tea.Cmd {
	id := m.target()
	name := m.nameOf(id)
	return m.withSubject(id, func(ts []model.Triple, parts list.Parts) tea.Cmd {
		m.held = held{triples: ts, parts: parts, subject: true, name: name}
		m.notice = notice{"Copied " + name + " with " + whatIsIn(ts, parts) + ", as JSON.", goodNotice}
		return m.copied(values.JSON(m.o.JSON, append(slices.Clip(ts), parts.Slots(ts)...), parts))
	})
}

// pasteHeld adds what was copied here to the chosen subject.
func (m *Root) pasteHeld() tea.Cmd {
	id := m.target()
	name := m.nameOf(id)
	here, onValue := m.subj.Value()
	if into, _, ok := m.subj.ListHere(); ok && m.focus == layout.Subject && !m.held.subject {
		return m.pasteItem(into)
	}
	then := doesIt
	if m.held.subject {
		then = asksFirst
	}
	return m.withSubjectBy(m.runTo(then, "what "+name+" has"), id, func(own []model.Triple, _ list.Parts) tea.Cmd {
		var fresh, lacked []model.Triple
		for _, t := range m.held.triples {
			t.S = id
			if t.P == model.JSONRQLItem { // It was of a list.
				if !onValue || m.focus != layout.Subject {
					m.notice = notice{"Go to the property that should get this value.", plainNotice}
					return nil
				}
				t.P = here.P
			}
			if slices.ContainsFunc(own, func(o model.Triple) bool { return o.P == t.P && o.O.Same(t.O) }) {
				continue
			}
			fresh = append(fresh, t)
			if !slices.ContainsFunc(own, func(o model.Triple) bool { return o.P == t.P }) {
				lacked = append(lacked, t)
			}
		}
		if len(fresh) == 0 {
			m.notice = notice{upperFirst(name) + " has that already.", plainNotice}
			return nil
		}
		if !m.held.subject {
			t := fresh[0]
			said := fmt.Sprintf("Added %s %s to %s.", m.names.Property(t.P), m.valueWord(t), name)
			p := model.Patch{Inserts: m.held.parts.Copy(fresh, m.newID)}
			if at := slices.IndexFunc(p.Inserts, func(c model.Triple) bool { return c.S == t.S && c.P == t.P }); at >= 0 {
				t = p.Inserts[at]
			}
			return m.patch(patchedMsg{patch: p, id: id, said: said, at: &t})
		}
		if !m.busy() { // The person may have gone on to something else.
			m.askPaste(id, name, own, fresh, lacked)
		}
		return nil
	})
}

func (m *Root) askPaste(id model.IRI, name string, has, fresh, lacked []model.Triple) {
	held := m.held
	own := func(ts []model.Triple) model.Patch { return model.Patch{Inserts: held.parts.Copy(ts, m.newID)} }
	word := func(ts []model.Triple) string { return text.Plural(len(ts), "value", "values") }
	options := []dialog.Option{
		{Key: "n", Word: "Add nothing", Detail: "Nothing changes."},
		{
			Key: "a", Word: "Add " + word(fresh), Patch: own(fresh), Shown: m.addedLines(fresh, has),
			Detail: "Properties that both have get several values.",
		},
	}
	if len(lacked) > 0 && len(lacked) < len(fresh) {
		options = append(options, dialog.Option{
			Key: "m", Word: "Add only what is missing: " + word(lacked), Patch: own(lacked), Shown: m.addedLines(lacked, has),
			Detail: "Only properties that it does not have.",
		})
	}
	added := len(options)
	options = append(options, dialog.Option{
		Key: "s", Word: "Make a new subject of them", Detail: "A copy of " + held.name + " with an id of its own; it is asked for that.",
	})
	sets := [][]model.Triple{nil, fresh, lacked}
	m.ask(&dialog.Choice{
		Title: "Paste", Question: fmt.Sprintf("Add what %s has to %s?", held.name, name), Options: options,
	}, func(option int) tea.Cmd {
		if option == added {
			return m.askCopy(held.triples[0].S, held.name, held.triples, held.parts)
		}
		return m.patch(patchedMsg{patch: options[option].Patch, id: id, said: "Added " + word(sets[option]) + " to " + name + "."})
	})
}

// addedLines say which values are added to a subject, one on a line, and beside which of its
// own.
func (m *Root) addedLines(ts, has []model.Triple) (lines []string) {
	for _, t := range ts[:min(len(ts), maxLines)] {
		line := m.theme.Glyph.Added + " " + m.names.Property(t.P) + " " + m.valueWord(t)
		var beside []string
		for _, o := range has {
			if o.P == t.P {
				beside = append(beside, m.valueWord(o))
			}
		}
		if len(beside) > 0 {
			line += ", beside " + strings.Join(beside, ", ")
		}
		lines = append(lines, line)
	}
	if n := len(ts) - maxLines; n > 0 {
		lines = append(lines, "and "+text.Count(n)+" more")
	}
	return lines
}

// pasteText takes what a terminal pastes while nothing is edited: subjects as JSON
// are offered to be added; any other text becomes the beginning of a new value.
func (m *Root) pasteText(s string) {
	if why := m.disabled(keymap.NewSubj); why != "" {
		m.warn(why)
		return
	}
	trimmed := strings.TrimSpace(s)
	if strings.HasPrefix(trimmed, "{") || strings.HasPrefix(trimmed, "[") {
		var ts []model.Triple
		for t, err := range m.o.JSON.ReadDocument([]byte(trimmed), func() model.IRI { return m.domain.GenID(rand.Text()) }) {
			if err == nil {
				err = m.domain.Check(t)
			}
			if err != nil {
				m.warn("what was pasted cannot be added: " + err.Error())
				return
			}
			ts = append(ts, t)
		}
		if len(ts) > 0 {
			m.askAdd(ts)
			return
		}
	}
	if m.focus == layout.Subject && m.disabled(keymap.AddValue) == "" {
		if m.subj.AddValue() == "" {
			m.subj.EditPaste(s)
		}
	}
}

func (m *Root) askAdd(ts []model.Triple) {
	subjects := model.Subjects(ts)
	names := make([]string, 0, 3)
	for _, s := range subjects[:min(3, len(subjects))] {
		names = append(names, m.names.Subject(s.ID))
	}
	if n := len(subjects) - len(names); n > 0 {
		names = append(names, text.Count(n)+" more")
	}
	all := text.Plural(len(ts), "value", "values")
	m.ask(&dialog.Choice{
		Title: "Paste", Question: "Add what was pasted: " + strings.Join(names, ", ") + "?",
		Options: []dialog.Option{
			{Key: "n", Word: "Add nothing", Detail: "Nothing changes."},
			{
				Key: "y", Word: "Add " + text.Plural(len(subjects), "subject", "subjects") + " with " + all,
				Detail: "A subject that is there already gets these values beside its own.", Patch: model.Patch{Inserts: ts},
			},
		},
	}, func(int) tea.Cmd {
		first := subjects[0].ID
		m.list.Reveal(first)
		m.subj.Show(first, "")
		return m.patch(patchedMsg{patch: model.Patch{Inserts: ts}, id: first, said: "Added " + all + "."})
	})
}
