package store

import (
	"encoding/binary"
	"errors"
	"math"
	"os"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// Loader takes a snapshot into a file of its own, beside the one that it is to
// replace. Until Finish, the old file is whole; a loader that a crash has left
// behind is swept away by the next.
type Loader struct {
	s  *Store
	tx *Tx
	// count are the triples that are put since the last commit, and loaded those before.
	count, loaded int
	// work is what was done before the present transaction, as Tx.Work counts it.
	work int
	// subjects are those of what was loaded before the present transaction.
	subjects int
	// logged is the number of the last record of the old log that was copied.
	logged uint64
}

// loadBatch is how many triples are loaded in one transaction, and firstBatch in the
// first. The others have as many as there are already, at most: bbolt splits pages only at
// the commit, and to put many into few pages moves what was put before, again and again.
const (
	loadBatch  = 10_000
	firstBatch = 1_000
)

func loadPath(path string) string { return path + ".loading" }

// NewLoader begins to load a replacement of s.
func NewLoader(s *Store) (*Loader, error) {
	path := loadPath(s.path)
	if err := removeIfThere(path); err != nil {
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
	if l.count += len(triples); l.count < min(max(l.loaded, firstBatch), loadBatch) {
		return nil
	}
	return l.commit()
}

func (l *Loader) commit() error {
	l.loaded += l.count
	l.count = 0
	tx := l.tx
	tx.PutInPlace() // Nobody will later.
	l.work, l.subjects = l.Work(), l.Subjects()
	l.tx = nil
	return tx.Commit()
}

// Work counts what loading has cost so far, as Tx.Work does.
func (l *Loader) Work() int {
	if l.tx == nil {
		return l.work
	}
	return l.work + l.tx.Work()
}

// Subjects counts the subjects that are loaded so far, as Tx.CountSubjects does.
func (l *Loader) Subjects() int {
	if l.tx == nil {
		return l.subjects
	}
	return l.tx.CountSubjects("")
}

// CopyLog copies some of old's log: about so many bytes, or one record. Finish copies
// what is left, so that it need not be much; more is true if there is.
func (l *Loader) CopyLog(old *Store, bytes int) (more bool, err error) {
	if err := l.begin(); err != nil {
		return false, err
	}
	err = old.View(func(from *Tx) error {
		more, err = l.copyLog(from, bytes)
		return err
	})
	if err != nil {
		return false, err
	}
	return more, l.commit()
}

func (l *Loader) copyLog(from *Tx, bytes int) (more bool, err error) {
	t := l.tx
	c := from.log.Cursor()
	for k, v := c.Seek(tickKey(l.logged + 1)); k != nil; k, v = c.Next() {
		if bytes <= 0 {
			return true, nil
		}
		bytes -= len(v)
		u, err := from.readUpdate(k, v)
		if err != nil {
			return false, err
		}
		l.logged = binary.BigEndian.Uint64(k)
		if err := t.log.SetSequence(l.logged); err != nil {
			return false, err
		}
		if err := t.log.Put(k, v); err != nil {
			return false, err
		}
		if err := t.putIndexing(t.indexing(u.Number, t.store.indexOf(u))); err != nil {
			return false, err
		}
	}
	return false, nil
}

// copyRest copies what is left of old's log, and drops what old has dropped meanwhile.
func (l *Loader) copyRest(from *Tx) error {
	if _, err := l.copyLog(from, math.MaxInt); err != nil {
		return err
	}
	t := l.tx
	for first := from.FirstUpdate(); ; {
		k, v := t.log.Cursor().First()
		if k == nil || binary.BigEndian.Uint64(k) >= first {
			return t.log.SetSequence(from.log.Sequence())
		}
		u, err := t.readUpdate(k, v)
		if err != nil {
			return err
		}
		if err := t.dropUpdate(binary.BigEndian.Uint64(k), u); err != nil {
			return err
		}
	}
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
	if err := errors.Join(commitAgain(l.s.db), l.s.db.Sync()); err != nil {
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
	syncFolder(old.path)
	return next, nil
}

func (l *Loader) finish(old *Store, last func(tx *Tx) error) error {
	if err := l.begin(); err != nil {
		return err
	}
	err := old.View(func(from *Tx) error {
		if err := l.copyRest(from); err != nil {
			return err
		}
		for _, key := range append([][]byte{keyRefusals}, logKeys...) {
			if value := from.meta.Get(key); value != nil {
				if err := l.tx.meta.Put(key, value); err != nil {
					return err
				}
			}
		}
		return l.tx.copyConflicts(from)
	})
	if err != nil {
		return err
	}
	if err := last(l.tx); err != nil {
		return err
	}
	return l.commit()
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
