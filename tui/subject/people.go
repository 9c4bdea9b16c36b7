package subject

import (
	"slices"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/people"
)

// SetPeople tells who is where, and what others have just changed.
func (p *Pane) SetPeople(all []people.Person, g *people.Glow) {
	p.all, p.glow, p.dirty = all, g, true
	p.peopleHere()
}

// peopleHere finds who is at the subject.
func (p *Pane) peopleHere() {
	p.people, p.stand = nil, nil
	for _, who := range p.all {
		if p.id != "" && who.Subject == p.id {
			p.people = append(p.people, who)
		}
	}
}

// at is who is at a row: at its value, where they say so and it is there, else at its property,
// of which it is the first.
func (p *Pane) at(r row) (here []people.Person) {
	if len(p.people) > 0 && p.stand == nil {
		for _, who := range p.people {
			p.stand = append(p.stand, p.rowOf(who.Property, who.Value))
		}
	}
	for i, who := range p.people {
		if at := p.stand[i]; who.Property == r.P && at >= 0 && p.rows[at].key() == r.key() {
			here = append(here, who)
		}
	}
	return here
}

// rowOf is the row of a value by its mark; where there is none, it is the first of the property,
// and below zero where that has none.
func (p *Pane) rowOf(property model.IRI, value string) int {
	first := slices.IndexFunc(p.rows, func(r row) bool { return r.P == property })
	for i := first; value != "" && i >= 0 && i < len(p.rows) && p.rows[i].P == property; i++ {
		if p.rows[i].mark() == value {
			return i
		}
	}
	return first
}

// mark is what others know the row by; empty where it is no value and no item.
func (r row) mark() string {
	switch {
	case r.item != nil:
		return replica.MarkOf(string(r.item.ID))
	case r.O.IsZero():
		return ""
	}
	return replica.MarkOf(r.O.Key())
}

// Mark is what others know the value under the cursor by; empty for none.
func (p *Pane) Mark() string {
	r, _ := p.Current()
	return r.mark()
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
func (p *Pane) GoToProperty(property model.IRI) { p.GoToMark(property, "") }

// GoToMark moves the cursor to the value of a property that has a mark, else to the first, as
// soon as there is one.
func (p *Pane) GoToMark(property model.IRI, value string) {
	p.dirty = true
	if i := p.rowOf(property, value); i >= 0 {
		p.cursor = i
		return
	}
	p.wantProperty, p.wantValue = property, value
}
