package engine

import (
	"errors"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// What can come of an agreement besides that it is applied.
var (
	// errNoHistory: the operations that it voids are not in the journal any
	// more; only a snapshot helps.
	errNoHistory = errors.New("the history that an agreement voids is not kept any more")
	// errMissingCauses: with what it voids gone, causes of the agreement are
	// missing; a rev-up brings them.
	errMissingCauses = errors.New("causes of an agreement are missing")
)

// rewound is the clone without what an agreement voids. Nothing is changed before
// it is known that the agreement can be applied.
type rewound struct {
	voided []voided // newest first
	gwc    clock.Global
	time   clock.Tree
}

// voided is an operation that an agreement undoes.
type voided struct {
	entry *store.Entry
	op    *operation.Operation
	update
}

// rewind finds the operations that are concurrent with an agreement, from the
// newest back, until nothing is known that the agreement does not know, or an
// earlier agreement is met. Protocol page, section 10.
//
// An earlier agreement that others have fused with what its process did next
// stands for all of that, as in the reference: nothing of it is voided.
func (e *Engine) rewind(tx *store.Tx, agreement clock.Tree) (r rewound, err error) {
	r.gwc, r.time = e.state.GWC, e.state.Time
	for tick := ^uint64(0); agreement.AnyUnblockedLt(r.gwc); {
		entry, err := tx.EntryBefore(tick)
		if err != nil {
			return r, err
		}
		if entry == nil {
			return r, errNoHistory
		}
		tick = entry.Tick
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return r, err
		}
		if encoded.Agreed != nil {
			break // Nothing before an agreement can be concurrent with this one.
		}
		if !agreement.AnyLt(encoded.Time) {
			continue
		}
		if err := e.rewindOne(&r, entry, encoded); err != nil {
			return r, err
		}
	}
	return r, nil
}

// rewindOne goes back to the operation before an entry of its process.
func (e *Engine) rewindOne(r *rewound, entry *store.Entry, encoded *operation.Encoded) error {
	op, err := e.codec.Decode(encoded)
	if err != nil {
		return err
	}
	prev, err := op.Time.At(entry.Prev)
	if err != nil {
		return err
	}
	if r.gwc, err = r.gwc.SetTID(prev, entry.PrevTID); err != nil {
		return err
	}
	// The reference takes back its own ticks as well, and uses them again: then
	// its journal is out of order, and entries of it are overwritten. Not so here:
	// what was voided is known when it comes round again, and what others have
	// seen of this process says what they lack.
	if !isPast(op.Time, r.time) {
		r.time, err = r.time.WithProcess(prev)
	} else if fitting, ok := r.time.Fit(r.gwc); ok {
		r.time = fitting
	} else {
		err = errNoHistory // Its clock was forked from what is voided.
	}
	r.voided = append(r.voided, voided{entry: entry, op: op})
	return err
}

// undo makes the changes of a rewinding in a change set.
func (r *rewound) undo(cs *changes) {
	for i := range r.voided {
		v := &r.voided[i]
		v.update = cs.during(func() {
			for _, i := range v.op.Inserts {
				cs.remove(i.Triple, i.TIDs)
			}
			for _, removed := range v.entry.Removed {
				cs.add(removed.Triple, removed.TIDs...)
			}
		})
	}
}

// lacks reports whether, after a rewinding, a cause of the agreement is missing:
// an operation that was fused with others, say, so that all had to go. Operations
// of this clone's own are among the causes.
func (r *rewound) lacks(agreement clock.Tree) (bool, error) {
	known, err := r.time.At(r.gwc.TicksOf(r.time))
	if err == nil {
		known, err = known.WithProcess(agreement)
	}
	return err == nil && known.AnyLt(agreement), err
}

// keep takes the journal and the clocks to where a rewinding has gone, and tells
// followers what was undone.
func (e *Engine) keep(tx *store.Tx, r rewound, tick uint64) {
	if r.time.Path() != e.state.Time.Path() {
		e.giving.dropClocks() // They were forked from what is voided.
	}
	for _, v := range r.voided {
		e.failed(tx.DeleteEntry(v.entry))
		e.log.Info("an operation was voided by an agreement", "process", v.op.Time.Path(), "ticks", v.op.Time.Ticks())
	}
	e.state.GWC, e.state.Time = r.gwc, r.time
	e.logVoided(tx, r.voided, tick)
}

// logVoided tells followers what was undone.
func (e *Engine) logVoided(tx *store.Tx, all []voided, tick uint64) {
	for _, v := range all {
		u := e.voidUpdate(v, tick)
		e.logUpdate(tx, u)
	}
}

func (e *Engine) voidUpdate(v voided, tick uint64) *store.Update {
	return &store.Update{
		Tick: tick, TID: v.entry.TID, Time: e.cfg.Now(), Reason: store.ReasonVoid,
		Principal: v.op.Principal, Process: v.op.Time.Path(), Self: isPast(v.op.Time, e.state.Time),
		Shifts: v.shifts,
	}
}

// ignores reports whether a message is never to be applied: its process is
// blocked, or it was voided by an agreement that it did not know. Protocol page,
// section 7, 4.
func (e *Engine) ignores(m *operation.Message) bool {
	return e.isBlocked(m) || m.Agreed == nil && m.Time.AnyLt(e.state.Agreed)
}

func (e *Engine) isBlocked(m *operation.Message) bool {
	tid, _ := e.state.GWC.TID(m.Time)
	return tid == clock.BlockedTID
}

// passOver ignores a message. What a blocked process goes on to do others may
// take, so that it counts as seen: else nothing could be applied that they write
// then, as it is in the reference.
func (e *Engine) passOver(m *operation.Message) {
	if !e.isBlocked(m) || e.state.Time.TicksOf(m.Time) >= m.Time.Ticks() {
		return
	}
	if seen, err := e.state.Time.WithProcess(m.Time); err == nil {
		e.state.Time = seen
	}
}

// block refuses the further operations of a process, because one of them broke a
// rule. Protocol page, section 10.
func (e *Engine) block(m *operation.Message, cause error) error {
	seen, err := e.state.Time.WithProcess(m.Time)
	if err != nil {
		return err
	}
	gwc, err := e.state.GWC.SetTID(m.Time, clock.BlockedTID)
	if err != nil {
		return err
	}
	if e.write() == nil {
		return nil
	}
	e.state.GWC, e.state.Time = gwc, seen
	e.refusal(processOrigin(m), fmt.Sprintf("all that it wrote from its tick %d on, for it broke a rule: %v", m.Time.Ticks(), cause))
	e.logUpdate(e.batch.tx, &store.Update{
		Tick: e.state.Time.Ticks(), TID: m.Time.TID(), Time: e.cfg.Now(), Reason: store.ReasonBlocked,
		Principal: m.Principal, Process: m.Time.Path(),
	})
	return nil
}

// isBadRequest reports whether an error means that an operation broke a rule, by
// its status.
func isBadRequest(err error) bool {
	var e *model.Error
	return errors.As(err, &e) && e.Status >= 4000 && e.Status < 5000
}

// public is the clone's time with its own ticks as far as they are those of
// operations: of what is voided it has nothing any more.
func (e *Engine) public() clock.Tree {
	if t, err := e.state.Time.At(e.state.GWC.TicksOf(e.state.Time)); err == nil {
		return t
	}
	return e.state.Time
}

// ready reports whether all causes of a message are here. Operations of this
// clone's own can be causes that are missing, where an agreement knows them, but
// they had to be undone with others.
func (e *Engine) ready(m *operation.Message) bool {
	if e.state.Time.AnyNonIDLt(m.Time) {
		return false
	}
	mine := e.public()
	return m.Agreed == nil || isPast(m.Time, mine) || m.Time.TicksOf(mine) <= mine.Ticks()
}
