package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/beside"
	"github.com/m-ld/mld-tui/replica/clock"
)

// additions gather what new triples put into each bucket, so that it can be put
// in the order of its keys. bbolt splits pages only at the commit: keys put in any
// order into a page that has grown large move half of it each time.
type additions struct {
	tx *Tx
	// packed are the last TIDs, as they are kept: most have the same.
	tids   []clock.TID
	packed []byte
	// space is for keys.
	space []byte

	terms, termIDs, naming, spo pairs
}

// pairs are keys and values for one bucket.
type pairs []pair

type pair struct{ key, value []byte }

func (p *pairs) add(key, value []byte) { *p = append(*p, pair{key, value}) }

func (p pairs) putTo(b bucket) error {
	slices.SortFunc(p, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	for _, kv := range p {
		if err := b.Put(kv.key, kv.value); err != nil {
			return err
		}
	}
	return nil
}

// filling is what is put into a bucket.
type filling struct {
	bucket bucket
	pairs  pairs
}

func (f filling) put() error { return f.pairs.putTo(f.bucket) }

func (f filling) isLarge() bool { return beside.IsWorth(len(f.pairs)) }

// putEach fills buckets, each of them another.
func (t *Tx) putEach(all ...filling) error { return t.beginEach(all...)() }

// beginEach is putEach, which may go on beside the caller until end: nobody may look into
// these buckets before, and the transaction may not end.
func (t *Tx) beginEach(all ...filling) (end func() error) {
	if slices.ContainsFunc(all, filling.isLarge) {
		return t.putAtOnce(all)
	}
	for _, f := range all {
		if err := f.put(); err != nil {
			return func() error { return err }
		}
	}
	return noError
}

func noError() error { return nil }

// putAtOnce is beginEach of much: until the commit the buckets of a transaction have
// nothing in common but what only is read, and counters that bear it.
func (t *Tx) putAtOnce(all []filling) (end func() error) {
	results := make([]func() error, len(all))
	for i, f := range all {
		results[i] = t.fill(len(f.pairs), f.put)
	}
	return func() error {
		errs := make([]error, len(all))
		for i, result := range results { // All have ended then.
			errs[i] = result()
		}
		return errors.Join(errs...)
	}
}

// fill has fn put so many keys into a bucket, beside the caller, who must ask for its
// result before the transaction ends.
func (t *Tx) fill(n int, fn func() error) (result func() error) {
	return beside.Begin(n, func() error { return t.store.Guard(fn) })
}

// additions are those of a Put. The next one takes their room: bbolt keeps no key that
// it is given.
func (t *Tx) additions() *additions {
	a := &t.added
	a.tx, a.tids, a.packed, a.space = t, nil, nil, a.space[:0]
	for _, p := range []*pairs{&a.terms, &a.termIDs, &a.naming, &a.spo} {
		clear(*p)
		*p = (*p)[:0]
	}
	return a
}

// expect makes room for so many triples.
func (a *additions) expect(n int) {
	a.spo, a.terms, a.termIDs = slices.Grow(a.spo, n), slices.Grow(a.terms, n/2), slices.Grow(a.termIDs, n/2)
	a.tx.unordered = slices.Grow(a.tx.unordered, n)
	if n > maxIDs { // So large a map takes as long to grow as to fill.
		ids := make(map[string]termID, len(a.tx.ids)+n/2)
		maps.Copy(ids, a.tx.ids)
		a.tx.ids = ids
	}
}

// find are the ids of a triple's terms; zero for those that the file does not have, and
// for all if it does not have the subject.
func (a *additions) find(t model.Triple) (i ids) {
	if i.s = a.tx.lastS.idOf(a.tx, t.S); i.s != 0 {
		i.p, i.o = a.tx.lastP.idOf(a.tx, t.P), a.tx.idOf(t.O)
	}
	return i
}

// add takes a triple that is not there yet, and of which the file has some terms.
func (a *additions) add(c Change, i ids) (_ ids, err error) {
	if i.s, err = a.intern(i.s, model.Ref(c.Triple.S)); err != nil {
		return i, err
	}
	if i.p, err = a.intern(i.p, model.Ref(c.Triple.P)); err != nil {
		return i, err
	}
	if i.o, err = a.intern(i.o, c.Triple.O); err != nil {
		return i, err
	}
	a.spo.add(a.key(i.s, i.p, i.o), a.pack(c.TIDs))
	a.tx.unordered = append(a.tx.unordered, i)
	return i, nil
}

// key is a key of a triple, beside the others in memory.
func (a *additions) key(x, y, z termID) []byte {
	const most, least, block = 3 * maxID, 256, 8 << 10
	if cap(a.space)-len(a.space) < most {
		a.space = make([]byte, 0, min(max(2*cap(a.space), least), block))
	}
	from := len(a.space)
	a.space = appendThree(a.space, x, y, z)
	return a.space[from:len(a.space):len(a.space)]
}

func (a *additions) pack(tids []clock.TID) []byte {
	if a.packed == nil || !slices.Equal(a.tids, tids) {
		a.tids, a.packed = tids, packTIDs(tids)
	}
	return a.packed
}

// intern gives a term an id, if it has none.
func (a *additions) intern(id termID, term model.Term) (termID, error) {
	if id != 0 {
		return id, nil
	}
	var space [maxTermKey]byte
	key := a.tx.store.appendTerm(space[:0], term)
	lookup := lookupKey(key)
	if id = a.tx.lookUp(lookup); id != 0 { // It is there, or was new already in a triple before.
		return id, nil
	}
	seq, err := a.tx.terms.NextSequence()
	if err != nil {
		return 0, err
	}
	id = termID(seq)
	record := binary.AppendUvarint(make([]byte, 0, 2+len(key)+len(term.Data)), uint64(len(key)))
	packed := appendID(make([]byte, 0, 4), id)
	record = append(append(record, key...), term.Data...)
	if term.Data != "" {
		record = sealed(packed, record)
	}
	a.terms.add(packed, record)
	name := string(lookup)
	a.termIDs.add([]byte(name), packed)
	if a.tx.store.names(term) {
		a.naming.add(packed, nil)
	}
	a.tx.remember(name, id)
	for _, last := range []*recent{&a.tx.lastS, &a.tx.lastP} {
		if last.id == 0 { // It may be this one.
			*last = recent{}
		}
	}
	return id, nil
}

// begin puts all that was gathered, as beginEach does.
func (a *additions) begin() (end func() error) {
	t := a.tx
	return t.beginEach(filling{t.spo, a.spo}, filling{t.terms, a.terms}, filling{t.termIDs, a.termIDs},
		filling{t.naming, a.naming})
}

// tidy keeps, when all is put, the room only of what was little, for a commit takes memory
// of its own.
func (a *additions) tidy() {
	t := a.tx
	if cap(a.spo) > maxRoom {
		*a = additions{}
	}
	if len(t.ids) > maxIDs { // Not before all of their terms are in the file.
		t.ids = nil
	}
}
