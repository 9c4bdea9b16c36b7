package store

import (
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
)

// TestPast: what came with a snapshot is told from what is in the journal.
func TestPast(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	const past, entry, unknown clock.TID = "kQE=", "kQI=", "kQM="
	err = s.Update(func(tx *Tx) error {
		if err := tx.PutPast(past, []byte{0x90}); err != nil {
			return err
		}
		return tx.PutEntry(&Entry{Tick: 5, TID: entry, Operation: []byte{0x90}})
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.View(func(tx *Tx) error {
		for tid, want := range map[clock.TID]bool{past: true, entry: false, unknown: false} {
			if is := tx.IsPast(tid); is != want {
				t.Errorf("%s: %v", tid, is)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
