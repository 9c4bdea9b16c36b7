package subject

import (
	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/tui/text"
)

// gap is the width of several.
const gap = 3

// bracket is the colour of what a change did to a value, or of what holds several together: a
// subject has one name, as a rule, and several mean that people did not know of each other.
func (p *Pane) bracket(r row) lipgloss.Style {
	_, done := p.sign(r)
	switch {
	case p.contends(r):
		return p.theme.Warning
	case r.did != nothing:
		return done
	case p.labels.Has(r.P):
		return p.theme.Warning
	}
	return p.theme.Faint
}

// several is the gap between a property and its value, three cells wide: what a change did
// to it, else, where there are several values, a line that holds them together, and the
// sign of a warning before those that are in conflict.
func (p *Pane) several(r row, line int) string {
	gap := p.joint(r, line)
	if line == 0 && p.contends(r) && text.Width(p.theme.Glyph.Warning) == 1 {
		gap = p.theme.Glyph.Warning + gap[1:]
	}
	return gap
}

func (p *Pane) joint(r row, line int) string {
	g := p.theme.Glyph
	last := r.nth == r.of-1
	sign, _ := p.sign(r)
	switch {
	case sign != "" && line == 0:
		return " " + sign + " "
	case r.of <= 1:
		return "   "
	case line > 0 && last:
		return "   "
	case line > 0:
		return " " + g.Box.Vertical + " "
	case r.nth == 0:
		return " " + g.SeveralFirst + " "
	case last:
		return " " + g.SeveralLast + " "
	default:
		return " " + g.SeveralNext + " "
	}
}
