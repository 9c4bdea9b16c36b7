package tui

import (
	"context"
	"errors"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// save sends what the open editor holds. The editor stays open until the change
// is on disk, and keeps its text if it is refused. With both, what others put in
// the value's place stays.
func (m *Root) save(both bool) tea.Cmd {
	e := m.subj.Editor()
	if e.Saving {
		return nil
	}
	m.subj.Touch()
	if !e.Ready() {
		return nil // Deliver says when
	}
	if why := m.disabledWrite(); why != "" {
		e.Err = why
		return nil
	}
	p, err := e.Patch(both, m.newID)
	switch {
	case errors.Is(err, edit.ErrUnchanged):
		m.subj.CloseEditor(model.Patch{})
		return nil
	case err != nil:
		e.Err = err.Error()
		return nil
	}
	if m.isThere(p) { // To save it once more would only forget what can be redone.
		m.subj.CloseEditor(p)
		t := p.Inserts[0]
		m.notice = notice{upperFirst(m.names.Property(t.P)) + " " + m.valueWord(t) + " is there already.", plainNotice}
		return nil
	}
	e.Err, e.Saving = "", true
	if types := typesOf(p.Inserts); len(types) > 0 {
		return m.checkType(e, p, types[0])
	}
	return m.saveEdited(e, p)
}

// isThere reports whether a change only adds what the subject on the screen has.
func (m *Root) isThere(p model.Patch) bool {
	return len(p.Deletes) == 0 && !slices.ContainsFunc(p.Inserts, func(t model.Triple) bool {
		return t.P == model.JSONRQLItem || !slices.ContainsFunc(m.subj.ValuesOf(t.S, t.P), t.O.Same)
	})
}

// saveEdited sends what an editor has made.
func (m *Root) saveEdited(e *edit.Editor, p model.Patch) tea.Cmd {
	return m.patch(patchedMsg{editor: e, patch: p, id: e.Subject, said: m.saidSaved(p)})
}

// saidSaved says what of one's own was saved: others may have saved something, too.
func (m *Root) saidSaved(p model.Patch) string {
	t := p.Inserts[len(p.Inserts)-1]
	what := m.names.Property(t.P) + " "
	if t.P == model.JSONRQLItem || t.P == model.RDFType {
		what = "" // An item is of a list that the screen names.
	}
	return "Saved " + text.Safe(what, m.theme.Glyph) + m.valueWord(t) + "." + m.wasThere(p)
}

// wasThere says of a change that its value was there already, beside what it takes away: a
// property has a value once, so that two become one.
func (m *Root) wasThere(p model.Patch) string {
	saved := p.Inserts[len(p.Inserts)-1]
	known := m.subj.ValuesOf(saved.S, saved.P)
	if !slices.ContainsFunc(known, saved.O.Same) {
		return ""
	}
	for _, t := range p.Deletes {
		if t.S == saved.S && t.P == saved.P && slices.ContainsFunc(known, t.O.Same) {
			return " It was there already: two values are one now."
		}
	}
	return " It was there already."
}

// disabledWrite says why nothing can be written now, even to an open editor.
func (m *Root) disabledWrite() string {
	switch {
	case m.bar.Closed:
		return "the clone has closed; copy what you typed and start again"
	case m.bar.Status.ReadOnly != "":
		return "this clone has become read-only: " + m.bar.Status.ReadOnly
	default:
		return ""
	}
}

// patch writes and then reads the subject anew, so that the screen goes from the
// editor to the new value in one step.
func (m *Root) patch(job patchedMsg) tea.Cmd {
	c, labels := m.clone, m.o.Labels
	job.saves = m.saves(job)
	return m.run(m.ctx, func(ctx context.Context) any {
		if job.err = apply(ctx, c, labels, job.patch); job.err == nil {
			job.claim = claimed(c, job.patch)
			job.content, job.readErr = readSubject(ctx, c, job.id)
		}
		return job
	})
}

// apply makes a change, with which goes what nothing refers to any more.
func apply(ctx context.Context, c Clone, labels model.Labels, p model.Patch) error {
	p, err := withOrphans(ctx, c, labels, p)
	if err != nil {
		return err
	}
	return c.Patch(ctx, p)
}

func (m *Root) patched(d patchedMsg) tea.Cmd {
	if m.beingSaved == d.saves {
		m.beingSaved = nil
	}
	if d.err != nil {
		m.o.Log.Warn("a change was refused", "err", d.err)
		if d.editor != nil && m.subj.Editor() == d.editor {
			d.editor.Saving, d.editor.Err = false, m.refusal(d.err)
			m.subj.Touch()
			return nil
		}
		m.warn(m.refusal(d.err))
		return nil
	}
	if d.at != nil {
		m.subj.GoTo(*d.at)
	}
	if d.readErr == nil && d.id == m.subj.Subject() {
		m.subj.Set(d.id, d.content, nil)
	}
	if d.editor != nil && m.subj.Editor() == d.editor {
		m.subj.CloseEditor(d.patch)
	}
	m.notice = notice{d.said, goodNotice}
	if m.saved = d.saves; m.saved != nil {
		m.saved.since = m.o.Now()
		m.tellBeside()
	}
	if d.deleted || d.editor == nil && len(d.patch.Deletes) > 0 {
		m.notice.text += m.takesBack()
	}
	m.stand(d.claim)
	if d.deleted && d.id == m.subj.Subject() && m.subj.Listed() {
		m.deleted = d.id
		m.list.Refresh()
	}
	whole := m.putBackOne(d)
	if m.subjPending || d.readErr != nil {
		m.subjPending = false // it may have read before the change
		return tea.Batch(whole, m.describe())
	}
	return whole
}

// refusal is why a change was refused, with the domain's ids and properties by the names that
// they have on the screen.
func (m *Root) refusal(err error) string {
	return strings.NewReplacer(string(m.domain.Vocab()), "", string(m.domain.Base()), "").Replace(err.Error())
}

// nameOf is how a subject is called in a sentence: as it is on the screen.
func (m *Root) nameOf(id model.IRI) string {
	name := m.names.Labels.Of(id)
	if row, ok := m.list.Selected(); ok && row.ID == id {
		name = row.Label
	}
	if id == m.subj.Subject() {
		name = m.subj.Name()
	}
	return m.called(name, id)
}

// shown is the name of the chosen subject; empty for none.
func (m *Root) shown() string {
	if m.subj.Subject() == "" {
		return ""
	}
	return m.subj.Name()
}

// called is a subject by its name, else by its id.
func (m *Root) called(name string, id model.IRI) string {
	short := m.names.Subject(id)
	if name == "" || name == short {
		return short
	}
	return m.quoted(name)
}

// withID is a subject as it is called, with its id: others may be called the same.
func (m *Root) withID(called string, id model.IRI) string {
	if short := m.names.Subject(id); called != short {
		return called + " (" + text.CutName(text.Safe(short, m.theme.Glyph), 30, m.theme.Glyph) + ")"
	}
	return called
}

// quoted is a name or a text in a sentence.
func (m *Root) quoted(s string) string {
	return "\u201c" + text.Cut(text.Safe(s, m.theme.Glyph), 40, m.theme.Glyph) + "\u201d"
}

// valueWord is a value as it is said in a sentence.
func (m *Root) valueWord(t model.Triple) string {
	g, s := m.theme.Glyph, m.names.Shown(t.O, t.P)
	if t.O.Datatype == model.XSDString {
		return m.quoted(s)
	}
	return text.CutName(text.Safe(s, g), 40, g)
}

// upperFirst makes the beginning of a sentence, of which the end is still to come.
func upperFirst(s string) string { return text.UpperFirst(strings.TrimSuffix(s, ".")) }

// sentence is a reason or an error, as a sentence of its own.
func sentence(s string) string { return upperFirst(s) + "." }
