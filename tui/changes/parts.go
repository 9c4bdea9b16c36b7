package changes

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/values"
)

// part is a subject, and what became of its values.
type part struct {
	// subject is a list where items came, went or moved; the slot of an item that has
	// another value, if the change tells no more.
	subject model.IRI
	shifts  []said
}

// said is what became of one value, or of one item of a list.
type said struct {
	replica.Shift

	// item is what is said of an item in place of the property, such as "item 2".
	item string
	// at is the number that the item has now, or had if it is gone, as people count; empty if
	// that is not known.
	at string
	// moved: it is the item that a slot has, and only its place is another.
	moved bool
	// list: it refers to a list whose items came or went with it.
	list bool
}

// property is what of its subject it is.
func (s said) property(names values.Names) string {
	if s.item != "" {
		return s.item
	}
	return names.Property(s.Triple.P)
}

// ofItems reports whether all that happened is of the items of a list.
func (p part) ofItems() bool {
	return !slices.ContainsFunc(p.shifts, func(s said) bool { return s.item == "" })
}

// place is what became of the place that a slot has in a list.
type place struct {
	list      model.IRI
	came      bool
	gone      bool
	from, to  string // the numbers, as people count; empty if they are not known
	told      bool
	itemShift []replica.Shift
}

// parts gathers what became of values by subject, in the order in which they come. What
// lists are made of, which are places, slots and numbers, is told as what became of
// their items.
func parts(shifts []replica.Shift) []part {
	places, lists := placesIn(shifts)
	var all []part
	at := make(map[model.IRI]int)
	add := func(id model.IRI, s said) {
		n, ok := at[id]
		if !ok {
			n = len(all)
			at[id], all = n, append(all, part{subject: id})
		}
		all[n].shifts = append(all[n].shifts, s)
	}
	for _, s := range shifts {
		id := s.Triple.S
		if slot, ok := list.SlotOf(s.Triple); ok {
			if p := places[slot.ID]; p != nil && !p.told {
				p.told = true
				p.tell(slot, add)
			}
			continue
		}
		p := places[id]
		switch {
		case s.Triple.P == model.JSONRQLIndex: // Others stand elsewhere for it.
		case s.Triple.P == model.RDFType && s.Triple.O == model.Ref(model.MeldList) && lists[id]:
		case s.Triple.P == model.JSONRQLItem && p != nil: // It is told with its place.
		case s.Triple.P == model.JSONRQLItem:
			add(id, said{Shift: s, item: "item"})
		default:
			add(id, said{Shift: s, list: s.Triple.O.IsRef() && lists[s.Triple.O.IRI()]})
		}
	}
	return all
}

// placesIn are the places that came or went, by their slots, and the lists that they are
// of.
func placesIn(shifts []replica.Shift) (places map[model.IRI]*place, lists map[model.IRI]bool) {
	places, lists = make(map[model.IRI]*place), make(map[model.IRI]bool)
	for _, s := range shifts {
		slot, ok := list.SlotOf(s.Triple)
		if !ok || !s.Come() && !s.Gone() {
			continue
		}
		lists[slot.List] = true
		p := places[slot.ID]
		if p == nil {
			p = &place{list: slot.List}
			places[slot.ID] = p
		}
		p.came, p.gone = p.came || s.Come(), p.gone || s.Gone()
	}
	for _, s := range shifts {
		p := places[s.Triple.S]
		if p == nil || !s.Come() && !s.Gone() {
			continue
		}
		switch s.Triple.P {
		case model.JSONRQLItem:
			p.itemShift = append(p.itemShift, s)
		case model.JSONRQLIndex:
			if n, ok := number(s.Triple.O); ok && s.Come() {
				p.to = n
			} else if ok {
				p.from = n
			}
		}
	}
	return places, lists
}

// number is that of an item as people count.
func number(index model.Term) (string, bool) {
	n := 0
	if _, err := fmt.Sscanf(index.Value, "%d", &n); err != nil {
		return "", false
	}
	return fmt.Sprint(n + 1), true
}

// tell says what became of the item of a slot.
func (p *place) tell(slot list.Slot, add func(model.IRI, said)) {
	for _, s := range p.itemShift {
		n := p.to
		if s.Gone() {
			n = p.from
		}
		add(p.list, said{Shift: s, item: numbered(n), at: n})
	}
	if len(p.itemShift) > 0 && p.came != p.gone {
		return
	}
	// The item itself is not in the change, so it stays: it is what the slot is called. Where
	// several moved it at once, it has a place more for a while, and then one less.
	s := said{item: numbered(cmp.Or(p.to, p.from)), at: p.to, moved: true}
	if p.from != "" && p.to != "" {
		s.item = "item " + p.from + " to " + p.to
	}
	s.Triple = model.Triple{S: slot.ID, P: model.JSONRQLItem, O: model.Ref(slot.ID)}
	s.Was, s.Is = true, true
	add(p.list, s)
}

func numbered(number string) string {
	if number == "" {
		return "item"
	}
	return "item " + number
}
