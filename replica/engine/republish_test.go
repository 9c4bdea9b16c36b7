package engine

import (
	"fmt"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// aJournal is a clone whose journal has so many operations.
func aJournal(t testing.TB, n int) *part {
	c := &couple{t: t, now: start}
	p := c.add(store.LogBounds{}, 0)
	c.connect(p, true)
	for from := 0; from < n; from += 100 {
		var patches []model.Patch
		for i := from; i < min(n, from+100); i++ {
			patches = append(patches, model.Patch{Inserts: valueOf(fmt.Sprint("s", i), i)})
		}
		p.writes(nil, patches...)
	}
	return p
}

// republished is what a clone sends to one who has seen what a global clock says, and
// how often it looked into its file for that.
func (p *part) republished(gwc clock.Global) (sent, work int) {
	p.of.t.Helper()
	p.begin()
	if err := p.republish("part-0", gwc); err != nil {
		p.of.t.Fatal(err)
	}
	for _, effect := range p.batch.effects {
		if _, ok := effect.(SendOperation); ok {
			sent++
		}
	}
	sent += len(p.link.outbox.waiting)
	p.emptyOutbox()
	work = p.batch.work()
	p.commit()
	return sent, work
}

// TestRepublishingCostsWhatIsMissing: what the other has seen of a long journal is not
// looked at.
func TestRepublishingCostsWhatIsMissing(t *testing.T) {
	const missing = 20
	var work [2]int
	for i, n := range []int{200, 3000} {
		p := aJournal(t, n)
		seen := p.state.GWC
		for i := range missing {
			p.writes(nil, model.Patch{Inserts: valueOf(fmt.Sprint("late", i), i)})
		}
		var sent int
		if sent, work[i] = p.republished(seen); sent != missing {
			t.Errorf("%d operations are sent, and %d are missing", sent, missing)
		}
		if sent, _ := p.republished(clock.GenesisGlobal()); sent != n+missing {
			t.Errorf("%d operations are sent to one who has seen nothing, of %d", sent, n+missing)
		}
	}
	if work[1] != work[0] || work[0] > 10*missing {
		t.Errorf("to find %d operations it looks %d times in a short journal, and %d times in a long one", missing, work[0], work[1])
	}
}

// BenchmarkRepublish sends 1,000 operations.
func BenchmarkRepublish(b *testing.B) {
	p := aJournal(b, 1000)
	for b.Loop() {
		p.republished(clock.GenesisGlobal())
	}
}

// leftBehind are two that have met; the second has gone since, and the first has written so
// often what it lacks.
func (c *couple) leftBehind(edits int) (one, two *part) {
	c.t.Helper()
	one = c.add(store.LogBounds{}, 0)
	c.connect(one, true)
	two = c.add(store.LogBounds{}, 0)
	c.connect(two, true)
	c.pass(10 * time.Second)
	c.connect(two, false)
	for n := range edits {
		if _, err := insert(one.Engine, noise(n)); err != nil {
			c.t.Fatal(err)
		}
	}
	return one, two
}

// TestWhatIsBeingGivenIsNotSentAgain: of two, one comes back and is given what it missed.
// The other hears that it is there, asks it as well, and learns that it lacks what is on
// its way to it.
func TestWhatIsBeingGivenIsNotSentAgain(t *testing.T) {
	const edits = 200
	c := &couple{t: t, now: start}
	one, two := c.leftBehind(edits)
	two.edit(7)
	sent, given := 0, 0
	c.watch = func(effects []Effect) {
		for _, effect := range effects {
			switch effect.(type) {
			case SendOperation:
				sent++
			case SendNotify:
				given++
			}
		}
	}
	c.connect(two, true)
	c.pass(time.Minute)
	if given > edits/4 {
		t.Errorf("what one wrote in a row is given in %d parts", given)
	}
	if sent > 1 { // What the other wrote.
		t.Errorf("%d operations were sent to all, though all but one were given", sent)
	}
	if one.digest() != two.digest() || !one.state.GWC.Equal(two.state.GWC) {
		t.Error("they differ")
	}
}

// TestWhoComesJustThenIsAsked: what was kept back, for the only one present was given it,
// may be missing to one who was there already, and is present a moment later.
func TestWhoComesJustThenIsAsked(t *testing.T) {
	c := &couple{t: t, now: start}
	one, two := c.leftBehind(200)
	c.connect(two, true)
	if !one.link.keptBack || one.rec != nil {
		t.Fatal("nothing was kept back")
	}
	asked := false
	for _, effect := range one.Handle(Presence{IDs: []string{two.cfg.ID, "three"}}) {
		r, ok := effect.(SendRequest)
		asked = asked || ok && r.To == "three"
	}
	if !asked {
		t.Error("who comes just then is not asked")
	}
}
