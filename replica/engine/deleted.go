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
func (e *Engine) noteDeleted(tx *store.Tx, m *operation.Message, op *operation.Operation, seen clock.Global, shifts []store.Shift, log *updates) error {
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
		for _, tid := range e.leftUnknown(log, m.Time, s) {
			rows = append(rows, store.Unaware{TID: tid, Of: []clock.TID{m.TID()}})
		}
		if err := tx.NoteUnaware(s, "", rows); err != nil {
			return err
		}
	}
	of, order := make(map[model.IRI][]store.Shift), []model.IRI(nil)
	for _, s := range shifts {
		if looked[s.Triple.S] {
			continue
		}
		if of[s.Triple.S] == nil {
			order = append(order, s.Triple.S)
		}
		of[s.Triple.S] = append(of[s.Triple.S], s)
	}
	for _, s := range order {
		if err := tx.NoteUnaware(s, "", e.givenToDeleted(tx, m.Time, s, of[s], log)); err != nil {
			return err
		}
	}
	return nil
}

// leftUnknown are the transactions that hold what is left of a subject, if none of them was
// known at a time; none otherwise, for then the subject was not deleted as a whole.
func (e *Engine) leftUnknown(log *updates, time clock.Tree, subject model.IRI) (tids []clock.TID) {
	left, ok := ownTriples(log.tx, subject)
	if !ok {
		return nil
	}
	for _, t := range left {
		for _, tid := range log.tx.TIDs(t) {
			if e.knew(log, time, t, tid) {
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
// somebody of whom the operation did not know. shifts are those of the subject.
func (e *Engine) givenToDeleted(tx *store.Tx, time clock.Tree, subject model.IRI, shifts []store.Shift, log *updates) (rows []store.Unaware) {
	var given []clock.TID
	came := make(map[model.Triple]bool)
	for _, s := range shifts {
		given = append(given, s.Added...)
		came[identity(s.Triple)] = s.Come()
	}
	if len(given) == 0 || !tx.HasHistory(subject) {
		return nil // It is new, as most that are given much.
	}
	all, ok := ownTriples(tx, subject)
	if !ok || !tx.IsUnaware(subject, "") && slices.ContainsFunc(all, func(t model.Triple) bool { return !came[identity(t)] }) {
		return nil // It was there before.
	}
	by := log.lastGone(subject)
	if by == nil || by.ticks == 0 || time.TicksOfPath(by.process) >= by.ticks {
		return nil
	}
	for _, tid := range distinct(given) {
		rows = append(rows, store.Unaware{TID: tid, Of: []clock.TID{by.tid}})
	}
	return rows
}
