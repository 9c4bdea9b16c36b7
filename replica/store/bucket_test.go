package store

import (
	"encoding/binary"
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestCursorGoesBackOverWhatWasDeleted: in the transaction that has deleted all keys of
// some pages, a cursor goes back from anywhere to all that are left.
func TestCursorGoesBackOverWhatWasDeleted(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
		if err != nil {
			rt.Fatal(err)
		}
		defer func() { _ = s.Close() }()
		most := rapid.SampledFrom([]uint64{0, 10, 2000}).Draw(rt, "most")
		if err := s.Update(func(tx *Tx) error {
			for n := range most {
				if err := tx.recent.Put(tickKey(n), make([]byte, 100)); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			rt.Fatal(err)
		}
		_ = s.Update(func(tx *Tx) error {
			b, left := tx.recent, make(map[uint64]bool)
			for n := range most {
				left[n] = true
			}
			for range rapid.IntRange(0, 4).Draw(rt, "ranges") {
				from := rapid.Uint64Range(0, most).Draw(rt, "from")
				for n := range rapid.Uint64Range(0, most-from).Draw(rt, "many") {
					delete(left, from+n)
					if err := b.Delete(tickKey(from + n)); err != nil {
						return err
					}
				}
			}
			c := b.Cursor()
			back := func(k, _ []byte) (all []uint64) {
				for ; k != nil; k, _ = c.Prev() {
					all = append(all, binary.BigEndian.Uint64(k))
				}
				return all
			}
			bound := rapid.Uint64Range(0, most+1).Draw(rt, "bound")
			var all, before []uint64
			for n := most; n > 0; n-- {
				if left[n-1] {
					all = append(all, n-1)
					if n-1 < bound {
						before = append(before, n-1)
					}
				}
			}
			if got := back(c.Last()); !slices.Equal(got, all) {
				rt.Errorf("from the last: %d keys, not %d", len(got), len(all))
			}
			if got := back(c.Before(tickKey(bound))); !slices.Equal(got, before) {
				rt.Errorf("from before %d: %d keys, not %d", bound, len(got), len(before))
			}
			return errors.New("not to be kept")
		})
	})
}
