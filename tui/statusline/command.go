package statusline

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// withCommand sees to it that what one is to run, if the clone is cut off from the
// others for good, can be read to its end: rather than the domain, which is in the
// command, and who one is oneself.
func withCommand(s State, left, right string, w int, th *themes.Theme) (newLeft, newRight string) {
	g := th.Glyph
	said, sign, style := s.Status.Lost, g.Warning, th.Warning
	command := text.Command(said)
	if command == "" {
		said, sign, style = s.Status.ReadOnly, g.ReadOnly, th.ReadOnly
		command = text.Command(said)
	}
	command = text.Safe(command, g)
	if command == "" || strings.Contains(ansi.Strip(left), command) {
		return left, right
	}
	state, _, of := Word(s, th)
	domain := " " + th.Strong.Render(text.Safe(s.Domain, g)) + "  " + of.Render(state) + th.Faint.Render(" "+g.Dot+" ")
	for _, brief := range []string{
		domain + style.Render(sign+" run "+command),
		" " + of.Render(state) + " " + style.Render(sign+" run "+command),
		" " + of.Render(state) + " " + style.Render(sign+" "+command),
	} {
		for _, r := range []string{right, ""} {
			if text.Fits(brief+" ", r, w) {
				return brief, r
			}
		}
	}
	return left, right
}
