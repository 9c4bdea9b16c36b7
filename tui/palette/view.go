package palette

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// View implements dialog.Dialog. Its height does not depend on what is found, so
// that it stands still while one types.
func (p *Palette) View(w, h int, th *themes.Theme) dialog.Drawing {
	g := th.Glyph
	if beside := w >= wide && p.hasSettings(); beside {
		w = wide
	} else {
		w = min(w, 84)
	}
	h = min(h, len(p.items)+5, 26)
	iw, ih := box.Inner(w, h)
	mark := th.Accent.Render(">") + " "
	field, x := p.input.View(iw-2, g)
	lines := []string{mark + th.Text.Render(field), ""}
	if p.input.IsEmpty() && p.Hint != "" {
		lines[0] = mark + th.Faint.Render(text.Fit(p.Hint, iw-2, g))
	}
	p.first, p.shown = 1+len(lines), max(1, ih-len(lines)-1)
	p.top = min(p.top, p.cursor)
	p.top = max(p.top, p.cursor-p.shown+1)
	c := p.columns(iw)
	for i := p.top; i < min(len(p.found), p.top+p.shown); i++ {
		lines = append(lines, p.row(p.found[i], i == p.cursor, iw, c, th))
	}
	if len(p.found) == 0 {
		lines = append(lines, th.Muted.Render("Nothing matches that."))
	}
	for len(lines) < ih-1 {
		lines = append(lines, "")
	}
	remark := p.remark(iw, th)
	if item, ok := p.Chosen(); ok && c.setting == 0 && text.Width(remark)+2+text.Width(item.Setting) <= iw {
		remark += strings.Repeat(" ", iw-text.Width(remark)-text.Width(item.Setting))
		remark += emphasise(item.Setting, p.found[p.cursor].atSet, th.Faint, th.Match)
	}
	lines = append(lines, remark)
	frame := box.Frame{W: w, H: h, Title: p.Title, Focused: true, Rule: 1, Foot: p.foot(th)}
	return dialog.Drawing{Lines: box.Draw(frame, lines, th), CursorX: 4 + x, CursorY: 1}
}

// wide is from how many cells on the names in the settings have a column of their own; else
// that of the chosen row is below.
const wide = 108

func (p *Palette) hasSettings() bool {
	return slices.ContainsFunc(p.items, func(i Item) bool { return i.Setting != "" })
}

// columns are the widths of what is beside the titles; zero for what is not shown.
type columns struct{ keys, group, setting int }

func (p *Palette) columns(w int) (c columns) {
	for _, item := range p.items {
		c.keys = max(c.keys, text.Width(item.Keys))
		c.group = max(c.group, text.Width(item.Group))
		c.setting = max(c.setting, text.Width(item.Setting))
	}
	c.keys = min(c.keys, w/3)
	if w < 60 {
		c.keys, c.group = min(c.keys, w/5), 0
	}
	if all, _ := box.Inner(wide, 1); w < all {
		c.setting = 0
	}
	return c
}

func (p *Palette) row(m match, here bool, w int, c columns, th *themes.Theme) string {
	g := th.Glyph
	title, match, keys, group := th.Text, th.Match, th.Key, th.Faint
	if m.Why != "" {
		title, match, keys = th.Faint, th.Faint, th.Faint
	}
	mark := "  "
	if here {
		mark = th.Accent.Render(g.Cursor) + " "
		ground := th.Selected
		title, match = title.Inherit(ground), match.Inherit(ground)
		keys, group = keys.Inherit(ground), group.Inherit(ground)
	}
	room, gap := w-2-1-c.keys, 0 // There is one before the keys.
	for _, column := range []int{c.group, c.setting} {
		if column > 0 {
			room, gap = room-column-2, 1
		}
	}
	tail := ""
	if m.Dangerous {
		tail = " " + g.Warning
	}
	if m.Current {
		tail = " " + g.Check
	}
	s := text.CutName(text.Safe(m.Title, g), room-gap-text.Width(tail), g)
	line := mark + emphasise(s, within(m.at, m.Title, s), title, match) + title.Render(tail)
	line += title.Render(strings.Repeat(" ", max(0, room-text.Width(s)-text.Width(tail))))
	if c.setting > 0 {
		line += emphasise(m.Setting, m.atSet, group, match) + group.Render(strings.Repeat(" ", c.setting-text.Width(m.Setting)+2))
	}
	if c.group > 0 {
		line += group.Render(text.Fit(m.Group, c.group, g) + "  ")
	}
	k := text.Cut(m.Keys, c.keys, g)
	return line + keys.Render(strings.Repeat(" ", 1+c.keys-text.Width(k))+k)
}

// within are the letters of a text that are where they were in it as it is shown: cut, and
// with signs for what cannot be shown.
func within(at []int, whole, shown string) []int {
	n := 0
	for n < min(len(whole), len(shown)) && whole[n] == shown[n] {
		n++
	}
	i := slices.IndexFunc(at, func(at int) bool { return at >= n })
	if i < 0 {
		return at
	}
	return at[:i]
}

// emphasise shows a text with some of its letters marked.
func emphasise(s string, at []int, plain, marked lipgloss.Style) string {
	var b strings.Builder
	from := 0
	for i := 0; i < len(at) && at[i] < len(s); {
		j := i + 1 // letters side by side are marked together
		for j < len(at) && at[j] == at[j-1]+1 && at[j] < len(s) {
			j++
		}
		end := at[j-1] + len(string([]rune(s[at[j-1]:])[0]))
		b.WriteString(plain.Render(s[from:at[i]]))
		b.WriteString(marked.Render(s[at[i]:min(end, len(s))]))
		from, i = min(end, len(s)), j
	}
	b.WriteString(plain.Render(s[from:]))
	return b.String()
}

// remark says why the item under the cursor cannot be chosen, and when somebody
// tried all the same, says it louder.
func (p *Palette) remark(w int, th *themes.Theme) string {
	g := th.Glyph
	item, ok := p.Chosen()
	switch {
	case p.said != "":
		return th.Error.Render(text.Cut(g.Warning+" Not now: "+text.Safe(p.said, g), w, g))
	case ok && item.Why != "":
		return th.Warning.Render(text.Cut("Not now: "+text.Safe(item.Why, g), w, g))
	case ok && item.Dangerous:
		return th.Muted.Render(text.Cut(g.Warning+" asks before it does anything", w, g))
	}
	return ""
}

func (p *Palette) foot(th *themes.Theme) string {
	g := th.Glyph
	key := func(id keymap.ID, word string) string { return th.Hint(p.Keys.Key(id, g.ASCII), word) }
	verb := p.Verb
	if verb == "" {
		verb = "do it"
	}
	return key(keymap.Accept, verb+"  ") + key(keymap.Dismiss, "close")
}
