package tui

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// undoneMsg: an undo or a redo is on disk, or cannot be.
type undoneMsg struct {
	redo    bool
	undone  replica.Undone
	err     error
	id      model.IRI // the chosen subject, read anew
	content subject.Content
	readErr error
}

// undo puts back the last change that was made here, or the last undo.
func (m *Root) undo(redo bool) tea.Cmd {
	c, id := m.clone, m.subj.Subject()
	m.saved = nil
	return m.run(m.ctx, func(ctx context.Context) any {
		done := undoneMsg{redo: redo, id: id}
		if redo {
			done.undone, done.err = c.Redo(ctx)
		} else {
			done.undone, done.err = c.Undo(ctx)
		}
		if done.err == nil && id != "" {
			done.content, done.readErr = readSubject(ctx, c, id)
		}
		return done
	})
}

func (m *Root) undone(msg undoneMsg) tea.Cmd {
	if msg.err != nil {
		m.notice = notice{upperFirst(msg.err.Error()) + ".", plainNotice}
		return nil
	}
	went, came := parts(msg.undone)
	verb := "Undone"
	if msg.redo {
		verb = "Redone"
	}
	kind := goodNotice
	said := m.sayPutBack(verb, went, came)
	if left := m.sayLeft(verb, msg.undone.Left); left != "" {
		said, kind = strings.TrimSpace(said+" "+left), badNotice
	}
	if said == "" && len(msg.undone.Shifts) > 0 {
		said = verb + ": no value has come or gone by that." // Such as that all are to be kept.
	}
	m.notice = notice{said, kind}
	if msg.id != m.subj.Subject() {
		return nil
	}
	for _, t := range came {
		m.subj.GoTo(t)
	}
	if msg.readErr == nil && msg.id != "" {
		m.subj.Set(msg.id, msg.content, nil)
	}
	if m.subjPending || msg.readErr != nil {
		m.subjPending = false // it may have read before the change
		return m.describe()
	}
	return nil
}

func parts(u replica.Undone) (went, came []model.Triple) {
	for _, s := range u.Shifts {
		switch {
		case s.Gone():
			went = append(went, s.Triple)
		case s.Come():
			came = append(came, s.Triple)
		}
	}
	return went, came
}

// sayPutBack says in a line what went and what came.
func (m *Root) sayPutBack(verb string, went, came []model.Triple) string {
	all := slices.Concat(went, came)
	of := make(map[model.IRI]bool)
	lists := false
	for _, t := range all {
		of[t.S] = true
		lists = lists || ofList(t)
	}
	value := func(t model.Triple) string { return m.names.Property(t.P) + " " + m.valueWord(t) }
	switch {
	case len(all) == 0:
		return ""
	case lists:
		return verb + ": the list is as it was."
	case len(of) > 1:
		return fmt.Sprintf("%s: %s.", verb, wentAndCame(went, came)+" in "+text.Count(len(of))+" subjects")
	case len(went) == 1 && len(came) == 1 && went[0].P == came[0].P:
		return fmt.Sprintf("%s: %s of %s is %s again.", verb, m.names.Property(came[0].P), m.nameIn(all), m.valueWord(came[0]))
	case len(all) == 1 && len(came) == 1:
		return fmt.Sprintf("%s: %s of %s is back.", verb, value(came[0]), m.nameIn(all))
	case len(all) == 1:
		return fmt.Sprintf("%s: %s of %s is gone again.", verb, value(went[0]), m.nameIn(all))
	default:
		return fmt.Sprintf("%s: %s in %s.", verb, wentAndCame(went, came), m.nameIn(all))
	}
}

// nameIn is how the subject of some values is called: by one of them, where it was not on
// the screen a moment ago.
func (m *Root) nameIn(ts []model.Triple) string {
	id := ts[0].S
	if name := m.nameOf(id); name != m.names.Subject(id) {
		return name
	}
	return m.called(values.LabelIn(ts, m.o.Labels), id)
}

// ofList tells the statements of which lists are made.
func ofList(t model.Triple) bool {
	_, position := list.Of(t.P)
	return position || t.P == model.JSONRQLItem || t.P == model.JSONRQLIndex
}

func wentAndCame(went, came []model.Triple) string {
	var words []string
	if n := len(came); n > 0 {
		words = append(words, text.Plural(n, "value is", "values are")+" back")
	}
	if n := len(went); n > 0 {
		words = append(words, text.Plural(n, "value is", "values are")+" gone again")
	}
	return strings.Join(words, ", ")
}

// sayLeft says what was not put back, and why.
func (m *Root) sayLeft(verb string, left []replica.Left) string {
	if len(left) == 0 {
		return ""
	}
	l := left[0]
	if len(left) == 1 {
		return fmt.Sprintf("Not %s: %s %s: %s.", strings.ToLower(verb), m.names.Property(l.Triple.P), m.valueWord(l.Triple), l.Why)
	}
	return fmt.Sprintf("Not %s: %s; of %s, %s.", strings.ToLower(verb), text.Plural(len(left), "value", "values"),
		m.valueWord(l.Triple), l.Why)
}

// takesBack tells the way back, after something has gone.
func (m *Root) takesBack() string {
	if k := m.keys.Key(keymap.Undo, m.theme.Glyph.ASCII); k != "" {
		return " " + k + " takes it back."
	}
	return ""
}
