package engine

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

func valued(subject, value string) model.Triple {
	return model.Triple{S: model.IRI("http://test.m-ld.org/" + subject), P: "http://test.m-ld.org/#value", O: model.String(value)}
}

// put gives a subject one value in the place of all that it has.
func (p *part) put(subject, value string) {
	p.of.t.Helper()
	t := valued(subject, value)
	p.handle(Write{
		Change: func(g model.Graph) (model.Patch, error) {
			return model.Patch{Deletes: slices.Collect(g.Match(model.Pattern{S: t.S, P: t.P})), Inserts: []model.Triple{t}}, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				p.of.t.Fatal(err)
			}
		},
	})
}

// hasConflicts makes sure of which values are in conflict.
func (p *part) hasConflicts(when string, want ...string) {
	t := p.of.t
	t.Helper()
	var got []string
	kept := 0
	if err := p.Store().View(func(tx *store.Tx) error {
		for at := range tx.Conflicts("", "") {
			for _, v := range tx.ConflictAt(at.S, at.P) {
				got = append(got, v.Value.Value)
			}
			kept++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if slices.Sort(got); !slices.Equal(got, want) || p.Status().Conflicts != kept {
		t.Errorf("%s, %q are in conflict, not %q; %d are counted, of %d", when, got, want, p.Status().Conflicts, kept)
	}
}

// crowded are two clones of a domain whose clocks are so large that TIDs are hashes.
func crowded(t *testing.T, bounds store.LogBounds, maxJournal int) (c *couple, one, two *part) {
	t.Helper()
	c = &couple{t: t, now: start}
	one = c.add(bounds, maxJournal)
	c.connect(one, true)
	for n := range 12 {
		guest := c.add(bounds, maxJournal)
		c.connect(guest, true)
		c.pass(10 * time.Second)
		guest.put("crowd", fmt.Sprint("guest ", n))
		c.connect(guest, false)
		guest.Close()
		_ = guest.Store().Close()
		c.parts = slices.DeleteFunc(c.parts, func(p *part) bool { return p == guest })
	}
	two = c.add(bounds, maxJournal)
	c.connect(two, true)
	c.pass(10 * time.Second)
	return c, one, two
}

// meet has two clones meet again, and be done with that.
func (c *couple) meet(parts ...*part) {
	for _, p := range parts {
		c.connect(p, true)
	}
	c.pass(30 * time.Second)
}

// TestConflictsWithAPartOfAFusion: what one has written comes to others in one piece, of
// which somebody had seen the beginning; only what they had not seen is in conflict.
func TestConflictsWithAPartOfAFusion(t *testing.T) {
	c, one, two := crowded(t, store.LogBounds{}, 0)
	third := c.add(store.LogBounds{}, 0)
	c.connect(third, true)
	c.pass(10 * time.Second)
	c.connect(third, false)
	for n := range 3 {
		one.put(fmt.Sprint("seen", n), "1")
	}
	c.connect(two, false)
	for n := range 3 {
		one.put(fmt.Sprint("unseen", n), "1")
	}
	for n := range 3 {
		two.add(fmt.Sprint("seen", n), "2")
		two.add(fmt.Sprint("unseen", n), "2")
	}
	c.pass(time.Minute) // It is fused.
	c.meet(third)
	fused := false
	if err := third.Store().View(func(tx *store.Tx) error {
		for _, u := range tx.UpdatesAfter(0) {
			fused = fused || u.From < u.Ticks && u.TID != "" && len(u.Shifts) == 6
		}
		return nil
	}); err != nil || !fused {
		t.Errorf("it came in several pieces: %v", err)
	}
	c.meet(two)
	for _, p := range c.parts {
		p.hasConflicts("in the end", "1", "1", "1", "2", "2", "2")
	}
	if n := third.Status().Conflicts; n != 3 {
		t.Errorf("%d are in conflict, not the three that were not seen", n)
	}
	c.verify()
}

// add gives a subject a value beside those that it has.
func (p *part) add(subject, value string) {
	p.of.t.Helper()
	p.handle(Write{
		Change: func(model.Graph) (model.Patch, error) {
			return model.Patch{Inserts: []model.Triple{valued(subject, value)}}, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				p.of.t.Fatal(err)
			}
		},
	})
}

// TestConflictsAndSnapshots: who has missed so much that it takes a snapshot finds that its
// own edits are in conflict with what came with it; the conflicts that it had are kept.
func TestConflictsAndSnapshots(t *testing.T) {
	const maxJournal = 20_000
	c, one, two := crowded(t, store.LogBounds{}, maxJournal)
	for _, s := range []string{"early", "late", "settled"} {
		one.put(s, "old")
	}
	for _, s := range []string{"early", "settled"} {
		c.connect(two, false)
		one.put(s, s+" 1")
		two.put(s, s+" 2")
		c.meet(two)
	}
	for _, p := range c.parts {
		p.hasConflicts("apart once", "early 1", "early 2", "settled 1", "settled 2")
	}
	c.connect(two, false)
	one.put("late", "late 1")
	one.put("settled", "settled 3")
	for n := range 800 {
		one.put(fmt.Sprint("other", n%20), fmt.Sprintf("%050d", n))
		c.pass(10 * time.Millisecond)
	}
	c.pass(time.Minute)
	two.put("late", "late 2")
	var before, after uint64
	mark := func(n *uint64) func(*store.Tx) error {
		return func(tx *store.Tx) error { *n = tx.Marker(); return nil }
	}
	if err := two.Store().View(mark(&before)); err != nil {
		t.Fatal(err)
	}
	third := c.add(store.LogBounds{}, maxJournal) // With three, the journal is cut.
	c.connect(third, true)
	c.pass(time.Minute)
	c.meet(two)
	if err := two.Store().View(mark(&after)); err != nil || before == after {
		t.Errorf("it took no snapshot: %v", err)
	}
	for _, p := range []*part{one, two} {
		p.hasConflicts("after much", "early 1", "early 2", "late 1", "late 2")
	}
	c.verify()
	two.reopen()
	two.hasConflicts("opened again", "early 1", "early 2", "late 1", "late 2")
	two.put("late", "late 3")
	two.put("early", "early 3")
	two.hasConflicts("settled")
	c.verify()
}

// TestSettledConflictsAreForgotten: what is kept of a conflict outlives the log's bound as
// long as it is open, and goes with it when it is settled.
func TestSettledConflictsAreForgotten(t *testing.T) {
	c, one, two := crowded(t, store.LogBounds{Bytes: 20_000}, 0)
	for _, s := range []string{"open", "settled"} {
		one.put(s, "old")
		c.connect(two, false)
		one.put(s, s+" 1")
		two.put(s, s+" 2")
		c.meet(two)
	}
	one.put("settled", "settled 3")
	kept := func() (n int) {
		if err := one.Store().View(func(tx *store.Tx) error {
			for _, s := range []string{"open", "settled"} {
				at := valued(s, "")
				if tx.IsUnaware(at.S, at.P) {
					n++
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if n := kept(); n != 2 {
		t.Errorf("%d are kept, of two that can be undone", n)
	}
	for n := range 1000 {
		one.put("other", fmt.Sprint(n))
	}
	if n := kept(); n != 1 {
		t.Errorf("%d are kept, of one that is open", n)
	}
	one.hasConflicts("long after", "open 1", "open 2")
	one.put("open", "open 3")
	one.hasConflicts("in the end")
	c.verify()
}
