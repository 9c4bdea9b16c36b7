package store

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"iter"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// Order is an order in which subjects are listed.
type Order uint8

// The orders.
const (
	// ByID is the order of the IRIs.
	ByID Order = iota
	// ByName is the order of what subjects are called: their labels, else their ids.
	ByName
	// ByRecent has the last changed first. Only subjects of which the log tells are
	// in it.
	ByRecent
)

// Place is a place in a list of subjects, in its order: opaque, and text.
type Place string

// listing is a bucket of which a part is a list.
type listing struct {
	bucket bucket
	prefix []byte
	// reversed: the list begins with the last key.
	reversed bool
	subject  func(k, v []byte) model.IRI
	place    func(k []byte) Place
	key      func(Place) []byte
}

func (t *Tx) listing(order Order, class model.IRI) (l listing, ok bool) {
	if order == ByRecent {
		l.bucket, l.reversed = t.recent, true
		l.subject = func(_, v []byte) model.IRI { return t.store.readIRI(v) }
		l.place = func(k []byte) Place { return Place(hex.EncodeToString(k)) }
		l.key = func(p Place) []byte {
			k, _ := hex.DecodeString(string(p))
			return k
		}
		return l, true
	}
	if order == ByID {
		l.bucket, l.subject = t.subjects, func(k, _ []byte) model.IRI { return t.store.readIRI(k) }
		l.place = func(k []byte) Place { return Place(t.store.readIRI(k)) }
		l.key = func(p Place) []byte { return t.store.iriKey(nil, model.IRI(p)) }
	} else {
		l.bucket, l.subject = t.names, func(k, _ []byte) model.IRI { _, s := t.store.readName(k); return s }
		l.place = func(k []byte) Place { return placeByName(t.store.readName(k)) }
		l.key = func(p Place) []byte {
			name, s, _ := strings.Cut(string(p), "\x00")
			return t.store.nameKey(nil, name, model.IRI(s))
		}
	}
	if class != "" {
		if l.bucket = t.types; order == ByName {
			l.bucket = t.typeNames
		}
		id := t.idOf(model.Ref(class))
		l.prefix = appendID(nil, id)
		return l, id != 0
	}
	return l, true
}

// List yields subjects and their places in an order, after a place, or backwards
// before one; an empty place is the end of the list. A class selects the subjects
// of one rdf:type. Parts of others are in no list.
func (t *Tx) List(order Order, class model.IRI, from Place, backwards bool) iter.Seq2[model.IRI, Place] {
	l, ok := t.listing(order, class)
	if !ok {
		return func(func(model.IRI, Place) bool) {}
	}
	down := backwards != l.reversed
	bound := l.prefix
	if from != "" {
		bound = append(bytes.Clone(l.prefix), l.key(from)...)
	}
	return func(yield func(model.IRI, Place) bool) {
		c := l.bucket.Cursor()
		next := c.Next
		if down {
			next = c.Prev
		}
		for k, v := start(c, l.prefix, bound, from == "", down); k != nil && bytes.HasPrefix(k, l.prefix); k, v = next() {
			rest := k[len(l.prefix):]
			s := l.subject(rest, v)
			if order == ByRecent && !t.is(s, class) || order == ByID && class == "" && !isListed(v) {
				continue
			}
			if !yield(s, l.place(rest)) {
				return
			}
		}
	}
}

// placeByName is the place of a subject in a list by name.
func placeByName(name string, s model.IRI) Place { return Place(name + "\x00" + string(s)) }

// is reports whether a subject is listed, and has a type where one is named.
func (t *Tx) is(s, class model.IRI) bool {
	if class == "" {
		return isListed(t.subjects.Get(t.store.iriKey(nil, s)))
	}
	id := t.idOf(model.Ref(class))
	return id != 0 && t.types.Get(t.store.classKey(id, s)) != nil
}

// PlaceOf is where a subject is in an order, or where it would be; empty where that
// is nowhere.
func (t *Tx) PlaceOf(order Order, s model.IRI) Place {
	switch order {
	case ByName:
		n, name := t.listed(s)
		if n == 0 || name == partName {
			name = trimName(t.shortID(s))
		}
		return placeByName(name, s)
	case ByRecent:
		seq := t.lastTouched(s)
		if seq == 0 {
			return ""
		}
		return Place(hex.EncodeToString(recentKey(seq, t.store.history(s))))
	default:
		return Place(s)
	}
}

// IsListed reports whether there is a subject at a place of an order.
func (t *Tx) IsListed(order Order, class model.IRI, at Place) bool {
	l, ok := t.listing(order, class)
	if !ok || at == "" {
		return false
	}
	key := append(bytes.Clone(l.prefix), l.key(at)...)
	k, v := l.bucket.Cursor().Seek(key)
	if !bytes.Equal(k, key) {
		return false
	}
	return order == ByName || t.is(l.subject(k[len(l.prefix):], v), class)
}

// ComparePlaces tells which of two places of an order comes first.
func ComparePlaces(order Order, a, b Place) int {
	if order == ByRecent {
		return strings.Compare(string(b), string(a))
	}
	return strings.Compare(string(a), string(b))
}

// start moves a cursor to the first key after, or, down, the last before, the
// bound.
func start(c *cursor, prefix, bound []byte, open, down bool) (k, v []byte) {
	if !down {
		k, v := c.Seek(bound)
		if !open && bytes.Equal(k, bound) {
			return c.Next()
		}
		return k, v
	}
	if open {
		if bound = successor(prefix); bound == nil {
			return c.Last()
		}
	}
	return c.Before(bound)
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
// looking at them. Parts of others are not counted.
func (t *Tx) CountSubjects(class model.IRI) int {
	key := keyAll
	if class != "" {
		id := t.idOf(model.Ref(class))
		if id == 0 {
			return 0
		}
		key = appendID(nil, id)
	}
	return t.subjectsBy(key)
}

// Types yields the types that subjects have, and how many have each, in no order.
func (t *Tx) Types() iter.Seq2[model.IRI, int] {
	return func(yield func(model.IRI, int) bool) {
		c := t.counts.Cursor()
		for k, v := c.First(); k != nil; k, v = c.Next() {
			if bytes.Equal(k, keyAll) {
				continue
			}
			n, _ := binary.Uvarint(v)
			if !yield(t.term(onlyID(k)).IRI(), int(n)) {
				return
			}
		}
	}
}

// Referring yields the triples that refer to a subject, each with its place among
// them, after a place; empty for the first.
func (t *Tx) Referring(to model.IRI, after Place) iter.Seq2[model.Triple, Place] {
	return func(yield func(model.Triple, Place) bool) {
		o := t.idOf(model.Ref(to))
		if o == 0 {
			return
		}
		from, _ := hex.DecodeString(string(after))
		var place three
		if s, rest := cutID(from); s != 0 {
			place = three{o, s, onlyID(rest)}
		}
		for i := range t.byOSPAfter(three{o}, place) {
			if !yield(t.triple(i), Place(hex.EncodeToString(appendID(appendID(nil, i.s), i.p)))) {
				return
			}
		}
	}
}

// CountReferring counts the triples that refer to a subject, up to a bound.
func (t *Tx) CountReferring(to model.IRI, most int) (n int) {
	if o := t.idOf(model.Ref(to)); o != 0 {
		for range t.byOSP(o, 0) {
			if n++; n >= most {
				break
			}
		}
	}
	return n
}
