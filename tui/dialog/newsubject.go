package dialog

import (
	"errors"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// NewSubject is the form for a new subject: its id, its type and its first
// property with a value. What is typed stays until it is saved or dismissed.
type NewSubject struct {
	Names values.Names
	Keys  *keymap.Registry
	// Err says why it was refused.
	Err string
	// Saving is true while it is on its way to the disk.
	Saving bool

	fields [4]edit.Line // id, type, property, value
	field  int
	kind   int
}

var fieldNames = [4]string{"id", "type", "property", "value"}

// NewSubjectForm makes the form; typ and property are proposed.
func NewSubjectForm(n values.Names, keys *keymap.Registry, typ, property string) *NewSubject {
	f := &NewSubject{Names: n, Keys: keys}
	f.fields[1].Set(typ)
	f.fields[2].Set(property)
	return f
}

// Key implements Dialog.
func (f *NewSubject) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	if f.Saving {
		return Stay
	}
	switch {
	case k.String() == "left" || k.String() == "right":
		f.fields[f.field].Key(k)
	case id == keymap.Dismiss:
		return Dismissed
	case id == keymap.Accept && k.String() == "enter" && f.field < 3:
		f.field++ // enter goes on to the next field, and saves from the last
	case id == keymap.Accept:
		return Accepted
	case id == keymap.OtherChoice || id == keymap.ScrollDown:
		f.field = (f.field + 1) % 4
	case id == keymap.PrevChoice || id == keymap.ScrollUp:
		f.field = (f.field + 3) % 4
	case id == keymap.DialogType:
		f.kind = (f.kind + 1) % len(values.Kinds())
		f.Err = ""
	case f.fields[f.field].Key(k):
		f.Err = ""
	}
	return Stay
}

// Paste implements Dialog.
func (f *NewSubject) Paste(s string) {
	if !f.Saving {
		f.fields[f.field].Insert(s)
		f.Err = ""
	}
}

// Triples are what is typed; without an id, fresh is the subject's identity.
// The error is for the person who types.
func (f *NewSubject) Triples(fresh model.IRI) ([]model.Triple, error) {
	id := fresh
	var err error
	if !f.fields[0].IsEmpty() {
		if id, err = f.Names.ParseSubject(f.fields[0].Value()); err != nil {
			f.field = 0
			return nil, err
		}
	}
	var ts []model.Triple
	if !f.fields[1].IsEmpty() {
		t, err := f.Names.ParseType(f.fields[1].Value())
		if err != nil {
			f.field = 1
			return nil, err
		}
		ts = append(ts, model.Triple{S: id, P: model.RDFType, O: model.Ref(t)})
	}
	if !f.fields[3].IsEmpty() {
		p, err := f.Names.ParseProperty(f.fields[2].Value())
		if err != nil {
			f.field = 2
			return nil, err
		}
		o, err := values.Parse(f.fields[3].Value(), values.Kinds()[f.kind], "", p, f.Names)
		if err != nil {
			f.field = 3
			return nil, err
		}
		ts = append(ts, model.Triple{S: id, P: p, O: o})
	}
	if len(ts) == 0 {
		f.field = 3
		return nil, errors.New("a subject needs a type or a value to exist; type at least one")
	}
	if f.fields[0].IsEmpty() && f.fields[3].IsEmpty() {
		f.field = 3
		return nil, errors.New("give it a first value, or an id, so that people can tell it from others")
	}
	for _, t := range ts {
		if err := t.Check(); err != nil {
			return nil, err
		}
	}
	return ts, nil
}

var fieldHints = [4]string{
	"a short name, such as fred; leave it empty and one is made",
	"what it is, such as Person; may be left empty",
	"what the first value says, such as name",
	"",
}

// View implements Dialog.
func (f *NewSubject) View(w, h int, th *themes.Theme) Drawing {
	g := th.Glyph
	w = min(w, 70)
	iw, ih := box.Inner(w, h)
	kind := values.Kinds()[f.kind]
	const lw = 10
	d := Drawing{CursorX: -1}
	var lines []string
	airy := ih >= 11
	if airy {
		lines = append(lines, "")
	}
	for i := range f.fields {
		room := iw - lw
		tail := ""
		if i == 3 {
			tail = " " + th.Accent.Render(kind.Name())
			room -= text.Width(tail)
		}
		shown, x := f.fields[i].View(room, g)
		label, style := th.Property, th.Text
		if i == f.field {
			label, style = th.Accent, th.Field
			d.CursorX, d.CursorY = 2+lw+x, 1+len(lines)
		}
		lines = append(lines, label.Render(text.Fit(fieldNames[i], lw, g))+style.Render(shown)+tail)
		if airy && (i == 1 || i == 0) {
			lines = append(lines, "")
		}
	}
	hint := fieldHints[f.field]
	if f.field == 3 {
		hint = kind.Hint() + "; " + f.Keys.Key(keymap.DialogType, g.ASCII) + " changes the type"
	}
	say, sayStyle, sign := hint, th.Faint, ""
	switch {
	case f.Saving:
		say = "saving" + g.Ellipsis
		d.CursorX = -1
	case f.Err != "":
		say, sayStyle, sign = text.Safe(f.Err, g), th.Error, g.Closed+" "
	}
	lines = append(lines, "")
	said := text.Wrap(sign+say, iw, 2, g)
	for _, l := range said {
		lines = append(lines, sayStyle.Render(l))
	}
	for range 2 - len(said) {
		lines = append(lines, "")
	}
	key := func(id keymap.ID, word string) string {
		return th.Key.Render(f.Keys.Key(id, g.ASCII)) + th.Muted.Render(" "+word)
	}
	foot := key(keymap.OtherChoice, "next  ") + th.Key.Render(keymap.KeyText("ctrl+s", g.ASCII)) + th.Muted.Render(" save  ") + key(keymap.Dismiss, "cancel")
	frame := box.Frame{W: w, H: len(lines) + 2, Title: "New subject", Focused: true, Foot: foot}
	d.Lines = box.Draw(frame, lines, th)
	return d
}
