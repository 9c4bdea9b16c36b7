package engine

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// edit gives one of some subjects another value.
func (p *part) edit(n int) {
	p.of.t.Helper()
	s := model.IRI(fmt.Sprintf("http://test.m-ld.org/s%d", n%20))
	p.handle(Write{
		Change: func(g model.Graph) (patch model.Patch, err error) {
			patch.Deletes = slices.Collect(g.Match(model.Pattern{S: s}))
			patch.Inserts = []model.Triple{{S: s, P: "http://test.m-ld.org/#value", O: model.String(fmt.Sprintf("the value number %d of all", n))}}
			return patch, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				p.of.t.Fatal(err)
			}
		},
	})
}

// size is that of the file without the room that it has to spare.
func (p *part) size() int64 {
	p.of.t.Helper()
	text, err := os.ReadFile(p.path)
	if err != nil {
		p.of.t.Fatal(err)
	}
	copied := filepath.Join(p.of.t.TempDir(), "copy.mld")
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		p.of.t.Fatal(err)
	}
	_, after, err := store.Compact(copied, store.Options{Domain: "test.m-ld.org"})
	if err != nil {
		p.of.t.Fatal(err)
	}
	return after.File
}

func (p *part) journal() (bytes uint64) {
	_ = p.Store().View(func(tx *store.Tx) error { bytes = tx.JournalBytes(); return nil })
	return bytes
}

func (p *part) digest() (d store.Digest) {
	_ = p.Store().View(func(tx *store.Tx) error { d = tx.Digest(); return nil })
	return d
}

func (c *couple) verify() {
	c.t.Helper()
	for _, p := range c.parts {
		if faults, err := p.Store().Verify(); err != nil || len(faults) > 0 {
			c.t.Error(faults, err)
		}
	}
}

var start = time.UnixMilli(1_700_000_000_000)

// TestSteadyEditsDoNotGrowTheFile edits the same few subjects for long, alone, and
// with another who edits as well: the journal and the file come to a size, and stay.
func TestSteadyEditsDoNotGrowTheFile(t *testing.T) {
	const maxJournal = 100_000
	bounds := store.LogBounds{Bytes: 100_000}
	for name, edits := range map[string]int{"alone": 20_000, "together": 8_000} {
		t.Run(name, func(t *testing.T) {
			c := &couple{t: t, now: start}
			one := c.add(bounds, maxJournal)
			one.edit(0)
			if name == "together" {
				c.connect(one, true)
				c.connect(c.add(bounds, maxJournal), true)
				c.pass(10 * time.Second)
			}
			spent := one.room()
			var sizes []int64
			for n := range edits {
				c.parts[n%len(c.parts)].edit(n)
				c.pass(20 * time.Millisecond)
				if n%(edits/4) == 0 {
					c.pass(10 * time.Second)
					sizes = append(sizes, one.size())
				}
			}
			c.pass(10 * time.Second)
			size, room := one.size(), one.room()
			t.Logf("in use at each quarter are %d bytes, at the end %d, %d of them journal; the file had %d bytes, and has %d",
				sizes, size, one.journal(), spent, room)
			// After a quarter the bounds were reached, and nothing should grow any more.
			if size > sizes[1]+sizes[1]/10 || one.journal() > maxJournal+maxFusedBytes || size > 700_000 || room > spent {
				t.Error("it grows on")
			}
			c.verify()
		})
	}
}

// room is the size of the file, with room to spare.
func (p *part) room() int64 {
	info, err := os.Stat(p.path)
	if err != nil {
		p.of.t.Fatal(err)
	}
	return info.Size()
}

// TestWhoMissedMoreThanIsKept is refused a rev-up, and given a snapshot; what it
// wrote meanwhile stays, and reaches the others.
func TestWhoMissedMoreThanIsKept(t *testing.T) {
	c := &couple{t: t, now: start}
	one, two, three := c.three(20_000)
	for _, missed := range []struct {
		edits    int
		snapshot bool
	}{{50, false}, {2000, true}} {
		snapshots := func() (n int) {
			_ = two.Store().View(func(tx *store.Tx) error {
				for _, u := range tx.UpdatesAfter(0) {
					if u.Reason == store.ReasonSnapshot {
						n++
					}
				}
				return nil
			})
			return n
		}
		before := snapshots()
		c.connect(two, false)
		two.edit(19)
		for n := range missed.edits {
			[]*part{one, three}[n%2].edit(n % 19)
			c.pass(20 * time.Millisecond)
		}
		c.connect(two, true)
		c.pass(30 * time.Second)
		if got := snapshots() > before; got != missed.snapshot {
			t.Errorf("after %d edits that it missed, it got a snapshot: %t", missed.edits, got)
		}
		if two.Status().Outdated || two.digest() != one.digest() || three.digest() != one.digest() {
			t.Errorf("after %d edits that one missed, they differ", missed.edits)
		}
		if tid := two.state.GWC; !tid.Equal(one.state.GWC) {
			t.Error("what it wrote alone did not reach the others")
		}
	}
	c.verify()
}
