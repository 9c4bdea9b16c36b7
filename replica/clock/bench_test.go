package clock_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
)

// grown are the clocks of so many clones that have joined at one another at random, and
// have written a thousand times each, and what is known of them all then. The first knows
// of all.
func grown(tb testing.TB, clones int) (all []clock.Tree, gwc clock.Global) {
	tb.Helper()
	random := rand.New(rand.NewPCG(1, 2))
	gwc = clock.GenesisGlobal()
	write := func(c clock.Tree, times uint64) clock.Tree {
		c, err := c.At(c.Ticks() + times)
		if err == nil {
			gwc, err = gwc.Set(c)
		}
		if err != nil {
			tb.Fatal(err)
		}
		return c
	}
	all = []clock.Tree{write(clock.Genesis(), 1)}
	for len(all) < clones {
		at := random.IntN(len(all))
		ours, theirs := all[at].Fork()
		all[at] = write(ours, 1)
		all = append(all, write(theirs, 1))
	}
	for i, c := range all {
		all[i] = write(c, 1000)
	}
	var err error
	for _, c := range all[1:] {
		if all[0], err = all[0].Join(c); err != nil {
			tb.Fatal(err)
		}
	}
	return all, gwc
}

// TestGrowth: the size of clocks is what the note on growth says (bench/GROWTH.md).
func TestGrowth(t *testing.T) {
	for _, clones := range []int{10, 100, 1000} {
		all, gwc := grown(t, clones)
		depth := 0
		for _, c := range all {
			depth = max(depth, len(c.Path()))
		}
		tree, global := len(all[0].AppendMsgPack(nil)), len(gwc.AppendMsgPack(nil))
		t.Logf("%d clones: a clock of %d bytes, a global clock of %d, %d deep", clones, tree, global, depth)
		if tree < 4*clones || tree > 7*clones || global < 20*clones || global > 45*clones {
			t.Errorf("that is not what the note says")
		}
	}
}

func BenchmarkTID(b *testing.B) {
	for _, clones := range []int{2, 100, 1000} {
		b.Run(fmt.Sprint(clones), func(b *testing.B) {
			all, _ := grown(b, clones)
			c := all[0]
			b.ReportMetric(float64(len(c.AppendMsgPack(nil))), "bytes")
			for b.Loop() {
				c = c.Tick()
				_ = c.TID()
			}
		})
	}
}

func BenchmarkJoin(b *testing.B) {
	for _, clones := range []int{2, 100, 1000} {
		b.Run(fmt.Sprint(clones), func(b *testing.B) {
			all, _ := grown(b, clones)
			ours, theirs := all[0], all[clones-1]
			for b.Loop() {
				theirs = theirs.Tick()
				var err error
				if ours, err = ours.Join(theirs); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
