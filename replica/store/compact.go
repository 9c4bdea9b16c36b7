package store

import (
	"errors"
	"fmt"
	"os"

	"go.etcd.io/bbolt"
)

// compactBatch is how many bytes Compact writes in one transaction.
const compactBatch = 32 << 20

// Compact writes the file at path anew without the room that deleted data has
// left, and tells its size in bytes before and after. The file must not be open.
// A crash leaves the old file whole.
func Compact(path string, o Options) (before, after int64, err error) {
	if _, err := os.Stat(path); err != nil {
		return 0, 0, fmt.Errorf("there is nothing to compact: %w", err)
	}
	old, err := Open(path, o)
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, old.Close()) }()
	next := path + ".compacting"
	if err := os.Remove(next); err != nil && !errors.Is(err, os.ErrNotExist) {
		return 0, 0, err
	}
	if err := compactTo(next, old.db); err != nil {
		return 0, 0, errors.Join(fmt.Errorf("%s could not be compacted, and is as it was: %w", path, err), os.Remove(next))
	}
	if before, err = sizeOf(path); err != nil {
		return 0, 0, err
	}
	if after, err = sizeOf(next); err != nil {
		return 0, 0, err
	}
	return before, after, os.Rename(next, path)
}

func compactTo(path string, from *bbolt.DB) error {
	to, err := bbolt.Open(path, 0o600, &bbolt.Options{NoSync: true})
	if err != nil {
		return err
	}
	err = bbolt.Compact(to, from, compactBatch)
	if err == nil {
		err = to.Sync()
	}
	return errors.Join(err, to.Close())
}

func sizeOf(path string) (int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
