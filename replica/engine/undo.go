package engine

import (
	"cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/history"
	"github.com/m-ld/mld-tui/replica/store"
)

// handleUndo makes a local transaction that puts an update back.
func (e *Engine) handleUndo(ev Undo) {
	e.batch.writers = append(e.batch.writers, func(_ Written, err error) { ev.Done(Undone{}, err) })
	undone, err := e.undo(ev)
	e.emit(WriteDone{func() { ev.Done(undone, err) }})
}

func (e *Engine) undo(ev Undo) (u Undone, err error) {
	if err := e.writable(); err != nil {
		return Undone{}, err
	}
	tx := e.write()
	if tx == nil {
		return Undone{}, e.batch.err
	}
	var last history.Last
	switch ev.What {
	case UndoLast:
		last, u.Earlier, err = e.last(tx, ev, history.LastChange)
	case RedoLast:
		last, u.Earlier, err = e.last(tx, ev, history.LastUndo)
	case UndoUpdate:
		last.Number = ev.Number
	}
	if err != nil || last.Number == 0 {
		return u, err
	}
	u.Number, u.Of, u.More = last.Number, last.Of, last.More
	plan, err := history.Revert(tx, u.Number, func(t model.Triple) error {
		return e.checkPatch(model.Patch{Inserts: []model.Triple{t}})
	})
	if err != nil {
		return Undone{}, err
	}
	var done update
	stacked := ev.What != UndoUpdate
	u.Written, done, err = e.transact(tx, intent{patch: plan.Patch, withdraw: plan.Withdraw, undoes: u.Number, stacked: stacked, principal: ev.Principal, session: ev.Session})
	if err != nil {
		return Undone{}, err
	}
	u.Shifts, u.Left = done.shifts, plan.Left
	if len(done.shifts) == 0 && stacked {
		// The next is to be what was changed before: that nothing was left to be done
		// is in the log, which nobody else sees.
		e.logUpdate(tx, &store.Update{
			Tick: e.state.Time.Ticks(), Time: e.cfg.Now(), Reason: store.ReasonLocal, Self: true,
			Principal: cmp.Or(ev.Principal, e.cfg.Principal), Process: e.state.Time.Path(), Session: cmp.Or(ev.Session, e.cfg.Session), Undoes: u.Number, Stacked: true,
		})
	}
	return u, nil
}

// last is what is to be put back of all that find finds: what was done in the session, or in
// another where that is meant. Else what is of another session is told only.
func (e *Engine) last(tx *store.Tx, ev Undo, find func(*store.Tx, uint64, string) (history.Last, error)) (last history.Last, earlier uint64, err error) {
	session := cmp.Or(ev.Session, e.cfg.Session)
	if ev.Of == 0 && ev.Number == 0 && session != "" {
		if last, err = find(tx, 0, session); err == nil {
			return last, 0, nil
		}
	}
	last, err = find(tx, ev.Of, "")
	switch {
	case err != nil || ev.Of != 0:
	case ev.Number != 0 && ev.Number != last.Number:
		err = model.Errorf(model.StatusUnknown, "something was changed meanwhile: try again")
	case ev.Number == 0 && session != "":
		return history.Last{}, last.Number, nil
	}
	return last, 0, err
}
