package subject

import (
	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// Card is the subject in a few lines, for windows that have no room for panes: its
// name, then as many of its values as there are lines.
func (p *Pane) Card(w, h int) []string {
	th, g := p.theme, p.theme.Glyph
	if p.id == "" || h <= 0 {
		return nil
	}
	name := th.Strong.Render(text.Cut(text.Safe(p.name(), g), w, g))
	if chips := people.Chips(p.people, w/3, lipgloss.NewStyle(), th); chips != "" {
		name = text.Spread(name, chips, w, g)
	}
	lines := []string{name}
	last := ""
	for _, r := range p.rows {
		if len(lines) == h {
			break
		}
		if r.O.IsZero() {
			continue
		}
		property := text.Cut(text.Safe(p.names.Property(r.P), g), max(3, w/3), g)
		shown := property
		if property == last {
			shown = ""
		}
		last = property
		s := text.Safe(p.names.Shown(r.O, r.P), g)
		if r.O.IsRef() {
			s = g.Reference + " " + s
		}
		pw := max(3, w/3)
		lines = append(lines, th.Property.Render(text.Fit(shown, pw, g))+" "+text.Draw(text.Cut(s, w-pw-1, g), values.Style(r.O, th), th))
	}
	return lines
}
