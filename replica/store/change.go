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
	subjects := make(map[model.IRI]int)
	digest := t.Digest()
	added := newAdditions(t)
	gone := make(map[ids]model.Triple)
	for _, c := range changes {
		i, had := t.find(model.Pattern(c.Triple))
		if had {
			tids := t.spo.Get(i.spo())
			had = tids != nil
			digest.Remove(c.Triple, readTIDs(tids))
		}
		digest.Add(c.Triple, c.TIDs)
		var err error
		switch stays := len(c.TIDs) > 0 || c.Derived; {
		case stays && had:
			err = t.spo.Put(i.spo(), packTIDs(c.TIDs))
		case stays:
			subjects[c.Triple.S]++
			err = added.add(c)
		case had:
			subjects[c.Triple.S]--
			gone[i] = c.Triple
		}
		if err != nil {
			return err
		}
	}
	if err := added.put(); err != nil {
		return err
	}
	for i, triple := range gone {
		if err := t.remove(triple, i); err != nil {
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
	if err := t.putDigest(digest); err != nil {
		return err
	}
	return t.countSubjects(subjects)
}

func (t *Tx) remove(triple model.Triple, i ids) error {
	if err := t.spo.Delete(i.spo()); err != nil {
		return err
	}
	if err := t.pos.Delete(i.pos()); err != nil {
		return err
	}
	if err := t.osp.Delete(i.osp()); err != nil {
		return err
	}
	if triple.P == model.RDFType {
		if err := t.types.Delete(typeKey(i.o, triple.S)); err != nil {
			return err
		}
		return t.count(appendID(nil, i.o), -1)
	}
	return nil
}

// typeKey is the key of a subject in the index of subjects by type.
func typeKey(class termID, subject model.IRI) []byte {
	return append(appendID(nil, class), subject...)
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

// countSubjects keeps the index of subjects, which have the number of their
// triples beside them.
func (t *Tx) countSubjects(deltas map[model.IRI]int) error {
	total := 0
	subjects := make([]model.IRI, 0, len(deltas))
	for s := range deltas {
		subjects = append(subjects, s)
	}
	slices.Sort(subjects)
	for _, s := range subjects {
		key := []byte(s)
		n, _ := binary.Uvarint(t.subjects.Get(key))
		now := n + uint64(deltas[s])
		var err error
		if now == 0 {
			err = t.subjects.Delete(key)
		} else {
			err = t.subjects.Put(key, binary.AppendUvarint(nil, now))
		}
		if err != nil {
			return err
		}
		if n == 0 && now > 0 {
			total++
		} else if n > 0 && now == 0 {
			total--
		}
	}
	if total == 0 {
		return nil
	}
	return t.count(keyAll, total)
}
