package operation

import (
	"iter"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// triples numbers the triples of several operations, so that equal ones are found
// equal once, and not with each of their TIDs.
type triples struct{ model.TripleSet }

// item is one TID of one triple, by its number.
type item struct {
	triple int
	tid    clock.TID
}

// items yields the items of some triples.
func (t *triples) items(tts []TripleTIDs) iter.Seq[item] {
	return func(yield func(item) bool) {
		for _, tt := range tts {
			n, _ := t.Add(tt.Triple)
			for _, tid := range tt.TIDs {
				if !yield(item{n, tid}) {
					return
				}
			}
		}
	}
}

// itemSet is a set of items that remembers the order in which they came, so that
// equal operations are written alike.
type itemSet struct {
	of    *triples
	at    map[item]int
	order []item
}

func (t *triples) set(tts []TripleTIDs) *itemSet { return t.growing(tts, len(tts)) }

// growing is a set that is to have about so many in the end.
func (t *triples) growing(tts []TripleTIDs, n int) *itemSet {
	t.Grow(len(tts))
	s := &itemSet{of: t, at: make(map[item]int, n), order: make([]item, 0, n)}
	for i := range t.items(tts) {
		s.add(i)
	}
	return s
}

func (s *itemSet) has(i item) bool {
	_, ok := s.at[i]
	return ok
}

func (s *itemSet) add(i item) {
	if !s.has(i) {
		s.at[i] = len(s.order)
		s.order = append(s.order, i)
	}
}

// remove reports whether i was there.
func (s *itemSet) remove(i item) bool {
	at, ok := s.at[i]
	if ok {
		delete(s.at, i)
		s.order[at] = item{}
	}
	return ok
}

// each yields the items in order; the set may be changed meanwhile.
func (s *itemSet) each(yield func(item) bool) {
	for at, i := range s.order {
		if now, ok := s.at[i]; ok && now == at && !yield(i) {
			return
		}
	}
}

// tripleTIDs gathers the items by triple.
func (s *itemSet) tripleTIDs() []TripleTIDs {
	if len(s.at) == 0 {
		return nil
	}
	out := make([]TripleTIDs, 0, len(s.at))
	places := make([]int, s.of.Len()) // one more than the place of a triple in out
	for i := range s.each {
		at := places[i.triple]
		if at == 0 {
			out = append(out, TripleTIDs{Triple: s.of.At(i.triple)})
			at = len(out)
			places[i.triple] = at
		}
		out[at-1].TIDs = append(out[at-1].TIDs, i.tid)
	}
	return out
}
