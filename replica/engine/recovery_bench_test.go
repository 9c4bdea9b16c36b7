package engine

import (
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// writesPeople writes subjects, so many in a transaction.
func (p *part) writesPeople(people, together int) {
	p.of.t.Helper()
	for from := 0; from < people; from += together {
		var patch model.Patch
		for i := from; i < from+together; i++ {
			patch.Inserts = append(patch.Inserts, person(i)...)
		}
		p.handle(Write{
			Change: func(model.Graph) (model.Patch, error) { return patch, nil },
			Done: func(_ Written, err error) {
				if err != nil {
					p.of.t.Error(err)
				}
			},
		})
	}
}

// BenchmarkSnapshot gives and takes 100,000 triples.
func BenchmarkSnapshot(b *testing.B) {
	c := &couple{t: b, now: start}
	giver := c.add(store.LogBounds{}, 0)
	giver.writesPeople(20_000, 500)
	c.connect(giver, true)
	for b.Loop() {
		b.StopTimer()
		taker := c.add(store.LogBounds{}, 0)
		b.StartTimer()
		c.connect(taker, true)
		c.pass(time.Second)
		b.StopTimer()
		if taker.digest() != giver.digest() {
			b.Fatal("they differ")
		}
		c.connect(taker, false)
		b.StartTimer()
	}
}

// BenchmarkRevUp gives and takes what was missed: 1,000 transactions of a subject each.
func BenchmarkRevUp(b *testing.B) {
	for b.Loop() {
		b.StopTimer()
		c := &couple{t: b, now: start}
		giver, taker := c.add(store.LogBounds{}, 0), c.add(store.LogBounds{}, 0)
		c.connect(giver, true)
		c.connect(taker, true)
		c.pass(10 * time.Second)
		c.connect(taker, false)
		giver.writesPeople(1000, 1)
		b.StartTimer()
		c.connect(taker, true)
		c.pass(time.Millisecond)
		if taker.digest() != giver.digest() {
			b.Fatal("they differ")
		}
	}
}
