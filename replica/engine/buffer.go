package engine

import (
	"cmp"
	"container/heap"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// buffer keeps messages until their causes are here. Each waits for one process to come
// to a tick, and is looked at again when it has: so to take many of them costs what they
// are, and not the square of it, in whatever order they came.
//
// What a message waits for can also be settled in other ways, which are rare: by an
// agreement, by a snapshot, or because its process is blocked. Then all are looked at.
type buffer struct {
	messages map[known]*waiting
	bytes    int
	came     uint64
	// after are those that wait for a process, by what they wait for. Those that wait
	// for an agreement are in none.
	after map[place]*queue
	// due are those that are to be looked at, and looks counts how often that was done.
	due   []*waiting
	looks int
}

// known is what a message is known by.
type known struct {
	tid  clock.TID
	from uint64
}

// place is a process by its path, and whether its public ticks are meant or those that
// are causes.
type place struct {
	path   string
	public bool
}

// placeOf is the place of a process as its clock names it.
func placeOf(path string, public bool) place { return place{strings.TrimPrefix(path, "-"), public} }

// waiting is a message in a buffer, and the tick that it waits for.
type waiting struct {
	*operation.Message

	came, tick uint64
}

// queue has what waits for one process in the order of the ticks.
type queue []*waiting

func (q queue) Len() int { return len(q) }
func (q queue) Less(i, j int) bool {
	return cmp.Or(cmp.Compare(q[i].tick, q[j].tick), cmp.Compare(q[i].came, q[j].came)) < 0
}
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(x any)   { *q = append(*q, x.(*waiting)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	w := (*q)[last]
	(*q)[last] = nil
	*q = (*q)[:last]
	return w
}

func (b *buffer) len() int { return len(b.messages) }

// all are the messages in the order in which they came.
func (b *buffer) all() []*waiting {
	all := make([]*waiting, 0, len(b.messages))
	for _, w := range b.messages {
		all = append(all, w)
	}
	slices.SortFunc(all, func(v, w *waiting) int { return cmp.Compare(v.came, w.came) })
	return all
}

// add takes a message; what it waits for is yet to be found.
func (b *buffer) add(m *operation.Message) (w *waiting, isNew bool) {
	key := known{m.TID(), m.From}
	if b.messages[key] != nil {
		return nil, false
	}
	if b.messages == nil {
		b.messages, b.after = make(map[known]*waiting), make(map[place]*queue)
	}
	b.came++
	w = &waiting{Message: m, came: b.came}
	b.messages[key] = w
	b.bytes += len(m.Payload)
	return w, true
}

// remove takes out a message that waits for nothing any more.
func (b *buffer) remove(w *waiting) {
	delete(b.messages, known{w.TID(), w.From})
	b.bytes -= len(w.Payload)
}

// wait has a message wait for a process to come to a tick.
func (b *buffer) wait(w *waiting, at place, tick uint64) {
	w.tick = tick
	q := b.after[at]
	if q == nil {
		q = &queue{}
		b.after[at] = q
	}
	heap.Push(q, w)
}

// lookAtAll makes all messages due.
func (b *buffer) lookAtAll() {
	if b.len() == 0 {
		return
	}
	clear(b.after)
	b.due = b.all()
}

// wake makes due what has waited for a process, or for those that it was forked from
// together, as far as has come what it waits for.
func (b *buffer) wake(path string, hasCome func(place, *waiting) bool) {
	path = placeOf(path, false).path
	for n := range len(path) + 1 {
		for _, public := range []bool{false, true} {
			at := place{path[:n], public}
			q := b.after[at]
			if q == nil {
				continue
			}
			for q.Len() > 0 && hasCome(at, (*q)[0]) {
				b.due = append(b.due, heap.Pop(q).(*waiting))
			}
			if q.Len() == 0 {
				delete(b.after, at)
			}
		}
	}
}
