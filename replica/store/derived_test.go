package store

import (
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// A derived triple, which has no TIDs, can go in the transaction that it came in.
func TestDerivedTriplesComeAndGo(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	index := model.Triple{S: "http://test.m-ld.org/slot", P: model.JSONRQLIndex, O: model.Integer(3)}
	err = s.Update(func(tx *Tx) error {
		for _, derived := range []bool{true, false, true, true, false} {
			if err := tx.Put([]Change{{Triple: index, Derived: derived}}); err != nil {
				return err
			}
			if tx.Has(index) != derived || tx.CountSubjects("") != map[bool]int{true: 1}[derived] {
				t.Errorf("it is derived: %t; it is here: %t, among %d", derived, tx.Has(index), tx.CountSubjects(""))
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
