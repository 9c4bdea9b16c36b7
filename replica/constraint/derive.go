package constraint

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/engine"
)

// touch is what an update touches of lists.
type touch struct {
	lists []model.IRI
	// from is, by list, the lowest position whose slot may have another index.
	from map[model.IRI]string
	// slots may have lost a place.
	slots []model.IRI
}

func (t *touch) list(id model.IRI, position string) {
	from, ok := t.from[id]
	if !ok {
		t.lists = append(t.lists, id)
	}
	if !ok || list.Compare(position, from) < 0 {
		t.from[id] = position
	}
}

func touched(u *engine.Interim) *touch {
	t := &touch{from: make(map[model.IRI]string)}
	look := func(triples []model.Triple, goes bool) {
		for _, triple := range triples {
			if s, ok := list.SlotOf(triple); ok {
				t.list(s.List, s.Position)
				if goes {
					t.slots = append(t.slots, s.ID)
				}
			}
			if triple.P == model.JSONRQLIndex { // Somebody has asserted it.
				t.slots = append(t.slots, triple.S)
				for _, s := range list.Holders(u, triple.S) {
					t.list(s.List, s.Position)
				}
			}
		}
	}
	look(u.Deletes(), true)
	look(u.Inserts(), false)
	return t
}

// Derive implements engine.Deriver: the index of a slot is the number of places
// before its own in the list.
func (c *List) Derive(u *engine.Interim) {
	t := touched(u)
	n := newNumbering(u)
	for _, id := range t.lists {
		n.number(id)
	}
	for _, id := range t.lists {
		slots := n.lists[id]
		at, _ := slices.BinarySearchFunc(slots, t.from[id], func(s list.Slot, from string) int {
			return list.Compare(s.Position, from)
		})
		for _, s := range slots[at:] {
			n.derive(s.ID)
		}
	}
	for _, slot := range t.slots {
		n.derive(slot)
	}
	n.entail()
}

// DeriveAll implements engine.Deriver.
func (c *List) DeriveAll(u *engine.Interim) {
	n := newNumbering(u)
	var slots []model.IRI
	for _, property := range []model.IRI{model.JSONRQLItem, model.JSONRQLIndex} {
		for t := range u.Match(model.Pattern{P: property}) {
			slots = append(slots, t.S)
		}
	}
	for t := range u.Match(model.Pattern{P: model.RDFType, O: model.Ref(model.MeldList)}) {
		for _, s := range list.Slots(u, t.S) {
			slots = append(slots, s.ID)
		}
	}
	for _, slot := range slots {
		n.derive(slot)
	}
	n.entail()
}

// numbering works out indexes, and what is to change for them.
type numbering struct {
	u *engine.Interim
	// lists are those that were numbered, in order.
	lists map[model.IRI][]list.Slot
	at    map[list.Slot]int
	done  map[model.IRI]bool
	patch model.Patch
}

func newNumbering(u *engine.Interim) *numbering {
	return &numbering{
		u: u, lists: make(map[model.IRI][]list.Slot), at: make(map[list.Slot]int), done: make(map[model.IRI]bool),
	}
}

func (n *numbering) number(id model.IRI) {
	if _, ok := n.lists[id]; ok {
		return
	}
	n.lists[id] = list.Slots(n.u, id)
	for i, s := range n.lists[id] {
		n.at[s] = i
	}
}

// derive gives a slot the indexes of its places: one, if all is well.
func (n *numbering) derive(slot model.IRI) {
	if n.done[slot] {
		return
	}
	n.done[slot] = true
	var wanted []model.Triple
	for _, s := range list.Holders(n.u, slot) {
		n.number(s.List)
		t := model.Triple{S: slot, P: model.JSONRQLIndex, O: model.Integer(int64(n.at[s]))}
		if !slices.Contains(wanted, t) {
			wanted = append(wanted, t)
		}
	}
	for t := range n.u.Match(model.Pattern{S: slot, P: model.JSONRQLIndex}) {
		if i := slices.Index(wanted, t); i >= 0 {
			wanted = slices.Delete(wanted, i, i+1)
		} else {
			n.patch.Deletes = append(n.patch.Deletes, t)
		}
	}
	n.patch.Inserts = append(n.patch.Inserts, wanted...)
}

func (n *numbering) entail() { n.u.Entail(n.patch) }
