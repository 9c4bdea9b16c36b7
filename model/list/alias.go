package list

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// Aliases tells what the places that an update removes and makes are called by
// people: a place that goes by the index that it had, and one that comes by the
// index that it was inserted at, before the update, and its order among those that
// came to that place. They are worked out from the update's own triples, the
// derived indexes among them; a place whose index the update does not tell is left
// out.
func Aliases(deletes, inserts []model.Triple) (removed, made map[model.Triple]Index) {
	removed, made = make(map[model.Triple]Index), make(map[model.Triple]Index)
	before, after := indexes(deletes), indexes(inserts)
	lists := make(map[model.IRI]*changes)
	of := func(id model.IRI) *changes {
		if lists[id] == nil {
			lists[id] = new(changes)
		}
		return lists[id]
	}
	for _, t := range deletes {
		if s, ok := SlotOf(t); ok {
			of(s.List).removed = append(of(s.List).removed, s)
			if at, ok := before[s.ID]; ok {
				removed[t] = Index{at, NoSub}
			}
		}
	}
	for _, t := range inserts {
		if s, ok := SlotOf(t); ok {
			of(s.List).made = append(of(s.List).made, s)
		}
	}
	for _, c := range lists {
		c.alias(after, made)
	}
	return removed, made
}

// indexes are the indexes that triples give to slots.
func indexes(triples []model.Triple) map[model.IRI]int {
	found := make(map[model.IRI]int)
	for _, t := range triples {
		if t.P != model.JSONRQLIndex || t.O.Datatype != model.XSDInteger {
			continue
		}
		if at, ok := natural(t.O.Value); ok {
			found[t.S] = at
		}
	}
	return found
}

// changes are the places of one list that an update removes and makes.
type changes struct{ removed, made []Slot }

func (c *changes) alias(after map[model.IRI]int, made map[model.Triple]Index) {
	slices.SortFunc(c.removed, Slot.Compare)
	slices.SortFunc(c.made, Slot.Compare)
	gone, last := 0, Index{-1, 0}
	for i, s := range c.made {
		for gone < len(c.removed) && c.removed[gone].Compare(s) < 0 {
			gone++
		}
		at, ok := after[s.ID]
		if !ok {
			continue
		}
		// What came before it was not there, and what went was.
		index := Index{at - i + gone, 0}
		if index.At < 0 {
			continue // The indexes are not those of the places.
		}
		if index.At == last.At {
			index.Sub = last.Sub + 1
		}
		last = index
		made[s.Triple()] = index
	}
}
