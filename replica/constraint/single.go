package constraint

import (
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

// SingleValued keeps a property from having several values: a transaction that
// would give it a second is refused; of values that were given at once on several
// clones, the greatest stays.
type SingleValued struct {
	domain   model.Domain
	property model.IRI
}

// NewSingleValued is the rule for one property.
func NewSingleValued(domain model.Domain, property model.IRI) *SingleValued {
	return &SingleValued{domain, property}
}

// Check implements engine.Constraint.
func (c *SingleValued) Check(u *engine.Interim) error {
	for _, subject := range c.given(u) {
		if values := c.values(u, subject); len(values) > 1 {
			c.domain.SortStored(values)
			shown := make([]string, len(values))
			for i, v := range values {
				shown[i] = shortly(v)
			}
			return model.Errorf(model.StatusBadUpdate, "Multiple values for %s: %s can have one only, not %s; delete the old one with it",
				subject, c.property, strings.Join(shown, ", "))
		}
	}
	return nil
}

// Apply implements engine.Constraint.
func (c *SingleValued) Apply(u *engine.Interim) error {
	for _, subject := range c.given(u) {
		values := c.values(u, subject)
		if len(values) < 2 {
			continue
		}
		best := greatest(c.domain, values)
		var p model.Patch
		for _, v := range values {
			if !v.Same(best) {
				p.Deletes = append(p.Deletes, model.Triple{S: subject, P: c.property, O: v})
			}
		}
		u.Assert(p)
	}
	return nil
}

// given are the subjects that an update gives a value of the property.
func (c *SingleValued) given(u *engine.Interim) (subjects []model.IRI) {
	seen := make(map[model.IRI]bool)
	for _, t := range u.Inserts() {
		if t.P == c.property && !seen[t.S] {
			seen[t.S] = true
			subjects = append(subjects, t.S)
		}
	}
	return subjects
}

func (c *SingleValued) values(u *engine.Interim, subject model.IRI) (values []model.Term) {
	for t := range u.Match(model.Pattern{S: subject, P: c.property}) {
		values = append(values, t.O)
	}
	return values
}

// shortly is a value in an error.
func shortly(t model.Term) string {
	if t.IsRef() {
		return "<" + t.Value + ">"
	}
	s := fmt.Sprintf("%q", t.Value)
	if r := []rune(s); len(r) > 42 {
		s = string(r[:40]) + `…"`
	}
	return s
}
