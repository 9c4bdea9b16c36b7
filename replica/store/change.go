package store

import (
	"encoding/binary"
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// Change is the new set of TIDs of a triple; without any, the triple goes, unless
// it is derived by a constraint.
type Change struct {
	Triple  model.Triple
	TIDs    []clock.TID
	Derived bool
}

// Put makes changes, each of another triple.
func (t *Tx) Put(changes []Change) error {
	if len(changes) == 0 {
		return nil
	}
	inOrder := make([]*Change, len(changes)) // They are too large to be moved about.
	for i := range changes {
		inOrder[i] = &changes[i]
	}
	slices.SortFunc(inOrder, func(a, b *Change) int { return a.Triple.Compare(b.Triple) })
	e := newEdits(t)
	digest := t.Digest()
	added := t.additions()
	added.expect(len(changes))
	gone := make(map[ids]struct{})
	for _, c := range inOrder {
		i, had := added.find(c.Triple), false
		if i.isWhole() {
			tids := t.spo.Get(added.key(i.s, i.p, i.o))
			had = tids != nil
			digest.Remove(c.Triple, readTIDs(tids))
		}
		digest.Add(c.Triple, c.TIDs)
		var err error
		switch stays := len(c.TIDs) > 0 || c.Derived; {
		case stays && had:
			err = t.spo.Put(i.spo(), added.pack(c.TIDs))
		case stays:
			if i, err = added.add(*c, i); err == nil {
				e.note(c.Triple, i, +1)
			}
		case had:
			e.note(c.Triple, i, -1)
			gone[i] = struct{}{}
		}
		if err != nil {
			return err
		}
	}
	if err := added.put(); err != nil {
		return err
	}
	// When all is in place, so that terms that others have now keep their ids.
	if len(gone) > 0 {
		t.settleOrders()
	}
	unused := t.unused(gone)
	for i := range gone {
		if err := t.remove(i); err != nil {
			return err
		}
	}
	for _, id := range unused {
		if err := t.forget(id); err != nil {
			return err
		}
	}
	t.late.digest = &digest
	return t.settle(e)
}

// unused are the terms that no triple has any more, each once, when some have gone. It
// is asked before they go: until a commit bbolt keeps the pages of which all was deleted,
// and to pass over them, for each term, would cost the square of what goes.
func (t *Tx) unused(gone map[ids]struct{}) (unused []termID) {
	type index func(id termID) iter.Seq[ids]
	bySPO := func(id termID) iter.Seq[ids] { return t.bySPO(id, 0) }
	byPOS := func(id termID) iter.Seq[ids] { return t.byPOS(id, 0) }
	byOSP := func(id termID) iter.Seq[ids] { return t.byOSP(id, 0) }
	asked := make(map[termID]bool, len(gone))
	ask := func(id termID, indexes ...index) { // It is first where it is most likely.
		if asked[id] {
			return
		}
		asked[id] = true
		for _, index := range indexes {
			for i := range index(id) {
				if _, goes := gone[i]; !goes {
					return
				}
			}
		}
		unused = append(unused, id)
	}
	for i := range gone {
		ask(i.s, bySPO, byOSP, byPOS)
		ask(i.p, byPOS, bySPO, byOSP)
		ask(i.o, byOSP, bySPO, byPOS)
	}
	return unused
}

func (t *Tx) remove(i ids) error {
	if err := t.spo.Delete(i.spo()); err != nil {
		return err
	}
	if err := t.pos.Delete(i.inPOS().append(nil)); err != nil {
		return err
	}
	return t.osp.Delete(i.inOSP().append(nil))
}

// keyAll counts all subjects.
var keyAll = []byte("all")

func (t *Tx) count(key []byte, delta int) error {
	n, _ := binary.Uvarint(t.counts.Get(key))
	n += uint64(delta)
	if n == 0 {
		return t.counts.Delete(key)
	}
	return t.counts.Put(key, binary.AppendUvarint(nil, n))
}
