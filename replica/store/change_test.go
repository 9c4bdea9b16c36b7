package store

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// TestManyChanges puts so much at once that it is worked out beside: subjects that are all
// new, and then some that are not, and others that go.
func TestManyChanges(t *testing.T) {
	s := people(t, 600)
	whole := func() {
		t.Helper()
		if faults, err := s.Verify(); err != nil || len(faults) > 0 {
			t.Fatalf("it is not whole: %q, %v", faults, err)
		}
	}
	whole()
	var changes []Change
	for i := range 600 {
		changes = append(changes, person(600+i)...)
		switch old := person(i); i % 3 {
		case 0: // It goes.
			for _, c := range old {
				c.TIDs = nil
				changes = append(changes, c)
			}
		case 1: // It gets a name that comes before the one it has.
			name := old[1]
			name.Triple.O = model.String("A" + name.Triple.O.Value)
			changes = append(changes, name)
		}
	}
	if err := s.Update(func(tx *Tx) error { return tx.Put(changes) }); err != nil {
		t.Fatal(err)
	}
	whole()
	err := s.View(func(tx *Tx) error {
		if n := tx.CountSubjects(""); n != 1000 {
			t.Errorf("there are %d subjects, not 1000", n)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
