package engine

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// Recovered tells of one rev-up or snapshot that was taken from another clone.
type Recovered struct {
	// From is the clone that gave it, and Snapshot whether it was all data, or what was
	// missed.
	From     string
	Snapshot bool
	// Bytes, Triples and Operations are how much has come, and Subjects how many subjects
	// the triples are of.
	Bytes                         uint64
	Triples, Operations, Subjects int
	// AllSubjects is how many subjects there are in all, as its giver says; zero where it
	// does not, as for what was missed, and from a clone of the reference.
	AllSubjects int
	// Began and Ended are when; Ended is zero while it goes on.
	Began, Ended time.Time
}

// Waiting is an operation that waits for an earlier one.
type Waiting struct {
	// Process and Tick are whose operation it is, by its path in the tree clock, and which.
	Process string
	Tick    uint64
	// For and ForTick are whose operation it waits for, and which; empty where it waits
	// for something else, such as an agreement.
	For     string
	ForTick uint64
}

// Heard is up to which of its operations a process was heard.
type Heard struct {
	Process string
	Tick    uint64
}

// Exchange is what a clone has got from others, as of one moment.
type Exchange struct {
	// Last is the last recovery that was whole; Getting the one that goes on. Either is
	// zero where there is none.
	Last, Getting Recovered
	// Waits counts the operations that wait, of so many bytes, and Waiting are the first.
	Waits, WaitBytes int
	Waiting          []Waiting
	// Own is the path of this clone's own process; empty while it has none.
	Own string
	// Heard are all processes that were heard of.
	Heard []Heard
}

// maxWaiting is how many of the operations that wait are told of.
const maxWaiting = 5

// Exchange is what this clone has got from others. It takes time in proportion to the
// processes that there are.
func (e *Engine) Exchange() Exchange {
	x := Exchange{Last: e.gotLast, Waits: e.intake.buffer.len(), WaitBytes: e.intake.buffer.bytes}
	if r := e.rec; r != nil && r.stream != nil && !r.check {
		x.Getting = r.stream.got
	}
	for at, q := range e.intake.buffer.after {
		for _, w := range *q {
			x.Waiting = append(x.Waiting, Waiting{
				Process: placeOf(w.Time.Path(), false).path, Tick: w.Time.Ticks(), For: at.path, ForTick: w.tick,
			})
		}
	}
	slices.SortFunc(x.Waiting, func(a, b Waiting) int {
		return cmp.Or(cmp.Compare(a.Process, b.Process), cmp.Compare(a.Tick, b.Tick))
	})
	x.Waiting = slices.Clip(x.Waiting[:min(len(x.Waiting), maxWaiting)])
	if e.has {
		x.Own = e.state.Time.Path()
		e.state.GWC.Processes(func(path string, ticks uint64, _ clock.TID) bool {
			x.Heard = append(x.Heard, Heard{path, ticks})
			return len(x.Heard) < maxHeard
		})
	}
	return x
}

// maxHeard bounds the processes that are told of.
const maxHeard = 1000

// Seen stands for all that this clone has applied: two clones of which it is the same
// have applied the same operations. Digest stands for the data that came of it.
func (e *Engine) Seen() (seen, digest string, err error) {
	var tids []string
	for tid := range e.state.GWC.TIDs {
		tids = append(tids, string(tid))
	}
	slices.Sort(tids)
	sum := sha256.Sum256([]byte(strings.Join(slices.Compact(tids), " ")))
	err = e.store.View(func(tx *store.Tx) error {
		digest = tx.Digest().String()
		return nil
	})
	return hex.EncodeToString(sum[:16]), digest, err
}
