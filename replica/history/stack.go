package history

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// own walks over what somebody wrote through this clone, from the newest back, and
// leaves out what a later record that is in force has put back: an undo puts back a
// change, and a redo puts back an undo. It ends where visit says so, and where no
// more is kept; cut tells which.
func own(tx *store.Tx, visit func(number uint64, u *store.Update) (undone uint64, more bool)) (cut bool, err error) {
	undone := make(map[uint64]bool)
	for n := tx.LastOwnUpdate(); n != 0; {
		u, err := tx.UpdateHead(n)
		if err != nil {
			return false, err
		}
		if u == nil {
			return true, nil
		}
		if !undone[n] {
			target, more := visit(n, u)
			if !more {
				return false, nil
			}
			undone[target] = true
		}
		n = u.Before
	}
	return false, nil
}

// Last is the record that an undo or a redo puts back.
type Last struct {
	// Number is that of the record; zero for none.
	Number uint64
	// Of is the tick of the change that the record made or put back, or of the first of its
	// parts. More tells that there may be more parts to be put back.
	Of   uint64
	More bool
}

// whole is the tick of the change that a record is, or of the first of its parts.
func whole(u *store.Update) uint64 {
	if u.PartOf != 0 {
		return u.PartOf
	}
	return u.Tick
}

// maxOthers is how many records of other sessions are passed over at most.
const maxOthers = 200

// isOther reports whether a record is of another session than one that is given.
func isOther(u *store.Update, session string) bool { return session != "" && u.Session != session }

// LastChange is the newest change that was made through this clone and is not undone: what
// an undo puts back. Where a tick is given, it is the newest part of the change of that
// tick, and none if there is none; and where a session is given, one that was made in it.
func LastChange(tx *store.Tx, of uint64, session string) (last Last, err error) {
	others := 0
	cut, err := own(tx, func(n uint64, u *store.Update) (uint64, bool) {
		switch {
		case u.Tick < of:
			return 0, false
		case u.Stacked || of != 0 && whole(u) != of:
			return u.Undoes, true
		case isOther(u, session):
			others++
			return 0, others < maxOthers
		}
		last = Last{n, whole(u), u.PartOf != 0}
		return 0, false
	})
	switch {
	case err != nil || last.Number != 0 || of != 0:
		return last, err
	case cut:
		return Last{}, model.Errorf(model.StatusUnknown, "nothing can be undone: older changes are not kept")
	}
	return Last{}, model.Errorf(model.StatusUnknown, "nothing can be undone: nothing was changed here")
}

// LastUndo is the newest undo that was made through this clone and is not redone, if nothing
// was changed since: what a redo puts back. Where a tick is given, it is the newest undo of
// a part of the change of that tick, and none if there is none; and where a session is given,
// all is meant as far as it was done in it.
func LastUndo(tx *store.Tx, of uint64, session string) (last Last, err error) {
	others := 0
	var failed error
	redone := false
	_, err = own(tx, func(n uint64, u *store.Update) (uint64, bool) {
		switch {
		case isOther(u, session):
			others++
			return u.Undoes, others < maxOthers
		case !u.Stacked:
			return 0, false
		}
		target, err := tx.UpdateHead(u.Undoes)
		switch {
		case err != nil:
			failed = err
			return 0, false
		case target != nil && target.Stacked: // It is a redo itself.
			redone = true
			return u.Undoes, true
		}
		last = Last{Number: n, More: true}
		if target != nil {
			last.Of = whole(target)
		}
		if of != 0 && last.Of != of {
			last = Last{}
		}
		return 0, false
	})
	if err == nil {
		err = failed
	}
	switch {
	case err != nil || last.Number != 0 || of != 0:
	case redone:
		err = model.Errorf(model.StatusUnknown, "nothing more to redo")
	default:
		err = model.Errorf(model.StatusUnknown, "nothing can be redone: nothing was undone since the last change")
	}
	return last, err
}

// inForce tells which records after one have been put back by another, or have put
// back another: together they came to nothing.
func inForce(tx *store.Tx, after uint64) (void map[uint64]bool, err error) {
	void = make(map[uint64]bool)
	_, err = own(tx, func(n uint64, u *store.Update) (uint64, bool) {
		if u.Undoes != 0 {
			void[n], void[u.Undoes] = true, true
		}
		return u.Undoes, n > after
	})
	return void, err
}
