package history

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/store"
)

// since is what happened to a subject after an update.
type since struct {
	// first is the first shift of each triple, by its place.
	first map[spot]map[model.Triple]store.Shift
	// deleted are the triples that went by an update that is in force.
	deleted map[model.Triple]bool
}

// after is what happened to a subject after the update.
func (r *reverter) after(subject model.IRI) (*since, error) {
	if s := r.since[subject]; s != nil {
		return s, nil
	}
	s := &since{first: make(map[spot]map[model.Triple]store.Shift), deleted: make(map[model.Triple]bool)}
	for n := range r.tx.HistoryOf(model.Pattern{S: subject}, 0) {
		if n <= r.number {
			break
		}
		rec, err := r.records.at(n)
		if err != nil {
			return nil, err
		}
		for _, shift := range rec.subjects[subject] {
			at := spotOf(shift.Triple)
			if s.first[at] == nil {
				s.first[at] = make(map[model.Triple]store.Shift)
			}
			s.first[at][identity(shift.Triple)] = shift // From the newest back: the first stays.
			if shift.Gone() && len(shift.Removed) > 0 && !r.void[n] {
				s.deleted[identity(shift.Triple)] = true
			}
		}
	}
	r.since[subject] = s
	return s, nil
}

// putBack plans for what the update deleted.
func (r *reverter) putBack(s store.Shift) error {
	if len(s.Removed) == 0 {
		return nil
	}
	if !s.Gone() {
		if r.update.Undoes != 0 && len(s.Added) == 0 && r.tx.Has(s.Triple) {
			// An undo withdrew what is asserted again now.
			r.plan.Patch.Inserts = append(r.plan.Patch.Inserts, s.Triple)
		}
		return nil
	}
	why, err := r.hinders(s.Triple)
	if err != nil {
		return err
	}
	if why != "" {
		r.leave(s, why)
		return nil
	}
	r.plan.Patch.Inserts = append(r.plan.Patch.Inserts, s.Triple)
	return nil
}

// hinders tells why a triple that the update deleted is not inserted again; nothing
// if it is.
func (r *reverter) hinders(t model.Triple) (Cause, error) {
	if r.tx.Has(t) {
		return CauseThere, nil
	}
	since, err := r.after(t.S)
	if err != nil {
		return "", err
	}
	if since.deleted[identity(t)] {
		return CauseDeleted, nil
	}
	at := spotOf(t)
	if came := r.came[at]; len(came) > 0 {
		for _, other := range came {
			if !r.took[identity(other)] {
				return CauseReplaced, nil
			}
		}
		return "", nil
	}
	empty, now := true, false
	for other := range r.tx.Match(at.pattern()) {
		if spotOf(other) != at || r.took[identity(other)] {
			continue
		}
		now = true
		if first, changed := since.first[at][identity(other)]; !changed || first.Was {
			empty = false
		}
	}
	for _, first := range since.first[at] {
		empty = empty && !first.Was
	}
	if empty && now {
		return CauseOther, nil
	}
	if len(since.deleted) > 0 && isGone(r.tx, t.S) {
		return CauseSubject, nil
	}
	return "", nil
}

// spot is where a triple is, and where others can take its place: a property of a
// subject, or a slot in a list.
type spot struct{ subject, property, slot model.IRI }

func spotOf(t model.Triple) spot {
	if isPlace(t) {
		return spot{subject: t.S, slot: t.O.IRI()}
	}
	return spot{subject: t.S, property: t.P}
}

// pattern selects what is there, and perhaps more.
func (s spot) pattern() model.Pattern {
	if s.slot != "" {
		return model.Pattern{S: s.subject, O: model.Ref(s.slot)}
	}
	return model.Pattern{S: s.subject, P: s.property}
}

func isPlace(t model.Triple) bool {
	_, ok := list.Of(t.P)
	return ok && t.O.IsRef()
}

func isGone(g model.Graph, subject model.IRI) bool {
	for range g.Match(model.Pattern{S: subject}) {
		return false
	}
	return true
}

// keepLists leaves what would tear slots: what is said of a slot that has no place
// in a list is deleted with its last place, and so must be all the update's own;
// and it is not put back without a place.
func (r *reverter) keepLists() {
	p := &r.plan.Patch
	placed := make(map[model.IRI]bool) // again
	for _, t := range p.Inserts {
		if isPlace(t) {
			placed[t.O.IRI()] = true
		}
	}
	hasPlace := func(slot model.IRI) bool {
		for t := range r.tx.Match(model.Pattern{O: model.Ref(slot)}) {
			if isPlace(t) && !r.took[identity(t)] {
				return true
			}
		}
		return placed[slot]
	}
	written := make(map[model.IRI]bool)
	for _, t := range p.Deletes {
		if !isPlace(t) || hasPlace(t.O.IRI()) {
			continue
		}
		for said := range r.tx.Match(model.Pattern{S: t.O.IRI()}) {
			if said.P != model.JSONRQLIndex && !r.took[identity(said)] {
				written[t.O.IRI()] = true
			}
		}
	}
	p.Deletes = r.without(p.Deletes, true, CauseWritten, written)
	lost := make(map[model.IRI]bool)
	for _, s := range r.update.Shifts {
		if s.Gone() && isPlace(s.Triple) && !hasPlace(s.Triple.O.IRI()) {
			lost[s.Triple.O.IRI()] = true
		}
	}
	p.Inserts = r.without(p.Inserts, false, CausePlace, lost)
}

// without are triples but for those of some slots, which are left.
func (r *reverter) without(triples []model.Triple, inserted bool, why Cause, slots map[model.IRI]bool) (kept []model.Triple) {
	for _, t := range triples {
		if slots[t.S] || isPlace(t) && slots[t.O.IRI()] {
			delete(r.took, identity(t))
			r.plan.Left = append(r.plan.Left, Left{t, inserted, why})
		} else {
			kept = append(kept, t)
		}
	}
	return kept
}
