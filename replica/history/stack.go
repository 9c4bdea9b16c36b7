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
		u, err := tx.Update(n)
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

// LastChange is the number of the newest change that was made through this clone
// and is not undone: what an undo puts back.
func LastChange(tx *store.Tx) (number uint64, err error) {
	cut, err := own(tx, func(n uint64, u *store.Update) (uint64, bool) {
		if !u.Stacked {
			number = n
			return 0, false
		}
		return u.Undoes, true
	})
	switch {
	case err != nil || number != 0:
		return number, err
	case cut:
		return 0, model.Errorf(model.StatusUnknown, "nothing can be undone: older changes are not kept")
	}
	return 0, model.Errorf(model.StatusUnknown, "nothing can be undone: nothing was changed here")
}

// LastUndo is the number of the newest undo that was made through this clone and is
// not redone, if nothing was changed since: what a redo puts back.
func LastUndo(tx *store.Tx) (number uint64, err error) {
	var failed error
	redone := false
	_, err = own(tx, func(n uint64, u *store.Update) (uint64, bool) {
		if !u.Stacked {
			return 0, false
		}
		target, err := tx.Update(u.Undoes)
		switch {
		case err != nil:
			failed = err
			return 0, false
		case target != nil && target.Stacked: // It is a redo itself.
			redone = true
			return u.Undoes, true
		default:
			number = n
			return 0, false
		}
	})
	if err == nil {
		err = failed
	}
	switch {
	case err != nil || number != 0:
	case redone:
		err = model.Errorf(model.StatusUnknown, "nothing more to redo")
	default:
		err = model.Errorf(model.StatusUnknown, "nothing can be redone: nothing was undone since the last change")
	}
	return number, err
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
