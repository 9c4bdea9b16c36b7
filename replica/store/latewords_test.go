package store

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"iter"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// wordsRead is all that is read from the index of words: how many times each subject has
// each word.
func wordsRead(t *testing.T, tx *Tx) map[posting]uint64 {
	t.Helper()
	all := make(map[posting]uint64)
	last := ""
	for w := range tx.words("") {
		word := string(w)
		if word <= last {
			t.Errorf("the word %q comes after %q", word, last)
		}
		last = word
		begin := false
		for w := range tx.words(word[:1]) {
			begin = begin || string(w) == word
		}
		if !begin {
			t.Errorf("the word %q is not among those that begin as it does", word)
		}
		before := termID(0)
		for id, times := range tx.subjectsOf(word) {
			if id <= before || times == 0 || !tx.hasPosting(posting{word, id}) {
				t.Errorf("the subject %d, after %d, has %q %d times", id, before, word, times)
			}
			before = id
			all[posting{word, id}] = times
		}
	}
	return all
}

// texts are changes of what subjects say, in words of which there are few.
func texts(random *rand.Rand, said map[model.IRI]string) (all []Change) {
	for _, n := range random.Perm(40)[:1+random.IntN(6)] {
		s := domain.Base() + model.IRI(fmt.Sprint("s", n))
		text := func(v string) model.Triple { return model.Triple{S: s, P: domain.Vocab() + "p", O: model.String(v)} }
		if was, ok := said[s]; ok {
			all = append(all, Change{Triple: text(was)})
			delete(said, s)
		}
		if random.IntN(4) == 0 {
			continue // It goes.
		}
		said[s] = fmt.Sprintf("%c%d and %c", 'a'+random.IntN(4), random.IntN(3), 'a'+random.IntN(3))
		all = append(all, Change{Triple: text(said[s]), TIDs: []clock.TID{"kQE="}})
	}
	return slices.DeleteFunc(all, func(c Change) bool { // What goes and comes back is no change.
		return len(c.TIDs) == 0 && said[c.Triple.S] == c.Triple.O.Value
	})
}

// TestWordsThatWaitAreRead as those that are in the index, whatever has come and gone; and
// a state that is read stays what it was.
func TestWordsThatWaitAreRead(t *testing.T) {
	open := func(name string) *Store {
		s, err := Open(filepath.Join(t.TempDir(), name), Options{Domain: domain, NoSync: true})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = s.Close() })
		return s
	}
	waits, settled := open("waits.mld"), open("settled.mld")
	random := rand.New(rand.NewPCG(3, 4))
	said := make(map[model.IRI]string)
	read := func(s *Store) (all map[posting]uint64) {
		if err := s.View(func(tx *Tx) error {
			all = wordsRead(t, tx)
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return all
	}
	most := 0
	for n := range 120 {
		before, err := waits.Snapshot()
		if err != nil {
			t.Fatal(err)
		}
		was := read(waits)
		changes := texts(random, said)
		for _, s := range []*Store{waits, settled} {
			if err := s.Update(func(tx *Tx) error {
				if err := tx.Put(changes); err != nil {
					return err
				}
				if s == settled || n == 70 {
					tx.settleWords()
				}
				most = max(most, tx.waitingWords().total())
				return nil
			}); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := read(waits), read(settled); !maps.Equal(got, want) {
			t.Fatalf("commit %d: %v is read of words of which some wait, and should be %v", n, got, want)
		}
		if got := wordsRead(t, before); !maps.Equal(got, was) {
			t.Fatalf("commit %d changed what was read before it", n)
		}
		if err := before.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if most < 100 {
		t.Errorf("at most %d words have waited", most)
	}
	for _, s := range []*Store{waits, settled} {
		if faults, err := s.Verify(); err != nil || len(faults) > 0 {
			t.Error(faults, err)
		}
	}
}

// TestNotTooManyWordsWait, however many commits there are; and none does that comes to
// nothing. Only what is too much by itself waits alone, until it is put in its place.
func TestNotTooManyWordsWait(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	n := 0
	waiting := func(tx *Tx) int {
		words := tx.waitingWordsAfter(0)
		if slices.ContainsFunc(words, func(s shiftedPosting) bool { return s.word == "none" }) {
			t.Error("a word waits that came and went")
		}
		if got := len(wordsRead(t, tx)); got != n {
			t.Errorf("%d words are read, and not %d", got, n)
		}
		return len(words)
	}
	checkWaiting(t, s, waiting, maxWaitingWords, []waits{
		{maxWaitingWords - 3, maxWaitingWords - 3},
		{3, maxWaitingWords},
		{7, 0},
		{maxWaitingWords / 2, maxWaitingWords / 2},
		{3 * maxLateWords, maxWaitingWords/2 + 3*maxLateWords},
		{5, 0},
		{1, 1},
	}, func(tx *Tx, size int) error {
		for range size {
			n++
			tx.late.words = append(tx.late.words, shiftedPosting{posting{"word", termID(n)}, +1})
		}
		if size < 10 {
			tx.late.words = append(tx.late.words, shiftedPosting{posting{"none", 1}, +1}, shiftedPosting{posting{"none", 1}, -1})
		}
		return nil
	})
}

// TestWhatIsAddedAfterAllWasSettledWaits: in a commit that puts in place what has waited in
// several pages, and then adds more.
func TestWhatIsAddedAfterAllWasSettledWaits(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	said := func(n int) Change {
		return Change{TIDs: []clock.TID{"kQE="}, Triple: model.Triple{
			S: domain.Base() + model.IRI(fmt.Sprint("s", n)), P: domain.Vocab() + "p", O: model.String(fmt.Sprint("it says ", n)),
		}}
	}
	const commits = 500
	for n := range commits {
		if err := s.Update(func(tx *Tx) error { return tx.Put([]Change{said(n)}) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.View(func(tx *Tx) error {
		if stats := tx.waiting.Stats(); stats.LeafPageN < 3 {
			t.Errorf("what waits has %d pages", stats.LeafPageN)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	gone := said(0)
	gone.TIDs = nil
	if err := s.Update(func(tx *Tx) error {
		if err := tx.Put([]Change{gone}); err != nil {
			return err
		}
		tx.settleWords()
		return tx.Put([]Change{said(commits)})
	}); err != nil {
		t.Fatal(err)
	}
	if err := s.View(func(tx *Tx) error {
		if triples, words := tx.waitingTriples().total(), tx.waitingWords().total(); triples != 1 || words != 4 {
			t.Errorf("%d triples and %d words wait", triples, words)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Error(faults, err)
	}
}

// counted makes of what waits in a file what the version before had there.
func (t *Tx) counted() error {
	t.settleWords()
	total := uint64(0)
	for k, v := range maps.Collect(named(t.waitingTriples().after(0))) {
		b, _ := unsealed([]byte(k), v)
		all, _ := readWaitingTriples(b, true)
		total += uint64(len(all))
		if err := t.waiting.Put([]byte(k), sealed([]byte(k), append(binary.AppendUvarint(nil, total), b...))); err != nil {
			return err
		}
	}
	for _, key := range [][]byte{keyWaitingTriples, keyWaitingWords} {
		delete(t.late.numbers, string(key))
		if err := t.meta.Delete(key); err != nil {
			return err
		}
	}
	return t.meta.Put(keyVersion, []byte{0, 0, 0, wordyVersion})
}

// named are pairs with their keys as text, so that they can be kept.
func named(pairs iter.Seq2[[]byte, []byte]) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for k, v := range pairs {
			if !yield(string(k), bytes.Clone(v)) {
				return
			}
		}
	}
}

// TestAFileInWhichNoWordsWaitIsTaken: that is one of the version before.
func TestAFileInWhichNoWordsWaitIsTaken(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	s := filled(t, path)
	for n := range int64(2) {
		late := Change{Triple: model.Triple{S: domain.Base() + "s1", P: domain.Vocab() + "m", O: model.Integer(n)}, TIDs: []clock.TID{"kQE="}}
		if err := s.Update(func(tx *Tx) error { return tx.Put([]Change{late}) }); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Update(func(tx *Tx) error {
		if n := tx.waitingTriples().total(); n != 2 {
			t.Errorf("%d triples wait", n)
		}
		return tx.counted()
	}); err != nil {
		t.Fatal(err)
	}
	opensTwice(t, s, path, func(tx *Tx) {
		if v := tx.meta.Get(keyVersion); v[3] != formatVersion {
			t.Errorf("it says to be of version %d", v[3])
		}
	})
}
