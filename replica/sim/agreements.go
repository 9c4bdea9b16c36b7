package sim

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// In some runs clones make agreements. An agreement voids whatever is concurrent
// with it. Nothing can be promised where two agreements are concurrent (the protocol
// leaves it to whoever makes agreements that none are), so a clone makes one only
// if it knows all before.

// planAgreements decides whether a run has agreements. It draws from a source of
// its own, so that runs without agreements stay what they were.
func (w *world) planAgreements() {
	rng := rand.New(rand.NewPCG(w.opts.Seed, 7)) //nolint:gosec // To be repeated, not to be secret.
	if rng.Float64() > 0.35 && !w.opts.Agreements {
		return
	}
	w.mix.journal = 0
	w.mix.agree = time.Second + time.Duration(rng.Int64N(int64(8*time.Second)))
	w.trace.line(w.now, "world", "agrees about every %v", w.mix.agree)
	w.every(w.mix.agree, w.agreeOnce)
}

// agreeOnce lets a clone make an agreement, if it may when its turn comes.
func (w *world) agreeOnce() {
	c := w.pick(func(c *clone) bool { return c.up() && c.hasData() && w.mayAgree(c) })
	if c == nil {
		return
	}
	c.transact(true, func(g model.Graph) model.Patch {
		if !w.mayAgree(c) {
			return model.Patch{}
		}
		p := w.insertNew(c.name)(g)
		if w.chance(0.5) {
			p.Deletes = w.some(g.Match(model.Pattern{S: one(w, subjects)}), 0.5)
		}
		return p
	})
}

// mayAgree reports whether a clone knows all agreements.
func (w *world) mayAgree(c *clone) bool {
	now, _ := c.engine.Time()
	return !slices.ContainsFunc(w.truth.agreements, func(x *op) bool { return !x.in(now) })
}

// doomed reports whether an operation is void wherever an agreement is known that
// was made.
func (t *truth) doomed(o *op) bool { return t.void(o, func(*op) bool { return true }) }

// void reports whether one of the agreements that somebody knows voids an
// operation.
func (t *truth) void(o *op, knows func(*op) bool) bool {
	return !o.agreed && slices.ContainsFunc(t.agreements, func(x *op) bool {
		return knows(x) && !x.in(o.time) && !o.in(x.time)
	})
}

// counts reports whether an operation is in the past of a time, and not void there.
func (t *truth) counts(o *op, time clock.Tree) bool {
	return o.in(time) && !t.void(o, func(x *op) bool { return x.in(time) })
}

// countsGlobally is counts for a global clock.
func (t *truth) countsGlobally(o *op, gwc clock.Global) bool {
	return o.known(gwc) && !t.voidGlobally(o, gwc)
}

func (t *truth) voidGlobally(o *op, gwc clock.Global) bool {
	return t.void(o, func(x *op) bool { return x.known(gwc) })
}

// undoing reports whether a clone may not know an operation any more: it is void, or
// had to be undone with another that is, and has not been recovered yet.
func (t *truth) undoing(o *op, gwc clock.Global) bool {
	return t.doomed(o) || slices.ContainsFunc(t.agreements, func(x *op) bool { return !x.known(gwc) })
}

// undoneAtOnce reports whether a write was undone in the very batch in which it was
// made, by an agreement that was not known before, but is at a time.
func (t *truth) undoneAtOnce(w *write, time clock.Tree) bool {
	return slices.ContainsFunc(t.agreements, func(x *op) bool { return x.in(time) && !x.in(w.before) })
}

// behind reports whether an agreement was made that is not known at a time. What is
// written then is void. Its writer may have undone already what it is to recover in
// part, so that what it deletes is not foreseen.
func (t *truth) behind(time clock.Tree) bool {
	return slices.ContainsFunc(t.agreements, func(x *op) bool { return !x.in(time) })
}

// couldBe reports whether an operation could be what a transaction came to.
func couldBe(p model.Patch, o *op) bool {
	asked := make(map[model.Triple]bool)
	for _, t := range p.Deletes {
		asked[bare(t)] = true
	}
	inserts := make(map[model.Triple]bool)
	for _, t := range p.Inserts {
		inserts[bare(t)] = true
	}
	return len(inserts) == len(o.inserts) &&
		!slices.ContainsFunc(o.inserts, func(p pair) bool { return !inserts[p.triple] }) &&
		!slices.ContainsFunc(o.deletes, func(p pair) bool { return !asked[p.triple] })
}

// noteTaken notes what a snapshot has not brought back of what the clone wrote.
func (b *book) noteTaken(c *clone, tx *store.Tx) error {
	st, _, err := tx.State()
	if err != nil {
		return err
	}
	for _, o := range c.w.truth.ops {
		if o.by != c || c.w.truth.voidGlobally(o, st.GWC) {
			continue
		}
		for _, p := range o.inserts {
			if !slices.Contains(tx.TIDs(p.triple), p.tid) {
				b.taken[p] = true
			}
		}
	}
	return nil
}

// judgeReports makes sure that a clone was told of everything that it wrote and
// that is void: of each triple that its operation had inserted, the log says that it
// was undone, unless it had gone before.
func (w *world) judgeReports(c *clone, tx *store.Tx, st store.State) error {
	if len(w.truth.agreements) == 0 {
		return nil
	}
	left := make(map[pair]*op) // What the log has not told the end of.
	for _, u := range tx.UpdatesAfter(0) {
		own := w.truth.byTID[u.TID]
		for _, s := range u.Shifts {
			for _, tid := range s.Added {
				if u.Reason == store.ReasonLocal && own != nil && own.acked && tid == own.tid {
					left[pair{bare(s.Triple), tid}] = own
				}
			}
			for _, tid := range s.Removed {
				delete(left, pair{bare(s.Triple), tid})
			}
		}
	}
	for _, p := range slices.SortedFunc(maps.Keys(left), comparePairs) {
		o := left[p]
		if w.truth.voidGlobally(o, st.GWC) && !c.book.taken[p] {
			return fmt.Errorf("nobody was told that %s is void, which %v had written", describePair(p), o)
		}
	}
	return nil
}
