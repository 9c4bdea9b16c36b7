package store

import (
	"errors"
	"os"
	"path/filepath"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// Loader takes a snapshot into a file of its own, beside the one that it is to
// replace. Until Finish, the old file is whole; a loader that a crash has left
// behind is swept away by the next.
type Loader struct {
	s     *Store
	tx    *Tx
	count int
}

// loadBatch is how many triples are loaded in one transaction.
const loadBatch = 10_000

func loadPath(path string) string { return path + ".loading" }

// NewLoader begins to load a replacement of s.
func NewLoader(s *Store) (*Loader, error) {
	path := loadPath(s.path)
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	o := s.options
	o.NoSync = true
	next, err := Open(path, o)
	if err != nil {
		return nil, err
	}
	return &Loader{s: next}, nil
}

func (l *Loader) begin() (err error) {
	if l.tx == nil {
		l.tx, err = l.s.Begin()
	}
	return err
}

// Add loads triples with all their TIDs.
func (l *Loader) Add(triples []operation.TripleTIDs) error {
	if err := l.begin(); err != nil {
		return err
	}
	changes := make([]Change, 0, len(triples))
	for _, tt := range triples {
		changes = append(changes, Change{Triple: tt.Triple, TIDs: tt.TIDs, Derived: len(tt.TIDs) == 0})
	}
	if err := l.tx.Put(changes); err != nil {
		return err
	}
	if l.count += len(triples); l.count < loadBatch {
		return nil
	}
	l.count = 0
	tx := l.tx
	l.tx = nil
	return tx.Commit()
}

// AddPast loads the latest operation of a process.
func (l *Loader) AddPast(tid clock.TID, packed []byte) error {
	if err := l.begin(); err != nil {
		return err
	}
	return l.tx.PutPast(tid, packed)
}

// Finish puts what was loaded in the place of old, with old's log and whatever
// last does to it. Afterwards the new store is open, and old still is, for those
// who read it; it must be closed, but not be written to. On an error old is as it
// was, and the loader is done with.
func (l *Loader) Finish(old *Store, last func(tx *Tx) error) (*Store, error) {
	if err := l.finish(old, last); err != nil {
		l.Discard()
		return nil, err
	}
	path := l.s.path
	if err := l.s.db.Sync(); err != nil {
		l.Discard()
		return nil, err
	}
	if err := l.s.Close(); err != nil {
		return nil, err
	}
	// Open again, to flush from now on; the lock moves with the file.
	next, err := Open(path, old.options)
	if err != nil {
		return nil, err
	}
	if err := os.Rename(path, old.path); err != nil {
		return nil, errors.Join(err, next.Close())
	}
	next.path = old.path
	if dir, err := os.Open(filepath.Dir(old.path)); err == nil {
		_ = dir.Sync() // Where folders cannot be flushed, nothing can be done.
		_ = dir.Close()
	}
	return next, nil
}

func (l *Loader) finish(old *Store, last func(tx *Tx) error) error {
	if err := l.begin(); err != nil {
		return err
	}
	err := old.View(func(from *Tx) error {
		if err := l.tx.log.SetSequence(from.log.Sequence()); err != nil {
			return err
		}
		for _, key := range append([][]byte{keyRefusals}, logKeys...) {
			if value := from.meta.Get(key); value != nil {
				if err := l.tx.meta.Put(key, value); err != nil {
					return err
				}
			}
		}
		return errors.Join(from.log.ForEach(l.tx.log.Put), from.history.ForEach(l.tx.history.Put), from.recent.ForEach(l.tx.recent.Put))
	})
	if err != nil {
		return err
	}
	if err := last(l.tx); err != nil {
		return err
	}
	tx := l.tx
	l.tx = nil
	return tx.Commit()
}

// Discard gives up loading.
func (l *Loader) Discard() {
	if l.tx != nil {
		_ = l.tx.Close()
		l.tx = nil
	}
	_ = l.s.Close()
	_ = os.Remove(l.s.path)
}
