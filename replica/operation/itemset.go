package operation

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// item is one TID of one triple.
type item struct {
	triple model.Triple // its identity
	tid    clock.TID
}

// itemSet is a set of items that remembers the order in which they came, so that
// equal operations are written alike.
type itemSet struct {
	at     map[item]int
	order  []item
	triple map[model.Triple]model.Triple // from identity to whole triple
}

func newItemSet(tts []TripleTIDs) *itemSet {
	s := &itemSet{at: make(map[item]int), triple: make(map[model.Triple]model.Triple)}
	for _, tt := range tts {
		s.triple[identity(tt.Triple)] = tt.Triple
		for _, tid := range tt.TIDs {
			s.add(item{identity(tt.Triple), tid})
		}
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

// addFrom is add, where the whole triple comes from another set.
func (s *itemSet) addFrom(o *itemSet, i item) {
	if _, ok := s.triple[i.triple]; !ok {
		s.triple[i.triple] = o.triple[i.triple]
	}
	s.add(i)
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
	var out []TripleTIDs
	at := make(map[model.Triple]int)
	for i := range s.each {
		n, ok := at[i.triple]
		if !ok {
			n = len(out)
			at[i.triple] = n
			out = append(out, TripleTIDs{Triple: s.triple[i.triple]})
		}
		out[n].TIDs = append(out[n].TIDs, i.tid)
	}
	return out
}
