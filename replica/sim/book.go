package sim

import (
	"fmt"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// write is a transaction that was asked for.
type write struct {
	patch model.Patch
	// before is the writer's time.
	before clock.Tree
	op     *op // nil if it changes nothing
}

// book is what is known of a clone from outside, over all its lives.
type book struct {
	joined bool
	// path is which process the clone is, and paths all that it ever was.
	path  string
	paths map[string]bool
	// pending are the writes whose change was asked for in the batch that is
	// being handled, in order.
	pending []*write
	// own are the clone's operations by their ticks.
	own map[uint64]*op
	// tick is that of the latest entry of the journal that was looked at.
	tick uint64
	// logged is the latest record of the log that was looked at; base is what
	// the clone held at baseAt, after which its log tells everything.
	logged, baseAt uint64
	base           map[model.Triple]bool
	// memories are of what the clone held at times; the next is to be after a record.
	memories   []memory
	nextMemory uint64
	// seen are the operations that the clone once knew.
	seen map[*op]bool
	// taken are pairs of the clone's own operations that were gone with a snapshot,
	// though nothing that it knew of voided them: others had deleted them.
	taken map[pair]bool
}

func (b *book) init() {
	b.paths = make(map[string]bool)
	b.base = make(map[model.Triple]bool)
	b.seen = make(map[*op]bool)
	b.own = make(map[uint64]*op)
	b.taken = make(map[pair]bool)
}

// opened begins a life. Of the writes that the last one was at work on, a crash may
// have left some.
func (b *book) opened(c *clone) {
	b.read(c, true)
}

// committed looks at what a batch has left in the file.
func (b *book) committed(c *clone) { b.read(c, false) }

// failed looks at what a batch has left in the file of which a commit has failed:
// nothing, or what came before that.
func (b *book) failed(c *clone) { b.read(c, true) }

// read looks at what is new in the file; some, if not all writes may have come to
// nothing.
func (b *book) read(c *clone, some bool) {
	now, joined := c.engine.Time()
	if b.joined = joined; !joined {
		if len(b.pending) > 0 && !some {
			c.w.fail("%s took a write before it had joined", c.name)
		}
		return
	}
	b.claim(c, now)
	err := c.engine.Store().View(func(tx *store.Tx) error {
		if err := b.readLog(c, tx); err != nil {
			return err
		}
		b.memorise(tx)
		return b.readJournal(c, tx, some)
	})
	if err != nil {
		c.w.fail("%s: %w", c.name, err)
	}
	b.pending = nil
}

// readJournal takes the clone's own new operations into the truth, and makes sure
// that they are what was written.
func (b *book) readJournal(c *clone, tx *store.Tx, some bool) error {
	st, _, err := tx.State()
	if err != nil {
		return err
	}
	for {
		entry, err := tx.EntryAfter(b.tick)
		if err != nil {
			return err
		}
		if entry == nil {
			break
		}
		b.tick = entry.Tick
		encoded, err := c.w.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		if encoded.Time.Ticks() != entry.Tick || !isOwn(encoded.Time, st.Time) {
			continue
		}
		decoded, err := c.w.codec.Decode(encoded)
		if err != nil {
			return err
		}
		if err := b.match(c, c.w.truth.newOp(c, encoded, decoded)); err != nil {
			return err
		}
	}
	if c.w.mix.rules || some {
		return nil // What rules have made of the writes is not foreseen.
	}
	for _, w := range b.pending { // What is left must have changed nothing.
		if c.w.truth.undoneAtOnce(w, st.Time) {
			continue
		}
		if deletes, inserts := c.w.truth.expect(w.patch, w.before); len(deletes)+len(inserts) > 0 {
			return fmt.Errorf("a write of %d deletes and %d inserts is not in the journal", len(deletes), len(inserts))
		}
	}
	return nil
}

// isOwn reports whether t is of the process of now, before it has forked.
func isOwn(t, now clock.Tree) bool {
	return t.Path() == "-" || strings.HasPrefix(now.Path(), t.Path())
}

// follows makes sure that an operation whose tick follows directly has no causes
// but those of the one before: clones fuse by ticks alone. Protocol page,
// section 9.
func (b *book) follows(o *op) error {
	last := b.own[o.time.Ticks()-1]
	if last == nil || last.time.Path() != o.time.Path() {
		return nil
	}
	if back, err := o.time.At(last.time.Ticks()); err != nil || !back.Equal(last.time) {
		return fmt.Errorf("%v follows %v directly, but has other causes", o, last)
	}
	return nil
}

// match finds the write that an operation comes from: the first pending one that
// changes something.
func (b *book) match(c *clone, o *op) error {
	if err := b.follows(o); err != nil {
		return err
	}
	b.own[o.time.Ticks()] = o
	if c.w.mix.rules {
		return c.w.truth.addFreely(o)
	}
	for len(b.pending) > 0 {
		w := b.pending[0]
		b.pending = b.pending[1:]
		if c.w.truth.undoneAtOnce(w, o.time) {
			continue
		}
		if deletes, inserts := c.w.truth.expect(w.patch, w.before); len(deletes)+len(inserts) == 0 {
			continue
		}
		deletes, inserts := c.w.truth.expect(w.patch, o.time)
		w.op = o
		return c.w.truth.add(o, deletes, inserts)
	}
	return fmt.Errorf("nobody has written %v", o)
}

// done takes the answer to a write.
func (b *book) done(c *clone, w *write, written engine.Written, err error) {
	if (c.w.mix.rules || c.w.mix.agree > 0) && err == nil {
		if o := b.own[written.Tick]; o != nil && o.time.Ticks() > w.before.Ticks() {
			w.op = o
		}
	}
	if c.w.mix.rules && w.op != nil && !c.w.truth.undoneAtOnce(w, w.op.time) {
		if err := w.fits(c.w.truth); err != nil {
			c.w.fail("%s: %w", c.name, err)
		}
	}
	switch {
	case err != nil && w.op != nil && c.disk.doubted:
		c.say("write refused, though it may be saved: %v", err)
	case err != nil && w.op != nil:
		c.w.fail("%s: a write was committed, but is told to have failed: %w", c.name, err)
	case err != nil:
		c.say("write refused: %v", err)
	case w.op == nil && c.w.mix.agree == 0 && c.w.lost(w, written):
		c.w.fail("%s: a write is acknowledged at tick %d, but is not in the journal", c.name, written.Tick)
	case w.op == nil:
		c.say("wrote nothing")
	case written.Tick != w.op.time.Ticks():
		c.w.fail("%s: %v is told to be at tick %d", c.name, w.op, written.Tick)
	default:
		w.op.acked = true
		c.say("wrote %v", w.op)
	}
}

// lost reports whether a write that is in no journal must be in one.
func (w *world) lost(asked *write, written engine.Written) bool {
	if w.mix.rules {
		return written.Updated || asked.needs(w.truth)
	}
	deletes, inserts := w.truth.expect(asked.patch, asked.before)
	return len(deletes)+len(inserts) > 0
}

// readLog finds where the log begins to tell everything: at a snapshot.
func (b *book) readLog(c *clone, tx *store.Tx) error {
	var since []*store.Update
	snapshot := false
	for at, u := range tx.UpdatesAfter(b.logged) {
		if at != b.logged+1 {
			return fmt.Errorf("the log goes from %d to %d", b.logged, at)
		}
		b.logged = at
		if since = append(since, u); u.Reason == store.ReasonSnapshot {
			snapshot, since, b.baseAt = true, nil, at
		}
	}
	if !snapshot {
		return nil
	}
	if err := b.noteTaken(c, tx); err != nil {
		return err
	}
	b.base = make(map[model.Triple]bool)
	for t := range tx.Match(model.Pattern{}) {
		b.base[bare(t)] = true
	}
	for _, u := range slices.Backward(since) {
		for _, t := range u.Inserts {
			delete(b.base, bare(t))
		}
		for _, t := range u.Deletes {
			b.base[bare(t)] = true
		}
	}
	return nil
}

// remember notes which operations the clone knows, so that it cannot unlearn them.
func (b *book) remember(c *clone) error {
	return c.engine.Store().View(func(tx *store.Tx) error {
		st, ok, err := tx.State()
		if err != nil || !ok {
			return err
		}
		now := c.w.truth.atGlobal(st.GWC)
		for _, o := range c.w.truth.ops {
			if now.knows(o) {
				b.seen[o] = true
			} else if b.seen[o] && !c.w.truth.doomed(o) && !o.unlawful() {
				return fmt.Errorf("%s does not know %v any more", c.name, o)
			}
		}
		return nil
	})
}
