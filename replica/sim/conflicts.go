package sim

import (
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// judgeConflicts compares which values a clone has in conflict with what the times of
// their writers tell. Those of two clones need not be the same: each knows what its own
// log tells. What a clone does not know of must be due to a snapshot, to an agreement, or to
// a log that tells too much of a value (mostAsked); and what it has in conflict against the
// times, to a value that has come back, or was put in the place of one that was in conflict.
func (w *world) judgeConflicts(tx *store.Tx) error {
	type property struct{ subject, property model.IRI }
	values := make(map[property]bool)
	for t := range tx.Match(model.Pattern{}) {
		values[property{t.S, t.P}] = true
	}
	open := 0
	for p := range values {
		held, _ := tx.ValuesOf(p.subject, p.property)
		conflict := tx.ConflictAt(p.subject, p.property)
		if len(conflict) > 0 {
			open++
		}
		for _, v := range held {
			triple := bare(model.Triple{S: p.subject, P: p.property, O: v.Value})
			is := slices.ContainsFunc(conflict, func(in store.Held) bool { return in.Value == v.Value })
			must := slices.ContainsFunc(held, func(other store.Held) bool { return other.Value != v.Value && w.unaware(v, other) })
			whole := tx.Marker() == 0 && w.mix.agree == 0
			cameBack := slices.ContainsFunc(conflict, func(in store.Held) bool {
				return w.hadGone(bare(model.Triple{S: p.subject, P: p.property, O: in.Value}))
			})
			if must && !is && whole && w.tellsUnaware(tx, p.subject, p.property, v, held) || is && !must && !cameBack && !w.standsInConflict(v, conflict, p.subject, p.property) {
				return fmt.Errorf("%s is in conflict: %t, and should be: %t, among %v", describePair(pair{triple, v.TIDs[0]}), is, must, held)
			}
		}
	}
	for at := range tx.Conflicts("", "") {
		if at.P != "" {
			continue
		}
		open++
		if err := w.judgeDeleted(tx, at.S); err != nil {
			return err
		}
	}
	if n := tx.CountConflicts(); n != open {
		return fmt.Errorf("%d conflicts are counted, and there are %d", n, open)
	}
	return nil
}

// judgeDeleted looks whether what is left of a subject was written by those who did not know
// of what took the subject away, or by a transaction that gave some of it back.
func (w *world) judgeDeleted(tx *store.Tx, subject model.IRI) error {
	left := tx.ConflictAt(subject, "")
	if len(left) == 0 {
		return fmt.Errorf("of <%s> nothing is left, and it is listed as deleted while it was changed", subject)
	}
	givesBack := func(tid clock.TID) bool {
		o := w.truth.byTID[tid]
		return o != nil && slices.ContainsFunc(o.inserts, func(p pair) bool { return p.triple.S == subject && w.hadGone(p.triple) })
	}
	for t := range tx.Match(model.Pattern{S: subject}) {
		for _, tid := range tx.TIDs(t) {
			isUnaware := func(of clock.TID) bool {
				o := w.truth.byTID[of]
				return o == nil || slices.ContainsFunc(w.truth.ops, func(d *op) bool {
					return o.time.TicksOf(d.time) < d.time.Ticks() &&
						slices.ContainsFunc(d.deletes, func(gone pair) bool { return gone.triple.S == subject })
				})
			}
			if !givesBack(tid) && !slices.ContainsFunc(w.inPlaceOf(tid, subject, t.P), func(p place) bool { return isUnaware(p.tid) }) {
				return fmt.Errorf("%s was written by who knew that the subject was deleted", describePair(pair{bare(t), tid}))
			}
		}
	}
	return nil
}

// mostAsked is of how many records of the log, the latest of a value, the engine asks what a
// writer knew of; beyond, it takes a transaction for known (engine/conflict.go, maxAsked).
const mostAsked = 16

// tellsUnaware reports whether the log is short enough, for a value and for one whose
// writers were unaware of it, that a clone must have found that.
func (w *world) tellsUnaware(tx *store.Tx, subject, property model.IRI, v store.Held, held []store.Held) bool {
	isShort := func(of store.Held) bool {
		records := 0
		for range tx.HistoryOf(model.Pattern{S: subject, P: property, O: of.Value}, 0) {
			records++
		}
		return records <= mostAsked
	}
	return isShort(v) && slices.ContainsFunc(held, func(other store.Held) bool {
		return other.Value != v.Value && w.unaware(v, other) && isShort(other)
	})
}

// hadGone reports whether a triple was deleted once, or undone by an agreement.
func (w *world) hadGone(t model.Triple) bool {
	return slices.ContainsFunc(w.truth.inserted[t], func(o *op) bool {
		return len(w.truth.deleted[pair{t, o.tid}]) > 0 || w.truth.doomed(o)
	})
}

// standsInConflict reports whether a value is in conflict with another for what was there in
// the place of the two before.
func (w *world) standsInConflict(v store.Held, conflict []store.Held, subject, property model.IRI) bool {
	before := make(map[clock.TID][]place)
	for _, held := range conflict {
		for _, tid := range held.TIDs {
			before[tid] = w.inPlaceOf(tid, subject, property)
		}
	}
	stand := func(a, b clock.TID) bool {
		for _, x := range before[a] {
			for _, y := range before[b] {
				if w.unaware(store.Held{TIDs: []clock.TID{x.tid}}, store.Held{TIDs: []clock.TID{y.tid}}) && w.areApart(a, x, b, y) {
					return true
				}
			}
		}
		return false
	}
	return slices.ContainsFunc(conflict, func(other store.Held) bool {
		if other.Value == v.Value {
			return false
		}
		for _, a := range v.TIDs {
			if slices.ContainsFunc(other.TIDs, func(b clock.TID) bool { return !stand(a, b) }) {
				return false
			}
		}
		return true
	})
}

// place is a transaction that has held a value, in the place of which there is another one
// since an operation; nil for that other one itself, if nobody tells of it.
type place struct {
	tid   clock.TID
	since *op
}

// inPlaceOf are a transaction, and those that have held values of a property that went when
// the transaction gave it one, and so on. What one process does may come in one piece, so
// that all that has gone by it before counts, and what goes by the same piece after.
func (w *world) inPlaceOf(tid clock.TID, subject, property model.IRI) []place {
	all := []place{{tid, w.truth.byTID[tid]}}
	for n := 0; n < len(all); n++ {
		o := w.truth.byTID[all[n].tid]
		if o == nil {
			continue
		}
		for _, other := range w.truth.ops {
			if other.by != o.by || other.time.Ticks() > o.time.Ticks() && !inOnePiece(o, other) {
				continue
			}
			since := all[n].since
			if n == 0 {
				since = other
			}
			for _, gone := range other.deletes {
				at := place{gone.tid, since}
				if gone.triple.S == subject && gone.triple.P == property && !slices.Contains(all, at) {
					all = append(all, at)
				}
			}
		}
	}
	return all
}

// inOnePiece reports whether operations of a process may come as one: it has made one directly
// after the other.
func inOnePiece(first, last *op) bool {
	for tick := first.time.Ticks(); tick < last.time.Ticks(); tick++ {
		if first.by.book.own[tick] == nil {
			return false
		}
	}
	back, err := last.time.At(first.time.Ticks())
	return err == nil && back.Equal(first.time)
}

// areApart reports whether one transaction can stand in one place and another in another,
// without knowing of each other by that: not where a process did all that in one piece, for it
// knew what it left.
func (w *world) areApart(a clock.TID, x place, b clock.TID, y place) bool {
	p, q := w.truth.byTID[a], w.truth.byTID[b]
	if p == nil || q == nil || p.by != q.by {
		return true
	}
	if p.time.Ticks() > q.time.Ticks() {
		x, y = y, x
	}
	return p != q && x.since.time.Ticks() < y.since.time.Ticks()
}

// unaware reports whether none of those who assert one of two values knew of any who
// assert the other.
func (w *world) unaware(v, other store.Held) bool {
	knew := func(a, b clock.TID) bool {
		x, y := w.truth.byTID[a], w.truth.byTID[b]
		return x == nil || y == nil || x.time.TicksOf(y.time) >= y.time.Ticks()
	}
	for _, a := range v.TIDs {
		for _, b := range other.TIDs {
			if knew(a, b) || knew(b, a) {
				return false
			}
		}
	}
	return true
}
