package dialog

import (
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Place is where a drawn dialog begins on a screen of w by h cells: in its middle.
func Place(d Drawing, w, h int) (x, y int) {
	return max(0, (w-d.width())/2), max(0, (h-len(d.Lines))/2)
}

func (d Drawing) width() (w int) {
	for _, l := range d.Lines {
		w = max(w, text.Width(l))
	}
	return w
}

// Overlay puts a drawn dialog into the middle of a screen of w by h cells, whose
// own lines lose their colours, so that the eye knows where to answer. It tells
// where the dialog begins.
func Overlay(screen []string, d Drawing, w, h int, th *themes.Theme) (lines []string, x, y int) {
	x, y = Place(d, w, h)
	dw := d.width()
	lines = make([]string, len(screen))
	for i, l := range screen {
		plain := ansi.Strip(l)
		if i < y || i >= y+len(d.Lines) {
			if len(d.Lines) >= h-4 && x < 4 {
				plain = ""
			}
			lines[i] = veil(plain, th.Faint)
			continue
		}
		left := text.Pad(text.Left(plain, x), x)
		right := text.Right(plain, x+dw)
		if x < 4 { // a strip of what is behind would only disturb
			left, right = strings.Repeat(" ", x), strings.Repeat(" ", w-x-dw)
		}
		// What is behind may end before.
		if gap := w - x - dw - text.Width(right); gap > 0 {
			right = strings.Repeat(" ", gap) + right
		}
		lines[i] = veil(left, th.Faint) + d.Lines[i-y] + veil(right, th.Faint)
	}
	return lines, x, y
}

func veil(s string, style lipgloss.Style) string {
	if s == "" {
		return ""
	}
	return style.Render(s)
}
