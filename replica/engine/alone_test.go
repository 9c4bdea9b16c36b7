package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// replace gives one subject other texts, of so many bytes, which get hardly shorter when
// they are compressed.
func (p *part) replace(n, size int) {
	p.of.t.Helper()
	rng := rand.New(rand.NewPCG(uint64(n), 1))
	var inserts []model.Triple
	for left := size; left > 0; left -= 5_000 {
		text := make([]byte, min(left, 5_000))
		for i := range text {
			text[i] = byte('!' + rng.IntN('~'-'!'))
		}
		property := model.IRI(fmt.Sprint("http://test.m-ld.org/#value", left))
		inserts = append(inserts, model.Triple{S: "http://test.m-ld.org/s", P: property, O: model.String(string(text))})
	}
	p.handle(Write{
		Change: func(g model.Graph) (patch model.Patch, err error) {
			for t := range g.Match(model.Pattern{S: "http://test.m-ld.org/s"}) {
				patch.Deletes = append(patch.Deletes, t)
			}
			patch.Inserts = inserts
			return patch, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				p.of.t.Fatal(err)
			}
		},
	})
}

// TestLargeEditsAloneDoNotGrowTheFile replaces a text that is too long to be fused,
// again and again, in a domain that nobody else has joined: there is nobody who could
// lack what goes from the journal.
func TestLargeEditsAloneDoNotGrowTheFile(t *testing.T) {
	const maxJournal, edits, size = 200_000, 400, 20_000
	c := &couple{t: t, now: start}
	one := c.add(store.LogBounds{Bytes: 100_000}, maxJournal)
	half := int64(0)
	for n := range edits {
		one.replace(n, size)
		c.pass(2 * time.Second)
		if n == edits/2 {
			half = one.room()
		}
	}
	if got := one.journal(); got > maxJournal {
		t.Errorf("the journal has %d bytes", got)
	}
	if room := one.room(); room > half {
		t.Errorf("the file had %d bytes half way, and has %d", half, room)
	}
	c.verify()
	c.connect(one, true)
	two := c.add(store.LogBounds{}, maxJournal)
	c.connect(two, true)
	c.pass(10 * time.Second)
	if one.digest() != two.digest() {
		t.Error("who joins then does not get all")
	}
}

// TestWhoWritesALotAlone comes back to the others with more than its journal keeps, and
// they come to the same data: nobody's edits are lost.
func TestWhoWritesALotAlone(t *testing.T) {
	const maxJournal = 100_000
	for name, isFirst := range map[string]bool{"the first of the domain": true, "one that joined": false} {
		t.Run(name, func(t *testing.T) {
			c := &couple{t: t, now: start}
			one := c.add(store.LogBounds{}, maxJournal)
			one.edit(0)
			c.connect(one, true)
			two := c.add(store.LogBounds{}, maxJournal)
			c.connect(two, true)
			c.pass(10 * time.Second)
			here, there := two, one
			if isFirst {
				here, there = one, two
			}
			c.connect(here, false)
			there.edit(19)
			most := uint64(0)
			for n := range 100 {
				here.replace(n, 20_000)
				c.pass(2 * time.Second)
				most = max(most, here.journal())
			}
			if most <= maxJournal || most > aloneFactor*maxJournal+60_000 {
				t.Errorf("alone, it kept %d bytes of journal", most)
			}
			c.connect(here, true)
			c.pass(30 * time.Second)
			if here.digest() != there.digest() || !here.state.GWC.Equal(there.state.GWC) {
				t.Error("they differ")
			}
			for _, p := range c.parts {
				if st := p.Status(); st.Outdated || st.Lost != "" {
					t.Errorf("%s is outdated: %+v", p.cfg.ID, st)
				}
				if got := p.journal(); got > maxJournal {
					t.Errorf("together, %s keeps %d bytes of journal", p.cfg.ID, got)
				}
			}
			c.verify()
		})
	}
}

// TestAnOpeningFusesLittleAtOnce: what was written in the second before the end is fused by
// and by, for a clone that is opened has people waiting.
func TestAnOpeningFusesLittleAtOnce(t *testing.T) {
	c := &couple{t: t, now: start}
	one := c.add(store.LogBounds{}, 0)
	one.edit(0)
	const edits, size, most = 120, 4000, 16
	for n := range edits {
		one.replace(n, size)
	}
	entries := func() (n int) {
		_ = one.Store().View(func(tx *store.Tx) error {
			n = tx.CountEntries(0, 10*edits)
			return nil
		})
		return n
	}
	before := entries()
	one.reopen()
	opened := entries()
	if before < edits || opened >= before || before-opened > most {
		t.Errorf("of %d entries an opening leaves %d", before, opened)
	}
	c.pass(10 * time.Second)
	if after := entries(); after > before*2/3 {
		t.Errorf("of %d entries %d are left", before, after)
	}
	c.verify()
}

// TestShortLivedProcessesFuse writes with an engine of its own each time, none of which
// lives until its clerk's time: the journal is fused and bounded all the same.
func TestShortLivedProcessesFuse(t *testing.T) {
	for name, what := range map[string]struct {
		size, lives, maxEntries int
		maxJournal              uint64
	}{
		"small edits": {20, 200, 2 * clerkBacklog, 1 << 20},
		"large edits": {20_000, 60, 60, 200_000},
	} {
		t.Run(name, func(t *testing.T) {
			path := t.TempDir() + "/data.mld"
			most, bytes := 0, uint64(0)
			for n := range what.lives {
				s, err := store.Open(path, store.Options{Domain: "test.m-ld.org", NoSync: true})
				if err != nil {
					t.Fatal(err)
				}
				e, _, err := Open(s, Config{
					ID: fmt.Sprintf("life-%d-----------", n), Domain: "test.m-ld.org", Genesis: true, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
					MaxJournal: int(what.maxJournal), Now: func() time.Time { return start }, NewID: func() string { return "" },
					Rand: rand.New(rand.NewPCG(1, 2)), Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
				})
				if err != nil {
					t.Fatal(err)
				}
				p := &part{Engine: e, of: &couple{t: t}}
				p.replace(n, what.size)
				_ = s.View(func(tx *store.Tx) error {
					most = max(most, tx.CountEntries(0, 1000))
					bytes = max(bytes, tx.JournalBytes())
					return nil
				})
				if faults, err := s.Verify(); n == what.lives-1 && (err != nil || len(faults) > 0) {
					t.Error(faults, err)
				}
				e.Close()
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if most > what.maxEntries || bytes > what.maxJournal+60_000 {
				t.Errorf("the journal had up to %d entries, and %d bytes", most, bytes)
			}
		})
	}
}
