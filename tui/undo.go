package tui

import (
	"context"
	"fmt"
	"maps"
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
	wording wording   // of what was undone
	content subject.Content
	readErr error
	place   undonePlace // where something came back
}

// undo puts back the last change that was made here, or the last undo; an earlier one, of the
// number that was told, where the person wants that.
func (m *Root) undo(redo bool, earlier uint64) tea.Cmd {
	c, id, labels := m.clone, m.subj.Subject(), m.o.Labels
	m.saved = nil
	return m.run(m.ctx, func(ctx context.Context) any {
		ctx = replica.WithEarlier(ctx, earlier)
		done := undoneMsg{redo: redo, id: id}
		if redo {
			done.undone, done.err = c.Redo(ctx)
		} else {
			done.undone, done.err = c.Undo(ctx)
		}
		if done.err == nil {
			done.wording = readWording(ctx, c, labels, done.undone)
			done.place = readPlace(ctx, c, labels, done.undone.Shifts)
		}
		if done.err == nil && id != "" {
			done.content, done.readErr = readSubject(ctx, c, id)
		}
		return done
	})
}

func (m *Root) undone(msg undoneMsg) tea.Cmd {
	if msg.err != nil {
		m.notice = notice{sentence(msg.err.Error()), plainNotice}
		return nil
	}
	if msg.undone.Earlier != 0 {
		return m.readEarlier(msg.undone.Earlier, msg.redo)
	}
	verb := "Undone"
	if msg.redo {
		verb = "Redone"
	}
	here := msg.id != "" && msg.id == m.subj.Subject()
	if here {
		if t, ok := reached(msg.undone.Shifts); ok {
			m.subj.GoTo(t)
		}
		if msg.readErr == nil {
			m.subj.Set(msg.id, msg.content, nil)
		}
	}
	kind := goodNotice
	said := m.sayPutBack(verb, msg.undone.Shifts, msg.wording)
	goes := m.goToUndone(msg.place)
	if left := m.sayLeft(verb, msg.undone.Left); left != "" {
		said, kind = strings.TrimSpace(left+" "+said), badNotice // The reason is not to be cut off.
	}
	if said == "" && len(msg.undone.Shifts) > 0 {
		said = verb + ": no value has come or gone by that." // Such as that all are to be kept.
	}
	m.notice = notice{said, kind}
	m.stand(putBackClaim(msg.undone))
	if goes != nil {
		return goes
	}
	if here && (m.subjPending || msg.readErr != nil) {
		m.subjPending = false // it may have read before the change
		return m.describe()
	}
	return nil
}

// reached is the value to go to: what came, unless it came beside a value that stays, of which
// it was undone that it was settled on; one is still there.
func reached(shifts []replica.Shift) (t model.Triple, ok bool) {
	for _, s := range shifts {
		if s.Come() {
			t, ok = s.Triple, true
		}
	}
	for _, s := range shifts {
		if s.Was && s.Is && s.Triple.S == t.S && s.Triple.P == t.P {
			t = s.Triple
		}
	}
	return t, ok
}

// sayValues says which values went and came, and where.
func (m *Root) sayValues(went, came []model.Triple) string {
	all := slices.Concat(went, came)
	if len(all) == 0 {
		return ""
	}
	value := func(t model.Triple) string { return m.names.Property(t.P) + " " + m.valueWord(t) }
	of := m.nameIn(all[0].S, went, came)
	switch {
	case len(went) == 1 && len(came) == 1 && went[0].S == came[0].S && went[0].P == came[0].P:
		return fmt.Sprintf("%s of %s is %s again", m.names.Property(came[0].P), of, m.valueWord(came[0]))
	case len(all) == 1 && len(came) == 1:
		return fmt.Sprintf("%s of %s is back", value(came[0]), of)
	case len(all) == 1:
		return fmt.Sprintf("%s of %s is gone again", value(went[0]), of)
	}
	ids := make(map[model.IRI]bool)
	for _, t := range all {
		ids[t.S] = true
	}
	switch in := slices.Sorted(maps.Keys(ids)); len(in) {
	case 1:
	case 2:
		of = m.nameIn(in[0], went, came) + " and " + m.nameIn(in[1], went, came)
	default:
		of = text.Count(len(in)) + " subjects"
	}
	return goneAndBack(went, came) + " in " + of
}

// ofList tells the statements of which lists are made.
func ofList(t model.Triple) bool {
	_, position := list.Of(t.P)
	return position || t.P == model.JSONRQLItem || t.P == model.JSONRQLIndex
}

// nameIn is how a subject is called of which some values went and came: as it is on the
// screen, unless that is what went; else as it is from now on, or by its name of before.
func (m *Root) nameIn(id model.IRI, went, came []model.Triple) string {
	label := func(ts []model.Triple) string {
		others := func(t model.Triple) bool { return t.S != id }
		return m.called(values.LabelIn(slices.DeleteFunc(slices.Clone(ts), others), m.o.Labels), id)
	}
	none, now, before := m.names.Subject(id), label(came), label(went)
	switch name := m.nameOf(id); {
	case name != none && name != before:
		return name
	case now != none:
		return now
	default:
		return before
	}
}

func goneAndBack(went, came []model.Triple) string {
	var words []string
	if n := len(came); n > 0 {
		words = append(words, text.Plural(n, "value is", "values are")+" back")
	}
	if n := len(went); n > 0 {
		words = append(words, text.Plural(n, "value is", "values are")+" gone again")
	}
	return strings.Join(words, ", ")
}

// sayLeft says what was not put back, and first why: in a small window the rest is cut off.
func (m *Root) sayLeft(verb string, left []replica.Left) string {
	if len(left) == 0 {
		return ""
	}
	t := left[0].Triple
	more := ""
	if n := len(left) - 1; n > 0 {
		more = ", and " + text.Count(n) + " more"
	}
	return fmt.Sprintf("Not %s: %s (%s %s%s).", strings.ToLower(verb), left[0].Why, m.names.Property(t.P), m.valueWord(t), more)
}

// takesBack tells the way back, after something has gone.
func (m *Root) takesBack() string {
	if k := m.keys.Key(keymap.Undo, m.theme.Glyph.ASCII); k != "" {
		return " " + k + " takes it back."
	}
	return ""
}
