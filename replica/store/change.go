package store

import (
	"cmp"
	"encoding/binary"
	"errors"
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/beside"
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
	sums := beside.Begin(len(changes), func() (d Digest) {
		for _, c := range changes {
			d.Add(c.Triple, c.TIDs)
		}
		return d
	})
	e := newEdits(t, len(changes))
	digest := t.Digest()
	added := t.additions()
	added.expect(len(changes))
	gone := make(map[ids]struct{})
	for _, group := range sorted(changes) {
		for _, c := range group {
			i, had := added.find(c.Triple), false
			if i.isWhole() {
				tids := t.spo.Get(added.key(i.s, i.p, i.o))
				had = tids != nil
				digest.Remove(c.Triple, readTIDs(tids))
			}
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
	}
	if len(t.late.words) > maxLateWords {
		t.settleWords()
	}
	words := beside.Begin(len(e.texts), func() []shiftedPosting { return e.appendWords(t.late.words) })
	end := added.begin()
	defer end() //nolint:errcheck // It was asked, unless something worse has happened.
	t.readListed(e)
	if len(gone) > 0 || !t.areNew(e) {
		if err := end(); err != nil {
			return err
		}
	}
	if err := t.removeAll(gone); err != nil {
		return err
	}
	t.late.words = words()
	err := t.settleListed(e)
	digest.join(sums())
	t.late.digest = &digest
	if err := errors.Join(end(), err); err != nil {
		return err
	}
	added.tidy()
	return nil
}

// removeAll takes triples from the orders, and their terms that no other has, when all
// that comes is in place, so that terms that others have now keep their ids.
func (t *Tx) removeAll(gone map[ids]struct{}) error {
	if len(gone) == 0 {
		return nil
	}
	t.settleOrders()
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
	return nil
}

// sorted are changes in the order of their triples, by subject. They are too large to be
// moved about. Mostly those of a subject follow each other, so that there is less to
// compare.
func sorted(changes []Change) [][]*Change {
	all := make([]*Change, len(changes))
	for i := range changes {
		all[i] = &changes[i]
	}
	groups := bySubject(all)
	slices.SortFunc(groups, func(a, b []*Change) int { return cmp.Compare(a[0].Triple.S, b[0].Triple.S) })
	for i := range groups[1:] {
		if groups[i][0].Triple.S == groups[i+1][0].Triple.S {
			groups = bySubject(slices.Concat(groups...)) // Now they all follow each other.
			break
		}
	}
	for _, group := range groups {
		slices.SortFunc(group, func(a, b *Change) int { return a.Triple.Compare(b.Triple) })
	}
	return groups
}

// bySubject cuts changes where those of another subject follow.
func bySubject(all []*Change) (groups [][]*Change) {
	groups = make([][]*Change, 0, (len(all)+3)/4)
	for from, i := 0, 1; i <= len(all); i++ {
		if i == len(all) || all[i].Triple.S != all[from].Triple.S {
			groups = append(groups, all[from:i])
			from = i
		}
	}
	return groups
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

func (t *Tx) count(key []byte, delta int) {
	if t.late.counts == nil {
		t.late.counts = make(map[string]int)
	}
	t.late.counts[string(key)] += delta
}

// subjectsBy is how many subjects there are of a class, by its key.
func (t *Tx) subjectsBy(key []byte) int {
	n, _ := binary.Uvarint(t.counts.Get(key))
	return int(n) + t.late.counts[string(key)]
}

func (t *Tx) putCounts() error {
	for key := range t.late.counts {
		n := t.subjectsBy([]byte(key))
		var err error
		if n == 0 {
			err = t.counts.Delete([]byte(key))
		} else {
			err = t.counts.Put([]byte(key), binary.AppendUvarint(nil, uint64(n)))
		}
		if err != nil {
			return err
		}
	}
	return nil
}
