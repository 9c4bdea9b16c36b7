package main

import (
	"encoding/binary"
	"errors"
	"time"

	"go.etcd.io/bbolt"
)

// commit makes pairs of transactions of two keys each with the database alone, and tells
// how long each pair took: no edit that is on the disks of two clones can take less.
func commit(req request) (a answer, err error) {
	db, err := bbolt.Open(req.Dir, 0o600, nil)
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	n := uint64(0)
	one := func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucketIfNotExists([]byte("keys"))
		for range 2 {
			if n++; err == nil {
				err = b.Put(binary.BigEndian.AppendUint64(nil, n), []byte("value"))
			}
		}
		return err
	}
	for range req.Times {
		time.Sleep(time.Duration(req.Gap) * time.Millisecond)
		start := time.Now()
		if err := errors.Join(db.Update(one), db.Update(one)); err != nil {
			return a, err
		}
		a.US = append(a.US, float64(time.Since(start))/float64(time.Microsecond))
	}
	return a, nil
}
