package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// past is the order in which a state of the past lists what is wanted in an order:
// what was changed last before then is not known, so by name in place of that.
func past(order Order) Order {
	if order == ByRecent {
		return ByName
	}
	return order
}

// List yields subjects and their places in an order; see Tx.List.
func (t *Then) List(order Order, class model.IRI, from Place, backwards bool) iter.Seq2[model.IRI, Place] {
	order = past(order)
	keys, _ := t.now.listing(order, "")
	return func(yield func(model.IRI, Place) bool) {
		then, stop := iter.Pull2(t.then.List(order, class, from, backwards))
		defer stop()
		s, at, ok := then()
		for now, place := range t.now.List(order, class, from, backwards) {
			if t.isTouched(now) {
				continue
			}
			for ; ok && (bytes.Compare(keys.key(at), keys.key(place)) < 0) != backwards; s, at, ok = then() {
				if !yield(s, at) {
					return
				}
			}
			if !yield(now, place) {
				return
			}
		}
		for ; ok; s, at, ok = then() {
			if !yield(s, at) {
				return
			}
		}
	}
}

// PlaceOf is where a subject was in an order; see Tx.PlaceOf.
func (t *Then) PlaceOf(order Order, s model.IRI) Place { return t.of(s).PlaceOf(past(order), s) }

// IsListed reports whether there was a subject at a place of an order.
func (t *Then) IsListed(order Order, class model.IRI, at Place) bool {
	if at == "" {
		return false
	}
	order = past(order)
	l, _ := t.now.listing(order, "")
	return t.of(l.subject(l.key(at), nil)).IsListed(order, class, at)
}

// TouchedAt is the zero time: when a subject was touched last before then is not
// known.
func (*Then) TouchedAt(model.IRI) time.Time { return time.Time{} }

// Types yields the types that subjects had; see Tx.Types.
func (t *Then) Types() iter.Seq2[model.IRI, int] {
	return func(yield func(model.IRI, int) bool) {
		seen := make(map[model.IRI]bool)
		for class, n := range t.now.Types() {
			seen[class] = true
			hidden, _ := binary.Uvarint(t.hidden.Get([]byte("n" + string(class))))
			if n += t.then.CountSubjects(class) - int(hidden); n > 0 && !yield(class, n) {
				return
			}
		}
		for class, n := range t.then.Types() {
			if !seen[class] && !yield(class, n) {
				return
			}
		}
	}
}

// The places of those who refer to a subject begin with where they are found.
const (
	placeThen = "t"
	placeNow  = "u"
)

// Referring yields the triples that referred to a subject; see Tx.Referring.
func (t *Then) Referring(to model.IRI, after Place) iter.Seq2[model.Triple, Place] {
	return func(yield func(model.Triple, Place) bool) {
		fromNow, now := strings.CutPrefix(string(after), placeNow)
		if !now {
			for triple, at := range t.then.Referring(to, Place(strings.TrimPrefix(string(after), placeThen))) {
				if !yield(triple, placeThen+at) {
					return
				}
			}
			fromNow = ""
		}
		for triple, at := range t.now.Referring(to, Place(fromNow)) {
			if !t.isTouched(triple.S) && !yield(triple, placeNow+at) {
				return
			}
		}
	}
}

// CountReferring counts the triples that referred to a subject, up to a bound.
func (t *Then) CountReferring(to model.IRI, most int) (n int) {
	for range t.Referring(to, "") {
		if n++; n >= most {
			break
		}
	}
	return n
}

// Find yields the subjects that had all words of a text, or words like them; see
// Tx.Find.
func (t *Then) Find(text string, class model.IRI, stopped func() bool) (portions iter.Seq[[]Found], more func() bool) {
	then, moreThen := t.then.findIn(t, text, class, stopped)
	now, moreNow := t.now.findIn(t, text, class, stopped)
	return func(yield func([]Found) bool) {
		next, stop := iter.Pull(then)
		defer stop()
		given := make(map[model.IRI]bool)
		again := func(f Found) bool { // Of a subject and its parts, and by both.
			was := given[f.ID]
			given[f.ID] = true
			return was
		}
		give := func(portion []Found) bool {
			was, _ := next()
			portion = slices.DeleteFunc(append(was, portion...), again)
			slices.SortStableFunc(portion, func(a, b Found) int { return cmp.Or(cmp.Compare(b.score, a.score), strings.Compare(a.Name, b.Name)) })
			return len(portion) == 0 || yield(portion)
		}
		for portion := range now {
			if !give(slices.DeleteFunc(portion, func(f Found) bool { return !f.inPart && t.isTouched(f.ID) })) {
				return
			}
		}
		for was, ok := next(); ok; was, ok = next() {
			if was = slices.DeleteFunc(was, again); len(was) > 0 && !yield(was) {
				return
			}
		}
	}, func() bool { return moreThen() || moreNow() }
}
