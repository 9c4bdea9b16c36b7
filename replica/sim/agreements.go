package sim

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/engine"
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
	if rng.Float64() > 0.35 && !w.opts.Agreements && !w.mix.shortAgreed {
		return
	}
	if !w.mix.shortAgreed {
		w.mix.journal = 0
	}
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
	c.transact(engine.Write{Agree: true}, func(g model.Graph) model.Patch {
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

// mayAgree reports whether a clone knows all agreements, and has not broken the law.
func (w *world) mayAgree(c *clone) bool {
	now, _ := c.engine.Time()
	return !c.sinful && w.truth.at(now).agreed == len(w.truth.agreements)
}

// doomed reports whether an operation is void wherever all agreements are known.
func (t *truth) doomed(o *op) bool { return moment{t: t, agreed: len(t.agreements)}.voids(o) }

// undoneAtOnce reports whether a write was undone in the very batch in which it was
// made, by an agreement that was not known before, but is at a time.
func (t *truth) undoneAtOnce(w *write, time clock.Tree) bool {
	return t.at(time).agreed > t.at(w.before).agreed
}

// noteTaken notes what a snapshot has not brought back of what the clone wrote.
func (b *book) noteTaken(c *clone, tx *store.Tx) error {
	st, _, err := tx.State()
	if err != nil {
		return err
	}
	now := c.w.truth.atGlobal(st.GWC)
	for _, o := range c.w.truth.ops {
		if o.by != c || now.voids(o) {
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
	now := w.truth.atGlobal(st.GWC)
	for _, p := range slices.SortedFunc(maps.Keys(left), comparePairs) {
		o := left[p]
		if now.voids(o) && !c.book.taken[p] {
			return fmt.Errorf("nobody was told that %s is void, which %v had written", describePair(p), o)
		}
	}
	return nil
}
