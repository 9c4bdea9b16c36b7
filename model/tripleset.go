package model

import (
	"hash/maphash"
	"slices"
)

// TripleSet is a set of triples that remembers the order in which its members came.
// Triples that differ only in the data beside a literal are the same. The zero set is
// empty. It belongs to one goroutine.
type TripleSet struct {
	// order has the members; in the place of one that was removed there is none.
	order   []Triple
	removed int
	// given: somebody has order, which must not be changed where it is.
	given bool
	// table finds members by their hashes: it has their places in order, from one. Few
	// are found by looking at each, and what was taken has none before it is asked for.
	table  []uint32
	hashes []uint32
}

// few are looked through one by one.
const few = 8

var hashSeed = maphash.MakeSeed()

func (t Triple) hash() uint32 {
	h := maphash.String(hashSeed, string(t.S))
	h = h*31 + maphash.String(hashSeed, string(t.P))
	h = h*31 + maphash.String(hashSeed, t.O.Value)
	h = h*31 + maphash.String(hashSeed, string(t.O.Datatype))
	return uint32(h ^ h>>32)
}

// same reports whether t and u are one statement.
func (t *Triple) same(u *Triple) bool {
	return t.O.Value == u.O.Value && t.S == u.S && t.P == u.P && t.O.Kind == u.O.Kind && t.O.Datatype == u.O.Datatype
}

// Grow makes room for more members.
func (s *TripleSet) Grow(n int) {
	s.order = slices.Grow(s.order, n)
	if n += len(s.order); n > few {
		s.hashes = slices.Grow(s.hashes, n-len(s.hashes))
		s.rehash(n)
	}
}

// Index is the place of a triple among those that have ever come, from zero; -1 if it is
// no member.
func (s *TripleSet) Index(t Triple) int {
	if !s.hasTable() {
		for i := range s.order {
			if s.order[i].same(&t) {
				return i
			}
		}
		return -1
	}
	_, i := s.find(&t, t.hash())
	return i
}

// Take makes an empty set one of triples of which it is plain that no two are the same,
// and reports whether it did. They must not be changed: the set has them where they are.
func (s *TripleSet) Take(triples []Triple) bool {
	if len(s.order) > 0 || !areDistinct(triples) {
		return false
	}
	*s = TripleSet{order: slices.Clip(triples), given: true}
	return true
}

// AddAll adds triples, which must not be changed from then on.
func (s *TripleSet) AddAll(triples []Triple) {
	if s.Take(triples) {
		return
	}
	s.Grow(len(triples))
	for _, t := range triples {
		s.Add(t)
	}
}

// areDistinct reports whether it is plain that no two of many triples are the same: those
// of each subject follow each other, and are not many.
func areDistinct(triples []Triple) bool {
	const many = 16
	if len(triples) <= few {
		return false
	}
	subjects := make(map[IRI]struct{}, len(triples)/2)
	for rest := triples; len(rest) > 0; {
		n := 1
		for ; n < len(rest) && rest[n].S == rest[0].S; n++ {
			if n == many {
				return false
			}
			for i := range n {
				if rest[i].same(&rest[n]) {
					return false
				}
			}
		}
		before := len(subjects)
		if subjects[rest[0].S] = struct{}{}; len(subjects) == before {
			return false
		}
		rest = rest[n:]
	}
	return true
}

// hasTable makes the table, where members are to be found by it.
func (s *TripleSet) hasTable() bool {
	if s.table == nil && len(s.order) > few {
		s.rehash(len(s.order))
	}
	return s.table != nil
}

// find is where a triple is in the table, or would be, and its place; -1 if it is no
// member.
func (s *TripleSet) find(t *Triple, hash uint32) (slot, i int) {
	mask := len(s.table) - 1
	for slot = int(hash) & mask; s.table[slot] != 0; slot = (slot + 1) & mask {
		i := int(s.table[slot] - 1)
		if s.hashes[i] == hash && s.order[i].same(t) {
			return slot, i
		}
	}
	return slot, -1
}

// Add adds a triple, and tells its place, and whether it was no member before.
func (s *TripleSet) Add(t Triple) (i int, added bool) {
	if !s.hasTable() {
		if i = s.Index(t); i >= 0 {
			return i, false
		}
		s.order = append(s.order, t)
		if len(s.order) > few {
			s.rehash(2 * len(s.order))
		}
		return len(s.order) - 1, true
	}
	hash := t.hash()
	slot, i := s.find(&t, hash)
	if i >= 0 {
		return i, false
	}
	s.order, s.hashes = append(s.order, t), append(s.hashes, hash)
	s.table[slot] = uint32(len(s.order))
	if 4*len(s.order) > 3*len(s.table) {
		s.rehash(2 * len(s.order))
	}
	return len(s.order) - 1, true
}

// rehash makes the table anew, with room for so many.
func (s *TripleSet) rehash(n int) {
	size := 2 * few
	for 3*size < 4*n {
		size *= 2
	}
	if size <= len(s.table) {
		return
	}
	s.table = make([]uint32, size)
	for i := range s.order {
		if i == len(s.hashes) {
			s.hashes = append(s.hashes, s.order[i].hash())
		}
		slot := int(s.hashes[i]) & (size - 1)
		for s.table[slot] != 0 {
			slot = (slot + 1) & (size - 1)
		}
		s.table[slot] = uint32(i + 1)
	}
}

// Remove takes a triple out, and tells whether it was a member.
func (s *TripleSet) Remove(t Triple) bool {
	i := s.Index(t)
	if i < 0 {
		return false
	}
	if s.given {
		s.order, s.given = slices.Clone(s.order), false
	}
	s.order[i] = Triple{} // No triple is like it.
	s.removed++
	return true
}

// Has reports whether a triple is a member.
func (s *TripleSet) Has(t Triple) bool { return len(s.order) > 0 && s.Index(t) >= 0 }

// At is the member at a place, which Add or Index has told.
func (s *TripleSet) At(i int) Triple { return s.order[i] }

// Len is the number of members.
func (s *TripleSet) Len() int { return len(s.order) - s.removed }

// All are the members, in the order in which they came. They stay what they are, and must
// not be changed.
func (s *TripleSet) All() []Triple {
	if s.removed == 0 {
		s.given = true
		return slices.Clip(s.order)
	}
	out := make([]Triple, 0, s.Len())
	for _, t := range s.order {
		if t != (Triple{}) {
			out = append(out, t)
		}
	}
	return out
}
