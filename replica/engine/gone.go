package engine

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// gone tells from the log by which updates triples went. It reads each of them once: much
// may have gone by the same.
type gone struct {
	tx   *store.Tx
	read map[uint64]*goneBy
}

// goneBy is what went by an update, with the TIDs that it had, and of which subjects.
type goneBy struct {
	origin

	triples  map[model.Triple][]clock.TID
	subjects map[model.IRI]bool
}

// maxGone is how many updates are remembered.
const maxGone = 16

func newGone(tx *store.Tx) *gone { return &gone{tx: tx, read: make(map[uint64]*goneBy)} }

// by is what went by an update.
func (g *gone) by(number uint64) *goneBy {
	if by := g.read[number]; by != nil {
		return by
	}
	by := &goneBy{triples: make(map[model.Triple][]clock.TID), subjects: make(map[model.IRI]bool)}
	if u, err := g.tx.Update(number); err == nil && u != nil {
		by.origin = originOf(u)
		for _, s := range u.Shifts {
			if s.Gone() {
				by.triples[identity(s.Triple)] = s.Removed
				by.subjects[s.Triple.S] = true
			}
		}
	}
	if len(g.read) >= maxGone {
		clear(g.read)
	}
	g.read[number] = by
	return by
}

// last are the TIDs that a triple had when it went: by an update, or, for none, when it went
// last.
func (g *gone) last(t model.Triple, undone uint64) []clock.TID {
	if undone != 0 {
		return g.by(undone).triples[identity(t)]
	}
	asked := 0
	for number := range g.tx.HistoryOf(model.Pattern(t), 0) {
		if asked++; asked > maxAsked {
			break
		}
		if tids, is := g.by(number).triples[identity(t)]; is {
			return tids
		}
	}
	return nil
}

// subject is by which update something of a subject went last; nil if the log does not tell.
func (g *gone) subject(s model.IRI) *goneBy {
	asked := 0
	for number := range g.tx.HistoryOf(model.Pattern{S: s}, 0) {
		if asked++; asked > maxAsked {
			break
		}
		if by := g.by(number); by.subjects[s] {
			return by
		}
	}
	return nil
}
