package engine

import (
	"errors"

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

// voided is an operation that an agreement has undone.
type voided struct {
	entry *store.Entry
	op    *operation.Operation
	update
}

// rewind undoes the operations that are concurrent with an agreement, from the
// newest back, until nothing is known that the agreement does not know, or an
// earlier agreement is met. It changes the change set, the journal and the
// clocks. Protocol page, section 10.
func (e *Engine) rewind(tx *store.Tx, cs *changes, agreement clock.Tree) ([]voided, error) {
	var out []voided
	for tick := ^uint64(0); agreement.AnyLtGlobal(e.state.GWC); {
		entry, err := tx.EntryBefore(tick)
		if err != nil {
			return nil, err
		}
		if entry == nil {
			return nil, errNoHistory
		}
		tick = entry.Tick
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return nil, err
		}
		if encoded.Agreed != nil {
			break // Nothing before an agreement can be concurrent with this one.
		}
		if !agreement.AnyLt(encoded.Time) {
			continue
		}
		v, err := e.void(tx, cs, entry, encoded)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// void undoes one entry of the journal, and goes back to the operation before it
// of its process.
func (e *Engine) void(tx *store.Tx, cs *changes, entry *store.Entry, encoded *operation.Encoded) (voided, error) {
	op, err := e.codec.Decode(encoded)
	if err != nil {
		return voided{}, err
	}
	prev, err := op.Time.At(entry.Prev)
	if err != nil {
		return voided{}, err
	}
	gwc, err := e.state.GWC.SetTID(prev, entry.PrevTID)
	if err != nil {
		return voided{}, err
	}
	// The reference takes back its own ticks as well, and uses them again. Not so
	// here: ticks that are never used twice keep the journal in order, and what
	// was voided is known when it comes round again.
	time := e.state.Time
	if op.Time.Path() != time.Path() {
		if time, err = time.WithProcess(prev); err != nil {
			return voided{}, err
		}
	}
	u := cs.during(func() {
		for _, i := range op.Inserts {
			cs.remove(i.Triple, i.TIDs)
		}
		for _, r := range entry.Removed {
			cs.add(r.Triple, r.TIDs...)
		}
	})
	if err := tx.DeleteEntry(entry); err != nil {
		e.failed(err)
	}
	e.state.GWC, e.state.Time = gwc, time
	e.log.Info("an operation was voided by an agreement", "process", op.Time.Path(), "ticks", op.Time.Ticks())
	return voided{entry, op, u}, nil
}

// logVoided tells followers what was undone.
func (e *Engine) logVoided(tx *store.Tx, all []voided, tick uint64) {
	for _, v := range all {
		e.logUpdate(tx, &store.Update{
			Tick: tick, TID: v.entry.TID, Time: e.cfg.Now(), Reason: store.ReasonVoid,
			Principal: v.op.Principal, Process: v.op.Time.Path(), Self: isPast(v.op.Time, e.state.Time),
			Shifts: v.shifts,
		})
	}
}

// block refuses the further operations of a process, because one of them broke a
// rule. Protocol page, section 10.
func (e *Engine) block(m *operation.Message, joined clock.Tree, cause error) error {
	gwc, err := e.state.GWC.SetTID(m.Time, clock.BlockedTID)
	if err != nil {
		return err
	}
	if e.write() == nil {
		return nil
	}
	e.state.GWC, e.state.Time = gwc, joined
	e.log.Warn("a process was blocked", "process", m.Time.Path(), "ticks", m.Time.Ticks(), "error", cause)
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
