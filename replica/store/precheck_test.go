package store

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// clone is a file with a state, closed.
func clone(t *testing.T) (path string, whole []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "data.mld")
	s := filled(t, path)
	// As if it had come with a snapshot, without a journal.
	seen, err := clock.GenesisGlobal().Set(clock.Genesis().Tick())
	for range 2 { // So that there is a state before the last commit, too.
		err = errors.Join(err, s.Update(func(tx *Tx) error {
			return tx.PutState(State{
				Time: clock.Genesis().Tick(), GWC: seen, StartGWC: seen, Agreed: clock.Genesis(),
			})
		}))
	}
	if err = errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
	if whole, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	return path, whole
}

// standingOf opens a file, and tells its standing and the number of its triples.
func standingOf(t *testing.T, path string) (st State, n int) {
	t.Helper()
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if faults, err := s.Verify(); err != nil || len(faults) > 0 {
		t.Errorf("it is broken: %q, %v", faults, err)
	}
	if err := s.View(func(tx *Tx) (err error) {
		for range tx.Match(model.Pattern{}) {
			n++
		}
		st, _, err = tx.State()
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return st, n
}

// TestDamagedMetaPages: a file of which one of the two pages is damaged that say
// which commit is the last is opened, and from then on in doubt, until it is
// trusted. One of which both are is not opened, and nothing is done to it.
func TestDamagedMetaPages(t *testing.T) {
	path, whole := clone(t)
	if st, n := standingOf(t, path); st.Standing != Sound || n != 400 {
		t.Fatalf("it begins with the standing %d and %d triples", st.Standing, n)
	}
	size := os.Getpagesize()
	for _, byteOfMeta := range []int{0, 8, 20, 41, 50, 60} {
		for page := range 2 {
			broken := slices.Clone(whole)
			broken[page*size+metaAt+byteOfMeta] ^= 0xff
			if err := os.WriteFile(path, broken, 0o600); err != nil {
				t.Fatal(err)
			}
			for range 2 { // The first opening mends the page, and the doubt stays.
				if st, _ := standingOf(t, path); st.Standing != Doubtful {
					t.Fatalf("page %d, byte %d: the standing is %d", page, byteOfMeta, st.Standing)
				}
			}
		}
		broken := slices.Clone(whole)
		broken[metaAt+byteOfMeta] ^= 0xff
		broken[size+metaAt+byteOfMeta] ^= 0xff
		if err := os.WriteFile(path, broken, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := Open(path, Options{Domain: domain})
		if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "move it away to join the domain anew") {
			t.Fatalf("both pages, byte %d: %v", byteOfMeta, err)
		}
		if now, err := os.ReadFile(path); err != nil || !slices.Equal(now, broken) {
			t.Fatal("it was written to")
		}
	}
	broken := slices.Clone(whole)
	clear(broken[:size])
	if err := os.WriteFile(path, broken, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(path, Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []bool{true, false} {
		if was, err := s.Trust(); err != nil || was != want {
			t.Errorf("trusting it gives %t, %v", was, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if st, _ := standingOf(t, path); st.Standing != Sound {
		t.Errorf("trusted, the standing is %d", st.Standing)
	}
}
