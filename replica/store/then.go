package store

import (
	"encoding/binary"
	"iter"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/clock"
)

// Then is a state of the data as it was. It has the reading methods of a Tx, belongs
// to one goroutine, and is a model.Graph.
type Then struct {
	now, then       *Tx
	touched, hidden *bbolt.Bucket
	number          uint64 // of the last record until then

	// The subject that was asked for last: triples of one follow each other.
	last        model.IRI
	lastTouched bool
}

func (t *Then) isTouched(subject model.IRI) bool {
	if subject != t.last || subject == "" {
		t.last, t.lastTouched = subject, t.touched.Get(t.then.store.history(subject)) != nil
	}
	return t.lastTouched
}

// of is where a subject is to be looked up.
func (t *Then) of(subject model.IRI) *Tx {
	if t.isTouched(subject) {
		return t.then
	}
	return t.now
}

// Match yields the triples that a pattern selects; see model.Graph.
func (t *Then) Match(p model.Pattern) iter.Seq[model.Triple] {
	if p.S != "" {
		return t.of(p.S).Match(p)
	}
	return func(yield func(model.Triple) bool) {
		for triple := range t.now.Match(p) {
			if !t.isTouched(triple.S) && !yield(triple) {
				return
			}
		}
		for triple := range t.then.Match(p) {
			if !yield(triple) {
				return
			}
		}
	}
}

// TIDs are the TIDs that a triple had.
func (t *Then) TIDs(triple model.Triple) []clock.TID { return t.of(triple.S).TIDs(triple) }

// Has reports whether there was a triple.
func (t *Then) Has(triple model.Triple) bool { return t.of(triple.S).Has(triple) }

// CountSubjects counts the subjects of a class, or all for an empty one, without
// looking at them.
func (t *Then) CountSubjects(class model.IRI) int {
	hidden, _ := binary.Uvarint(t.hidden.Get([]byte("n" + string(class))))
	return t.now.CountSubjects(class) - int(hidden) + t.then.CountSubjects(class)
}

// Owner is the subject that a part was of, and the property by which it was; empty where
// nothing referred to it. See Tx.Owner.
func (t *Then) Owner(part model.IRI) (owner, property model.IRI) {
	for range maxNested {
		var next model.Triple
		for triple := range t.Match(model.Pattern{O: model.Ref(part)}) {
			if _, isPlace := list.Of(triple.P); next.S == "" || isPlace {
				next = triple
			}
		}
		if next.S == "" {
			return "", ""
		}
		if in := t.of(next.S); !in.isPart(next.S, in.idOf(model.Ref(next.S))) {
			return next.S, next.P
		}
		part = next.S
	}
	return "", ""
}
