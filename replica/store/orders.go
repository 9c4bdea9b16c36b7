package store

import (
	"bytes"
	"cmp"
	"errors"
	"iter"
	"slices"
)

// Additions to the orders POS and OSP wait, until they are many; see waiting.go. Who only
// reads finds them beside the orders. Who writes has them put in place when it looks at
// the orders, or when something goes: so what waits is never taken back, nor twice there.

// maxWaiting is how many triples wait usually at most, which a reader may have to sort.
const maxWaiting = 4096

// three are the ids of a triple, in the sequence of one of the orders.
type three [3]termID

func (x three) compare(y three) int {
	for n := range x {
		if c := cmp.Compare(x[n], y[n]); c != 0 {
			return c
		}
	}
	return 0
}

// begins reports whether x begins with y, up to the first open one.
func (x three) begins(y three) bool {
	for n := range x {
		if y[n] == 0 {
			return true
		}
		if x[n] != y[n] {
			return false
		}
	}
	return true
}

func (x three) append(b []byte) []byte { return appendThree(b, x[0], x[1], x[2]) }

func (i ids) inPOS() three { return three{i.p, i.o, i.s} }
func (i ids) inOSP() three { return three{i.o, i.s, i.p} }

func ofPOS(x three) ids { return ids{p: x[0], o: x[1], s: x[2]} }
func ofOSP(x three) ids { return ids{o: x[0], s: x[1], p: x[2]} }

// waiting are triples that wait, in the sequence of each order. It is not changed once it
// is made.
type waiting struct{ pos, osp []three }

// with is w with more triples.
func (w waiting) with(more []ids) waiting {
	return waiting{pos: merge(w.pos, sequenced(more, ids.inPOS)), osp: merge(w.osp, sequenced(more, ids.inOSP))}
}

// sequenced are triples in an order.
func sequenced(all []ids, sequence func(ids) three) []three {
	out := make([]three, len(all))
	for n, i := range all {
		out[n] = sequence(i)
	}
	sortThrees(out)
	return out
}

// merge adds to what is in order.
func merge(ordered, more []three) []three {
	if len(ordered) == 0 {
		return more
	}
	all := make([]three, 0, len(ordered)+len(more))
	for _, x := range more {
		n, _ := slices.BinarySearchFunc(ordered, x, three.compare)
		all = append(append(all, ordered[:n]...), x)
		ordered = ordered[n:]
	}
	return append(all, ordered...)
}

// narrow is the bits of ids of which three are one number, which is sorted faster.
const narrow = 21

func sortThrees(all []three) {
	numbers := make([]uint64, len(all))
	for n, x := range all {
		if max(x[0], x[1], x[2]) >= 1<<narrow {
			slices.SortFunc(all, three.compare)
			return
		}
		numbers[n] = uint64(x[0]<<(2*narrow) | x[1]<<narrow | x[2])
	}
	slices.Sort(numbers)
	const mask = 1<<narrow - 1
	for n, x := range numbers {
		all[n] = three{termID(x >> (2 * narrow)), termID(x >> narrow & mask), termID(x & mask)}
	}
}

// bySPO yields the triples of a subject with, unless it is zero, a property, in the order
// SPO, in which nothing waits.
func (t *Tx) bySPO(s, p termID) iter.Seq[ids] {
	return func(yield func(ids) bool) {
		for k := range (prefixes{t.spo}).each(prefix(s, p)) {
			if !yield(readSPO(k)) {
				return
			}
		}
	}
}

// byPOS yields the triples with a property and, unless it is zero, a value, in the order
// POS.
func (t *Tx) byPOS(p, o termID) iter.Seq[ids] {
	return func(yield func(ids) bool) {
		for x := range inOrder(t.pos, t.beside().pos, three{p, o}, three{}) {
			if !yield(ofPOS(x)) {
				return
			}
		}
	}
}

// byOSP yields the triples with a value and, unless it is zero, a subject, in the order
// OSP.
func (t *Tx) byOSP(o, s termID) iter.Seq[ids] {
	return t.byOSPAfter(three{o, s}, three{})
}

// byOSPAfter yields what begins so, after a place of the order.
func (t *Tx) byOSPAfter(lead, after three) iter.Seq[ids] {
	return func(yield func(ids) bool) {
		for x := range inOrder(t.osp, t.beside().osp, lead, after) {
			if !yield(ofOSP(x)) {
				return
			}
		}
	}
}

// inOrder yields what begins so of a bucket and of what is beside it, after a place, unless
// that is zero.
func inOrder(b bucket, beside []three, lead, after three) iter.Seq[three] {
	return func(yield func(three) bool) {
		key, from := prefix(lead[:]...), lead
		if after != (three{}) {
			from = after
		}
		bound := prefix(from[:]...)
		c := b.Cursor()
		k, _ := c.Seek(bound)
		n, found := slices.BinarySearchFunc(beside, from, three.compare)
		if from == after {
			if found {
				n++
			}
			if bytes.Equal(k, bound) {
				k, _ = c.Next()
			}
		}
		for {
			var next three
			there := k != nil && bytes.HasPrefix(k, key)
			if there {
				next[0], next[1], next[2] = cutThree(k)
			}
			switch waits := n < len(beside) && beside[n].begins(lead); {
			case waits && (!there || beside[n].compare(next) < 0):
				next = beside[n]
				n++
				there = false
			case !there:
				return
			}
			if !yield(next) {
				return
			}
			if there {
				k, _ = c.Next()
			}
		}
	}
}

// beside is what waits to be put into the orders, for who reads; who writes has it put in.
func (t *Tx) beside() waiting {
	if t.tx.Writable() {
		t.settleOrders()
		return waiting{}
	}
	if t.besides == nil {
		w := t.store.waiting.read(t.waitingTriples(), func(w waiting, after uint64) waiting {
			return w.with(t.waitingAfter(after))
		})
		t.besides = &w
	}
	return *t.besides
}

// waitingAfter are the triples that wait, of the records after a number.
func (t *Tx) waitingAfter(seq uint64) (all []ids) {
	for k, v := range t.waitingTriples().after(seq) {
		some, ok := readWaitingTriples(unsealed(k, v))
		if !ok {
			notAsWritten()
		}
		all = append(all, some...)
	}
	return all
}

// A record has the ids of the triples.

func packWaitingTriples(all []ids) (b []byte) {
	for _, i := range all {
		b = appendThree(b, i.s, i.p, i.o)
	}
	return b
}

func readWaitingTriples(b []byte, ok bool) (all []ids, _ bool) {
	for ok && len(b) > 0 {
		var i ids
		i.s, b = cutID(b)
		i.p, b = cutID(b)
		i.o, b = cutID(b)
		ok = i.isWhole()
		all = append(all, i)
	}
	return all, ok
}

// putWaitingTriples has what was added wait, or, where that becomes too much, puts it in
// place.
func (t *Tx) putWaitingTriples() error {
	if len(t.unordered) == 0 {
		return nil
	}
	if !t.waitingTriples().mayWait(len(t.unordered), maxWaiting) {
		t.settleOrders()
		return nil
	}
	err := t.waitingTriples().put(len(t.unordered), packWaitingTriples(t.unordered))
	t.unordered = t.unordered[:0]
	return err
}

// settleOrders puts all that waits into the orders. An error is kept for the commit.
func (t *Tx) settleOrders() {
	all := append(t.waitingAfter(0), t.unordered...)
	if len(all) == 0 {
		return
	}
	pos := t.fill(len(all), func() error { return putOrder(t.pos, all, ids.inPOS) })
	osp := t.fill(len(all), func() error { return putOrder(t.osp, all, ids.inOSP) })
	t.failed(errors.Join(pos(), osp()))
	t.unordered = t.unordered[:0]
	t.failed(t.waitingTriples().clear())
}

func putOrder(b bucket, all []ids, sequence func(ids) three) error {
	var space [3 * maxID]byte
	for _, x := range sequenced(all, sequence) {
		if err := b.Put(x.append(space[:0]), nil); err != nil {
			return err
		}
	}
	return nil
}

// failed keeps an error for the commit.
func (t *Tx) failed(err error) {
	if t.late.err == nil {
		t.late.err = err
	}
}
