package constraint

import (
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/engine"
)

// touch is what an update touches of lists.
type touch struct {
	lists []model.IRI
	by    map[model.IRI]*touchedList
	// slots may have lost a place, or have got one.
	slots []model.IRI
}

// touchedList is what an update does to one list.
type touchedList struct{ gone, came []list.Slot }

func (t *touch) list(id model.IRI) *touchedList {
	if t.by[id] == nil {
		t.by[id] = new(touchedList)
		t.lists = append(t.lists, id)
	}
	return t.by[id]
}

func touched(u *engine.Interim) *touch {
	t := &touch{by: make(map[model.IRI]*touchedList)}
	look := func(triples []model.Triple, goes bool) {
		for _, triple := range triples {
			if s, ok := list.SlotOf(triple); ok {
				l := t.list(s.List)
				if goes {
					l.gone = append(l.gone, s)
				} else {
					l.came = append(l.came, s)
				}
				t.slots = append(t.slots, s.ID)
			}
			if triple.P == model.JSONRQLIndex { // Somebody has asserted it.
				t.slots = append(t.slots, triple.S)
			}
		}
	}
	look(u.Deletes(), true)
	look(u.Inserts(), false)
	return t
}

// reader reads lists as they were before an update, each once, and works out what
// they are after it.
type reader struct {
	u      *engine.Interim
	before map[model.IRI][]list.Slot
}

func newReader(u *engine.Interim) *reader {
	return &reader{u, make(map[model.IRI][]list.Slot)}
}

// was is a list before the update.
func (r *reader) was(id model.IRI) []list.Slot {
	slots, ok := r.before[id]
	if !ok {
		slots = list.Slots(r.u.Before(), id)
		r.before[id] = slots
	}
	return slots
}

// is is a list after the update, which does this to it.
func (r *reader) is(id model.IRI, l *touchedList) []list.Slot {
	was := r.was(id)
	if l == nil || len(l.gone)+len(l.came) == 0 {
		return was
	}
	gone := make(map[list.Slot]bool)
	for _, s := range l.gone {
		gone[s] = true
	}
	slots := make([]list.Slot, 0, len(was)+len(l.came))
	for _, s := range was {
		if !gone[s] {
			slots = append(slots, s)
		}
	}
	slots = append(slots, l.came...)
	slices.SortFunc(slots, list.Slot.Compare)
	return slices.Compact(slots)
}

// derive entails what an update changes of the indexes of slots: a slot's is the number
// of places before its own in the list.
func derive(r *reader) {
	t := touched(r.u)
	n := &numbering{reader: r, touch: t, lists: make(map[model.IRI][]list.Slot), done: make(map[model.IRI]bool)}
	for _, slot := range t.slots {
		n.derive(slot)
	}
	for _, id := range t.lists {
		n.shift(r.was(id), n.number(id))
	}
	r.u.Entail(n.patch)
}

// vocabulary is a graph that can tell which IRIs it has, such as that of a store.
type vocabulary interface {
	IRIs(prefix model.IRI) iter.Seq[model.IRI]
}

// DeriveAll implements engine.Deriver. The slots are found by what they have; by the
// lists, which are marked by their type; and by the places, where nothing else tells of
// them: a place can be empty, and a list can have lost its type.
func (c *List) DeriveAll(u *engine.Interim) {
	n := &numbering{
		reader: newReader(u), touch: touched(u), lists: make(map[model.IRI][]list.Slot), done: make(map[model.IRI]bool),
	}
	for _, property := range []model.IRI{model.JSONRQLItem, model.JSONRQLIndex} {
		for t := range u.Match(model.Pattern{P: property}) {
			n.derive(t.S)
		}
	}
	for t := range u.Match(model.Pattern{P: model.RDFType, O: model.Ref(model.MeldList)}) {
		for _, s := range n.number(t.S) {
			n.derive(s.ID)
		}
	}
	if g, ok := u.Before().(vocabulary); ok {
		for place := range g.IRIs(model.IRI(list.Prefix)) {
			for t := range u.Match(model.Pattern{P: place}) {
				if s, ok := list.SlotOf(t); ok {
					n.derive(s.ID)
				}
			}
		}
	}
	u.Entail(n.patch)
}

// numbering works out indexes, and what is to change for them.
type numbering struct {
	*reader
	touch *touch
	// lists are those that were numbered, in order.
	lists map[model.IRI][]list.Slot
	done  map[model.IRI]bool
	patch model.Patch
}

func (n *numbering) number(id model.IRI) []list.Slot {
	slots, ok := n.lists[id]
	if !ok {
		slots = n.is(id, n.touch.by[id])
		n.lists[id] = slots
	}
	return slots
}

func indexTriple(slot model.IRI, index int) model.Triple {
	return model.Triple{S: slot, P: model.JSONRQLIndex, O: model.Integer(int64(index))}
}

// shift gives the slots that stay in a list the indexes that they have now.
func (n *numbering) shift(was, is []list.Slot) {
	old := 0
	for now, s := range is {
		for old < len(was) && was[old].Compare(s) < 0 {
			old++
		}
		if old == len(was) {
			return
		}
		if was[old] != s || old == now || n.done[s.ID] {
			continue
		}
		if only, ok := n.only(s.ID); !ok || only != indexTriple(s.ID, old) {
			n.derive(s.ID) // It has other places too.
			continue
		}
		n.done[s.ID] = true
		n.patch.Deletes = append(n.patch.Deletes, indexTriple(s.ID, old))
		n.patch.Inserts = append(n.patch.Inserts, indexTriple(s.ID, now))
	}
}

// only is the index that a slot has, if it has one.
func (n *numbering) only(slot model.IRI) (only model.Triple, ok bool) {
	found := 0
	for t := range n.u.Match(model.Pattern{S: slot, P: model.JSONRQLIndex}) {
		only = t
		found++
	}
	return only, found == 1
}

// derive gives a slot the indexes of its places: one, if all is well.
func (n *numbering) derive(slot model.IRI) {
	if n.done[slot] {
		return
	}
	n.done[slot] = true
	var wanted []model.Triple
	for _, s := range list.Holders(n.u, slot) {
		index, _ := slices.BinarySearchFunc(n.number(s.List), s, list.Slot.Compare)
		if t := indexTriple(slot, index); !slices.Contains(wanted, t) {
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
