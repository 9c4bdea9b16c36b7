package subject

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// editorBlock draws the editor in the place of its value, with what completes it,
// what is wrong, and what others did, right below. It takes at most so many lines. Behind it
// stands its own type only, so that a text wraps where it did as it was read.
func (p *Pane) editorBlock(r row, w, pw, most int) block {
	th, g, e := p.theme, p.theme.Glyph, p.editor
	kind := e.KindName(e.Kind, p.names)
	tw := text.Width(kind)
	out := block{cursorX: -1, otherX: -1}
	mark := func(here bool) string {
		if here {
			return th.Accent.Render(g.Cursor) + " "
		}
		return "  "
	}
	prop := p.propertyCell(r, 0, pw)
	if e.Mode == edit.AddProperty {
		pw = max(pw, len("property"))
		most-- // for the name
	}
	vw := max(6, w-2-pw-gap-1-tw)
	indent := 2 + pw + gap
	if indent > w/2 {
		indent = 2
	}
	below := p.below(e, w, indent)
	var request []string
	if p.showRequest {
		request = p.request(e, w, indent)
	}
	beside := func(lines []string) []string { // Of several values, what holds them together goes on.
		if line := p.several(r, 1); indent == 2+pw+gap && line != "   " {
			for i, l := range lines {
				lines[i] = strings.Repeat(" ", 2+pw) + th.Faint.Render(line) + l[indent:]
			}
		}
		return lines
	}
	below = beside(below)
	room := most - len(below)
	room = max(1, room-min(len(request), max(leastRequest, room/2)))
	field := func(l *edit.Line, head, tail string, here bool) {
		const over = 1 // the cursor may stand in the gap, so that the text wraps as ever
		shown := room
		if room > 1 && l.Rows(vw+over, g) > room {
			shown-- // It is said how much is out of sight.
		}
		d := l.Draw(vw+over, shown, th)
		for i, s := range d.Rows {
			if i > 0 {
				head, tail = "  "+strings.Repeat(" ", pw)+th.Faint.Render(p.several(r, i)), strings.Repeat(" ", tw)
			}
			switch x, y := 2+pw+gap+d.X, len(out.lines); {
			case i == d.Y && here:
				out.cursorX, out.cursorY = x, y
			case i == d.Y:
				out.otherX, out.otherY = x, y
			}
			out.lines = append(out.lines, head+s+tail)
		}
		if shown < room {
			out.lines = append(out.lines, "  "+strings.Repeat(" ", pw)+th.Faint.Render(p.several(r, 1)+outOfSight(d, vw+over+tw, th.Glyph)))
		}
	}
	bracket := th.Faint.Render(p.several(r, 0))
	if e.Mode == edit.AddProperty {
		field(&e.Name, mark(e.OnName)+th.Property.Render(text.Fit("property", pw, g))+"   ", strings.Repeat(" ", tw), e.OnName)
		if e.OnName { // what completes the name stands right below it
			out.lines = append(out.lines, below...)
			below = nil
		}
		prop, bracket = text.Fit("value", pw, g), "   "
	}
	head, tail := mark(!e.OnName)+th.Property.Render(prop)+bracket, th.Accent.Render(padLeft(kind, tw))
	if e.IsSwitch() && !e.OnName && e.Truth() != edit.Neither {
		out.lines = append(out.lines, head+edit.DrawSwitch(e.Truth() == edit.True, vw+1, th)+tail)
	} else {
		field(&e.Value, head, tail, !e.OnName)
	}
	out.lines = append(out.lines, below...)
	if e.Mode == edit.AddProperty {
		most++
	}
	out.lines = append(out.lines, beside(p.requestPart(request, most-len(out.lines), indent))...)
	if e.Saving {
		out.cursorX = -1
	}
	return out
}

// outOfSight says how much of a text there is above and below what is shown of it.
func outOfSight(d edit.Drawn, w int, g themes.Glyphs) string {
	up, down := "↑ ", "↓ "
	if g.ASCII {
		up, down = "^ ", "v "
	}
	lines := func(n int) string { return text.Plural(n, "line", "lines") }
	switch {
	case d.Above == 0:
		down += lines(d.Below)
	case d.Below == 0:
		down = up + lines(d.Above)
	default:
		down = up + text.Count(d.Above) + "  " + down + lines(d.Below)
	}
	return text.Fit(down, w, g)
}

// below is what is said under the field.
func (p *Pane) below(e *edit.Editor, w, indent int) []string {
	th, g := p.theme, p.theme.Glyph
	room := w - indent
	var lines []string
	add := func(ls ...string) {
		for _, l := range ls {
			lines = append(lines, strings.Repeat(" ", indent)+l)
		}
	}
	say := func(sign, s string, style lipgloss.Style) {
		if sign != "" {
			sign += " "
		}
		for i, l := range text.Wrap(text.Safe(s, g), room-text.Width(sign), 4, g) {
			if i > 0 {
				sign = strings.Repeat(" ", text.Width(sign))
			}
			add(style.Render(sign + l))
		}
	}
	add(p.offer(e, room)...)
	if e.Choosing {
		add(p.kinds(e, room)...)
	}
	for _, who := range p.editingToo(e) {
		say(who.Sign(g)+who.Initials, who.Name+" is editing this too.", who.Style(th))
	}
	if e.Badge != "" {
		say(g.Warning, e.Badge+".", th.Warning)
		add(p.ways(e, room)...)
	}
	if s := e.Draft(); s != "" && !e.Saving {
		say("", keymap.KeyText("ctrl+r", g.ASCII)+" brings back \u201c"+text.Cut(text.Safe(s, g), 40, g)+"\u201d", th.Muted)
	}
	switch {
	case e.Err != "":
		say(g.Closed, e.Err, th.Error)
	case e.Busy():
		doing := "saving"
		if !e.Saving {
			doing = "looking for it"
		}
		say("", text.Doing(doing, e.Ahead(), g), th.Muted)
	case p.showRequest && p.h < lowPane: // The request needs the room.
	case p.partly(e) != "":
		say(g.Warning, p.partly(e), th.Warning)
	case e.Badge == "" || e.Choosing:
		say("", p.hint(e), th.Faint)
	}
	return lines
}

// maxOffer is how many options are shown at once.
const maxOffer = 6

// offer is what completes the text.
func (p *Pane) offer(e *edit.Editor, w int) []string {
	th, g := p.theme, p.theme.Glyph
	options, chosen := e.Offer()
	from := min(max(0, chosen-maxOffer+1), max(0, len(options)-maxOffer))
	var lines []string
	for i := from; i < min(len(options), from+maxOffer); i++ {
		o := options[i]
		name := text.CutName(text.Safe(o.Name, g), w*2/3, g)
		note := text.Cut(text.Safe(o.Note, g), w-3-text.Width(name), g)
		name = text.Pad(name, w-3-text.Width(note))
		here := i == chosen
		lines = append(lines, p.mark(here)+paint(th.Text, th.Selected, here).Render(name)+paint(th.Muted, th.Selected, here).Render(" "+note))
	}
	if n := len(options) - from - maxOffer; n > 0 {
		lines = append(lines, "  "+th.Faint.Render("and "+text.Count(n)+" more"))
	}
	return lines
}

// kinds are the types that a value can have, with the one that it has.
func (p *Pane) kinds(e *edit.Editor, w int) []string {
	th := p.theme
	var lines []string
	line, used := "", 0
	for _, k := range e.Kinds() {
		word := " " + e.KindName(k, p.names) + " "
		if used > 0 && used+len(word) > w {
			lines = append(lines, line)
			line, used = "", 0
		}
		style := th.Muted
		if k == e.Kind {
			style = th.Accent.Inherit(th.Selected)
		}
		line += style.Render(word)
		used += len(word)
	}
	lines = append(lines, line)
	if k := p.keys.Key(keymap.MakeList, th.Glyph.ASCII); k != "" && e.List == "" && e.Item == nil {
		lines = append(lines, th.Faint.Render(text.Cut(" for a list: save, then "+k, w, th.Glyph)))
	}
	return lines
}

// hint says what is to be typed, or how what is typed is understood.
func (p *Pane) hint(e *edit.Editor) string {
	g := p.theme.Glyph
	if e.OnName {
		return p.nameHint(e, "what the value says, such as name")
	}
	typed := e.Value.Value()
	steps := " " + g.Dot + " " + p.arrows()
	if e.Guessed() && e.Kind != values.String {
		return "taken for " + e.Kind.Name() + " " + g.Dot + " " + p.keys.Key(keymap.NextType, g.ASCII) + " makes it text"
	}
	switch e.Kind {
	case values.String:
		return "any text " + g.Dot + " alt+" + keymap.KeyText("enter", g.ASCII) + " breaks the line"
	case values.Integer:
		return "a whole number" + steps + " steps"
	case values.Number:
		return "a number" + steps + " steps"
	case values.Boolean:
		if e.Truth() == edit.Neither {
			return edit.NeitherHint
		}
		return edit.SwitchHint
	case values.Date, values.Time, values.DateTime:
		hint, _ := e.Reading()
		if hint == "" {
			hint = e.Kind.Hint()
		}
		if field := values.FieldAt(typed, e.Kind, e.Value.Position()); field != "" {
			return hint + steps + " " + field
		}
		return hint
	case values.Reference:
		return p.referenceHint(e)
	}
	return e.Kind.Hint()
}

// partly says what is understood of a date or a time, where that is not all of it; empty
// where it is.
func (p *Pane) partly(e *edit.Editor) string {
	words, rest := e.Reading()
	if rest == "" || e.OnName {
		return ""
	}
	return "this is read as " + words + "; \u201c" + text.Cut(rest, 30, p.theme.Glyph) + "\u201d after it is not understood"
}

func (p *Pane) arrows() string {
	if p.theme.Glyph.ASCII {
		return "up/down"
	}
	return "↑↓"
}

func (p *Pane) nameHint(e *edit.Editor, otherwise string) string {
	if t := e.Tab(); t != "" {
		return "tab takes " + t
	}
	if options, _ := e.Offer(); len(options) > 0 {
		return p.arrows() + " chooses"
	}
	return otherwise
}

func (p *Pane) referenceHint(e *edit.Editor) string {
	g := p.theme.Glyph
	enter := p.keys.Key(keymap.Save, g.ASCII)
	options, chosen := e.Offer()
	switch {
	case e.OnType() && chosen < 0:
		return p.nameHint(e, "what it is, such as Person")
	case len(options) == 0 && !e.Searched():
		return "type a name or an id"
	case len(options) == 0:
		return "there is no such subject yet; " + enter + " refers to it anyway"
	case chosen < 0 && e.Searched():
		return enter + " refers to what is typed " + g.Dot + " " + p.arrows() + " chooses"
	case chosen < 0:
		return "type a name or an id " + g.Dot + " " + p.arrows() + " chooses"
	}
	return enter + " takes it " + g.Dot + " " + p.arrows() + " chooses"
}

// How many lines of a request are shown at least, and below which height of the pane
// nothing else is said.
const (
	leastRequest = 5
	lowPane      = 14
)

// requestPart is the part of a request for which there is room, and says how to come to
// the rest.
func (p *Pane) requestPart(lines []string, room, indent int) []string {
	if len(lines) <= room || room < 2 {
		p.requestTop, p.requestPage = 0, 0
		return lines
	}
	p.requestTop, p.requestPage = min(p.requestTop, len(lines)-room+1), max(1, room-2)
	left := len(lines) - p.requestTop - room + 1
	say := text.Count(left) + " more lines: " + p.keys.Key(keymap.EditPgDown, p.theme.Glyph.ASCII)
	if left == 0 {
		say = "the end: " + p.keys.Key(keymap.EditPgUp, p.theme.Glyph.ASCII) + " goes back"
	}
	return append(lines[p.requestTop:p.requestTop+room-1:p.requestTop+room-1], strings.Repeat(" ", indent)+p.theme.Faint.Render(say))
}

// request is what saving would send; nothing where there is nothing to save, or that was refused.
func (p *Pane) request(e *edit.Editor, w, indent int) []string {
	th := p.theme
	head := strings.Repeat(" ", indent)
	patch, err := e.Patch(false, p.newID)
	if err != nil || e.Err != "" || p.json == nil {
		return nil
	}
	lines := values.DrawRequest(p.json, patch, w-indent, th)
	for i, l := range lines {
		lines[i] = head + l
	}
	return lines
}
