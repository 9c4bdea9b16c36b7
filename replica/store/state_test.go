package store

import (
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
)

// What was seen of blocked processes is kept, and needs no room where there are none, as in
// files of before that was kept.
func TestStateKeepsWhatWasSeenOfTheBlocked(t *testing.T) {
	s, err := Open(filepath.Join(t.TempDir(), "data.mld"), Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	st := State{
		Time: clock.Genesis(), GWC: clock.GenesisGlobal(), Agreed: clock.Genesis(), StartGWC: clock.GenesisGlobal(), Apart: "why",
	}
	var sizes []int
	for _, unblocked := range []clock.Global{{}, clock.GenesisGlobal(), {}} {
		st.Unblocked = unblocked
		err := s.Update(func(tx *Tx) error {
			if err := tx.PutState(st); err != nil {
				return err
			}
			sizes = append(sizes, len(tx.meta.Get(keyState)))
			got, ok, err := tx.State()
			if !ok || got.Unblocked.IsZero() != unblocked.IsZero() || !unblocked.IsZero() && !got.Unblocked.Equal(unblocked) || got.Apart != st.Apart {
				t.Errorf("%+v is kept as %+v", st, got)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if sizes[0] != sizes[2] || sizes[1] <= sizes[0] {
		t.Errorf("its sizes are %d", sizes)
	}
}
