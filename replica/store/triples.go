package store

import (
	"bytes"
	"iter"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// prefixes looks at a bucket by what its keys begin with.
type prefixes struct{ b bucket }

func (p prefixes) each(prefix []byte) iter.Seq2[[]byte, []byte] {
	return func(yield func(k, v []byte) bool) {
		c := p.b.Cursor()
		for k, v := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, v = c.Next() {
			if !yield(k, v) {
				return
			}
		}
	}
}

// find are the ids of the terms of a pattern, zero for what is open; ok is false
// if the file does not have one of the terms.
func (t *Tx) find(p model.Pattern) (i ids, ok bool) {
	if p.S != "" {
		if i.s = t.lastS.idOf(t, p.S); i.s == 0 {
			return i, false
		}
	}
	if p.P != "" {
		if i.p = t.lastP.idOf(t, p.P); i.p == 0 {
			return i, false
		}
	}
	if !p.O.IsZero() {
		i.o = t.idOf(p.O)
	}
	return i, i.o != 0 || p.O.IsZero()
}

// Match yields the triples that a pattern selects; see model.Graph.
func (t *Tx) Match(p model.Pattern) iter.Seq[model.Triple] {
	return func(yield func(model.Triple) bool) {
		for tt := range t.match(p) {
			if !yield(tt) {
				return
			}
		}
	}
}

func (t *Tx) match(p model.Pattern) iter.Seq2[model.Triple, []byte] {
	return func(yield func(model.Triple, []byte) bool) {
		i, ok := t.find(p)
		if !ok {
			return
		}
		switch {
		case i.s != 0 && i.o != 0 && i.p == 0:
			for found := range t.byOSP(i.o, i.s) {
				if !yield(t.triple(found), nil) {
					return
				}
			}
		case i.s != 0 || i.p == 0 && i.o == 0:
			for k, v := range (prefixes{t.spo}).each(prefix(i.s, i.p, i.o)) {
				if !yield(t.triple(readSPO(k)), v) {
					return
				}
			}
		case i.p != 0:
			for found := range t.byPOS(i.p, i.o) {
				if !yield(t.triple(found), nil) {
					return
				}
			}
		default:
			for found := range t.byOSP(i.o, 0) {
				if !yield(t.triple(found), nil) {
					return
				}
			}
		}
	}
}

// Held are the identities of the transactions that inserted a triple, and whether
// the file has it: a derived one has none.
func (t *Tx) Held(triple model.Triple) (tids []clock.TID, has bool) {
	i, ok := t.find(model.Pattern(triple))
	if !ok {
		return nil, false
	}
	packed := t.spo.Get(i.spo())
	return readTIDs(packed), packed != nil
}

// TIDs are the identities of the transactions that inserted a triple; none where
// the file does not have it.
func (t *Tx) TIDs(triple model.Triple) []clock.TID {
	tids, _ := t.Held(triple)
	return tids
}

// Has reports whether the file has a triple.
func (t *Tx) Has(triple model.Triple) bool {
	_, has := t.Held(triple)
	return has
}

// Cursor walks over all triples with their TIDs, and can be left and taken up
// again.
type Cursor struct{ last []byte }

// Next yields triples from where it was left, in an order of its own.
func (c *Cursor) Next(t *Tx) iter.Seq[operation.TripleTIDs] {
	return func(yield func(operation.TripleTIDs) bool) {
		b := t.spo.Cursor()
		k, v := b.Seek(c.last)
		if c.last != nil && bytes.Equal(k, c.last) {
			k, v = b.Next()
		}
		for ; k != nil; k, v = b.Next() {
			c.last = bytes.Clone(k)
			if !yield(operation.TripleTIDs{TIDs: readTIDs(v), Triple: t.triple(readSPO(k))}) {
				return
			}
		}
	}
}
