package dialog

import (
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// hints say what is typed in each field.
var hints = [4]string{
	"what it is, such as Person; may be left empty",
	"what the first value says, such as name",
	"",
	"made of the name; type another, short one if you like",
}

const labelWidth = 10

// View implements Dialog.
func (f *NewSubject) View(w, h int, th *themes.Theme) Drawing {
	w = min(w, 70)
	iw, ih := box.Inner(w, h)
	d := Drawing{CursorX: -1}
	airy := ih >= 13
	var lines []string
	if airy {
		lines = append(lines, "")
	}
	said := f.said(iw, th)
	if f.json {
		airy = airy && ih >= 13+leastJSON
	}
	room := min(6, ih-len(lines)-len(f.fields)-len(said))
	if airy {
		room = min(6, room-2)
	}
	for i := range f.fields {
		line, x := f.line(i, iw, th)
		if i == f.field && !f.Busy() {
			d.CursorX, d.CursorY = 2+labelWidth+x, 1+len(lines)
		}
		d.Rows = append(d.Rows, 1+len(lines))
		lines = append(lines, line)
		if i == f.field {
			lines = append(lines, drawOffer(f.options, f.chosen, iw-labelWidth, room, labelWidth, th)...)
		}
	}
	for len(lines) < ih-len(said) && len(lines) < len(f.fields)+room+1 { // It does not jump while one types.
		lines = append(lines, "")
	}
	if airy {
		lines = append(lines, "")
	}
	if f.json && len(lines)+len(said)+leastJSON > ih { // It needs the room.
		lines = lines[:len(f.fields)]
		said = nil
	}
	lines = append(lines, said...)
	if f.json {
		lines = append(lines, f.requestLines(iw, ih-len(lines), th)...)
	}
	lines = lines[:min(len(lines), ih)]
	frame := box.Frame{W: w, H: len(lines) + 2, Title: "New subject", Focused: true, Foot: f.foot(iw, th)}
	d.Lines = box.Draw(frame, lines, th)
	return d
}

// leastJSON is how many lines of what will be saved are shown at least.
const leastJSON = 5

// requestLines are what will be saved, on at most so many lines.
func (f *NewSubject) requestLines(w, most int, th *themes.Theme) []string {
	as := *f // Asking moves the cursor to what is wrong.
	id, _, err := as.ID()
	var ts []model.Triple
	if err == nil {
		ts, err = as.Triples(id)
	}
	if err != nil {
		return []string{th.Faint.Render("there is nothing to save yet")}
	}
	return window(drawRequest(f.JSON, model.Patch{Inserts: ts}, w, th), &f.scroll, most, th)
}

// line is a field, and the cell of the cursor in it.
func (f *NewSubject) line(i, w int, th *themes.Theme) (line string, x int) {
	g := th.Glyph
	tail := ""
	if i == valueField {
		tail = " " + th.Accent.Render(f.typed.Kind.Name())
	}
	room := w - labelWidth - text.Width(tail)
	label, style := th.Property, th.Text
	if i == f.field {
		label, style = th.Accent, th.Field
	}
	head := label.Render(text.Fit(fieldNames[i], labelWidth, g))
	field := &f.fields[i]
	switch {
	case i == idField && field.IsEmpty() && !f.fields[valueField].IsEmpty():
		return head + th.Faint.Inherit(style).Render(text.Fit(text.Safe(f.made(), g), room, g)) + tail, 0
	case i == f.field && field.Selected() != "":
		drawn := field.Draw(room, 1, th)
		return head + drawn.Rows[0] + tail, drawn.X
	}
	if truth := edit.TruthOf(field.Value()); i == valueField && f.typed.IsSwitch() && truth != edit.Neither {
		return head + edit.DrawSwitch(truth == edit.True, room, th) + tail, 0
	}
	shown, x := field.View(room, g)
	return head + style.Render(shown) + tail, x
}

// drawOffer draws what completes a field, right below it: at most so many options, of
// which one may be chosen, on lines of w cells behind an indent.
func drawOffer(options []edit.Option, chosen, w, most, indent int, th *themes.Theme) (lines []string) {
	g := th.Glyph
	most = max(0, most)
	from := min(max(0, chosen-most+1), max(0, len(options)-most))
	for i := from; i < min(len(options), from+most); i++ {
		o := options[i]
		mark, name, note := "  ", th.Text, th.Muted
		if i == chosen {
			mark, name, note = th.Accent.Render(g.Cursor)+" ", th.Text.Inherit(th.Selected), th.Muted.Inherit(th.Selected)
		}
		called := text.CutName(text.Safe(o.Name, g), w*2/3, g)
		after := text.Cut(text.Safe(o.Note, g), w-3-text.Width(called), g)
		called = text.Pad(called, w-3-text.Width(after))
		lines = append(lines, strings.Repeat(" ", indent)+mark+name.Render(called)+note.Render(" "+after))
	}
	return lines
}

// said is a hint, or what is wrong: two lines, and more only where that needs them.
func (f *NewSubject) said(w int, th *themes.Theme) []string {
	g := th.Glyph
	say, style := hints[f.field], th.Faint
	arrows := keymap.KeyText("up", g.ASCII) + " " + keymap.KeyText("down", g.ASCII)
	switch {
	case f.Saving:
		say = f.word("saving", g)
	case f.waits:
		say = f.word("looking for it", g)
	case f.Err != "":
		say, style = g.Closed+" "+text.Safe(f.Err, g), th.Error
	case f.refers() && len(f.options) > 0:
		say = arrows + " chooses " + g.Dot + " type a name or an id"
	case f.field == valueField:
		say = typeHint(&f.typed, f.fields[valueField].Value(), f.Keys.Key(keymap.DialogType, g.ASCII))
	case f.field == idField && !f.fields[idField].IsEmpty():
		say = "a short name of your own; leave it empty, and one is made"
	case len(f.options) > 0:
		say = arrows + " chooses " + g.Dot + " " + say
	}
	lines := text.Wrap(say, w, 3, g)
	if f.Err == "" && !f.Busy() {
		lines = append(f.sayDraft(w, th), lines...)
	}
	for i, l := range lines {
		lines[i] = style.Render(l)
	}
	for len(lines) < 2 {
		lines = append(lines, "")
	}
	return lines
}

// foot says what the keys do in the field where one is.
func (f *NewSubject) foot(w int, th *themes.Theme) string {
	g := th.Glyph
	key := func(k, word string) string { return th.Hint(keymap.KeyText(k, g.ASCII), word) }
	next := key("enter", "next  ") + key("ctrl+s", "save  ")
	if f.field >= valueField {
		next = key("enter", "save  ") + key("tab", "next  ")
	}
	if k := f.Keys.Key(keymap.DialogJSON, g.ASCII); f.JSON != nil && k != "" && w >= 50 {
		next += th.Hint(k, "as JSON  ")
	}
	return next + th.Hint(f.Keys.Key(keymap.Dismiss, g.ASCII), "cancel")
}
