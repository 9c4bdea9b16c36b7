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
	for _, c := range changes {
		delta, err := t.put(c, &digest)
		if err != nil {
			return err
		}
		if delta != 0 {
			subjects[c.Triple.S] += delta
		}
	}
	if err := t.putDigest(digest); err != nil {
		return err
	}
	return t.countSubjects(subjects)
}

// put makes one change, and tells by how many triples its subject grew.
func (t *Tx) put(c Change, digest *Digest) (delta int, err error) {
	i, had := t.find(model.Pattern(c.Triple))
	if had {
		tids := t.spo.Get(i.spo())
		had = tids != nil
		digest.Remove(c.Triple, readTIDs(tids))
	}
	digest.Add(c.Triple, c.TIDs)
	switch {
	case len(c.TIDs) == 0 && !c.Derived && !had:
		return 0, nil
	case len(c.TIDs) == 0 && !c.Derived:
		return -1, t.remove(c.Triple, i)
	case had:
		return 0, t.spo.Put(i.spo(), packTIDs(c.TIDs))
	default:
		return +1, t.add(c)
	}
}

func (t *Tx) add(c Change) error {
	var i ids
	var err error
	if i.s, err = t.intern(model.Ref(c.Triple.S)); err != nil {
		return err
	}
	if i.p, err = t.intern(model.Ref(c.Triple.P)); err != nil {
		return err
	}
	if i.o, err = t.intern(c.Triple.O); err != nil {
		return err
	}
	if err := t.spo.Put(i.spo(), packTIDs(c.TIDs)); err != nil {
		return err
	}
	if err := t.pos.Put(i.pos(), nil); err != nil {
		return err
	}
	if err := t.osp.Put(i.osp(), nil); err != nil {
		return err
	}
	if c.Triple.P == model.RDFType {
		return t.putType(i.o, c.Triple.S, +1)
	}
	return nil
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
		if err := t.putType(i.o, triple.S, -1); err != nil {
			return err
		}
	}
	for _, id := range []termID{i.o, i.p, i.s} {
		if err := t.release(id); err != nil {
			return err
		}
	}
	return nil
}

// putType keeps the index of subjects by type, and counts them.
func (t *Tx) putType(class termID, subject model.IRI, delta int) error {
	key := append(appendID(nil, class), subject...)
	var err error
	if delta > 0 {
		err = t.types.Put(key, nil)
	} else {
		err = t.types.Delete(key)
	}
	if err != nil {
		return err
	}
	return t.count(appendID(nil, class), delta)
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
