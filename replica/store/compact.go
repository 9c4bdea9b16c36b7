package store

import (
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// compactBatch is how many bytes Compact writes in one transaction.
const compactBatch = 32 << 20

// Size is how many bytes a file has, and of what. What else it has is free.
type Size struct {
	File int64
	// State is what the domain is now, with its indexes.
	State int64
	// History is the log of updates and its indexes, and the journal with its
	// operations.
	History int64
}

// Compact writes the file at path anew without the room that deleted data has
// left, and tells its size in bytes before, and what it has after. The file must not
// be open, and must be sound: pages that are written anew do not show any more that they
// were damaged. A crash leaves the old file whole.
func Compact(path string, o Options) (before int64, after Size, err error) {
	if _, err := os.Stat(path); err != nil {
		return 0, Size{}, fmt.Errorf("there is nothing to compact: %w", err)
	}
	old, err := Open(path, o)
	if err != nil {
		return 0, Size{}, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	report, err := old.Examine()
	if err == nil && len(report.Faults) > 0 {
		err = damaged(path, report.Faults[0])
	}
	if err != nil {
		return 0, Size{}, fmt.Errorf("it is not compacted, for that would hide what is wrong with it: %w", err)
	}
	next := path + ".compacting"
	if err := removeIfThere(next); err != nil {
		return 0, Size{}, err
	}
	// Numbers of commits begin anew in what is written. See waiting.go.
	if err = old.Update(func(tx *Tx) error {
		tx.PutInPlace()
		return nil
	}); err == nil {
		after, err = compactTo(next, old.db)
	}
	if err != nil {
		return 0, Size{}, errors.Join(fmt.Errorf("%s could not be compacted, and is as it was: %w", path, err), removeIfThere(next))
	}
	if before, err = sizeOf(path); err != nil {
		return 0, Size{}, err
	}
	if after.File, err = sizeOf(next); err != nil {
		return 0, Size{}, err
	}
	if err := os.Rename(next, path); err != nil {
		return 0, Size{}, err
	}
	syncFolder(path)
	return before, after, nil
}

func removeIfThere(path string) error {
	if err := os.Remove(path); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func compactTo(path string, from *bbolt.DB) (size Size, err error) {
	to, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		return Size{}, err
	}
	err = bbolt.Compact(to, from, compactBatch)
	if err == nil {
		err = commitAgain(to)
	}
	if err == nil {
		err = to.Sync()
	}
	if err == nil {
		err = to.View(size.measure)
	}
	return size, errors.Join(err, to.Close())
}

// commitAgain makes the last commit but one as good as the last: should the page be
// damaged that says which that is, a file is not what it was in the middle of being
// written.
func commitAgain(db *bbolt.DB) error {
	return db.Update(func(*bbolt.Tx) error { return nil })
}

func (s *Size) measure(tx *bbolt.Tx) error {
	return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
		stats := b.Stats()
		bytes := int64(stats.BranchAlloc + stats.LeafAlloc + stats.InlineBucketInuse)
		switch string(name) {
		case string(bucketLog), string(bucketHistory), string(bucketRecent), string(bucketJournal), string(bucketOps):
			s.History += bytes
		default:
			s.State += bytes
		}
		return nil
	})
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
