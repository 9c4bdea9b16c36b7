package engine

import (
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// updates are those of the log that are asked about while one more is noted. Each is read
// once: much may be of the same.
type updates struct {
	tx   *store.Tx
	read map[uint64]*updateRead
}

// updateRead is an update, by what became of triples, and of which subjects something went.
type updateRead struct {
	origin

	shifts map[model.Triple]store.Shift
	gone   map[model.IRI]bool
}

// maxUpdates is how many of them are remembered.
const maxUpdates = 16

// at is the update of a number; of what cannot be read, nothing is known.
func (us *updates) at(number uint64) *updateRead {
	if r := us.read[number]; r != nil {
		return r
	}
	r := &updateRead{gone: make(map[model.IRI]bool)}
	if u, err := us.tx.Update(number); err == nil && u != nil {
		r.origin, r.shifts = originOf(u), make(map[model.Triple]store.Shift, len(u.Shifts))
		for _, s := range u.Shifts {
			if r.shifts[identity(s.Triple)] = s; s.Gone() {
				r.gone[s.Triple.S] = true
			}
		}
	}
	if us.read == nil || len(us.read) >= maxUpdates {
		us.read = make(map[uint64]*updateRead)
	}
	us.read[number] = r
	return r
}

// latest yields the last updates that touch what a pattern selects, maxAsked at most.
func (us *updates) latest(p model.Pattern) iter.Seq[*updateRead] {
	return func(yield func(*updateRead) bool) {
		left := maxAsked
		for number := range us.tx.HistoryOf(p, 0) {
			if left--; left < 0 || !yield(us.at(number)) {
				return
			}
		}
	}
}

// lost are the TIDs that a triple had when it went: by an update, or, for none, when it went
// last.
func (us *updates) lost(t model.Triple, undone uint64) []clock.TID {
	if undone != 0 {
		if s := us.at(undone).shifts[identity(t)]; s.Gone() {
			return s.Removed
		}
		return nil
	}
	for r := range us.latest(model.Pattern(t)) {
		if s := r.shifts[identity(t)]; s.Gone() {
			return s.Removed
		}
	}
	return nil
}

// lastGone is by which update something of a subject went last; nil if the log does not tell.
func (us *updates) lastGone(subject model.IRI) *updateRead {
	for r := range us.latest(model.Pattern{S: subject}) {
		if r.gone[subject] {
			return r
		}
	}
	return nil
}

// gave reports whether an update has given a triple a TID.
func (us *updates) gave(number uint64, t model.Triple, tid clock.TID) bool {
	return slices.Contains(us.at(number).shifts[identity(t)].Added, tid)
}
