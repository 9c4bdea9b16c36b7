package store

import (
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// TestFilesAreFlushed unless it is said that they need not be; also the one that takes
// the place of another. What really reaches the disk, and when, is for
// TestWhatCountsIsFlushed of package replica to see.
func TestFilesAreFlushed(t *testing.T) {
	flushes := func(s *Store) bool { return !s.db.NoSync && !s.db.NoGrowSync }
	old, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = old.Close() }()
	l, err := NewLoader(old)
	if err != nil {
		t.Fatal(err)
	}
	triple := model.Triple{S: domain.Base() + "a", P: domain.Vocab() + "p", O: model.Integer(1)}
	if err := l.Add([]operation.TripleTIDs{{Triple: triple, TIDs: []clock.TID{"kQE="}}}); err != nil {
		t.Fatal(err)
	}
	next, err := l.Finish(old, func(*Tx) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = next.Close() }()
	if !flushes(old) || !flushes(next) {
		t.Errorf("the file is flushed: %t; what takes its place: %t", flushes(old), flushes(next))
	}
}
