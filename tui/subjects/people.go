package subjects

import (
	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/people"
)

// SetPeople tells who is where, and what others have just changed.
func (p *Pane) SetPeople(all []people.Person, g *people.Glow) {
	p.people = make(map[model.IRI][]people.Person)
	for _, who := range all {
		if who.Subject != "" {
			p.people[who.Subject] = append(p.people[who.Subject], who)
		}
	}
	p.glow, p.dirty = g, true
}

// tags are who is at a subject, and who has just changed it, in so many cells.
func (p *Pane) tags(r replica.SubjectRow, w int, here bool) string {
	touch, touched := p.glow.Subject(r.ID)
	there := p.people[r.ID]
	if !touched && len(there) == 0 {
		return ""
	}
	ground := lipgloss.NewStyle()
	switch {
	case here && p.focused:
		ground = p.theme.Selected
	case here:
		ground = p.theme.SelectedBlur
	}
	return people.Tags(there, touch, touched, max(3, w), ground, p.theme)
}

// Label is the name of a subject, where the pane knows it.
func (p *Pane) Label(id model.IRI) string {
	if i := p.find(id); i >= 0 {
		return p.rows[i].Label
	}
	return ""
}
