package list

import (
	"cmp"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// Slot is a place in a list, and the slot that is there.
type Slot struct {
	List     model.IRI
	Position string
	ID       model.IRI
}

// SlotOf is the place that a triple is, if it is one.
func SlotOf(t model.Triple) (s Slot, ok bool) {
	position, ok := Of(t.P)
	if !ok || !t.O.IsRef() {
		return Slot{}, false
	}
	return Slot{t.S, position, t.O.IRI()}, true
}

// Triple is the statement that the place is.
func (s Slot) Triple() model.Triple {
	return model.Triple{S: s.List, P: Property(s.Position), O: model.Ref(s.ID)}
}

// Compare orders the places of a list: by position, and where two slots have one
// position, by the slot.
func (s Slot) Compare(t Slot) int {
	if c := Compare(s.Position, t.Position); c != 0 {
		return c
	}
	return cmp.Compare(s.ID, t.ID)
}

// Slots are the places of a list, in order. Their indexes are those of the result.
func Slots(g model.Graph, list model.IRI) []Slot {
	var slots []Slot
	for t := range g.Match(model.Pattern{S: list}) {
		if s, ok := SlotOf(t); ok {
			slots = append(slots, s)
		}
	}
	slices.SortFunc(slots, Slot.Compare)
	return slots
}

// Holders are the places that a slot has, in any list. There should be one.
func Holders(g model.Graph, slot model.IRI) []Slot {
	var holders []Slot
	for t := range g.Match(model.Pattern{O: model.Ref(slot)}) {
		if s, ok := SlotOf(t); ok {
			holders = append(holders, s)
		}
	}
	return holders
}

// Member is a value of a list-like subject: what the slot of one of its properties
// has as items.
type Member struct {
	Property model.IRI
	Slot     model.IRI
	Items    []model.Term
}

// Members separates what a subject says of slots, which have items, from all else
// that it says. The members are in the order of their properties, which is that of
// positions in lists that keep them so.
func Members(g model.Graph, triples []model.Triple) (members []Member, others []model.Triple) {
	for _, t := range triples {
		var items []model.Term
		if t.O.IsRef() {
			for item := range g.Match(model.Pattern{S: t.O.IRI(), P: model.JSONRQLItem}) {
				items = append(items, item.O)
			}
		}
		if items == nil {
			others = append(others, t)
			continue
		}
		members = append(members, Member{t.P, t.O.IRI(), items})
	}
	slices.SortFunc(members, func(a, b Member) int {
		if c := Compare(string(a.Property), string(b.Property)); c != 0 {
			return c
		}
		return strings.Compare(string(a.Slot), string(b.Slot))
	})
	return members, others
}
