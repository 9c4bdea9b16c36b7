package store

import (
	"bytes"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// TestLoaderCopiesTheLogInSteps compares the log that a loader has copied with what it
// was copied from, and which goes on meanwhile, at both ends; and the last of the work is
// left small.
func TestLoaderCopiesTheLogInSteps(t *testing.T) {
	const step = 200
	rapid.Check(t, func(rt *rapid.T) {
		o := Options{Domain: domain, NoSync: true, Log: LogBounds{
			Age: time.Duration(rapid.IntRange(20, 200).Draw(rt, "age")) * time.Hour, Bytes: int64(rapid.IntRange(500, 9000).Draw(rt, "bytes")),
		}}
		old, err := Open(filepath.Join(t.TempDir(), "data.mld"), o)
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = old.Close() }()
		tick := uint64(0)
		log := func(n int) {
			for range n {
				tick += 2
				u := drawUpdate(rt, tick)
				if err := old.Update(func(tx *Tx) error { return tx.AppendUpdate(u) }); err != nil {
					rt.Fatal(err)
				}
			}
		}
		log(rapid.IntRange(0, 60).Draw(rt, "before"))
		l, err := NewLoader(old)
		if err != nil {
			rt.Fatal(err)
		}
		err = l.Add([]operation.TripleTIDs{{Triple: model.Triple{S: domain.Base() + "a", P: domain.Vocab() + "p", O: model.Integer(1)}, TIDs: []clock.TID{"kQE="}}})
		if err != nil {
			rt.Fatal(err)
		}
		for more := true; more; {
			from := l.logged
			if more, err = l.CopyLog(old, step); err != nil {
				rt.Fatal(err)
			}
			size := 0
			if err := l.s.View(func(tx *Tx) error {
				for n := from + 1; n < l.logged; n++ { // All but the last must be within bounds.
					size += tx.UpdateBytes(n)
				}
				return nil
			}); err != nil || size > step {
				rt.Fatalf("%d bytes were copied in one step, %v", size, err)
			}
			log(rapid.IntRange(0, 1).Draw(rt, "meanwhile"))
		}
		log(rapid.IntRange(0, 20).Draw(rt, "after"))
		next, err := l.Finish(old, func(*Tx) error { return nil })
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = next.Close() }()
		for _, name := range [][]byte{bucketLog, bucketHistory, bucketRecent} {
			if got, want := contents(next, name), contents(old, name); !slices.EqualFunc(got, want, bytes.Equal) {
				rt.Errorf("%s has %d keys and values, not %d, or others", name, len(got), len(want))
			}
		}
		for _, key := range logKeys {
			if got, want := metaOf(next, key), metaOf(old, key); !bytes.Equal(got, want) {
				rt.Errorf("%s is %x, not %x", key, got, want)
			}
		}
		if err := next.Update(func(tx *Tx) error { return tx.AppendUpdate(drawUpdate(rt, tick+2)) }); err != nil {
			rt.Error(err)
		}
	})
}

// contents are the keys and the values of a bucket.
func contents(s *Store, bucket []byte) (all [][]byte) {
	_ = s.db.View(func(tx *bbolt.Tx) error {
		return tx.Bucket(bucket).ForEach(func(k, v []byte) error {
			all = append(all, bytes.Clone(k), bytes.Clone(v))
			return nil
		})
	})
	return all
}

func metaOf(s *Store, key []byte) (value []byte) {
	_ = s.View(func(tx *Tx) error { value = bytes.Clone(tx.meta.Get(key)); return nil })
	return value
}
