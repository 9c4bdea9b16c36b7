package constraint

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/engine"
)

// List keeps lists: it makes positions of the indexes of a transaction, lets each
// slot have one place and one item, and derives the indexes of slots. Protocol
// page, section 11.
type List struct {
	site list.Site
	item *SingleValued
}

// NewList is the rule for the lists of a clone; its identity makes its positions
// different from those of others.
func NewList(domain model.Domain, cloneID string) *List {
	return &List{list.NewSite(cloneID), NewSingleValued(domain, model.JSONRQLItem)}
}

// Check implements engine.Constraint.
func (c *List) Check(u *engine.Interim) error {
	// Indexes are derived. Deleting what a pattern matched asserts them all the same.
	u.Remove(model.Patch{Deletes: asserted(u.Deletes()), Inserts: asserted(u.Inserts())})
	if err := c.item.Check(u); err != nil {
		return err
	}
	edits, err := editsOf(u)
	if err != nil {
		return err
	}
	r := newReader(u)
	for _, e := range edits {
		if err := e.place(r, c.site); err != nil {
			return err
		}
	}
	for _, e := range edits {
		e.cascade(u)
	}
	derive(r)
	return nil
}

// asserted are the triples that state an index.
func asserted(triples []model.Triple) (out []model.Triple) {
	for _, t := range triples {
		if t.P == model.JSONRQLIndex {
			out = append(out, t)
		}
	}
	return out
}

// Apply implements engine.Constraint.
func (c *List) Apply(u *engine.Interim) error {
	if err := c.item.Apply(u); err != nil {
		return err
	}
	r, t := newReader(u), touched(u)
	for _, id := range t.lists {
		settle(u, r.is(id, t.by[id]))
	}
	derive(r)
	return nil
}

// settle leaves each slot of a list the lowest of its places: it has several when
// it was moved on several clones at once.
func settle(u *engine.Interim, slots []list.Slot) {
	seen := make(map[model.IRI]bool, len(slots))
	var p model.Patch
	for _, s := range slots {
		if seen[s.ID] {
			p.Deletes = append(p.Deletes, s.Triple())
		}
		seen[s.ID] = true
	}
	if !p.IsEmpty() {
		u.Assert(p)
	}
}

// edit is what a transaction does to one list.
type edit struct {
	list model.IRI
	// removed are places that were there.
	removed []list.Slot
	// placed come with a position: it stays, if it is free.
	placed []list.Slot
	// inserted come with an index.
	inserted []insertion
}

type insertion struct {
	index list.Index
	// triple is how the transaction has it.
	triple model.Triple
	slot   model.IRI
}

// editsOf are the changes of lists in a transaction, in the order of its triples.
func editsOf(u *engine.Interim) (edits []*edit, err error) {
	byList := make(map[model.IRI]*edit)
	of := func(id model.IRI) *edit {
		if byList[id] == nil {
			byList[id] = &edit{list: id}
			edits = append(edits, byList[id])
		}
		return byList[id]
	}
	for _, t := range u.Deletes() {
		if s, ok := list.SlotOf(t); ok && has(u.Before(), t) {
			of(t.S).removed = append(of(t.S).removed, s)
		}
	}
	for _, t := range u.Inserts() {
		index, isIndex, err := list.OfIndex(t.P)
		if err != nil {
			return nil, model.Errorf(model.StatusBadUpdate, "the list <%s> cannot be written: %w", t.S, err)
		}
		position, isPlace := list.Of(t.P)
		if (isIndex || isPlace) && !t.O.IsRef() {
			return nil, model.Errorf(model.StatusBadUpdate,
				"the list <%s> cannot have %s at a place: that must be a slot, which has the @item", t.S, shortly(t.O))
		}
		switch {
		case isIndex:
			of(t.S).inserted = append(of(t.S).inserted, insertion{index, t, t.O.IRI()})
		case isPlace && !has(u.Before(), t):
			if _, err := list.Parse(position); err != nil {
				return nil, model.Errorf(model.StatusBadUpdate, "the list <%s> cannot be written: %w", t.S, err)
			}
			of(t.S).placed = append(of(t.S).placed, list.Slot{List: t.S, Position: position, ID: t.O.IRI()})
		}
	}
	return edits, nil
}

func has(g model.Graph, t model.Triple) bool {
	for range g.Match(model.Pattern(t)) {
		return true
	}
	return false
}

// cascade deletes the slots that have no place any more.
func (e *edit) cascade(u *engine.Interim) {
	for _, s := range e.removed {
		if len(list.Holders(u, s.ID)) > 0 {
			continue
		}
		var p model.Patch
		for t := range u.Match(model.Pattern{S: s.ID}) {
			if t.P != model.JSONRQLIndex {
				p.Deletes = append(p.Deletes, t)
			}
		}
		u.Assert(p)
	}
}

// place gives positions to what comes to the list.
func (e *edit) place(r *reader, site list.Site) error {
	if len(e.placed) == 0 && len(e.inserted) == 0 {
		return nil
	}
	u, before := r.u, r.was(e.list)
	a := arrange(before, e)
	if e.stay(u, a) {
		a = arrange(before, e)
	}
	if slot, ok := a.twice(e.placed); ok {
		return model.Errorf(model.StatusBadUpdate, "Slot cannot appear more than once in list: "+
			"<%s> in <%s>; to move it, delete it from its old place too", slot, e.list)
	}
	found, err := a.positions(site)
	if err != nil {
		return model.Errorf(model.StatusBadUpdate, "the list <%s> cannot be written: %w", e.list, err)
	}
	var taken, given model.Patch
	for i, n := range a.newcomers {
		taken.Inserts = append(taken.Inserts, n.triple)
		given.Inserts = append(given.Inserts, list.Slot{List: e.list, Position: found[i].String(), ID: n.slot}.Triple())
	}
	class := model.Triple{S: e.list, P: model.RDFType, O: model.Ref(model.MeldList)}
	if !has(u, class) {
		given.Inserts = append(given.Inserts, class)
	}
	u.Remove(taken)
	u.Assert(given)
	return nil
}

// stay leaves slots where they are that are taken from a place and put back into
// the same, and tells whether there are any.
func (e *edit) stay(u *engine.Interim, a *arrangement) bool {
	inGap := make(map[int]int)
	for _, n := range a.newcomers {
		inGap[n.gap]++
	}
	stays := make(map[model.IRI]bool)
	for _, n := range a.newcomers {
		i := slices.IndexFunc(e.removed, func(s list.Slot) bool { return s.ID == n.slot })
		if i < 0 || inGap[n.gap] > 1 || n.after != "" {
			continue
		}
		old := e.removed[i]
		if a.gap(func(f list.Slot) bool { return f.Compare(old) < 0 }) == n.gap {
			u.Remove(model.Patch{Deletes: []model.Triple{old.Triple()}, Inserts: []model.Triple{n.triple}})
			stays[n.slot] = true
		}
	}
	e.removed = slices.DeleteFunc(e.removed, func(s list.Slot) bool { return stays[s.ID] })
	e.inserted = slices.DeleteFunc(e.inserted, func(i insertion) bool { return stays[i.slot] })
	return len(stays) > 0
}
