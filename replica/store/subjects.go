package store

import (
	"bytes"
	"encoding/binary"
	"iter"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
)

// Subjects yields subjects in the order of their IRIs, after one, or backwards
// before one; an empty bound is the end of the list. A class selects the subjects
// of one rdf:type.
func (t *Tx) Subjects(class, from model.IRI, backwards bool) iter.Seq[model.IRI] {
	bucket, prefix := t.subjects, []byte(nil)
	if class != "" {
		id := t.idOf(model.Ref(class))
		if id == 0 {
			return func(func(model.IRI) bool) {}
		}
		bucket, prefix = t.types, appendID(nil, id)
	}
	bound := append(bytes.Clone(prefix), from...)
	return func(yield func(model.IRI) bool) {
		c := bucket.Cursor()
		k := start(c, prefix, bound, from == "", backwards)
		for bytes.HasPrefix(k, prefix) && k != nil {
			if !yield(model.IRI(k[len(prefix):])) {
				return
			}
			if backwards {
				k, _ = c.Prev()
			} else {
				k, _ = c.Next()
			}
		}
	}
}

// start moves a cursor to the first key after, or the last before, the bound.
func start(c *bbolt.Cursor, prefix, bound []byte, open, backwards bool) []byte {
	if !backwards {
		k, _ := c.Seek(bound)
		if !open && bytes.Equal(k, bound) {
			k, _ = c.Next()
		}
		return k
	}
	if open {
		bound = successor(prefix)
		if bound == nil {
			k, _ := c.Last()
			return k
		}
	}
	if k, _ := c.Seek(bound); k == nil {
		k, _ = c.Last()
		return k
	}
	k, _ := c.Prev()
	return k
}

// successor is the first key after all that begin with prefix; nil if there is
// none.
func successor(prefix []byte) []byte {
	next := bytes.Clone(prefix)
	for i := len(next) - 1; i >= 0; i-- {
		if next[i]++; next[i] != 0 {
			return next[:i+1]
		}
	}
	return nil
}

// CountSubjects counts the subjects of a class, or all for an empty one, without
// looking at them.
func (t *Tx) CountSubjects(class model.IRI) int {
	key := keyAll
	if class != "" {
		id := t.idOf(model.Ref(class))
		if id == 0 {
			return 0
		}
		key = appendID(nil, id)
	}
	n, _ := binary.Uvarint(t.counts.Get(key))
	return int(n)
}
