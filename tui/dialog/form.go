package dialog

import (
	"cmp"
	"slices"
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
	// Offers says that there will be options: see Know.
	Offers bool

	options []edit.Option
	chose   bool // the person has chosen the kind
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
	// if not that, and Stoppable lets one dismiss the form even then.
	Saving    bool
	Doing     string
	Stoppable bool
	// Completes lets one ask for the names of files: see Complete.
	Completes bool

	field  int
	names  []string // that what is typed may become
	chosen int      // of what is offered, counted from 1; 0 for none
	ahead
}

// Busy reports whether the form takes no keys now, for it saves.
func (f *Form) Busy() bool { return f.Saving }

// CanStop reports whether it can be dismissed even then.
func (f *Form) CanStop() bool { return f.Stoppable }

// Know brings the properties that one may mean in a field. The type of the values of the
// one that is typed, or chosen, is proposed for the field after it.
func (f *Form) Know(field int, options []edit.Option) {
	f.Fields[field].options = options
	if f.field != field {
		f.propose(field)
	}
}

// Refuse says why what is typed cannot be taken, in the field where that is.
func (f *Form) Refuse(field int, why string) { f.field, f.Err, f.Saving = field, why, false }

// Value is the text of a field.
func (f *Form) Value(i int) string { return f.Fields[i].Line.Value() }

// Key implements Dialog.
func (f *Form) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	if f.Saving {
		if f.Stoppable && id == keymap.Dismiss {
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
		f.goTo(f.field + 1) // enter goes on to the next field, and is the end of the last
	case id == keymap.Accept:
		f.leave()
		return Accepted
	case id == keymap.OtherChoice && f.Completes:
		return Completing
	case id == keymap.ScrollDown && len(f.offer()) > 0:
		f.chosen = min(f.chosen+1, len(f.offer()))
	case id == keymap.ScrollUp && f.chosen > 0:
		f.chosen--
	case id == keymap.OtherChoice || id == keymap.ScrollDown:
		f.goTo(f.field + 1)
	case id == keymap.PrevChoice || id == keymap.ScrollUp:
		f.goTo(f.field + n - 1)
	case id == keymap.DialogType && here.Typed:
		here.Kind, here.chose = (here.Kind+1)%values.Kind(len(values.Kinds())), true
		f.Err = ""
	case here.Line.Key(k):
		f.typed()
	}
	return Stay
}

// goTo goes to another field.
func (f *Form) goTo(field int) {
	f.leave()
	f.field = field % len(f.Fields)
}

// leave takes what is chosen in the field.
func (f *Form) leave() {
	if offer := f.offer(); f.chosen > 0 && f.chosen <= len(offer) {
		f.Fields[f.field].Line.Set(offer[f.chosen-1].Text)
	}
	f.chosen = 0
	f.propose(f.field)
}

// propose takes the type that values of the property of a field have, for the next one.
func (f *Form) propose(field int) {
	if field == len(f.Fields)-1 {
		return
	}
	here, next := &f.Fields[field], &f.Fields[field+1]
	typed := strings.TrimSpace(here.Line.Value())
	i := slices.IndexFunc(here.options, func(o edit.Option) bool { return o.Text == typed })
	if i < 0 || !next.Typed || next.chose {
		return
	}
	if k := values.KindOf(here.options[i].Like); k != values.Custom {
		next.Kind = k
	}
}

// maxOffered is how many options of a field are shown.
const maxOffered = 5

// offer is what completes the field with the cursor.
func (f *Form) offer() []edit.Option {
	here := &f.Fields[f.field]
	return edit.Rank(here.Line.Value(), here.options, maxOffered)
}

// typed takes note of another text in the field.
func (f *Form) typed() { f.Err, f.names, f.chosen = "", nil, 0 }

// Paste implements Dialog.
func (f *Form) Paste(s string) {
	if !f.Saving {
		f.Fields[f.field].Line.Insert(s)
		f.typed()
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
	// What is offered has its room, if need be in the place of what only looks well.
	offers := slices.ContainsFunc(f.Fields, func(f Field) bool { return f.Offers })
	air, room := []string{""}, min(maxOffered, ih-len(f.Fields)-8)
	if offers && room < maxOffered {
		air, room = nil, max(0, min(maxOffered, ih-len(f.Fields)-3))
	}
	say, sayStyle := f.hint(g), th.Faint
	switch {
	case f.Saving:
		say, d.CursorX = f.word(cmp.Or(f.Doing, "saving"), g), -1
	case f.Err != "":
		say, sayStyle = g.Closed+" "+text.Safe(f.Err, g), th.Error
	}
	said := text.Wrap(say, iw, 3, g)
	used := len(f.Fields) + max(2, len(said))
	if offers {
		used += room
	}
	intro := text.Safe(f.Intro, g)
	if used+len(text.Wrap(intro, iw, 0, g))+3 > ih { // What is said comes before what only looks well.
		air = nil
	}
	lines := slices.Clone(air)
	for _, l := range text.Wrap(intro, iw, max(1, ih-used-3*len(air)), g) {
		lines = append(lines, th.Text.Render(l))
	}
	lines = append(lines, air...)
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
			if !f.Saving {
				d.CursorX, d.CursorY = 2+lw+x, 1+len(lines)
			}
		}
		lines = append(lines, label.Render(text.Fit(field.Label, lw, g))+style.Render(shown)+tail)
		if field.Offers {
			offered := make([]string, room) // It does not jump while one types.
			if i == f.field {
				copy(offered, drawOffer(f.offer(), f.chosen-1, iw-lw, room, lw, th))
			}
			lines = append(lines, offered...)
		}
	}
	lines = append(lines, air...)
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
	case len(f.offer()) > 0:
		return keymap.KeyText("up", g.ASCII) + " " + keymap.KeyText("down", g.ASCII) + " chooses " + g.Dot + " " + field.Hint
	case !field.Typed:
		return field.Hint
	}
	return field.Kind.Hint() + "; " + f.Keys.Key(keymap.DialogType, g.ASCII) + " changes the type"
}
