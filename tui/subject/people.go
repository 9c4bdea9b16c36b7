package subject

import (
	"slices"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/people"
)

// SetPeople tells who is where, and what others have just changed.
func (p *Pane) SetPeople(all []people.Person, g *people.Glow) {
	p.all, p.glow, p.dirty = all, g, true
	p.peopleHere()
}

// peopleHere finds who is at the subject.
func (p *Pane) peopleHere() {
	p.people = nil
	for _, who := range p.all {
		if p.id != "" && who.Subject == p.id {
			p.people = append(p.people, who)
		}
	}
}

// at is who is at a row: at its property, of which it is the first.
func (p *Pane) at(r row) (here []people.Person) {
	if r.nth > 0 || r.item != nil || r.more > 0 {
		return nil
	}
	for _, who := range p.people {
		if who.Property == r.P {
			here = append(here, who)
		}
	}
	return here
}

// elsewhere is who is at the subject, but at no row.
func (p *Pane) elsewhere() (here []people.Person) {
	for _, who := range p.people {
		if !slices.ContainsFunc(p.rows, func(r row) bool { return r.P == who.Property }) {
			here = append(here, who)
		}
	}
	return here
}

// touch is what somebody has just done to a row.
func (p *Pane) touch(r row) (people.Touch, bool) {
	t := r.Triple
	if r.item != nil {
		t = model.Triple{S: r.item.ID, P: model.JSONRQLItem, O: r.O}
	}
	return p.glow.Value(t, r.nth == 0)
}

// tags are who is at a row, and who has just changed it, in so many cells at most.
func (p *Pane) tags(r row, w int, ground lipgloss.Style) string {
	touch, touched := p.touch(r)
	here := p.at(r)
	if !touched && len(here) == 0 {
		return ""
	}
	return people.Tags(here, touch, touched, max(3, w), ground, p.theme)
}

// Accompany chooses a subject because somebody else has gone there. Back returns to
// where one was oneself, which first tells.
func (p *Pane) Accompany(id model.IRI, first bool) {
	if id == p.id {
		return
	}
	if (first || p.stayed) && p.id != "" {
		p.leave()
	}
	p.choose(id, "")
	p.listed, p.stayed = true, false
}

// GoToProperty moves the cursor to the first value of a property, as soon as there is
// one.
func (p *Pane) GoToProperty(property model.IRI) {
	p.dirty = true
	if i := slices.IndexFunc(p.rows, func(r row) bool { return r.P == property }); i >= 0 {
		p.cursor = i
		return
	}
	p.wantProperty = property
}
