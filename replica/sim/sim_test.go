package sim

import (
	"flag"
	"fmt"
	"io"
	"os"
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
	agree = flag.Bool("agree", false, "make agreements in all runs, not only in some")
)

// TestSeeds runs seeds, each twice: the promises must be kept, and the trace must
// be the same.
func TestSeeds(t *testing.T) {
	from, to := *first, *first+*seeds
	if *seed != 0 {
		from, to = *seed, *seed+1
	}
	var excused atomic.Uint64
	t.Cleanup(func() {
		if n := excused.Load(); n > 1+(to-from)/100 {
			t.Errorf("%d of %d seeds end with a clone that nothing can help", n, to-from)
		}
	})
	for s := from; s < to; s++ {
		t.Run(fmt.Sprint(s), func(t *testing.T) {
			t.Parallel()
			if runSeed(t, s).Excused > 0 {
				excused.Add(1)
			}
		})
	}
}

func runSeed(t *testing.T, s uint64) Result {
	t.Helper()
	o := Options{Seed: s, Dir: t.TempDir(), Agreements: *agree}
	if *trace {
		o.Trace = os.Stdout
	}
	repeat := fmt.Sprintf("To repeat it, in the folder of the repository:\n\tgo test ./replica/sim -run TestSeeds -args -seed %d -agree=%t -trace", s, *agree)
	watchdog := time.AfterFunc(*bound, func() { panic(fmt.Sprintf("seed %d is not through in %v. %s", s, *bound, repeat)) })
	defer watchdog.Stop()
	result, err := Run(o)
	if err != nil {
		t.Fatalf("%v\n\nThe end of the trace:\n%s\n\n%s", err, strings.Join(result.Tail, "\n"), repeat)
	}
	again, err := Run(Options{Seed: s, Dir: t.TempDir(), Trace: io.Discard, Agreements: *agree})
	if err != nil || again.Hash != result.Hash {
		t.Fatalf("the same seed has two traces: %s of %d lines, %s of %d lines (%v)",
			result.Hash, result.Lines, again.Hash, again.Lines, err)
	}
	t.Logf("%d lines, %d clones, %d operations, %d crashes, %d snapshots, %v",
		result.Lines, result.Clones, result.Operations, result.Crashes, result.Snapshots, result.Virtual)
	return result
}
