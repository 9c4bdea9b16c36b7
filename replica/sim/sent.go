package sim

import (
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// published makes sure that what a clone sends is saved: the operations that it
// publishes, and the forks of its clock that it offers.
func (b *book) published(c *clone, effects []engine.Effect) {
	if !b.joined {
		return
	}
	for _, effect := range effects {
		switch effect := effect.(type) {
		case engine.SendOperation:
			b.publishedOne(c, effect.Payload)
		case engine.SendReply:
			b.offered(c, effect.Payload)
		}
	}
}

// publishedOne looks for an operation among those that were saved. Where agreements
// are made one can be in no journal, because it was undone at once.
func (b *book) publishedOne(c *clone, payload []byte) {
	m, err := c.w.codec.ParseMessage(payload)
	if err != nil {
		c.w.fail("%s publishes what cannot be read: %w", c.name, err)
		return
	}
	if c.w.truth.byTID[m.Time.TID()] != nil {
		return
	}
	now, _ := c.engine.Time()
	if c.w.mix.agree > 0 && (!isOwn(m.Time, now) || m.From != m.Time.Ticks()) {
		return
	}
	decoded, err := c.w.codec.Decode(m.Encoded)
	if err != nil {
		c.w.fail("%s publishes what cannot be read: %w", c.name, err)
		return
	}
	o := c.w.truth.newOp(c, m.Encoded, decoded)
	if !c.w.truth.doomed(o) {
		c.w.fail("%s publishes %v, which nobody has saved", c.name, o)
	}
	c.w.truth.take(o)
}

// offered makes sure that a fork of a clone's clock is in its file when it is
// offered: else the clone would go on, after a crash, as the process that it was
// before, and so would the newcomer.
func (b *book) offered(c *clone, payload []byte) {
	res, err := control.ParseResponse(payload)
	now, _ := c.engine.Time()
	if err != nil || !res.Snapshot || res.Clock.Path() == now.Path() {
		return
	}
	err = c.engine.Store().View(func(tx *store.Tx) error {
		st, _, err := tx.State()
		if err == nil && isOwn(st.Time, res.Clock) {
			c.w.fail("%s offers a newcomer to be %s, but has saved that it is %s itself", c.name, res.Clock.Path(), st.Time.Path())
		}
		return err
	})
	if err != nil {
		c.w.fail("%s: %w", c.name, err)
	}
}

// claim makes sure that no two clones are one process, at any time, and that none
// is one from which another was forked. Where agreements are made, forks can be void.
func (b *book) claim(c *clone, now clock.Tree) {
	path := now.Path()
	if path == b.path || c.w.mix.agree > 0 {
		return
	}
	for _, other := range c.w.clones {
		if other == c || other.book.path == "" {
			continue
		}
		if other.book.paths[path] || forkedFrom(path, other.book.path) || forkedFrom(other.book.path, path) {
			c.w.fail("%s is the process %s, and %s is or was %s", c.name, path, other.name, other.book.path)
		}
	}
	b.path, b.paths[path] = path, true
}

// forkedFrom reports whether the process of one path was forked from that of another.
func forkedFrom(path, parent string) bool { return parent == "-" || strings.HasPrefix(path, parent) }
