package engine

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// A snapshot can be of a time after an agreement that this clone has not heard of.
// Then all of its journal that the agreement does not know is void, for none of it
// knows the agreement; and its own clock may have been forked from what is void.

// isNews reports whether this clone has not heard of an agreement.
func (e *Engine) isNews(agreement clock.Tree) bool {
	return lacksAgreement(e.state.Agreed, e.state.GWC, agreement)
}

// lacksAgreement reports whether an agreement is not known to a clone whose last is
// agreed. What is seen does not tell it alone, for of a blocked process an agreement
// may know more; and the last agreement does not where two were made at once.
func lacksAgreement(agreed clock.Tree, seen clock.Global, agreement clock.Tree) bool {
	return agreed.AnyLt(agreement) && seen.AnyLt(agreement)
}

// isUprooted reports whether the clone's clock was forked from what an agreement
// has voided that a snapshot knows. The process from which it was forked goes on;
// this one cannot, for nobody would follow it.
//
// The reference goes on, as the very process that it was forked from, and so two
// clones are one process.
func (e *Engine) isUprooted(res control.Response) bool {
	if !e.has || !e.isNews(res.Agreed) {
		return false
	}
	_, ok := e.state.Time.Fit(res.GWC)
	return !ok
}

// timeWith is the clone's time on top of a snapshot.
func (e *Engine) timeWith(res control.Response) (clock.Tree, error) {
	switch {
	case e.rec.newClock:
		return res.Clock.At(max(res.Clock.Ticks(), e.state.Time.Ticks()))
	case e.isNews(res.Agreed):
		time, _ := e.state.Time.Fit(res.GWC)
		return time.Over(res.GWC), nil // What it knew of what is void is forgotten.
	default:
		return e.state.Time, nil
	}
}

// entriesOnTop are the entries of the journal that a snapshot lacks, and those
// that it voids, newest first, with what they had done. Where it knows several
// agreements that are news, the last of them may seem to know operations of others that
// the first has voided (see clock.Tree.AnyLt). They are gone as well, but only the
// snapshot tells that: it lacks them, or what their process was forked from. Nobody else
// takes them either, for they do not know the agreement. Of what was written through this
// clone lostWrites knows better.
func (e *Engine) entriesOnTop(res control.Response) (kept []*store.Entry, undone []voided, err error) {
	if kept, err = e.entriesSince(res.GWC); err != nil || !e.isNews(res.Agreed) {
		return kept, nil, err
	}
	all, err := e.entriesSince(clock.GenesisGlobal())
	if err != nil {
		return nil, nil, err
	}
	back := rewound{}
	for _, entry := range slices.Backward(all) {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return nil, nil, err
		}
		lacked := res.GWC.AnyLt(encoded.Time) // Though the agreement may seem to know it: see above.
		if _, err := res.GWC.Set(encoded.Time); err == nil && (endsInAgreement(encoded) || !lacked && !res.Agreed.AnyLt(encoded.Time)) {
			continue
		}
		op, err := e.codec.Decode(encoded)
		if err != nil {
			return nil, nil, err
		}
		back.voided = append(back.voided, e.newVoided(entry, op, entry.Removed))
		kept = slices.DeleteFunc(kept, func(k *store.Entry) bool { return k.Tick == entry.Tick })
	}
	lost, err := e.lostWrites(res)
	back.voided = append(back.voided, lost...)
	back.undo(newChanges(e.read()))
	return kept, back.voided, err
}

// maxLostWrites bounds how far back a clone looks for its own writes.
const maxLostWrites = 10_000

// lostWrites are what was written through this clone, that a snapshot does not know,
// newest first. The journal may not have it any more, after another snapshot, but
// the log has.
func (e *Engine) lostWrites(res control.Response) (lost []voided, err error) {
	tx := e.read()
	known := e.state.Time.KnownTo(res.GWC)
	for seq := tx.LastOwnUpdate(); seq != 0 && len(lost) < maxLostWrites; {
		u, err := tx.Update(seq)
		if err != nil {
			return nil, err
		}
		if u == nil || u.Tick <= known {
			break
		}
		seq = u.Before
		v := voided{told: store.Update{TID: u.TID, Principal: u.Principal, Process: u.Process, Self: true}}
		for _, s := range u.Shifts {
			v.inserted = append(v.inserted, operation.TripleTIDs{Triple: s.Triple, TIDs: s.Added})
			v.restored = append(v.restored, operation.TripleTIDs{Triple: s.Triple, TIDs: s.Removed})
		}
		lost = append(lost, v)
	}
	return lost, nil
}

// voidsBySnapshot are the updates that tell what a snapshot has undone. What is
// there nevertheless, others have inserted as well; what is not there again, others
// have deleted.
func (e *Engine) voidsBySnapshot(tx *store.Tx, undone []voided, tick uint64) (updates []*store.Update) {
	for _, v := range undone {
		var shifts []store.Shift
		for _, s := range v.shifts {
			if s.Is = tx.Has(s.Triple); !s.Is {
				s.Added = nil
			}
			if s.Was || s.Is {
				shifts = append(shifts, s)
			}
		}
		if v.shifts = shifts; len(shifts) > 0 {
			updates = append(updates, e.voidUpdate(v, tick))
		}
	}
	return updates
}

// reapply puts entries on top of a snapshot, at the ticks that they had.
func (e *Engine) reapply(tx *store.Tx, entries []*store.Entry) error {
	if len(entries) == 0 {
		return nil
	}
	old, err := e.store.Snapshot()
	if err != nil {
		return err
	}
	// What they knew was here: so they did not know what only the snapshot has.
	e.heldBefore = func(t model.Triple, tid clock.TID) bool { return slices.Contains(old.TIDs(t), tid) }
	defer func() {
		e.heldBefore = nil
		_ = old.Close()
	}()
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		op, err := e.codec.Decode(encoded)
		if err != nil {
			return err
		}
		m := operation.NewMessage(entry.Prev, encoded, entry.Attr)
		if op.From <= e.state.GWC.TicksOf(op.Time) { // A part of it is in the snapshot.
			if op, err = e.cutSeen(tx, op); err != nil {
				return err
			}
			m = operation.NewMessage(entry.Prev, e.codec.Encode(op), nil)
		}
		cs := newChanges(tx)
		r := record{message: m, op: op, tick: entry.Tick}
		r.update = cs.during(func() { r.removed = cs.apply(op) }) // No follower is told, but it may conflict.
		if _, err := e.journal(tx, cs, r); err != nil {
			return err
		}
	}
	return nil
}
