package replica

import (
	"iter"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// latest are the last updates that followers are told of, in the order of their numbers:
// who keeps up need not read them from the log again. Once it is known, it has all of
// them after a number.
type latest struct {
	isKnown bool
	after   uint64
	updates []*store.Update
	shifts  int
}

// maxLatest is how many triples the updates may touch that are kept so.
const maxLatest = 4096

func (l *latest) add(u *store.Update) {
	if !l.isKnown {
		l.isKnown, l.after = true, u.Number-1
	}
	l.updates = append(l.updates, u)
	l.shifts += len(u.Shifts)
	for l.shifts > maxLatest {
		first := l.updates[0]
		l.updates[0] = nil
		l.updates = l.updates[1:]
		l.after = first.Number
		l.shifts -= len(first.Shifts)
	}
}

// since are the updates after a number, as they are read from the log; ok is false where
// they have to be.
func (l *latest) since(seq uint64) (updates iter.Seq2[uint64, *store.Update], ok bool) {
	if !l.isKnown || seq < l.after {
		return nil, false
	}
	at, _ := slices.BinarySearchFunc(l.updates, seq+1, func(u *store.Update, seq uint64) int { return int(u.Number) - int(seq) })
	some := slices.Clone(l.updates[at:])
	return func(yield func(uint64, *store.Update) bool) {
		for _, u := range some {
			told := *u
			told.Time = time.UnixMilli(u.Time.UnixMilli()) // As it is saved.
			told.Sum()
			if !yield(u.Number, &told) {
				return
			}
		}
	}, true
}
