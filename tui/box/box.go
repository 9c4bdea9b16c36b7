// Package box draws the frame of a pane or a dialog: a border with a title at
// its upper left, a remark at its upper right, and another at its lower right.
package box

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Frame is what a box has besides its content.
type Frame struct {
	W, H int
	// Title is plain text; Remark and Foot may have styles.
	Title, Remark, Foot string
	// Before and Beside are said before the title and after it: what else could be here.
	// They may have styles.
	Before, Beside string
	Focused        bool
	// Number is the key that goes to the pane; empty for none.
	Number string
	// Rule is the number of the content's line that is drawn as a line from
	// border to border; 0 for none.
	Rule int
}

// Inner is the size of the content in a box of w by h cells: a border and one
// space at either side.
func Inner(w, h int) (int, int) { return max(0, w-4), max(0, h-2) }

// Draw draws the box around lines, which are cut and padded to fit; the result
// has exactly H lines of W cells.
func Draw(f Frame, lines []string, th *themes.Theme) []string {
	g := th.Glyph
	b, border, title := g.Box, th.Border, th.Title
	if f.Focused {
		b, border, title = g.Focused, th.BorderFocused, th.Accent
	}
	iw, ih := Inner(f.W, f.H)
	if iw == 0 || ih == 0 {
		return blank(f.W, f.H)
	}
	out := make([]string, 0, f.H)
	out = append(out, top(f, b, border, title, th))
	left, right := border.Render(b.Vertical)+" ", " "+border.Render(b.Vertical)
	for i := range ih {
		if f.Rule > 0 && i == f.Rule {
			out = append(out, border.Render(b.LeftTee+strings.Repeat(b.Horizontal, f.W-2)+b.RightTee))
			continue
		}
		line := ""
		if i < len(lines) {
			line = lines[i]
		}
		out = append(out, left+text.Fit(line, iw, g)+right)
	}
	return append(out, bottom(f, b, border, g))
}

func top(f Frame, b themes.Box, border, title lipgloss.Style, th *themes.Theme) string {
	g := th.Glyph
	room := f.W - 4 // corners, and a line beside each
	t := f.Title
	number := ""
	if f.Number != "" {
		number = th.Faint.Render(f.Number) + " "
		if f.Focused {
			number = th.Accent.Render(f.Number) + " "
		}
	}
	remark := f.Remark
	if remark != "" && text.Width(remark)+text.Width(number)+6 > room {
		remark = text.Cut(remark, max(0, room/2-2), g)
	}
	rw := text.Width(remark)
	if rw > 0 {
		rw += 2
	}
	beside := f.Beside
	if beside != "" {
		beside = border.Render(b.Horizontal) + " " + beside + " "
	}
	before := f.Before
	if before != "" {
		before += " " + border.Render(b.Horizontal) + " "
	}
	t = text.CutName(t, max(0, room-rw-text.Width(number)-text.Width(before)-text.Width(beside)-2), g)
	head := " " + before + number + title.Render(t) + " " + beside
	fill := max(0, room-text.Width(head)-rw)
	s := border.Render(b.TopLeft+b.Horizontal) + head + border.Render(strings.Repeat(b.Horizontal, fill))
	if rw > 0 {
		s += " " + remark + " "
	}
	return s + border.Render(b.Horizontal+b.TopRight)
}

func bottom(f Frame, b themes.Box, border lipgloss.Style, g themes.Glyphs) string {
	if f.Foot == "" {
		return border.Render(b.BottomLeft + strings.Repeat(b.Horizontal, f.W-2) + b.BottomRight)
	}
	foot := " " + text.Cut(f.Foot, f.W-6, g) + " "
	fill := max(0, f.W-3-text.Width(foot))
	return border.Render(b.BottomLeft+strings.Repeat(b.Horizontal, fill)) + foot + border.Render(b.Horizontal+b.BottomRight)
}

func blank(w, h int) []string {
	out := make([]string, max(0, h))
	for i := range out {
		out[i] = strings.Repeat(" ", max(0, w))
	}
	return out
}

// More is the remark that there is more above or below what is shown.
func More(above, below bool, th *themes.Theme) string {
	up, down := "↑", "↓"
	if th.Glyph.ASCII {
		up, down = "^", "v"
	}
	switch {
	case above && below:
		return th.Faint.Render(up + down + " more")
	case above:
		return th.Faint.Render(up + " more")
	case below:
		return th.Faint.Render(down + " more")
	}
	return ""
}
