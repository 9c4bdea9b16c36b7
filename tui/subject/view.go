package subject

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// maxLines is how many lines a value may take; the one under the cursor may take all
// that there are.
const maxLines = 3

// leastTags is the room for one who is at a row, or a number of them.
const leastTags = 3

// Draws counts how often the pane was really drawn.
func (p *Pane) Draws() int { return p.draws }

// View is the pane as lines; it is drawn only where something changed.
func (p *Pane) View() []string {
	if p.dirty || p.drawn == nil {
		p.drawn = p.draw()
		p.dirty = false
		p.draws++
	}
	return p.drawn
}

// Cursor is the cell of the text cursor in the pane, as of the last View.
func (p *Pane) Cursor() (x, y int, ok bool) { return p.cursorX, p.cursorY, p.cursorX >= 0 }

func (p *Pane) draw() []string {
	p.cursorX, p.otherX = -1, -1
	w, h := box.Inner(p.w, p.h)
	lines, foot := p.body(w, h)
	return box.Draw(box.Frame{
		W: p.w, H: p.h, Title: p.title(), Number: "2", Remark: p.remark(), Beside: p.beside, Foot: foot, Focused: p.focused,
	}, lines, p.theme)
}

func (p *Pane) title() string {
	if p.id == "" {
		return "Subject"
	}
	name := text.Safe(p.name(), p.theme.Glyph)
	if p.nameContested() {
		name = p.theme.Glyph.Warning + " " + name
	}
	return name
}

func (p *Pane) remark() string {
	if !p.loaded || len(p.content.Triples) == 0 {
		return ""
	}
	chips := ""
	if here := p.elsewhere(); len(here) > 0 {
		chips = people.Chips(here, max(7, p.w/5), lipgloss.NewStyle(), p.theme) + "  "
	}
	n := text.Plural(len(p.content.Triples), "value", "values")
	if page, ok := p.content.Lists[p.id]; ok {
		n = text.Plural(page.Total, "item", "items")
	}
	return chips + p.theme.Muted.Render(n)
}

func (p *Pane) body(w, h int) (lines []string, foot string) {
	th, g := p.theme, p.theme.Glyph
	if p.id == "" {
		return p.welcome, ""
	}
	_, deleted := p.Deleted()
	p.path = p.path[:0]
	if p.h >= lowPane || p.editing() == nil && p.untilBeside() < 0 && !deleted { // What one types or is to settle needs the room.
		lines = p.head(w)
	}
	if p.err != nil {
		lines = append(lines, render(th.Error, text.Wrap(text.Safe("This could not be read: "+p.err.Error(), g), w, 6, g))...)
	}
	if !p.loaded && p.err == nil {
		return append(lines, th.Faint.Render("reading"+g.Ellipsis)), ""
	}
	if p.IsNothing() {
		lines = append(lines, p.nothing(w)...)
	}
	lines = append(lines, p.deletedLines(w)...)
	return p.list(lines, w, h)
}

// IsNothing reports whether there is nothing of the subject that is shown.
func (p *Pane) IsNothing() bool { return p.id != "" && p.loaded && len(p.content.Triples) == 0 }

func (p *Pane) nothing(w int) []string {
	g := p.theme.Glyph
	s := "There is no such subject yet: nothing is said of it. Press " + p.keys.Key(keymap.NewSubj, g.ASCII) + " to add it, or " +
		p.keys.Key(keymap.AddProp, g.ASCII) + " to give it a first property."
	switch a := p.content.Absence; {
	case a == NotYet:
		s = "It is not there yet."
	case a == NotThere:
		s = "It is not there at this time."
	case a == Removed || p.known:
		s = "It is gone: all its values were removed."
	}
	if len(p.trail) > 0 {
		s += " Press " + p.keys.Key(keymap.Back, g.ASCII) + " to go back."
	}
	return append(render(p.theme.Warning, text.Wrap(s, w, 5, g)), "")
}

// list adds the rows that fit under the lines of the head.
func (p *Pane) list(lines []string, w, h int) ([]string, string) {
	head, room := slices.Clip(lines), max(1, h-len(lines))
	pw, tw := p.columns(w)
	// Walk up from the cursor as far as there is room: the first row shown must
	// not be before that.
	used, first := 0, p.cursor
	drawn := make(map[int]block)
	at := func(i int) block {
		b, ok := drawn[i]
		if !ok {
			most := maxLines
			if i == p.cursor && p.focused {
				most = max(most, room)
			}
			if p.h < lowPane && p.untilBeside() >= 0 {
				most = 1
			}
			if p.rows[i].editor && p.editing() != nil {
				b = p.editorBlock(p.rows[i], w, pw, room)
			} else {
				b = p.block(p.rows[i], i == p.cursor, w, pw, tw, most)
			}
			drawn[i] = b
		}
		return b
	}
	for i := p.cursor + 1; i < len(p.rows) && i <= p.untilBeside(); i++ {
		used += len(at(i).lines)
	}
	if p.cursor < len(p.rows) && used+len(at(max(0, p.cursor)).lines) > room {
		used = 0 // It is too much: the cursor is to be in sight.
	}
	for i := p.cursor; i >= 0 && i < len(p.rows); i-- {
		if used += len(at(i).lines); used > room && i < p.cursor {
			break
		}
		first = i
	}
	p.top = min(max(p.top, first), p.cursor)
	// And fill the room at the end of the list.
	for below := p.height(p.top, at, room); p.top > 0 && below < room; p.top-- {
		if below += len(at(p.top - 1).lines); below > room {
			break
		}
	}
	i := p.top
	p.lines = p.lines[:0]
	for range lines {
		p.lines = append(p.lines, -1)
	}
	for ; i < len(p.rows) && len(lines) < h; i++ {
		b := at(i)
		for range b.lines {
			p.lines = append(p.lines, i)
		}
		if b.cursorX >= 0 {
			p.cursorX, p.cursorY = 2+b.cursorX, 1+len(lines)+b.cursorY
		}
		if p.rows[i].editor && b.otherX >= 0 {
			p.otherX, p.otherY = 2+b.otherX, 1+len(lines)+b.otherY
		}
		lines = append(lines, b.lines...)
	}
	if to := p.sought(p.top, i); to >= 0 {
		p.cursor = to
		return p.list(head, w, h)
	}
	cutOff := i < len(p.rows) || len(lines) > h
	if len(lines) > h {
		lines = lines[:h]
	}
	return lines, box.More(p.top > 0, cutOff, p.theme)
}

func (p *Pane) height(from int, at func(int) block, most int) int {
	sum := 0
	for i := from; i < len(p.rows) && sum < most; i++ {
		sum += len(at(i).lines)
	}
	return sum
}

// columns are the widths of the property and of the type.
func (p *Pane) columns(w int) (prop, typ int) {
	prop, typ = 6, 4
	for _, r := range p.rows[:min(len(p.rows), 200)] {
		if r.item == nil && r.more == 0 {
			prop = max(prop, text.Width(p.names.Property(r.P)))
		}
		if !r.O.IsZero() {
			typ = max(typ, text.Width(p.typeWord(r.O)))
		}
	}
	return min(prop, max(8, w*3/10)), min(typ, max(6, w/4))
}

func (p *Pane) typeWord(t model.Term) string {
	if t.IsRef() {
		return "ref"
	}
	return text.Safe(values.TypeName(t, p.names), p.theme.Glyph)
}

// block is what one row looks like.
type block struct {
	lines            []string
	cursorX, cursorY int // of the text cursor; cursorX -1 for none
	otherX, otherY   int // of the cursor that the other field of an editor has; otherX -1 for none
}

// block draws a row. How high it is does not depend on who is there: what tells of them
// stands behind the first line, and where that is full, in the place of the type.
func (p *Pane) block(r row, here bool, w, pw, tw, most int) block {
	th, g := p.theme, p.theme.Glyph
	if r.list != nil || r.more > 0 {
		return p.listBlock(r, here, pw, max(4, w-2-pw-gap-1-tw), tw)
	}
	word := text.CutName(p.typeWord(r.O), tw, g)
	vw := max(4, w-2-pw-gap-1-text.Width(word))
	s, id := p.names.Shown(r.O, r.P), ""
	if r.O.IsRef() {
		s = text.Safe(s, g)
		if id = text.Safe(values.Text(r.O, r.P, p.names), g); id == s {
			room := vw - text.Width(g.Reference) - 1
			if p.leadsNowhere(r) {
				room -= text.Width(nowhere)
			}
			s, id = text.ShortIRI(s, room, g), ""
		}
		s = g.Reference + " " + s
	}
	style := values.Style(r.O, th)
	if p.leadsNowhere(r) {
		s, id, style = s+nowhere, "no such subject", th.Faint
	}
	ground := p.ground(here)
	var parts []string
	if s == "" {
		parts = []string{th.Faint.Render("(empty)")}
	} else {
		parts = text.Lines(s, vw, most, g)
	}
	if _, done := p.sign(r); r.did == came || r.did == went {
		style = done
	}
	if touch, ok := p.touch(r); ok {
		style = th.Fresh
		if touch.Fading {
			style = th.Fading
		}
	}
	out := block{cursorX: -1}
	cell, end := vw, p.tagged(r, here, vw/2, vw-text.Width(parts[0]), word)
	if n := text.Width(end) - 1 - text.Width(word); n > 0 {
		cell -= n
	}
	for i, part := range parts {
		line := p.mark(here) + paint(th.Property, ground, here).Render(p.propertyCell(r, i, pw)) +
			paint(p.bracket(r), ground, here).Render(p.several(r, i)) +
			p.valueCell(part, id, style, ground, here, cell) + end
		out.lines = append(out.lines, line)
		cell, end = vw, paint(th.Text, ground, here).Render(strings.Repeat(" ", 1+text.Width(word)))
	}
	out.lines = append(out.lines, p.besideLines(r, w, 2+pw+gap)...)
	return out
}

// nowhere stands behind a reference to what is not there.
const nowhere = " ?"

// leadsNowhere reports whether a row refers to a subject of which nothing is said.
func (p *Pane) leadsNowhere(r row) bool {
	return r.O.IsRef() && r.P != model.RDFType && p.names.Labels.Absent(r.O.IRI())
}

// tagged is the end of a row: who is there, in so many cells at most, of which some are
// free, and the type; that gives way where there is no room for both.
func (p *Pane) tagged(r row, here bool, most, free int, word string) string {
	th := p.theme
	ground := lipgloss.NewStyle()
	if here {
		ground = p.ground(here)
	}
	typ := paint(th.Muted, ground, here).Render(" " + word)
	tags := p.tags(r, min(most, max(leastTags, free-1)), ground)
	switch n := text.Width(tags); {
	case n == 0:
		return typ
	case n < free:
		return ground.Render(" ") + tags + typ
	}
	tags = p.tags(r, free+text.Width(word), ground)
	return ground.Render(strings.Repeat(" ", max(1, 1+text.Width(word)-text.Width(tags)))) + tags
}

// valueCell is a part of a value, w cells wide, and where there is room the id of what it
// refers to. What is behind it does not shine.
func (p *Pane) valueCell(part, id string, style, ground lipgloss.Style, here bool, w int) string {
	part = text.Cut(part, w, p.theme.Glyph)
	if id != "" && text.Fits(part+"  ", id, w) {
		rest := strings.Repeat(" ", w-text.Width(part+"  "+id))
		return p.found(part, style, ground, here) + paint(p.theme.Faint, ground, here).Render("  "+id) +
			paint(p.theme.Text, ground, here).Render(rest)
	}
	rest := strings.Repeat(" ", max(0, w-text.Width(part)))
	return p.found(part, style, ground, here) + paint(p.theme.Text, ground, here).Render(rest)
}

// found draws a part of a value, with what was sought.
func (p *Pane) found(part string, style, ground lipgloss.Style, here bool) string {
	return text.Found(part, p.words, paint(style, ground, here), paint(p.theme.Match, ground, here), p.theme)
}

func padLeft(s string, w int) string {
	return strings.Repeat(" ", max(0, w-text.Width(s))) + s
}

// propertyCell names the property, beside its first value only.
func (p *Pane) propertyCell(r row, line, pw int) string {
	g := p.theme.Glyph
	switch {
	case r.item != nil && line == 0:
		return text.Fit(padLeft(text.Count(r.item.Index+1), pw), pw, g)
	case line > 0 || r.nth > 0:
		return strings.Repeat(" ", pw)
	default:
		return text.FitName(text.Safe(p.names.Property(r.P), g), pw, g)
	}
}

func (p *Pane) mark(here bool) string {
	th := p.theme
	switch {
	case here && p.focused:
		return th.Accent.Render(th.Glyph.Cursor) + " "
	case here:
		return th.Faint.Render(th.Glyph.Cursor) + " "
	default:
		return "  "
	}
}

func (p *Pane) ground(bool) lipgloss.Style {
	if p.focused {
		return p.theme.Selected
	}
	return p.theme.SelectedBlur
}

func paint(s, ground lipgloss.Style, here bool) lipgloss.Style {
	if here {
		return s.Inherit(ground)
	}
	return s
}

func render(s lipgloss.Style, lines []string) []string {
	for i, l := range lines {
		lines[i] = s.Render(l)
	}
	return lines
}
