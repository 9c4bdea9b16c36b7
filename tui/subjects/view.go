package subjects

import (
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
)

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

func (p *Pane) draw() []string {
	w, _ := box.Inner(p.w, p.h)
	var lines []string
	if p.filterShown() {
		lines = append(lines, p.filterLine(w))
	}
	if len(p.rows) == 0 {
		lines = append(lines, p.emptyLines(w)...)
	}
	n := p.rowsShown()
	for i := p.top; i < min(len(p.rows), p.top+n); i++ {
		lines = append(lines, p.row(p.rows[i], i == p.cursor, w))
	}
	return box.Draw(box.Frame{
		W: p.w, H: p.h, Title: "Subjects", Number: "1", Remark: p.count(), Foot: p.position(n), Focused: p.focused,
	}, lines, p.theme)
}

func (p *Pane) count() string {
	if !p.loaded {
		return ""
	}
	th := p.theme
	if p.filter.IsEmpty() {
		return th.Muted.Render(text.Count(p.total))
	}
	n := text.Count(len(p.rows))
	if !p.atStart || !p.atEnd {
		n += "+"
	}
	return th.Match.Render(n) + th.Muted.Render(" of "+text.Count(p.total))
}

// position says that there is more than is on the screen.
func (p *Pane) position(n int) string {
	above := p.top > 0 || !p.atStart
	below := p.top+n < len(p.rows) || !p.atEnd
	up, down := "↑", "↓"
	if p.theme.Glyph.ASCII {
		up, down = "^", "v"
	}
	switch {
	case !p.loaded || len(p.rows) == 0:
		return ""
	case above && below:
		return p.theme.Faint.Render(up + down + " more")
	case above:
		return p.theme.Faint.Render(up + " more")
	case below:
		return p.theme.Faint.Render(down + " more")
	default:
		return ""
	}
}

func (p *Pane) filterLine(w int) string {
	th := p.theme
	label := th.Accent.Render(th.Glyph.Search) + " "
	typ := ""
	if p.only != "" {
		typ = " " + th.Type.Render(text.Cut(text.Safe(p.names.Type(p.only), th.Glyph), max(4, w/3), th.Glyph))
	}
	room := w - text.Width(label) - text.Width(typ)
	if p.typing {
		s, _ := p.filter.View(room, th.Glyph)
		return label + th.Field.Render(s) + typ
	}
	return label + th.Match.Render(text.Fit(text.Safe(p.filter.Value(), th.Glyph), room, th.Glyph)) + typ
}

// Cursor is the cell of the text cursor in the pane, while the filter is typed.
func (p *Pane) Cursor() (x, y int, ok bool) {
	if !p.typing {
		return 0, 0, false
	}
	w, _ := box.Inner(p.w, p.h)
	label := text.Width(p.theme.Glyph.Search) + 1
	_, cx := p.filter.View(w-label, p.theme.Glyph)
	return 2 + label + cx, 1, true
}

func (p *Pane) row(r replica.SubjectRow, here bool, w int) string {
	th, g := p.theme, p.theme.Glyph
	id := text.Safe(p.names.Subject(r.ID), g)
	name := text.Safe(r.Label, g)
	if name == "" {
		name = id
	}
	typ := ""
	if len(r.Types) > 0 {
		typ = text.Safe(p.names.Type(r.Types[0]), g)
		if len(r.Types) > 1 {
			typ += " +" + text.Count(len(r.Types)-1)
		}
		typ = text.Cut(typ, max(6, w*2/5), g)
	}
	mark := "  "
	if here {
		mark = th.Faint.Render(g.Cursor) + " "
		if p.focused {
			mark = th.Accent.Render(g.Cursor) + " "
		}
	}
	room := w - 2 - text.Width(typ) - 1
	if typ == "" {
		room = w - 2
	}
	nameStyle, typeStyle := th.Text, th.Type
	name = text.Fit(name, room, g)
	if here {
		ground := th.SelectedBlur
		if p.focused {
			ground = th.Selected
		}
		nameStyle, typeStyle = nameStyle.Inherit(ground), typeStyle.Inherit(ground)
		sep := ""
		if typ != "" {
			sep = ground.Render(" ")
		}
		return mark + nameStyle.Render(name) + sep + typeStyle.Render(typ)
	}
	if typ == "" {
		return mark + nameStyle.Render(name)
	}
	return mark + p.highlight(name) + " " + typeStyle.Render(typ)
}

// highlight marks where a name has the text of the filter.
func (p *Pane) highlight(name string) string {
	f := p.filter.Value()
	if f == "" {
		return p.theme.Text.Render(name)
	}
	lower, lf := strings.ToLower(name), strings.ToLower(f)
	i := strings.Index(lower, lf)
	if i < 0 || len(lower) != len(name) { // lower case may have other lengths
		return p.theme.Text.Render(name)
	}
	j := i + len(lf)
	return p.theme.Text.Render(name[:i]) + p.theme.Match.Render(name[i:j]) + p.theme.Text.Render(name[j:])
}

func (p *Pane) emptyLines(w int) []string {
	th := p.theme
	switch {
	case p.err != nil:
		return paint(th.Error.Render, text.Wrap(text.Safe("The subjects could not be read: "+p.err.Error(), th.Glyph), w, 6, th.Glyph))
	case !p.loaded:
		return []string{th.Muted.Render("reading" + th.Glyph.Ellipsis)}
	case p.Filtered():
		s := "Nothing like that here. Press " + p.keys.Key(keymap.ClearFind, th.Glyph.ASCII) + " to see all."
		return append([]string{""}, paint(th.Muted.Render, text.Wrap(s, w, 4, th.Glyph))...)
	case p.welcome != nil:
		return p.welcome
	default:
		return append([]string{""}, paint(th.Muted.Render, text.Wrap("Nothing here yet.", w, 2, th.Glyph))...)
	}
}

func paint(render func(...string) string, lines []string) []string {
	for i, l := range lines {
		lines[i] = render(l)
	}
	return lines
}
