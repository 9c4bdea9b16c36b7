package sim

import (
	"errors"
	"fmt"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// Growth is what a domain of so many clones comes to when each has written, and all have
// heard of all. Sizes are in bytes; of several, the mean.
type Growth struct {
	Clones int
	// Clock is that of an edit, Global a global clock, and State what is saved with every
	// commit.
	Clock, Global, State int
	// Message is an edit on its way: a subject with five properties. Entry is what the
	// journal takes for it until it is fused.
	Message, Entry int
	// Snapshot is what a newcomer is sent, and Triples are in it.
	Snapshot, Triples int
}

// Grow has clones join a domain one after the other, in a network without troubles, and
// then write in turn. Its files are in dir, and stay there.
func Grow(dir string, clones, edits int) (g Growth, err error) {
	w := newWorld(Options{Seed: 1, Dir: dir})
	w.healing = true // Nobody makes trouble.
	defer func() {
		for _, c := range w.clones {
			c.shut()
		}
	}()
	for range clones {
		if err := w.joinCalmly(); err != nil {
			return g, err
		}
	}
	for _, c := range w.clones { // A clone that was started again has ticks far from zero, as most have.
		c.shut()
		c.start()
		if err := w.await(c); err != nil {
			return g, err
		}
	}
	write := func(n int) {
		w.clones[n%clones].write(func(model.Graph) model.Patch { return edit(n) })
		w.runUntil(w.now+100*time.Millisecond, func() bool { return false })
	}
	for n := range clones { // Who has not written yet is not in the clocks.
		write(n)
	}
	w.runUntil(w.now+4*timeout, func() bool { return false }) // Who has come is told the latest of each again.
	g.Clones = clones
	last := w.clones[clones-1]
	before, err := last.journalBytes()
	if err != nil {
		return g, err
	}
	messages, clocks := 0, 0
	w.relays[0].tap = func(payload []byte) {
		messages += len(payload)
		if m, err := w.codec.ParseMessage(payload); err == nil {
			clocks += len(m.Time.AppendMsgPack(nil))
		}
	}
	for n := range edits {
		write(clones + n)
	}
	if err := w.settle(); err != nil {
		return g, err
	}
	w.relays[0].tap = nil
	g.Message, g.Clock = messages/edits, clocks/edits
	after, err := last.journalBytes()
	if err != nil {
		return g, err
	}
	g.Entry = (after - before) / edits
	err = last.store.View(func(tx *store.Tx) error {
		st, _, err := tx.State()
		g.Global = len(st.GWC.AppendMsgPack(nil))
		g.State = g.Global + len(st.StartGWC.AppendMsgPack(nil)) + len(st.Time.AppendMsgPack(nil)) + len(st.Agreed.AppendMsgPack(nil))
		return err
	})
	if err != nil {
		return g, err
	}
	if err := w.joinCalmly(); err != nil {
		return g, err
	}
	got := w.clones[clones].engine.Exchange().Last
	g.Snapshot, g.Triples = int(got.Bytes), got.Triples
	return g, nil
}

func (c *clone) journalBytes() (bytes int, err error) {
	err = c.store.View(func(tx *store.Tx) error {
		bytes = int(tx.JournalBytes())
		return nil
	})
	return bytes, err
}

// joinCalmly adds a clone, the first of which begins the domain, and waits until it has
// joined.
func (w *world) joinCalmly() error {
	w.newClone(len(w.clones) == 0, w.relays[0])
	return w.await(w.clones[len(w.clones)-1])
}

// await waits until a clone has what the others have, and is seen by them.
func (w *world) await(c *clone) error {
	ready := func() bool {
		st := c.engine.Status()
		return st.Online && !st.Joining && !st.Outdated && c.conn != nil && c.conn.present
	}
	w.runUntil(w.now+patience, ready)
	if w.err == nil && !ready() {
		return fmt.Errorf("%s could not join", c.name)
	}
	return w.err
}

// settle waits until all have heard of all.
func (w *world) settle() error {
	same := func() bool {
		var first clock.Global
		for i, c := range w.clones {
			var gwc clock.Global
			if err := c.store.View(func(tx *store.Tx) error {
				st, _, err := tx.State()
				gwc = st.GWC
				return err
			}); err != nil {
				w.fail("%s: %w", c.name, err)
				return true
			}
			if i == 0 {
				first = gwc
			} else if !gwc.Equal(first) {
				return false
			}
		}
		return true
	}
	for end := w.now + patience; w.err == nil && !same(); {
		if w.now >= end {
			return errors.New("not everybody has heard of everything")
		}
		w.runUntil(w.now+timeout/2, func() bool { return false })
	}
	return w.err
}

// edit is a new subject with five properties.
func edit(n int) model.Patch {
	s := domain.Base() + model.IRI(fmt.Sprint("p", n))
	p := func(name string, o model.Term) model.Triple {
		return model.Triple{S: s, P: domain.Vocab() + model.IRI(name), O: o}
	}
	return model.Patch{Inserts: []model.Triple{
		{S: s, P: model.RDFType, O: model.Ref(domain.Vocab() + "Person")},
		p("name", model.String(fmt.Sprint("Person ", n))), p("age", model.Integer(int64(n%90))),
		p("city", model.String(fmt.Sprint("City ", n%100))), p("email", model.String(fmt.Sprintf("person.%d@example.org", n))),
	}}
}
