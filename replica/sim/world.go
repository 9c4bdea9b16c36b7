package sim

import (
	"container/heap"
	"fmt"
	"io"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/operation"
)

const (
	domain = model.Domain("sim.m-ld.org")
	// timeout is the network timeout of all clones.
	timeout = 2 * time.Second
	// calm is how long nothing must happen for the domain to be at rest: longer
	// than the longest delay of a retry.
	calm = 5 * timeout
	// patience is how long a healed domain has to come to rest.
	patience = 60 * timeout
	// maxEvents is how many a run can have at most: more go round in circles.
	maxEvents = 3_000_000
	// maxClones is the most clones at one moment.
	maxClones = 8
)

// Options say what to run.
type Options struct {
	Seed uint64
	// Dir is a folder for the files of the clones.
	Dir string
	// Trace takes every line of the trace; may be nil.
	Trace io.Writer
	// Agreements has agreements made in any case; else in some runs only.
	Agreements bool
	// Breaches has the law broken in any case; else in some runs only.
	Breaches bool
}

// Result tells of a run.
type Result struct {
	// Hash identifies the trace.
	Hash string
	// Lines of the trace, and the last of them.
	Lines int
	Tail  []string
	// Clones that there were, Operations that they made, Crashes, and how often
	// a clone took a snapshot.
	Clones, Operations, Crashes, Snapshots int
	// Divided: clones were proven to be outdated for good. See island.
	Divided bool
	// Virtual is how long the run took on its own clock.
	Virtual time.Duration
}

// Run runs one seed. The error is the first promise that was found broken.
func Run(o Options) (Result, error) {
	w := newWorld(o)
	err := w.run()
	for _, c := range w.clones {
		c.shut()
	}
	return Result{
		Hash: w.trace.sum(), Lines: w.trace.lines, Tail: w.trace.lastLines(), Virtual: w.now,
		Clones: len(w.clones), Operations: len(w.truth.ops), Crashes: w.crashes, Snapshots: w.snapshots, Divided: w.divided,
	}, err
}

// world is one run.
type world struct {
	opts  Options
	rng   *rand.Rand
	now   time.Duration
	queue queue
	seq   uint64
	// stirred is when something last happened that was not just a timer.
	stirred time.Duration
	trace   *tracer
	codec   operation.Codec
	mix     mix
	// healing: no more trouble is made.
	healing bool
	relays  []*relay
	clones  []*clone
	truth   *truth
	ids     int
	err     error

	crashes, snapshots, events int
	// probed: everybody has written once more.
	probed bool
	// divided: there is more than one island.
	divided bool
}

func newWorld(o Options) *world {
	w := &world{
		opts: o, rng: rand.New(rand.NewPCG(o.Seed, 0)), //nolint:gosec // To be repeated, not to be secret.
		trace: newTracer(o.Trace), codec: operation.NewCodec(domain), truth: newTruth(),
	}
	for i := range 2 {
		w.relays = append(w.relays, newRelay(w, i))
	}
	return w
}

func (w *world) run() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	w.trouble()
	if err := w.heal(); err != nil {
		return err
	}
	if err := w.judge(); err != nil {
		return fmt.Errorf("after healing: %w", err)
	}
	w.probe()
	if err := w.rest(); err != nil {
		return fmt.Errorf("when everybody had written once more: %w", err)
	}
	if err := w.judge(); err != nil {
		return fmt.Errorf("when everybody had written once more: %w", err)
	}
	return w.reopen()
}

// fail remembers the first promise that was found broken.
func (w *world) fail(format string, args ...any) {
	if w.err == nil {
		w.err = fmt.Errorf(format, args...)
		w.trace.line(w.now, "world", "BROKEN %v", w.err)
	}
}

// event is something that is going to happen.
type event struct {
	at  time.Duration
	seq uint64
	f   func()
}

type queue []event

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(event)) } //nolint:forcetypeassert // Only events come.
func (q *queue) Pop() any {
	old := *q
	x := old[len(old)-1]
	*q = old[:len(old)-1]
	return x
}

func (q queue) Less(i, j int) bool {
	return q[i].at < q[j].at || q[i].at == q[j].at && q[i].seq < q[j].seq
}

// at does something at a time; those of one time in the order of the calls.
func (w *world) at(t time.Duration, f func()) {
	w.seq++
	heap.Push(&w.queue, event{max(t, w.now), w.seq, f})
}

// after does something later.
func (w *world) after(d time.Duration, f func()) { w.at(w.now+d, f) }

// runUntil runs until a time, or until done or a promise is broken.
func (w *world) runUntil(end time.Duration, done func() bool) {
	for w.err == nil && len(w.queue) > 0 && w.queue[0].at <= end && !done() {
		next := heap.Pop(&w.queue).(event) //nolint:forcetypeassert // Only events are in it.
		w.now = next.at
		next.f()
		if w.events++; w.events > maxEvents {
			w.fail("more than %d things happen", maxEvents)
		}
	}
	if w.err == nil && !done() {
		w.now = max(w.now, end)
	}
}

// stir notes that something happens, so that the domain is not at rest.
func (w *world) stir() { w.stirred = w.now }

// between is a random time.
func (w *world) between(low, high time.Duration) time.Duration {
	return low + time.Duration(w.rng.Int64N(int64(high-low)+1))
}

// chance is true with a probability.
func (w *world) chance(p float64) bool { return w.rng.Float64() < p }

// newID makes an id that no one else has.
func (w *world) newID(prefix string) string {
	w.ids++
	return fmt.Sprintf("%s-%d", prefix, w.ids)
}
