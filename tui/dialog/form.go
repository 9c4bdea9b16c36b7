package dialog

import (
	"cmp"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
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
	// Value is the type of a value that is typed there; nil where it is no value.
	Value *edit.Typed
	// Made is what is taken where nothing is typed; nil for nothing.
	Made func() string
	// Offers says that there will be options: see Know.
	Offers bool

	options []edit.Option
}

// isSwitch reports whether the value of the field is turned rather than typed.
func (f *Field) isSwitch() bool { return f.Value != nil && f.Value.IsSwitch() }

// Form asks for one or a few texts. What is typed stays until it is done or
// dismissed.
type Form struct {
	Title, Verb string
	// Intro says what will happen.
	Intro  string
	Fields []Field
	Keys   *keymap.Registry
	// Names are those of what is typed as a value.
	Names values.Names
	// Err says why it was refused.
	Err string
	// Saving is true while it is on its way to the disk. Doing is what is said meanwhile,
	// if not that, and Stoppable lets one dismiss the form even then.
	Saving    bool
	Doing     string
	Stoppable bool
	// Sends is what saving would send, to be shown as a request in the terms of JSON; nil
	// shows none.
	Sends func() (model.Patch, error)
	JSON  *jsonld.Context
	// Completes lets one ask for the names of files: see Complete.
	Completes bool

	field     int
	names     []string // that what is typed may become
	chosen    int      // of what is offered, counted from 1; 0 for none
	referents referents
	ahead
	offered

	request bool   // is shown, in the place of Intro
	scroll  scroll // of that
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

// Unsaved reports whether something is typed.
func (f *Form) Unsaved() bool {
	return slices.ContainsFunc(f.Fields, func(f Field) bool { return f.Line.Edited() })
}

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
	if d, ok := f.take(k); ok {
		f.bringBack(d)
		return Stay
	}
	n := len(f.Fields)
	here := &f.Fields[f.field]
	switch {
	case here.isSwitch() && here.Line.Turn(k):
		f.typed()
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
	case id == keymap.DialogJSON && f.Sends != nil:
		f.request, f.scroll = !f.request, scroll{}
	case id == keymap.ScrollPgDn && f.request:
		f.scroll.down()
	case id == keymap.ScrollPgUp && f.request:
		f.scroll.up()
	case id == keymap.DialogType && here.Value != nil:
		here.Value.Next(values.Kinds(), 1)
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

// Choose goes to a field.
func (f *Form) Choose(i int) Outcome {
	if !f.Saving && i != f.field {
		f.goTo(i)
	}
	return Stay
}

// leave takes what is chosen in the field.
func (f *Form) leave() {
	line, offer := &f.Fields[f.field].Line, f.offer()
	if f.chosen > 0 && f.chosen <= len(offer) {
		retype(line, offer[f.chosen-1].Text)
	} else if o, ok := meant(line.Value(), offer); ok && f.refers() {
		retype(line, o.Text)
	}
	f.chosen = 0
	f.propose(f.field)
}

// typed takes note of another text in the field.
func (f *Form) typed() {
	f.Err, f.names, f.chosen = "", nil, 0
	if f.Unsaved() {
		f.giveUp()
	}
	if here := &f.Fields[f.field]; here.Value != nil {
		here.Value.Guess(here.Line.Value(), f.Names)
	}
}

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
		f.Err = "no file has a name that begins like this"
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
	retype(&f.Fields[f.field].Line, string(same))
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
	offersAt := f.offersAt()
	offers := offersAt >= 0
	air, room := []string{""}, min(maxOffered, ih-len(f.Fields)-8)
	if offers && room < maxOffered {
		air, room = nil, max(0, min(maxOffered, ih-len(f.Fields)-3))
		if offersAt != f.field { // Then there is room to say all.
			room = 0
		}
	}
	say, sayStyle := f.hint(g), th.Faint
	switch {
	case f.Saving:
		say = f.word(cmp.Or(f.Doing, "saving"), g)
	case f.Err != "":
		say, sayStyle = g.Closed+" "+text.Safe(f.Err, g), th.Error
	}
	said := text.Wrap(say, iw, 3, g)
	if f.Err == "" && !f.Saving {
		said = append(f.sayDraft(iw, th), said...)
	}
	used := len(f.Fields) + max(2, len(said))
	if offers {
		used += room
	}
	intro := text.Safe(f.Intro, g)
	if used+len(text.Wrap(intro, iw, 0, g))+3 > ih { // What is said comes before what only looks well.
		air = nil
	}
	var lines []string
	if f.request { // It needs the room.
		air = nil
	} else {
		lines = append(lines, air...)
		for _, l := range text.Wrap(intro, iw, max(1, ih-used-3*len(air)), g) {
			lines = append(lines, th.Text.Render(l))
		}
		lines = append(lines, air...)
	}
	lw := 0
	for _, field := range f.Fields {
		lw = max(lw, text.Width(field.Label)+2)
	}
	for i := range f.Fields {
		line, x := f.line(i, iw, lw, th)
		if i == f.field && !f.Saving {
			d.CursorX, d.CursorY = 2+x, 1+len(lines)
		}
		d.Rows = append(d.Rows, 1+len(lines))
		lines = append(lines, line)
		if i == offersAt {
			offered := make([]string, room) // It does not jump while one types.
			if i == f.field {
				copy(offered, drawOffer(f.offer(), f.chosen-1, iw-lw, room, lw, th))
			}
			lines = append(lines, offered...)
		}
	}
	lines = append(lines, air...)
	if f.request && f.Err == "" && !f.Saving && ih-len(lines)-len(said) < leastJSON {
		said = nil
	}
	for _, l := range said {
		lines = append(lines, sayStyle.Render(l))
	}
	if f.request {
		lines = append(lines, f.requestLines(iw, ih-len(lines), th)...)
	} else {
		lines = append(lines, make([]string, max(0, 2-len(said)))...)
	}
	frame := box.Frame{W: w, H: len(lines) + 2, Title: f.Title, Focused: true, Foot: f.foot(w, th)}
	d.Lines = box.Draw(frame, lines, th)
	return d
}

// line is a field in a width, of which its label has a part; and where the text cursor is if
// it is in it.
func (f *Form) line(i, w, label int, th *themes.Theme) (line string, x int) {
	field := &f.Fields[i]
	tail := ""
	if field.Value != nil {
		tail = " " + th.Accent.Render(field.Value.Kind.Name())
	}
	room := w - label - text.Width(tail)
	shown, x := field.Line.View(room, th.Glyph)
	name, style := th.Property, th.Text
	if i == f.field {
		name, style = th.Accent, th.Field
	}
	shown = style.Render(shown)
	if field.Made != nil && field.Line.IsEmpty() {
		shown = th.Faint.Inherit(style).Render(text.Fit(text.Safe(field.Made(), th.Glyph), room, th.Glyph))
	}
	if truth := edit.TruthOf(field.Line.Value()); field.isSwitch() && truth != edit.Neither {
		shown = edit.DrawSwitch(truth == edit.True, room, th)
	}
	return name.Render(text.Fit(field.Label, label, th.Glyph)) + shown + tail, label + x
}

// foot says which keys do what.
func (f *Form) foot(w int, th *themes.Theme) string {
	plain := th.Glyph.ASCII
	key := func(id keymap.ID, word string) string { return th.Hint(f.Keys.Key(id, plain), word) }
	last := f.field == len(f.Fields)-1
	foot := key(keymap.Accept, f.Verb+"  ")
	if !last && !f.Completes { // Enter goes on, and another key is the end.
		foot = th.Hint(keymap.KeyText("enter", plain), "next  ")
		if w >= 50 {
			foot += th.Hint(keymap.KeyText("ctrl+s", plain), f.Verb+"  ")
		}
	}
	foot += key(keymap.Dismiss, "cancel")
	if f.Sends != nil && f.Keys.Key(keymap.DialogJSON, plain) != "" {
		if w < 50 { // There is no room for more.
			return key(keymap.DialogJSON, "JSON  ") + foot
		}
		foot = key(keymap.DialogJSON, "as JSON  ") + foot
	}
	switch {
	case f.Completes:
		return key(keymap.OtherChoice, "complete  ") + foot
	case last && len(f.Fields) > 1:
		return key(keymap.OtherChoice, "next  ") + foot
	}
	return foot
}

// requestLines are what saving would send, on at most so many lines.
func (f *Form) requestLines(w, most int, th *themes.Theme) []string {
	p, err := f.Sends()
	if err != nil || f.JSON == nil {
		return []string{th.Faint.Render("there is nothing to save yet")}
	}
	return window(drawRequest(f.JSON, p, w, th), &f.scroll, most, th)
}

func (f *Form) hint(g themes.Glyphs) string {
	field := f.Fields[f.field]
	switch {
	case len(f.names) > 1:
		return text.Safe(strings.Join(f.names, "  "), g)
	case len(f.offer()) > 0:
		hint := field.Hint
		if f.refers() {
			hint = "or type a name or an id; " + f.Keys.Key(keymap.DialogType, g.ASCII) + " changes the type"
		}
		return keymap.KeyText("up", g.ASCII) + " " + keymap.KeyText("down", g.ASCII) + " chooses " + g.Dot + " " + hint
	case field.Value == nil:
		return field.Hint
	}
	return typeHint(field.Value, field.Line.Value(), f.Keys.Key(keymap.DialogType, g.ASCII))
}
