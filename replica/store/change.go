package store

import (
	"encoding/binary"
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
	slices.SortFunc(changes, func(a, b Change) int { return a.Triple.Compare(b.Triple) })
	if len(changes) == 0 {
		return nil
	}
	e := newEdits(t)
	digest := t.Digest()
	added := t.additions()
	gone := make(map[ids]struct{})
	for _, c := range changes {
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
			if i, err = added.add(c, i); err == nil {
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
	for i := range gone {
		if err := t.remove(i); err != nil {
			return err
		}
	}
	// Last, so that terms that others have now keep their ids; and each once.
	asS, asP, asO := make(map[termID]bool), make(map[termID]bool), make(map[termID]bool)
	for i := range gone {
		asS[i.s], asP[i.p], asO[i.o] = true, true, true
	}
	for _, r := range []struct {
		ids   map[termID]bool
		first prefixes // where they are, most likely
	}{{asS, prefixes{t.spo}}, {asP, prefixes{t.pos}}, {asO, prefixes{t.osp}}} {
		for id := range r.ids {
			if err := t.release(id, r.first); err != nil {
				return err
			}
		}
	}
	t.late.digest = &digest
	return t.settle(e)
}

func (t *Tx) remove(i ids) error {
	if err := t.spo.Delete(i.spo()); err != nil {
		return err
	}
	if err := t.pos.Delete(i.pos()); err != nil {
		return err
	}
	return t.osp.Delete(i.osp())
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
