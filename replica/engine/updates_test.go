package engine

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestMuchOfOneUpdate: what becomes of much that one update has given or deleted is told in a
// time that grows with it, and not with its square: when it is given back, and when others
// have changed it meanwhile.
func TestMuchOfOneUpdate(t *testing.T) {
	const few, factor = 100, 8
	for name, of := range map[string]func(n int) (bytes uint64){
		"a subject is given back": func(n int) uint64 {
			one, two, all := deleted(t, n, func(int) string { return "s" })
			left := valued("s", "left")
			left.P = "http://test.m-ld.org/#other"
			two.patch(model.Patch{Inserts: []model.Triple{left}})
			one.of.meet(two)
			one.hasConflicts("torn", "left")
			return one.of.costs(one.undo, one, len(all)+1)
		},
		"many were changed": func(n int) uint64 {
			one, two, all := deleted(t, n, func(i int) string { return fmt.Sprint("subject", i) })
			for i := range all {
				all[i].O = model.String("changed")
			}
			two.patch(model.Patch{Inserts: all})
			return one.of.costs(func() { one.of.connect(two, true) }, one, n)
		},
		"many that came in one piece were changed": func(n int) uint64 {
			c, one, two := crowded(t, store.LogBounds{}, 0)
			third := c.add(store.LogBounds{}, 0)
			c.connect(third, true)
			c.pass(10 * time.Second)
			c.connect(two, false)
			c.connect(third, false)
			var all []model.Triple
			for i := range n {
				one.add(fmt.Sprint("subject", i), "1")
				all = append(all, valued(fmt.Sprint("subject", i), "2"))
			}
			c.pass(time.Minute) // It is fused.
			c.connect(third, true)
			c.pass(time.Minute)
			two.patch(model.Patch{Inserts: all})
			bytes := c.costs(func() { c.connect(two, true) }, third, 2*n)
			if got := third.Status().Conflicts; got != n {
				t.Errorf("%d are in conflict, of %d", got, n)
			}
			return bytes
		},
	} {
		t.Run(name, func(t *testing.T) {
			small, large := of(few), of(factor*few)
			t.Logf("%d take %d bytes, %d take %d", few, small, factor*few, large)
			if large > factor*small*3/2 {
				t.Error("it grows with the square")
			}
		})
	}
}

// deleted are clones of which one has deleted triples, and the other is away.
func deleted(t *testing.T, n int, subject func(int) string) (one, two *part, all []model.Triple) {
	t.Helper()
	c := &couple{t: t, now: start}
	one, two, _ = c.three(0)
	for i := range n {
		all = append(all, valued(subject(i), fmt.Sprint(i)))
	}
	one.patch(model.Patch{Inserts: all})
	c.connect(two, false)
	one.patch(model.Patch{Deletes: all})
	return one, two, all
}

// costs tells how much memory something takes, after which a clone is to have so many triples
// more than at first.
func (c *couple) costs(do func(), p *part, triples int) uint64 {
	c.t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	n := 0
	if err := p.Store().View(func(tx *store.Tx) error {
		for range tx.Match(model.Pattern{}) {
			n++
		}
		return nil
	}); err != nil {
		c.t.Fatal(err)
	}
	if n < triples {
		c.t.Errorf("there are %d triples", n)
	}
	return after.TotalAlloc - before.TotalAlloc
}
