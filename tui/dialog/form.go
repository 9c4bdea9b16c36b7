package dialog

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// Field is a field of a Form.
type Field struct {
	Label, Hint string
	Line        edit.Line
	// Typed fields hold a value, of Kind, which can be changed.
	Typed bool
	Kind  values.Kind
}

// Form asks for one or a few texts. What is typed stays until it is done or
// dismissed.
type Form struct {
	Title, Verb string
	// Intro says what will happen.
	Intro  string
	Fields []Field
	Keys   *keymap.Registry
	// Err says why it was refused.
	Err string
	// Saving is true while it is on its way to the disk. Doing is what is said meanwhile,
	// if not that, and CanStop lets one dismiss the form even then.
	Saving  bool
	Doing   string
	CanStop bool
	// Completes lets one ask for the names of files: see Complete.
	Completes bool

	field int
	names []string // that what is typed may become
}

// Refuse says why what is typed cannot be taken, in the field where that is.
func (f *Form) Refuse(field int, why string) { f.field, f.Err, f.Saving = field, why, false }

// Value is the text of a field.
func (f *Form) Value(i int) string { return f.Fields[i].Line.Value() }

// Key implements Dialog.
func (f *Form) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	if f.Saving {
		if f.CanStop && id == keymap.Dismiss {
			return Dismissed
		}
		return Stay
	}
	n := len(f.Fields)
	here := &f.Fields[f.field]
	switch {
	case k.String() == "left" || k.String() == "right":
		here.Line.Key(k)
	case id == keymap.Dismiss:
		return Dismissed
	case id == keymap.Accept && k.String() == "enter" && f.field < n-1:
		f.field++ // enter goes on to the next field, and is the end of the last
	case id == keymap.Accept:
		return Accepted
	case id == keymap.OtherChoice && f.Completes:
		return Completing
	case id == keymap.OtherChoice || id == keymap.ScrollDown:
		f.field = (f.field + 1) % n
	case id == keymap.PrevChoice || id == keymap.ScrollUp:
		f.field = (f.field + n - 1) % n
	case id == keymap.DialogType && here.Typed:
		here.Kind = (here.Kind + 1) % values.Kind(len(values.Kinds()))
		f.Err = ""
	case here.Line.Key(k):
		f.Err, f.names = "", nil
	}
	return Stay
}

// Paste implements Dialog.
func (f *Form) Paste(s string) {
	if !f.Saving {
		f.Fields[f.field].Line.Insert(s)
		f.Err, f.names = "", nil
	}
}

// Complete completes what is typed, as far as some names go together that begin with it.
func (f *Form) Complete(names []string) {
	if len(names) == 0 {
		f.Err = "there is no file whose name begins so"
		return
	}
	same := []rune(names[0])
	for _, name := range names[1:] {
		n := 0
		for _, r := range name {
			if n == len(same) || same[n] != r {
				break
			}
			n++
		}
		same = same[:n]
	}
	f.Fields[f.field].Line.Set(string(same))
	f.Err, f.names = "", make([]string, len(names))
	for i, name := range names {
		f.names[i] = name[strings.LastIndexByte(strings.TrimSuffix(name, "/"), '/')+1:]
	}
}

// View implements Dialog.
func (f *Form) View(w, h int, th *themes.Theme) Drawing {
	g := th.Glyph
	w = min(w, 70)
	iw, ih := box.Inner(w, h)
	d := Drawing{CursorX: -1}
	lines := []string{""}
	for _, l := range text.Wrap(text.Safe(f.Intro, g), iw, max(1, ih-len(f.Fields)-6), g) {
		lines = append(lines, th.Text.Render(l))
	}
	lines = append(lines, "")
	lw := 0
	for _, field := range f.Fields {
		lw = max(lw, text.Width(field.Label)+2)
	}
	for i := range f.Fields {
		field := &f.Fields[i]
		tail := ""
		if field.Typed {
			tail = " " + th.Accent.Render(field.Kind.Name())
		}
		shown, x := field.Line.View(iw-lw-text.Width(tail), g)
		label, style := th.Property, th.Text
		if i == f.field {
			label, style = th.Accent, th.Field
			d.CursorX, d.CursorY = 2+lw+x, 1+len(lines)
		}
		lines = append(lines, label.Render(text.Fit(field.Label, lw, g))+style.Render(shown)+tail)
	}
	say, sayStyle := f.hint(g), th.Faint
	switch {
	case f.Saving:
		say, d.CursorX = cmp.Or(f.Doing, "saving")+g.Ellipsis, -1
	case f.Err != "":
		say, sayStyle = g.Closed+" "+text.Safe(f.Err, g), th.Error
	}
	lines = append(lines, "")
	said := text.Wrap(say, iw, 3, g)
	for _, l := range said {
		lines = append(lines, sayStyle.Render(l))
	}
	for range 2 - len(said) {
		lines = append(lines, "")
	}
	key := func(id keymap.ID, word string) string {
		return th.Key.Render(f.Keys.Key(id, g.ASCII)) + th.Muted.Render(" "+word)
	}
	foot := key(keymap.Accept, f.Verb+"  ") + key(keymap.Dismiss, "cancel")
	switch {
	case f.Completes:
		foot = key(keymap.OtherChoice, "complete  ") + foot
	case len(f.Fields) > 1:
		foot = key(keymap.OtherChoice, "next  ") + foot
	}
	frame := box.Frame{W: w, H: len(lines) + 2, Title: f.Title, Focused: true, Foot: foot}
	d.Lines = box.Draw(frame, lines, th)
	return d
}

func (f *Form) hint(g themes.Glyphs) string {
	field := f.Fields[f.field]
	switch {
	case len(f.names) > 1:
		return text.Safe(strings.Join(f.names, "  "), g)
	case !field.Typed:
		return field.Hint
	}
	return field.Kind.Hint() + "; " + f.Keys.Key(keymap.DialogType, g.ASCII) + " changes the type"
}
