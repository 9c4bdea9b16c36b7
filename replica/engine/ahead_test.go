package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// TestReadsAhead: parts of a stream that come together are read before their turn, and
// come to the same as one by one, be they of a rev-up or of a snapshot.
func TestReadsAhead(t *testing.T) {
	for name, joins := range map[string]bool{"rev-up": false, "snapshot": true} {
		t.Run(name, func(t *testing.T) {
			c := &couple{t: t, now: start}
			giver := c.add(store.LogBounds{}, 0)
			giver.writesPeople(500, 10)
			c.connect(giver, true)
			taker := c.add(store.LogBounds{}, 0)
			if !joins {
				c.connect(taker, true)
				c.pass(10 * time.Second)
				c.connect(taker, false)
				giver.writesPeople(1000, 1)
			}
			taker.gathers = true
			c.connect(taker, true)
			c.pass(100 * time.Millisecond)
			if len(taker.gathered) < 5 {
				t.Fatalf("it was given %d parts", len(taker.gathered))
			}
			taker.readAhead(taker.gathered[0])
			taker.readAhead(taker.gathered[1])
			for _, ev := range taker.gathered[:2] {
				if p := taker.piece(ev.(Notify)); p.content.op == nil && len(p.datum.Triples) == 0 {
					t.Error("a part was not read ahead")
				}
			}
			for len(taker.gathered) > 0 {
				parts := slices.Clone(taker.gathered)
				taker.gathered = nil
				taker.do(taker.Handle(parts...))
				c.pass(10 * time.Millisecond)
			}
			taker.gathers = false
			c.pass(time.Second)
			if taker.digest() != giver.digest() {
				t.Error("they differ")
			}
			if status := taker.Status(); status.Outdated || taker.gotLast.Snapshot != joins {
				t.Errorf("it came to %+v by %+v", status, taker.gotLast)
			}
		})
	}
}
