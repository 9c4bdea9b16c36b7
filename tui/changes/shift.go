package changes

import (
	"strings"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// maxValueLines bounds how much of one value is shown.
const maxValueLines = 500

// ShiftLines tell what became of one value: whether it came or went, its property, the
// value in full, and a note on what it is. What does not fit on one line, or has several
// itself, is below.
func ShiftLines(s replica.Shift, value, note string, names values.Names, th *themes.Theme, w int) []string {
	return marks{}.shiftLines(said{Shift: s}, value, note, names, th, w)
}

func (m marks) shiftLines(s said, value, note string, names values.Names, th *themes.Theme, w int) []string {
	g := th.Glyph
	sign, style := " ", th.Muted
	switch {
	case s.Come():
		sign, style = g.Added, th.Added
	case s.Gone():
		sign, style = g.Removed, th.Removed
	case len(s.Added) > 0:
		note += ", was there already, and was saved again"
	default:
		note += ", stays: others saved it too"
	}
	head := style.Render(sign+" ") + m.property(s.Triple.P, text.CutName(text.Safe(s.property(names), g), max(6, w-4), g), th) + " "
	tail := "  " + th.Faint.Render(text.Safe(note, g))
	if s := text.Safe(value, g); !strings.Contains(value, "\n") && text.Fits(head+s, tail, w) {
		return []string{head + m.text(s, style, th) + tail}
	}
	lines := []string{text.Cut(head+tail, w, g)}
	for _, l := range text.Lines(value, max(1, w-4), maxValueLines, g) {
		lines = append(lines, "    "+m.text(l, style, th))
	}
	return lines
}
