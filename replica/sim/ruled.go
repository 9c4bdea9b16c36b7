package sim

import (
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// In runs with rules, a rule can add to a transaction, or leave something out: the list's
// makes places of indexes. All else must be in the operation as it was written, and what
// the rule made must come of what was.

// pairSet takes pairs out of a set.
type pairSet []pair

func (s *pairSet) take(p pair) bool {
	i := slices.Index(*s, p)
	if i >= 0 {
		*s = slices.Delete(*s, i, i+1)
	}
	return i >= 0
}

// fits makes sure that an operation is what was written.
func (w *write) fits(t *truth) error {
	o := w.op
	expected, written := t.expect(w.patch, w.before)
	deletes, inserts := pairSet(expected), pairSet{}
	places := make(map[model.IRI]int) // by slot: how many it is to be given
	for _, p := range written {
		_, isIndex, err := list.OfIndex(p.triple.P)
		switch {
		case err != nil:
			return err
		case isIndex:
			places[p.triple.O.IRI()]++
		case p.triple.P != model.JSONRQLIndex: // That is derived, and not to be asserted.
			inserts = append(inserts, pair{p.triple, o.tid})
		}
	}
	class := model.Triple{S: shopping, P: model.RDFType, O: model.Ref(model.MeldList)}
	becomesList := false
	for _, p := range o.inserts {
		slot, isPlace := list.SlotOf(p.triple)
		switch {
		case inserts.take(p):
		case isPlace && slot.List == shopping && places[slot.ID] > 0:
			places[slot.ID]--
		case p.triple == class:
			becomesList = true
		default:
			return fmt.Errorf("%v inserts what was not written: %s", o, describePair(p))
		}
	}
	if len(inserts) > 0 {
		return fmt.Errorf("%v does not insert what was written: %s", o, describePair(inserts[0]))
	}
	return w.deletesFit(deletes, places, becomesList)
}

// deletesFit makes sure of what an operation deletes: what was written, but for slots
// that were put back to where they were, and, with a place, what its slot has.
func (w *write) deletesFit(deletes pairSet, unplaced map[model.IRI]int, becomesList bool) error {
	removed := make(map[model.IRI]bool) // slots that lose a place
	for _, t := range w.patch.Deletes {
		if slot, ok := list.SlotOf(t); ok {
			removed[slot.ID] = true
		}
	}
	for _, p := range w.op.deletes {
		if !deletes.take(p) && !removed[p.triple.S] {
			return fmt.Errorf("%v deletes what nobody wanted to: %s", w.op, describePair(p))
		}
	}
	stays := make(map[model.IRI]model.Triple) // by slot: the place
	for _, p := range deletes {
		slot, isPlace := list.SlotOf(p.triple)
		switch {
		case isPlace && stays[slot.ID] == p.triple: // It has several TIDs.
		case isPlace && unplaced[slot.ID] > 0:
			unplaced[slot.ID]--
			stays[slot.ID] = p.triple
		case becomesList && p.triple.S == shopping && p.triple.P == model.RDFType:
		default:
			return fmt.Errorf("%v does not delete what it was to: %s", w.op, describePair(p))
		}
	}
	for slot, n := range unplaced {
		if n > 0 {
			return fmt.Errorf("%v gives no place to %s", w.op, slot)
		}
	}
	return nil
}

// needs reports whether a write, whatever rules make of it, must come to an operation.
func (w *write) needs(t *truth) bool {
	deletes, inserts := t.expect(w.patch, w.before)
	ofList := func(p pair) bool {
		_, isPlace := list.SlotOf(p.triple)
		_, isIndex, _ := list.OfIndex(p.triple.P)
		return isPlace || isIndex || p.triple.P == model.JSONRQLIndex
	}
	return !slices.ContainsFunc(w.patch.Deletes, func(t model.Triple) bool { _, ok := list.SlotOf(t); return ok }) &&
		slices.ContainsFunc(slices.Concat(deletes, inserts), func(p pair) bool { return !ofList(p) })
}
