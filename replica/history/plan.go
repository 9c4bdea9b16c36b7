package history

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// Plan is what it takes to put an update back.
type Plan struct {
	// Patch are the triples that are to go and to come.
	Patch model.Patch
	// Withdraw are TIDs to be taken from triples that others assert as well, so that
	// these stay.
	Withdraw []operation.TripleTIDs
	// Left is what is not put back.
	Left []Left
}

// Left is a triple of which an update is not put back.
type Left struct {
	Triple model.Triple
	// Inserted: the update inserted the triple; else it deleted it.
	Inserted bool
	Why      Cause
}

// Cause is why something was left as it is, as a part of a sentence.
type Cause string

// The causes.
const (
	// CauseGone: what was inserted has been deleted since.
	CauseGone Cause = "it was deleted since"
	// CauseAgain: what was inserted has been deleted since, and inserted again.
	CauseAgain Cause = "it was saved again since"
	// CauseShared: others assert what was inserted, too.
	CauseShared Cause = "others have it as well"
	// CauseWritten: others have written in a slot of a list that was inserted.
	CauseWritten Cause = "others have changed it since"
	// CauseThere: what was deleted has been inserted since.
	CauseThere Cause = "it is there again"
	// CauseReplaced: what replaced it has been changed since.
	CauseReplaced Cause = "what came in its place was changed since"
	// CauseOther: where it was, there is something else since.
	CauseOther Cause = "there is another value since"
	// CauseDeleted: it was there again, and deleted once more.
	CauseDeleted Cause = "it was deleted again since"
	// CauseSubject: all that was said of its subject has been deleted since.
	CauseSubject Cause = "its subject was deleted since"
	// CausePlace: the slot that it is in has no place in a list.
	CausePlace Cause = "its place in the list is not put back"
)

// reverter makes a plan.
type reverter struct {
	tx     *store.Tx
	number uint64
	update *store.Update
	// void are the updates that came to nothing; see inForce.
	void    map[uint64]bool
	records records
	since   map[model.IRI]*since
	plan    Plan
	// took are the triples that are taken back wholly.
	took map[model.Triple]bool
	// came are the triples that came by the update, by their place.
	came map[spot][]model.Triple
}

// Revert plans how to put an update back.
//
// What the update inserted is taken back as far as the triple is still held by the
// TIDs that the update gave it, or by those that an undo or redo gave it in place of
// these. Where others hold it as well, only these TIDs go, and the triple stays. What was
// there before the update, which only said it once more, never goes.
//
// What the update deleted is inserted again, unless
//   - it is there, or it came back and was deleted again since;
//   - the update put another value in its place, and that is not taken back wholly,
//     for somebody has deleted, replaced or asserted it;
//   - the update put nothing in its place and left its property empty, and there is
//     a value since;
//   - all that was said of its subject was deleted since.
//
// In its place is what has the same subject and property. In a list it is what puts
// the same slot into the same list, so that a slot that others have moved since
// stays where they put it; and a slot that others have written in is not taken out.
// What was undone, and the undo, do not count as having happened since.
//
// Writable tells why a triple cannot be written any more; such triples make the
// whole plan fail. An update that a snapshot has followed cannot be put back, for
// nobody knows what happened in between.
func Revert(tx *store.Tx, number uint64, writable func(model.Triple) error) (*Plan, error) {
	u, err := tx.Update(number)
	switch {
	case err != nil:
		return nil, err
	case u == nil:
		return nil, model.Errorf(model.StatusUnknown, "the change cannot be undone: what it did is not kept")
	case u.Reason == store.ReasonSnapshot || u.Reason == store.ReasonBlocked:
		return nil, model.Errorf(model.StatusUnknown, "a %s cannot be undone", noun(u.Reason))
	case tx.Marker() > number:
		return nil, model.Errorf(model.StatusUnknown, "the change cannot be undone: all the data has come from another clone since, "+
			"and what happened to it in between is not known")
	}
	r := &reverter{
		tx: tx, number: number, update: u,
		records: records{tx, make(map[uint64]*record)}, since: make(map[model.IRI]*since), took: make(map[model.Triple]bool), came: make(map[spot][]model.Triple),
	}
	if r.void, err = inForce(tx, number); err != nil {
		return nil, err
	}
	for _, s := range u.Shifts {
		if s.Come() && len(s.Added) > 0 {
			r.came[spotOf(s.Triple)] = append(r.came[spotOf(s.Triple)], s.Triple)
		}
		if err := r.takeBack(s); err != nil {
			return nil, err
		}
	}
	for _, s := range u.Shifts {
		if err := r.putBack(s); err != nil {
			return nil, err
		}
	}
	r.keepLists()
	for _, t := range r.plan.Patch.Inserts {
		if err := writable(t); err != nil {
			return nil, err
		}
	}
	return &r.plan, nil
}

func noun(r store.Reason) string {
	if r == store.ReasonBlocked {
		return "block"
	}
	return r.String()
}

// identity is a triple without what does not tell it from others.
func identity(t model.Triple) model.Triple {
	t.O.Data = ""
	return t
}

// takeBack plans for what the update asserted.
func (r *reverter) takeBack(s store.Shift) error {
	if len(s.Added) == 0 {
		return nil
	}
	var mine, others []clock.TID
	known := false
	for _, tid := range r.tx.TIDs(s.Triple) {
		ours, theirs, err := r.standsFor(s.Triple, tid, s.Added)
		if err != nil {
			return err
		}
		known = known || ours
		if ours && !theirs {
			mine = append(mine, tid)
		} else {
			others = append(others, tid)
		}
	}
	switch {
	case !known:
		switch {
		case !s.Come():
		case r.tx.Has(s.Triple):
			r.leave(s, CauseAgain)
		default:
			r.leave(s, CauseGone)
		}
	case len(others) == 0 && s.Was:
		// It was there before, and only the update holds it still: to take that back would
		// destroy it, as two would who settle a conflict at once and both take it back.
	case len(others) == 0:
		r.took[identity(s.Triple)] = true
		r.plan.Patch.Deletes = append(r.plan.Patch.Deletes, s.Triple)
	default:
		if len(mine) > 0 {
			r.plan.Withdraw = append(r.plan.Withdraw, operation.TripleTIDs{Triple: s.Triple, TIDs: mine})
		}
		if s.Come() {
			r.leave(s, CauseShared)
		}
	}
	return nil
}

func (r *reverter) leave(s store.Shift, why Cause) {
	r.plan.Left = append(r.plan.Left, Left{s.Triple, s.Come(), why})
}

// standsFor tells for whose TIDs a TID of a triple stands: for some, and for others
// of updates that are in force. An undo or a redo gives a triple one TID in place of
// all those that were taken from it; any other stands for itself.
func (r *reverter) standsFor(t model.Triple, tid clock.TID, some []clock.TID) (ours, theirs bool, err error) {
	seen := make(map[clock.TID]bool)
	for next := []clock.TID{tid}; len(next) > 0; {
		tid, next = next[0], next[1:]
		if seen[tid] {
			continue
		}
		seen[tid] = true
		if slices.Contains(some, tid) {
			ours = true
			continue
		}
		number, rec, err := r.gave(t, tid)
		if err != nil {
			return false, false, err
		}
		replaced, err := r.replacedBy(t, rec)
		if err != nil {
			return false, false, err
		}
		next = append(next, replaced...)
		if len(replaced) == 0 && !r.void[number] {
			theirs = true
		}
	}
	return ours, theirs, nil
}

// gave is the update that gave a triple a TID; nil where it is not known.
func (r *reverter) gave(t model.Triple, tid clock.TID) (number uint64, rec *record, err error) {
	for number = range r.tx.HistoryOf(model.Pattern(t), 0) {
		if rec, err = r.records.at(number); err != nil {
			return 0, nil, err
		}
		if rec.Reason == store.ReasonVoid {
			continue // It only gave it back.
		}
		if slices.Contains(rec.triples[identity(t)].Added, tid) {
			return number, rec, nil
		}
	}
	return 0, nil, nil
}

// replacedBy are the TIDs in place of which an undo or a redo gave a triple another.
func (r *reverter) replacedBy(t model.Triple, rec *record) ([]clock.TID, error) {
	if rec == nil || rec.Undoes == 0 {
		return nil, nil
	}
	undone, err := r.records.at(rec.Undoes)
	if err != nil || undone == nil {
		return nil, err
	}
	return undone.triples[identity(t)].Removed, nil
}
