package store

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// referring are triples of few properties and values, many of which refer to a few.
func referring(random *rand.Rand, n int) (all []Change) {
	have := make(map[model.Triple]bool)
	for range n {
		t := model.Triple{
			S: domain.Base() + model.IRI(fmt.Sprint("s", random.IntN(300))),
			P: domain.Vocab() + model.IRI(fmt.Sprint("p", random.IntN(5))),
			O: model.Ref(domain.Base() + model.IRI(fmt.Sprint("s", random.IntN(20)))),
		}
		if random.IntN(2) == 0 {
			t.O = model.Integer(int64(random.IntN(20)))
		}
		if !have[t] {
			have[t] = true
			all = append(all, Change{Triple: t, TIDs: []clock.TID{"kQE="}})
		}
	}
	return all
}

// readings are what is read from the orders POS and OSP, in the order in which it comes.
func readings(t *testing.T, tx *Tx) (all [][]model.Triple) {
	t.Helper()
	property, value := domain.Vocab()+"p1", model.Integer(1)
	for _, p := range []model.Pattern{
		{P: property}, {O: value}, {P: property, O: value}, {S: domain.Base() + "s1", O: model.Ref(domain.Base() + "s2")}, {P: "none"},
	} {
		all = append(all, slices.Collect(tx.Match(p)))
	}
	var pages []model.Triple // Each page has one.
	for after := Place(""); ; {
		before := after
		for triple, at := range tx.Referring(domain.Base()+"s1", after) {
			pages, after = append(pages, triple), at
			break
		}
		if after == before {
			break
		}
	}
	if n := tx.CountReferring(domain.Base()+"s1", 1000); n != len(pages) {
		t.Errorf("%d refer to it by pages, and %d are counted", len(pages), n)
	}
	return append(all, pages)
}

func (t *Tx) countWaiting() int { return len(t.waitingAfter(0)) }

// TestWhatWaitsIsReadInItsPlace: whether triples wait to be put in order or are there, they
// are read in the same order; and a state that is read stays what it was.
func TestWhatWaitsIsReadInItsPlace(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	random := rand.New(rand.NewPCG(1, 2))
	all := referring(random, 2500)
	var waiting [][]model.Triple
	for n := range 25 {
		before, err := s.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Update(func(tx *Tx) error {
			if n == 10 { // Some are in order, and others wait.
				tx.settleOrders()
			}
			return tx.Put(all[n*len(all)/25 : (n+1)*len(all)/25])
		}); err != nil {
			t.Fatal(err)
		}
		if err := s.View(func(tx *Tx) error {
			was := waiting
			waiting = readings(t, tx)
			if got := readings(t, before); n > 0 && !slices.EqualFunc(got, was, slices.Equal) {
				t.Errorf("commit %d changed what was read before it", n)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := before.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.View(func(tx *Tx) error {
		if n := tx.countWaiting(); n == 0 || n == len(all) {
			t.Errorf("%d of %d triples wait", n, len(all))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(func(tx *Tx) error { tx.settleOrders(); return nil }); err != nil {
		t.Fatal(err)
	}
	if err := s.View(func(tx *Tx) error {
		if n := tx.countWaiting(); n != 0 {
			t.Errorf("%d triples still wait", n)
		}
		if got := readings(t, tx); !slices.EqualFunc(got, waiting, slices.Equal) {
			t.Error("in order, something else is read")
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Error(faults, err)
	}
}

// waits is how much is to wait after a commit of a size.
type waits struct{ size, wait int }

// checkWaiting makes commits, and compares how much waits after each, of which most may.
func checkWaiting(t *testing.T, s *Store, waiting func(*Tx) int, most int, all []waits, commit func(tx *Tx, size int) error) {
	t.Helper()
	for _, c := range all {
		if err := s.Update(func(tx *Tx) error { return commit(tx, c.size) }); err != nil {
			t.Fatal(err)
		}
		if err := s.View(func(tx *Tx) error {
			if n := waiting(tx); n != c.wait || tx.IsBehind() != (c.wait > most) {
				t.Errorf("after %d more, %d wait, and not %d", c.size, n, c.wait)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}

// TestNotTooManyWait, however many commits there are. Only what is too much by itself waits
// alone, until it is put in its place.
func TestNotTooManyWait(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	n := 0
	waiting := func(tx *Tx) int {
		found := 0
		for range tx.Match(model.Pattern{P: domain.Vocab() + "p"}) {
			found++
		}
		if found != n {
			t.Errorf("%d triples are found by their property, and not %d", found, n)
		}
		return tx.countWaiting()
	}
	checkWaiting(t, s, waiting, maxWaiting, []waits{
		{1, 1},
		{maxWaiting - 1, maxWaiting},
		{1, 0},
		{maxWaiting / 2, maxWaiting / 2},
		{maxWaiting/2 + 1, 0},
		{3, 3},
		{3 * maxWaiting, 3*maxWaiting + 3},
		{7, 0},
		{2 * maxWaiting, 2 * maxWaiting},
		{0, 0},
	}, func(tx *Tx, size int) error {
		if size == 0 {
			tx.PutInPlace()
		}
		for range size {
			n++
			triple := model.Triple{S: domain.Base() + "s", P: domain.Vocab() + "p", O: model.Integer(int64(n))}
			if err := tx.Put([]Change{{Triple: triple, TIDs: []clock.TID{"kQE="}}}); err != nil {
				return err
			}
		}
		return nil
	})
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Error(faults, err)
	}
}

// TestAFileInWhichNothingWaitsIsTaken: that is one of the version before.
func TestAFileInWhichNothingWaitsIsTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s := filled(t, path)
	if err := s.Update(func(tx *Tx) error {
		tx.settleOrders()
		tx.settleWords()
		if err := tx.tx.DeleteBucket(bucketWaiting); err != nil {
			return err
		}
		for _, name := range [][]byte{bucketUnaware, bucketUnsettled} {
			if err := tx.tx.DeleteBucket(name); err != nil {
				return err
			}
		}
		return tx.meta.Put(keyVersion, []byte{0, 0, 0, orderedVersion})
	}); err != nil {
		t.Fatal(err)
	}
	opensTwice(t, s, path, nil)
}
