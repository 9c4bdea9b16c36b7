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

// tags are who is at a subject, and who has just changed it.
func (p *Pane) tags(r replica.SubjectRow, w int, ground lipgloss.Style) string {
	touch, touched := p.glow.Subject(r.ID)
	here := p.people[r.ID]
	if !touched && len(here) == 0 {
		return ""
	}
	return people.Tags(here, touch, touched, max(3, w/3), ground, p.theme)
}
