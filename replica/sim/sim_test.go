package sim

import (
	"flag"
	"fmt"
	"io"
	"os"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

var (
	seeds = flag.Uint64("seeds", 50, "how many seeds to run")
	first = flag.Uint64("first", 1, "the first of them")
	seed  = flag.Uint64("seed", 0, "run this seed only")
	bound = flag.Duration("bound", 3*time.Minute, "how long one seed may take on the wall's clock")
	trace = flag.Bool("trace", false, "print the whole trace")
	again = flag.Uint64("again", 10, "run one in so many seeds twice, to see that its trace is the same")
	agree = flag.Bool("agree", false, "make agreements in all runs, not only in some")
	sin   = flag.Bool("sin", false, "break the law in all runs, not only in some")
)

// TestMain lets garbage lie longer than usual: what one run holds is small.
func TestMain(m *testing.M) {
	flag.Parse()
	debug.SetGCPercent(400)
	os.Exit(m.Run())
}

// TestSeeds runs seeds: the promises must be kept. One in a few is run twice: the
// trace must be the same.
func TestSeeds(t *testing.T) {
	from, to := *first, *first+*seeds
	if *seed != 0 {
		from, to = *seed, *seed+1
	}
	var divided atomic.Uint64
	t.Cleanup(func() { t.Logf("in %d of %d seeds clones are proven to be outdated for good", divided.Load(), to-from) })
	for s := from; s < to; s++ {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			t.Parallel()
			if runSeed(t, s).Divided {
				divided.Add(1)
			}
		})
	}
}

// TestSeedsThatFailed runs seeds beyond those of every day that failed once.
//
// 200488: an agreement voids an edit that one who is apart for good never heard of, nor of
// the agreement. Nothing is lost by that, and the oracle says so.
//
// 3031: who breaks the law deletes in the same batch what it has just written against it.
//
// 3829 and 4260: what was deleted while it was changed is given back by who knew that, and
// another value with it.
func TestSeedsThatFailed(t *testing.T) {
	for _, s := range []uint64{3031, 3829, 4260, 200488} {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			t.Parallel()
			runSeed(t, s)
		})
	}
}

func runSeed(t *testing.T, s uint64) Result {
	t.Helper()
	o := Options{Seed: s, Dir: t.TempDir(), Agreements: *agree, Breaches: *sin}
	if *trace {
		o.Trace = os.Stdout
	}
	repeat := fmt.Sprintf("To repeat it, in the folder of the repository:\n\tgo test ./replica/sim -run TestSeeds -args -seed %d -agree=%t -sin=%t -trace", s, *agree, *sin)
	watchdog := time.AfterFunc(*bound, func() { panic(fmt.Sprintf("seed %d is not through in %v. %s", s, *bound, repeat)) })
	defer watchdog.Stop()
	result, err := Run(o)
	if err != nil {
		t.Fatalf("%v\n\nThe end of the trace:\n%s\n\n%s", err, strings.Join(result.Tail, "\n"), repeat)
	}
	t.Logf("%d lines, %d clones, %d operations, %d crashes, %d snapshots, %v",
		result.Lines, result.Clones, result.Operations, result.Crashes, result.Snapshots, result.Virtual)
	if *seed == 0 && s%*again != 0 {
		return result
	}
	second, err := Run(Options{Seed: s, Dir: t.TempDir(), Trace: io.Discard, Agreements: *agree, Breaches: *sin})
	if err != nil || second.Hash != result.Hash {
		t.Fatalf("the same seed has two traces: %s of %d lines, %s of %d lines (%v)",
			result.Hash, result.Lines, second.Hash, second.Lines, err)
	}
	return result
}
