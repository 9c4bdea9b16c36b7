package store

import (
	"bytes"
	"encoding/binary"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
)

// additions gather what new triples put into each bucket, so that it can be put
// in the order of its keys. bbolt splits pages only at the commit: keys put in any
// order into a page that has grown large move half of it each time.
type additions struct {
	tx *Tx
	// ids are the terms that were looked up or given an id, by lookup key.
	ids map[string]termID

	terms, termIDs, spo, pos, osp pairs
}

// pairs are keys and values for one bucket.
type pairs []pair

type pair struct{ key, value []byte }

func (p *pairs) add(key, value []byte) { *p = append(*p, pair{key, value}) }

func (p pairs) putTo(b *bbolt.Bucket) error {
	slices.SortFunc(p, func(a, b pair) int { return bytes.Compare(a.key, b.key) })
	for _, kv := range p {
		if err := b.Put(kv.key, kv.value); err != nil {
			return err
		}
	}
	return nil
}

func newAdditions(t *Tx) *additions {
	return &additions{tx: t, ids: make(map[string]termID)}
}

// add takes a triple that is not there yet.
func (a *additions) add(c Change) (i ids, err error) {
	if i.s, err = a.intern(model.Ref(c.Triple.S)); err != nil {
		return i, err
	}
	if i.p, err = a.intern(model.Ref(c.Triple.P)); err != nil {
		return i, err
	}
	if i.o, err = a.intern(c.Triple.O); err != nil {
		return i, err
	}
	a.spo.add(i.spo(), packTIDs(c.TIDs))
	a.pos.add(i.pos(), nil)
	a.osp.add(i.osp(), nil)
	return i, nil
}

// intern finds the id of a term, or gives it one.
func (a *additions) intern(term model.Term) (termID, error) {
	var buf [maxTermKey]byte
	key := a.tx.store.appendTerm(buf[:0], term)
	lookup := lookupKey(key)
	if id, ok := a.ids[string(lookup)]; ok {
		return id, nil
	}
	if v := a.tx.termIDs.Get(lookup); v != nil {
		id := onlyID(v)
		a.ids[string(lookup)] = id
		return id, nil
	}
	seq, err := a.tx.terms.NextSequence()
	if err != nil {
		return 0, err
	}
	id := termID(seq)
	record := binary.AppendUvarint(nil, uint64(len(key)))
	a.terms.add(appendID(nil, id), append(append(record, key...), term.Data...))
	a.termIDs.add(bytes.Clone(lookup), appendID(nil, id))
	a.ids[string(lookup)] = id
	return id, nil
}

// put puts all that was gathered.
func (a *additions) put() error {
	t := a.tx
	for _, to := range []struct {
		pairs  pairs
		bucket *bbolt.Bucket
	}{
		{a.terms, t.terms}, {a.termIDs, t.termIDs}, {a.spo, t.spo}, {a.pos, t.pos}, {a.osp, t.osp},
	} {
		if err := to.pairs.putTo(to.bucket); err != nil {
			return err
		}
	}
	return nil
}
