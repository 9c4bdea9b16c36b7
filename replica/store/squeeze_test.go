package store

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/m-ld/mld-tui/model"
)

// What an edit at the head of a long list does to the log: so many records must not
// push everything else out of it.
func TestLargeRecordsAreSqueezed(t *testing.T) {
	const items = 10_000
	u := &Update{Tick: 1, TID: "kQE=", Time: epoch, Reason: ReasonLocal}
	for i := range items {
		slot := domain.GenID(fmt.Sprintf("%024x", uint64(i)*0x9e3779b97f4a7c15))
		index := func(n int) model.Triple {
			return model.Triple{S: slot, P: model.JSONRQLIndex, O: model.Integer(int64(n))}
		}
		u.Shifts = append(u.Shifts, Shift{Triple: index(i), Was: true}, Shift{Triple: index(i + 1), Is: true})
	}
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: domain, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	if err := s.Update(func(tx *Tx) error { return tx.AppendUpdate(u) }); err != nil {
		t.Fatal(err)
	}
	err = s.View(func(tx *Tx) error {
		size := tx.metaUint(keyLogBytes)
		t.Logf("a record of %d shifts takes %d bytes", len(u.Shifts), size)
		if size > 20*items*2 {
			t.Errorf("a record of %d shifts takes %d bytes", len(u.Shifts), size)
		}
		for _, again := range tx.UpdatesAfter(0) {
			if diff := cmp.Diff(u.Shifts, again.Shifts, cmpopts.EquateEmpty()); diff != "" || again.Tick != u.Tick || again.TID != u.TID {
				t.Errorf("it is read as another: %s", diff)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
