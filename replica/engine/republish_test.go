package engine

import (
	"fmt"
	"testing"

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
