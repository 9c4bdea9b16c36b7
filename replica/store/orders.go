package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
	"sync"

	"go.etcd.io/bbolt"
)

// What is new in the orders POS and OSP is all over them: each triple by itself would
// have two pages read, changed and written. So additions wait, those of each commit in
// one record of the bucket "waiting", by the number that bbolt gives the commit, until
// they are many; then they are put into both orders, where many share a page. Who only
// reads finds them beside the orders. Who writes has them put in place when it looks at
// the orders, or when something goes: so what waits is never taken back, nor twice there.

// maxWaiting is how many triples wait at most, which a reader may have to sort.
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
type waiting struct {
	// first and last are the numbers of the records that they are from; zero for none.
	first, last uint64
	pos, osp    []three
}

// with is w with more triples, up to a record.
func (w *waiting) with(more []ids, first, last uint64) *waiting {
	pos, osp := make([]three, len(more)), make([]three, len(more))
	for n, i := range more {
		pos[n], osp[n] = i.inPOS(), i.inOSP()
	}
	return &waiting{first: first, last: last, pos: merge(w.pos, pos), osp: merge(w.osp, osp)}
}

// merge adds to what is in order.
func merge(ordered, more []three) []three {
	sortThrees(more)
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

// lastWaiting keeps what waits in the file, for those who read one after the other.
type lastWaiting struct {
	mu sync.Mutex
	w  *waiting
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
func inOrder(b *bbolt.Bucket, beside []three, lead, after three) iter.Seq[three] {
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
func (t *Tx) beside() *waiting {
	if t.besides == nil {
		if t.tx.Writable() {
			t.settleOrders()
			return &waiting{}
		}
		t.besides = t.readWaiting()
	}
	return t.besides
}

func (t *Tx) readWaiting() *waiting {
	c := t.waiting.Cursor()
	k, _ := c.First()
	if k == nil {
		return &waiting{}
	}
	first := binary.BigEndian.Uint64(k)
	k, _ = c.Last()
	last := binary.BigEndian.Uint64(k)
	kept := &t.store.waiting
	kept.mu.Lock()
	defer kept.mu.Unlock()
	w := kept.w
	if w == nil || w.first != first || w.last > last {
		w = &waiting{first: first}
	}
	if w.last < last {
		w = w.with(t.waitingAfter(w.last), first, last)
	}
	if kept.w == nil || kept.w.last <= last {
		kept.w = w
	}
	return w
}

// waitingAfter are the triples that wait, of the records after a number.
func (t *Tx) waitingAfter(seq uint64) (all []ids) {
	c := t.waiting.Cursor()
	for k, v := c.Seek(tickKey(seq + 1)); k != nil; k, v = c.Next() {
		some, _, ok := readWaitingRecord(k, v)
		if !ok {
			panic("what waits to be put in order is not what was written") // Guard makes an error of it.
		}
		all = append(all, some...)
	}
	return all
}

// A record has the number of triples that wait, its own included, and then their ids.

func packWaiting(total int, all []ids) []byte {
	b := binary.AppendUvarint(nil, uint64(total))
	for _, i := range all {
		b = appendThree(b, i.s, i.p, i.o)
	}
	return b
}

func readWaitingRecord(k, v []byte) (all []ids, total uint64, ok bool) {
	v, ok = unsealed(k, v)
	total, size := binary.Uvarint(v)
	if !ok || size <= 0 {
		return nil, 0, false
	}
	for v = v[size:]; len(v) > 0; {
		var i ids
		i.s, v = cutID(v)
		i.p, v = cutID(v)
		i.o, v = cutID(v)
		if !i.isWhole() {
			return nil, 0, false
		}
		all = append(all, i)
	}
	return all, total, true
}

// putWaiting has what was added wait, or, where that becomes too much, puts it in place.
func (t *Tx) putWaiting() error {
	if len(t.unordered) == 0 {
		return nil
	}
	total := uint64(len(t.unordered))
	if k, v := t.waiting.Cursor().Last(); k != nil {
		_, before, _ := readWaitingRecord(k, v)
		total += before
	}
	if total > maxWaiting {
		t.settleOrders()
		return nil
	}
	key := tickKey(uint64(t.tx.ID()))
	err := t.waiting.Put(key, sealed(key, packWaiting(int(total), t.unordered)))
	t.unordered = t.unordered[:0]
	return err
}

// settleOrders puts all that waits into the orders. An error is kept for the commit.
func (t *Tx) settleOrders() {
	all := append(t.waitingAfter(0), t.unordered...)
	if len(all) == 0 {
		return
	}
	t.unordered = t.unordered[:0]
	w := (&waiting{}).with(all, 0, 0)
	t.failed(putOrder(t.pos, w.pos))
	t.failed(putOrder(t.osp, w.osp))
	var keys [][]byte // A cursor does not bear that what it goes over is changed.
	t.failed(t.waiting.ForEach(func(k, _ []byte) error {
		keys = append(keys, bytes.Clone(k))
		return nil
	}))
	for _, k := range keys {
		t.failed(t.waiting.Delete(k))
	}
}

func putOrder(b *bbolt.Bucket, all []three) error {
	var space [3 * maxID]byte
	for _, x := range all {
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
