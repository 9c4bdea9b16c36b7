package store

import (
	"bytes"
	"encoding/binary"
	"iter"
	"sync"
)

// What is new in some indexes is all over them: each triple by itself would have pages
// read, changed and written for it alone. So it waits, that of each commit in one record
// of the bucket "waiting", by the number that bbolt gives the commit, until it is much;
// then it is put in its place, where much shares a page. Who reads finds it beside the
// index. See orders.go and latewords.go.

// records are those of the bucket "waiting" for one kind of index.
type records struct {
	tx   *Tx
	kind byte
	// count is the key of how much waits, in the meta bucket.
	count []byte
}

// The kinds of records: those of triples have no byte for it, but the first of their
// numbers, which is zero.
func (t *Tx) waitingTriples() records { return records{t, 0, keyWaitingTriples} }
func (t *Tx) waitingWords() records   { return records{t, 'w', keyWaitingWords} }

var (
	keyWaitingTriples = []byte("waitingtriples")
	keyWaitingWords   = []byte("waitingwords")
)

func (r records) key(seq uint64) []byte {
	if r.kind == 0 {
		return tickKey(seq)
	}
	return append([]byte{r.kind}, tickKey(seq)...)
}

// after yields the records after a number; zero for all.
func (r records) after(seq uint64) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := r.tx.waiting.Cursor()
		for k, v := c.Seek(r.key(seq + 1)); k != nil && k[0] == r.kind; k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

// ends are the numbers of the first and the last record, for who only reads: bbolt looks
// for ever for the last of what was all deleted. They are zero if there is none.
func (r records) ends() (first, last uint64) {
	number := func(k []byte) uint64 { return binary.BigEndian.Uint64(k[len(k)-8:]) }
	for k := range r.after(0) {
		first = number(k)
		break
	}
	if first > 0 {
		k, _ := start(r.tx.waiting.Cursor(), []byte{r.kind}, nil, true, true)
		last = number(k)
	}
	return first, last
}

// mayWait reports whether so much more may wait in the file, where most is usual. What
// is more by itself waits alone, so that its commit takes no longer than it must: who has
// committed it is to put it in place soon. See CatchUp.
func (r records) mayWait(n, most int) bool {
	total := r.total()
	return total+n <= most || total <= most && n > most
}

// IsBehind reports whether more waits to be put in its place than usual: who reads has to
// sort it. It may be asked after the commit.
func (t *Tx) IsBehind() bool {
	if t.tx.DB() == nil {
		return t.behind
	}
	return t.waitingTriples().total() > maxWaiting || t.waitingWords().total() > maxWaitingWords
}

// PutInPlace puts all that waits in its place. An error is kept for the commit.
func (t *Tx) PutInPlace() {
	t.settleOrders()
	t.settleWords()
}

// CatchUp is PutInPlace of a part: of triples, or else of words. Who IsBehind is less so
// after it, and must call it again if it still is.
func (t *Tx) CatchUp() {
	if t.waitingTriples().total() > maxWaiting {
		t.settleOrders()
	} else {
		t.settleWords()
	}
}

// total is how much waits.
func (r records) total() int { return int(r.tx.metaUint(r.count)) }

// put adds the record of this commit, of so much.
func (r records) put(n int, packed []byte) error {
	r.tx.putMetaUint(r.count, uint64(r.total()+n))
	key := r.key(uint64(r.tx.tx.ID()))
	return r.tx.waiting.Put(key, sealed(key, packed))
}

// clear forgets all, for it is in its place.
func (r records) clear() error {
	r.tx.putMetaUint(r.count, 0)
	var keys [][]byte // A cursor does not bear that what it goes over is changed.
	for k := range r.after(0) {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := r.tx.waiting.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// lastRead keeps what some records came to, for those who read one after the other. What
// is kept is not changed.
type lastRead[W any] struct {
	mu          sync.Mutex
	first, last uint64
	w           W
}

// read is what the records come to; with adds those after a number to what those up to
// there come to.
func (l *lastRead[W]) read(r records, with func(w W, after uint64) W) (w W) {
	first, last := r.ends()
	if first == 0 {
		return w
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	have := uint64(0)
	if l.first == first && l.last <= last {
		w, have = l.w, l.last
	}
	if have < last {
		w = with(w, have)
	}
	if l.last <= last {
		l.first, l.last, l.w = first, last, w
	}
	return w
}

// notAsWritten ends the reading of a record that is not what was written: Guard makes an
// error of it.
func notAsWritten() { panic("what waits to be put in its place is not what was written") }
