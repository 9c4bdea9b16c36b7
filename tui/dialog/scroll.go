package dialog

import (
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// scroll is how far some lines are scrolled, of which a part is shown.
type scroll struct {
	at   int
	page int // how many were shown
}

// down goes a page on, and up a page back. One line stays in sight.
func (s *scroll) down() { s.at += max(1, s.page-1) }
func (s *scroll) up()   { s.at = max(0, s.at-max(1, s.page-1)) }

// window is a part of some lines, which can be scrolled.
func window(lines []string, s *scroll, most int, th *themes.Theme) []string {
	s.at = max(0, min(s.at, len(lines)-most))
	lines = lines[s.at:]
	if s.page = most; most > 0 && len(lines) > most {
		s.page = most - 1
		lines = append(lines[:most-1:most-1], th.Faint.Render("and "+text.Plural(len(lines)-most+1, "more line", "more lines")+": page down"))
	}
	return lines
}
