package main

import (
	"bytes"
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
	one := twoKeys(db)
	for range req.Times {
		time.Sleep(time.Duration(req.Gap) * time.Millisecond)
		start := time.Now()
		if err := errors.Join(one(), one()); err != nil {
			return a, err
		}
		a.US = append(a.US, float64(time.Since(start))/float64(time.Microsecond))
	}
	return a, nil
}

// twoKeys gives what makes a transaction of two more keys.
func twoKeys(db *bbolt.DB) func() error {
	n := uint64(0)
	return func() error {
		return db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists([]byte("keys"))
			for range 2 {
				if n++; err == nil {
					err = b.Put(binary.BigEndian.AppendUint64(nil, n), []byte("value"))
				}
			}
			return err
		})
	}
}

// replay puts what is in the file of a clone that is closed into a new database, in the
// order of the keys, in a number of commits with gaps between them, and tells what each
// took, and all.
func replay(req request) (a answer, err error) {
	from, err := bbolt.Open(req.Dir+".mld", 0o600, &bbolt.Options{ReadOnly: true})
	if err != nil {
		return a, err
	}
	type pair struct{ key, value []byte }
	all := make(map[string][]pair)
	err = from.View(func(tx *bbolt.Tx) error {
		return tx.ForEach(func(name []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(k, v []byte) error {
				all[string(name)] = append(all[string(name)], pair{bytes.Clone(k), bytes.Clone(v)})
				return nil
			})
		})
	})
	if err := errors.Join(err, from.Close()); err != nil {
		return a, err
	}
	to, err := bbolt.Open(req.Dir+".bare", 0o600, &bbolt.Options{
		FreelistType: bbolt.FreelistMapType, InitialMmapSize: 1 << 30, // It is not moved while it grows.
	})
	if err != nil {
		return a, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	before, err := usage()
	start := time.Now()
	var each []float64
	for n := range req.Times {
		time.Sleep(time.Duration(req.Gap) * time.Millisecond)
		began := time.Now()
		if err == nil {
			err = to.Update(func(tx *bbolt.Tx) error {
				for name, pairs := range all {
					b, err := tx.CreateBucketIfNotExists([]byte(name))
					if err != nil {
						return err
					}
					b.FillPercent = 0.9
					for _, p := range pairs[n*len(pairs)/req.Times : (n+1)*len(pairs)/req.Times] {
						if err := b.Put(p.key, p.value); err != nil {
							return err
						}
					}
				}
				return nil
			})
		}
		each = append(each, float64(time.Since(began))/float64(time.Microsecond))
	}
	a = took(start)
	a.US = each
	after, used := usage()
	a.CPU = after.CPU - before.CPU
	return a, errors.Join(err, used)
}
