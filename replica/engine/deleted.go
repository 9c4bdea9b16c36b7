package engine

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// Where one deletes a subject and another, who does not know of that, gives it a value, that
// value is all that is left of it. It is for people to say what is to become of it: the store
// keeps that, as it keeps conflicts.

// noteDeleted notes which subjects an operation has deleted without knowing of what was
// written of them, or has given a value without knowing that they were deleted.
func (e *Engine) noteDeleted(tx *store.Tx, m *operation.Message, op *operation.Operation, seen clock.Global, shifts []store.Shift) error {
	if !m.Time.AnyLtGlobal(seen) {
		return nil // It knows of all that is here, as most do.
	}
	given := make(map[model.IRI]bool)
	for _, i := range op.Inserts {
		given[i.Triple.S] = true
	}
	looked := make(map[model.IRI]bool)
	for _, d := range op.Deletes {
		s := d.Triple.S
		if given[s] || looked[s] {
			continue
		}
		looked[s] = true
		var rows []store.Unaware
		for _, tid := range e.leftUnknown(tx, m.Time, s) {
			rows = append(rows, store.Unaware{TID: tid, Of: []clock.TID{m.TID()}})
		}
		if err := tx.NoteUnaware(s, "", rows); err != nil {
			return err
		}
	}
	for _, s := range shifts {
		if len(s.Added) == 0 || looked[s.Triple.S] {
			continue
		}
		looked[s.Triple.S] = true
		if err := tx.NoteUnaware(s.Triple.S, "", e.givenToDeleted(tx, m.Time, s.Triple.S, shifts)); err != nil {
			return err
		}
	}
	return nil
}

// leftUnknown are the transactions that hold what is left of a subject, if none of them was
// known at a time; none otherwise, for then the subject was not deleted as a whole.
func (e *Engine) leftUnknown(tx *store.Tx, time clock.Tree, subject model.IRI) (tids []clock.TID) {
	left, ok := ownTriples(tx, subject)
	if !ok {
		return nil
	}
	for _, t := range left {
		for _, tid := range tx.TIDs(t) {
			if e.knew(tx, time, t, tid) {
				return nil
			}
			tids = append(tids, tid)
		}
	}
	return tids
}

// ownTriples are what a subject says, that is no part of a list; ok is false for one of more
// than store.MaxHeld triples.
func ownTriples(tx *store.Tx, subject model.IRI) (all []model.Triple, ok bool) {
	for t := range tx.Match(model.Pattern{S: subject}) {
		if _, place := list.Of(t.P); place || t.P == model.JSONRQLItem || len(all) == store.MaxHeld {
			return nil, false
		}
		all = append(all, t)
	}
	return all, true
}

// givenToDeleted tells of what an operation has given a subject, if that was deleted by
// somebody of whom the operation did not know.
func (e *Engine) givenToDeleted(tx *store.Tx, time clock.Tree, subject model.IRI, shifts []store.Shift) (rows []store.Unaware) {
	if !tx.HasHistory(subject) {
		return nil // It is new, as most that are given much.
	}
	var given []clock.TID
	came := make(map[model.Triple]bool)
	for _, s := range shifts {
		if s.Triple.S == subject {
			given = append(given, s.Added...)
			came[identity(s.Triple)] = s.Come()
		}
	}
	all, ok := ownTriples(tx, subject)
	if !ok || !tx.IsUnaware(subject, "") && slices.ContainsFunc(all, func(t model.Triple) bool { return !came[identity(t)] }) {
		return nil // It was there before.
	}
	for _, u := range tx.LatestOf(model.Pattern{S: subject}, maxAsked) {
		if !slices.ContainsFunc(u.Shifts, func(s store.Shift) bool { return s.Gone() && s.Triple.S == subject }) {
			continue
		}
		if u.Ticks == 0 || time.TicksOfPath(u.Process) >= u.Ticks {
			break
		}
		for _, tid := range distinct(given) {
			rows = append(rows, store.Unaware{TID: tid, Of: []clock.TID{u.TID}})
		}
		break
	}
	return rows
}
