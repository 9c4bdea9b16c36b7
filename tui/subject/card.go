package subject

import (
	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
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
	name := th.Strong.Render(text.CutName(text.Safe(p.name(), g), w, g))
	if chips := people.Chips(p.people, w/3, lipgloss.NewStyle(), th); chips != "" {
		name = text.Spread(name, chips, w, g)
	}
	lines := []string{name}
	var said []row
	hidden := 0
	for _, r := range p.rows {
		if hidden += r.more; !r.O.IsZero() {
			said = append(said, r)
		}
	}
	shown := min(len(said), h-1)
	hidden += len(said) - shown
	last := model.IRI("")
	for i, r := range said[:shown] {
		property, more := "", ""
		if r.P != last {
			property, last = p.names.Property(r.P), r.P
		}
		if hidden > 0 && i == shown-1 {
			more = cardMore(hidden, w)
		}
		lines = append(lines, p.cardLine(r, property, more, w))
	}
	return lines
}

// cardLine is a value in the card, with what is said behind it.
func (p *Pane) cardLine(r row, property, behind string, w int) string {
	th, g := p.theme, p.theme.Glyph
	pw := max(3, w/3)
	property = text.FitName(text.Safe(property, g), pw, g)
	line := th.Property.Render(property) + " "
	vw := w - pw - 1
	if behind != "" {
		vw -= text.Width(behind) + 1
	}
	s := text.Safe(p.names.Shown(r.O, r.P), g)
	if r.O.IsRef() {
		s = g.Reference + " " + text.ShortIRI(s, vw-text.Width(g.Reference)-1, g)
	}
	line += text.Draw(text.Cut(s, vw, g), values.Style(r.O, th), th)
	if behind == "" {
		return line
	}
	return text.Spread(line, th.Faint.Render(behind), w, g)
}

// cardMore says how many values there are that the card has no room for.
func cardMore(n, w int) string {
	more := "+" + text.Count(n)
	if w >= 30 {
		more += " more"
	}
	return more
}
