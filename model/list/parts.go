package list

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// Parts are the lists that subjects consist of, besides their own triples: those that
// nobody gave an identity or a name, which stand as values of properties or in such
// lists. The zero Parts are none. Once read they do not change.
type Parts struct {
	lists map[model.IRI][]model.Triple // what is said of each
	slots map[model.IRI][]model.Term   // the items of those in the lists, and in the subjects
}

// IsPart reports whether the triples of a subject make it a list that is a part of
// another subject: whoever looks for it finds that one. Labels are the properties by
// which subjects are called.
func IsPart(id model.IRI, triples []model.Triple, labels model.Labels) bool {
	is := false
	for _, t := range triples {
		if t.O.IsLiteral() && labels.Has(t.P) {
			return false
		}
		is = is || t.P == model.RDFType && t.O == model.Ref(model.MeldList)
	}
	return is && id.IsGenerated()
}

// PartsOf reads the parts of the subjects that triples are of, as far as these lead to
// them. It reads each part once, however they refer to each other.
func PartsOf(g model.Graph, labels model.Labels, triples ...model.Triple) Parts {
	p := Parts{make(map[model.IRI][]model.Triple), make(map[model.IRI][]model.Term)}
	looked := make(map[model.IRI]bool)
	for queue := slices.Clone(triples); len(queue) > 0; queue = queue[1:] {
		t := queue[0]
		if !t.O.IsRef() || looked[t.O.IRI()] {
			continue
		}
		id := t.O.IRI()
		if _, ok := SlotOf(t); ok {
			looked[id] = true
			for item := range g.Match(model.Pattern{S: id, P: model.JSONRQLItem}) {
				p.slots[id] = append(p.slots[id], item.O)
				queue = append(queue, item)
			}
			continue
		}
		if t.P == model.RDFType || !id.IsGenerated() {
			continue
		}
		looked[id] = true
		if said := slices.Collect(g.Match(model.Pattern{S: id})); IsPart(id, said, labels) {
			p.lists[id] = said
			queue = append(queue, said...)
		}
	}
	return p
}

// Count is how many items the parts have together.
func (p Parts) Count() (items int) {
	for _, said := range p.lists {
		items += CountPlaces(said)
	}
	return items
}

// CountPlaces is how many of some triples are places in lists.
func CountPlaces(triples []model.Triple) (n int) {
	for _, t := range triples {
		if _, ok := SlotOf(t); ok {
			n++
		}
	}
	return n
}

// Items are the items of a list that is a part, in order; ok is false for other
// subjects.
func (p Parts) Items(list model.IRI) (items []model.Term, ok bool) {
	said, ok := p.lists[list]
	for _, s := range places(said) {
		items = append(items, p.slots[s.ID]...)
	}
	return items, ok
}

// Slots are what is said of the slots that triples are places of.
func (p Parts) Slots(triples []model.Triple) (said []model.Triple) {
	for _, s := range places(triples) {
		for _, item := range p.slots[s.ID] {
			said = append(said, model.Triple{S: s.ID, P: model.JSONRQLItem, O: item})
		}
	}
	return said
}

// places are the places among triples, in order.
func places(triples []model.Triple) (slots []Slot) {
	for _, t := range triples {
		if s, ok := SlotOf(t); ok {
			slots = append(slots, s)
		}
	}
	slices.SortFunc(slots, Slot.Compare)
	return slots
}

// Copy is what is to be inserted for the triples to be there with parts of their own: where
// they refer to one, to a copy of it. A list that they are of themselves gets its items
// behind those that are there. Subjects that only are referred to are not copied. newID
// gives identities; see model.Domain's GenID.
func (p Parts) Copy(triples []model.Triple, newID func() model.IRI) (inserts []model.Triple) {
	copies := make(map[model.IRI]model.IRI)
	var waiting []model.IRI
	own := func(o model.Term) model.Term {
		if !o.IsRef() || p.lists[o.IRI()] == nil {
			return o
		}
		id, ok := copies[o.IRI()]
		if !ok {
			id = newID()
			copies[o.IRI()] = id
			waiting = append(waiting, o.IRI())
		}
		return model.Ref(id)
	}
	add := func(triples []model.Triple) {
		for _, t := range triples {
			if _, ok := SlotOf(t); !ok && t.P != model.JSONRQLIndex {
				t.O = own(t.O)
				inserts = append(inserts, t)
			}
		}
		for sub, s := range places(triples) {
			slot, end := newID(), Index{At: MaxIndex, Sub: sub}
			inserts = append(inserts, model.Triple{S: s.List, P: end.Property(), O: model.Ref(slot)})
			for _, item := range p.slots[s.ID] {
				inserts = append(inserts, model.Triple{S: slot, P: model.JSONRQLItem, O: own(item)})
			}
		}
	}
	add(triples)
	for ; len(waiting) > 0; waiting = waiting[1:] {
		said := slices.Clone(p.lists[waiting[0]])
		for i := range said {
			said[i].S = copies[waiting[0]]
		}
		add(said)
	}
	return inserts
}

// Orphans are the triples of the parts to which nothing refers any more after a change:
// what has to go with it, for nobody would find them. The slots of a list go with their
// places (protocol page, section 11).
func Orphans(g model.Graph, labels model.Labels, change model.Patch) (deletes []model.Triple) {
	kept, goes := make(map[model.Term]bool), make(map[model.Triple]bool)
	var from []model.Triple
	for _, t := range change.Deletes {
		goes[t] = true
	}
	for _, t := range change.Inserts {
		kept[t.O] = true
		delete(goes, t)
	}
	for _, t := range change.Deletes {
		if !kept[t.O] {
			from = append(from, t)
		}
	}
	parts := PartsOf(g, labels, from...)
	for id := range parts.lists {
		if kept[model.Ref(id)] {
			delete(parts.lists, id)
		}
	}
	for parts.dropHeld(g, goes) {
		continue // What it has referred to is held, too.
	}
	ids := make([]model.IRI, 0, len(parts.lists))
	for id := range parts.lists {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		for _, t := range parts.lists[id] {
			if !goes[t] {
				deletes = append(deletes, t)
			}
		}
	}
	return deletes
}

// dropHeld takes out the parts that something refers to which stays, and reports whether
// there were any.
func (p Parts) dropHeld(g model.Graph, goes map[model.Triple]bool) (dropped bool) {
	isGone := func(t model.Triple) bool { return goes[t] || p.lists[t.S] != nil }
	slotIsGone := func(slot model.IRI) bool {
		if _, ok := p.slots[slot]; !ok {
			return false
		}
		for _, s := range Holders(g, slot) {
			if !isGone(s.Triple()) {
				return false
			}
		}
		return true
	}
	for id := range p.lists {
		for t := range g.Match(model.Pattern{O: model.Ref(id)}) {
			if !isGone(t) && !slotIsGone(t.S) {
				delete(p.lists, id)
				dropped = true
				break
			}
		}
	}
	return dropped
}
