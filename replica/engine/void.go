package engine

import (
	"cmp"
	"errors"
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// errNoHistory is returned for an agreement that cannot be applied on top of what this
// clone holds: the operations that it voids are not in the journal any more, or only
// in one piece with what it knows. Nothing was changed, and only a snapshot of somebody
// who has applied it helps.
var errNoHistory = errors.New("the history that an agreement voids is not kept any more, or not apart from what it knows")

// rewound is the clone without what an agreement voids. Nothing is changed before
// it is known that the agreement can be applied.
type rewound struct {
	voided []voided // newest first
	gwc    clock.Global
	time   clock.Tree
	// unblocked are the paths of the processes that are not blocked any more.
	unblocked []string
}

// voided is an operation that an agreement undoes.
type voided struct {
	entry *store.Entry
	time  clock.Tree
	// told is what followers are told, but for what became of triples.
	told store.Update
	// inserted is what goes with it, and restored what is there again.
	inserted, restored []operation.TripleTIDs
	update
}

func (e *Engine) newVoided(entry *store.Entry, op *operation.Operation, restored []operation.TripleTIDs) voided {
	return voided{
		entry: entry, time: op.Time, inserted: op.Inserts, restored: restored,
		told: store.Update{
			TID: entry.TID, Principal: op.Principal, Process: op.Time.Path(), Self: isPast(op.Time, e.state.Time),
		},
	}
}

// Voiding is one event: nobody may see a part of it, and no write may come between, for
// what is written before the agreement is here is void as well. It takes as much as
// applying what is voided did, about 40 ms for 1,000 small operations (BenchmarkVoid), of
// which a fifth is reading.

// rewind finds the operations that are concurrent with an agreement, from the
// newest back, until nothing is known that the agreement does not know, or an
// earlier agreement is met. Protocol page, section 10.
//
// What is undone is there again, unless an operation that stays has deleted it as
// well; that one found it gone. (The reference forgets this, so that its clones come
// to differ.)
//
// An operation that the agreement knows, be it an earlier agreement, can be fused, in
// the journal, with later ones that it voids, and they can only go together. The
// reference lets them go, and asks for a rev-up of what is then missing. Until that has
// come, what this clone says of itself is not so: that it has seen operations, its own
// among them, which it does not hold. Whoever believes it does not give them again, and
// if this clone writes in between, others take them for known. So such an agreement is
// not applied. A snapshot of somebody who has applied it has what is missing together
// with the agreement; until then this clone goes on as if it had not heard of it, and
// so do all if nobody can give one. No clone waits for another that waits for it:
// whoever made the agreement has applied it.
func (e *Engine) rewind(tx *store.Tx, agreement clock.Tree) (r rewound, err error) {
	r.gwc, r.time = e.state.GWC, e.state.Time
	if err := e.unblock(tx, &r, agreement); err != nil {
		return r, err
	}
	deleted := make(deletions)
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
			if !endsInAgreement(encoded) && agreement.AnyLt(encoded.Time) {
				return r, errNoHistory // What is void of it cannot be taken from it.
			}
			break // Nothing before an agreement can be concurrent with this one.
		}
		op, err := e.codec.Decode(encoded)
		if err != nil {
			return r, err
		}
		if !agreement.AnyLt(encoded.Time) {
			deleted.add(op)
			continue
		}
		if err := e.rewindOne(&r, e.newVoided(entry, op, deleted.without(entry.Removed))); err != nil {
			return r, err
		}
	}
	if lacks, err := r.lacks(agreement); err != nil || lacks {
		return r, cmp.Or(err, errNoHistory)
	}
	return r, nil
}

// endsInAgreement reports whether an operation is an agreement, and nothing that came
// after one was fused to it.
func endsInAgreement(o *operation.Encoded) bool {
	return o.Agreed != nil && o.Agreed.Tick == o.Time.Ticks()
}

// deletions are what operations delete that stay.
type deletions map[model.Triple]map[clock.TID]bool

func (d deletions) add(op *operation.Operation) {
	for _, tt := range op.Deletes {
		tids := d[identity(tt.Triple)]
		if tids == nil {
			tids = make(map[clock.TID]bool, len(tt.TIDs))
			d[identity(tt.Triple)] = tids
		}
		for _, tid := range tt.TIDs {
			tids[tid] = true
		}
	}
}

// without are the TIDs of triples that are not among the deletions.
func (d deletions) without(tts []operation.TripleTIDs) (out []operation.TripleTIDs) {
	for _, tt := range tts {
		gone := d[identity(tt.Triple)]
		tids := slices.DeleteFunc(slices.Clone(tt.TIDs), func(tid clock.TID) bool { return gone[tid] })
		if len(tids) > 0 {
			out = append(out, operation.TripleTIDs{Triple: tt.Triple, TIDs: tids})
		}
	}
	return out
}

// rewindOne goes back to the operation before one of its process.
func (e *Engine) rewindOne(r *rewound, v voided) error {
	prev, err := v.time.At(v.entry.Prev)
	if err != nil {
		return err
	}
	if r.gwc, err = r.gwc.SetTID(prev, v.entry.PrevTID); err != nil {
		return err
	}
	// The reference takes back its own ticks as well, and uses them again: then
	// its journal is out of order, and entries of it are overwritten. Not so here:
	// what was voided is known when it comes round again, and what others have
	// seen of this process says what they lack.
	if !isPast(v.time, r.time) {
		r.time, err = r.time.WithProcess(prev)
	} else if fitting, ok := r.time.Fit(r.gwc); ok {
		r.time = fitting
	} else {
		err = errNoHistory // Its clock was forked from what is voided.
	}
	r.voided = append(r.voided, v)
	return err
}

// undo makes the changes of a rewinding in a change set.
func (r *rewound) undo(cs *changes) {
	for i := range r.voided {
		v := &r.voided[i]
		v.update = cs.during(func() {
			for _, i := range v.inserted {
				cs.remove(i.Triple, i.TIDs)
			}
			for _, tt := range v.restored {
				cs.add(tt.Triple, tt.TIDs...)
			}
		})
	}
}

// lacks reports whether, after a rewinding, a cause of the agreement is missing that
// was here. Operations of this clone's own are among the causes.
func (r *rewound) lacks(agreement clock.Tree) (bool, error) {
	known, err := r.time.At(r.gwc.TicksOf(r.time))
	if err == nil {
		known, err = known.WithProcess(agreement)
	}
	return err == nil && known.WithBlocked(r.gwc, agreement).AnyLt(agreement), err
}

// keep takes the journal and the clocks to where a rewinding has gone, and tells
// followers what was undone.
func (e *Engine) keep(tx *store.Tx, r rewound, tick uint64) {
	if r.time.Path() != e.state.Time.Path() {
		e.giving.dropClocks() // They were forked from what is voided.
	}
	for _, v := range r.voided {
		if isPast(v.time, e.state.Time) {
			e.state.Voided = e.state.Time.Ticks()
		}
		e.failed(tx.DeleteEntry(v.entry))
		e.log.Info("an operation was voided by an agreement", "process", v.time.Path(), "ticks", v.time.Ticks())
	}
	for _, path := range r.unblocked {
		e.log.Info("a process that was blocked is followed again: an agreement has voided what it did", "process", path)
	}
	e.state.GWC, e.state.Time = r.gwc, r.time
	for _, v := range r.voided {
		e.logUpdate(tx, e.voidUpdate(v, tick))
	}
}

// voidUpdate is the update that tells what was undone.
func (e *Engine) voidUpdate(v voided, tick uint64) *store.Update {
	u := v.told
	u.Tick, u.Time, u.Reason, u.Shifts = tick, e.cfg.Now(), store.ReasonVoid, v.shifts
	return &u
}

// ignores reports whether a message is never to be applied: its process is
// blocked, or it was voided by an agreement that it did not know. Protocol page,
// section 7, 4.
func (e *Engine) ignores(m *operation.Message) bool {
	// An agreement that is known, and others have fused with what came after it, does
	// not speak for that.
	agrees := m.Agreed != nil && m.Agreed.Tick > e.state.GWC.TicksOf(m.Time)
	return e.isBlocked(m) || !agrees && m.Time.AnyLt(e.state.Agreed)
}

func (e *Engine) isBlocked(m *operation.Message) bool {
	tid, _ := e.state.GWC.TID(m.Time)
	return tid == clock.BlockedTID
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
	e.setBlocks(gwc)
	e.learn(seen)
	e.refusal(store.RefusedRule, processOrigin(m), fmt.Sprintf("all that it wrote from its tick %d on, for it broke a rule: %v", m.Time.Ticks(), cause))
	e.logUpdate(e.batch.tx, &store.Update{
		Tick: e.state.Time.Ticks(), TID: m.Time.TID(), Time: e.cfg.Now(), Reason: store.ReasonBlocked,
		Principal: m.Principal, Process: m.Time.Path(),
	})
	return nil
}

// learn has the clock know of something that is no operation that was applied. The next
// of this clone's own has a cause more than its last then, and so its tick must not follow
// directly: by that, others know what they may fuse. Protocol page, section 9.
func (e *Engine) learn(time clock.Tree) {
	if time.Ticks() == e.state.GWC.TicksOf(time) {
		time = time.Tick()
	}
	e.state.Time = time
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

// ready reports whether all causes of a message are here, other than those of its own
// process. Protocol page, section 7, 1.
func (e *Engine) ready(m *operation.Message) bool {
	return !e.seen(m).AnyNonIDLt(m.Time) && !e.state.Time.IsPassedBy(m.Time)
}

// seen is the clone's time, with what a message knows of blocked processes: others may
// have taken that, and go on from there. (The reference waits for it for ever.)
func (e *Engine) seen(m *operation.Message) clock.Tree {
	return e.state.Time.WithBlocked(e.state.GWC, m.Time)
}
