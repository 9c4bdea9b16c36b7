package list

import "github.com/m-ld/mld-tui/model"

// Item is a place of a list with what is there, as people see it. What its methods
// give are changes to write; they go by the slot, so that they reach the item
// wherever others have moved it from meanwhile. Protocol page, section 11.
type Item struct {
	Slot
	// Index is its number in the list, from 0.
	Index int
	// Values are its contents: one, if all is well; none where others removed
	// the item while it was moved.
	Values []model.Term
}

// Items are a page of a list: up to limit items in order, from a number on, and
// how many there are in all. A negative limit has no bound. No list has no items.
func Items(g model.Graph, list model.IRI, from, limit int) (items []Item, total int) {
	slots := Slots(g, list)
	end := len(slots)
	from = min(max(0, from), end)
	if limit >= 0 {
		end = from + min(limit, end-from)
	}
	for i, s := range slots[from:end] {
		item := Item{Slot: s, Index: from + i}
		for t := range g.Match(model.Pattern{S: s.ID, P: model.JSONRQLItem}) {
			item.Values = append(item.Values, t.O)
		}
		items = append(items, item)
	}
	return items, len(slots)
}

// IsList reports whether the triples of a subject make it a list.
func IsList(triples []model.Triple) bool {
	for _, t := range triples {
		if t.P == model.RDFType && t.O == model.Ref(model.MeldList) {
			return true
		}
		if _, ok := SlotOf(t); ok {
			return true
		}
	}
	return false
}

// Insert is the change that puts values into a list, in order, before the item
// that has a number when it is written; from the end on, at the end. A list that is
// not there is made. newSlot gives a new identity for each value; see
// model.Domain's GenID.
func Insert(list model.IRI, at int, newSlot func() model.IRI, values ...model.Term) (p model.Patch) {
	for sub, v := range values {
		slot := newSlot()
		index := Index{At: min(max(0, at), MaxIndex), Sub: sub}
		p.Inserts = append(p.Inserts,
			model.Triple{S: list, P: index.Property(), O: model.Ref(slot)},
			model.Triple{S: slot, P: model.JSONRQLItem, O: v})
	}
	return p
}

// Remove is the change that takes the item out of its list.
func (i Item) Remove() model.Patch {
	return model.Patch{Deletes: []model.Triple{i.Triple()}}
}

// Move is the change after which the item has another number, from 0. It keeps its
// slot: clones that move it at once end with it at one place.
func (i Item) Move(to int) model.Patch {
	if to == i.Index {
		return model.Patch{}
	}
	if to > i.Index {
		to++ // Numbers in an update are those of before it.
	}
	index := Index{At: min(max(0, to), MaxIndex), Sub: NoSub}
	return model.Patch{
		Deletes: []model.Triple{i.Triple()},
		Inserts: []model.Triple{{S: i.List, P: index.Property(), O: model.Ref(i.ID)}},
	}
}

// Set is the change after which the item has another value. Of values that several
// clones set at once, the greatest stays.
func (i Item) Set(v model.Term) (p model.Patch) {
	for _, old := range i.Values {
		p.Deletes = append(p.Deletes, model.Triple{S: i.ID, P: model.JSONRQLItem, O: old})
	}
	p.Inserts = []model.Triple{{S: i.ID, P: model.JSONRQLItem, O: v}}
	return p
}
