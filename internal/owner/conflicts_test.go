package owner_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestConflictsThroughTheOwner: whoever is attached is told what the owner itself is, of
// values of every kind; and can settle it.
func TestConflictsThroughTheOwner(t *testing.T) {
	left, gone := tr("barney", "age", model.Number(41)), tr("barney", "name", model.String("Barney"))
	bytes := tr("fred", "name", model.Bytes([]byte{0, 255}))
	s := serveFile(t, func(file string) {
		r, err := replica.Open(replica.Config{Domain: domain, File: file, Genesis: true})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range []model.Triple{tr("fred", "name", model.String("a")), bytes, left, gone} {
			if err := r.Patch(t.Context(), model.Patch{Inserts: []model.Triple{p}}); err != nil {
				t.Fatal(err)
			}
		}
		if err := r.Patch(t.Context(), model.Patch{Deletes: []model.Triple{gone}}); err != nil {
			t.Fatal(err)
		}
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		// As if they had been written apart.
		f, err := store.Open(file, store.Options{Domain: domain})
		if err != nil {
			t.Fatal(err)
		}
		if err := f.Update(func(tx *store.Tx) error {
			held, _ := tx.ValuesOf(left.S, left.P)
			for _, deletion := range tx.LatestOf(model.Pattern{S: gone.S}, 1) {
				if err := tx.NoteUnaware(left.S, "", []store.Unaware{{TID: held[0].TIDs[0], Of: []clock.TID{deletion.TID}}}); err != nil {
					return err
				}
			}
			held, _ = tx.ValuesOf(bytes.S, bytes.P)
			return tx.NoteUnaware(bytes.S, bytes.P, []store.Unaware{{TID: held[0].TIDs[0], Of: held[1].TIDs}})
		}); err != nil {
			t.Fatal(err)
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	})
	c := s.attach(t)
	var found replica.ConflictsPage
	for _, q := range []replica.ConflictsQuery{{}, {Subject: bytes.S, Labels: model.Labels{bytes.P}, Limit: 1}, {Subject: "urn:nobody"}} {
		got, err := c.Conflicts(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.Conflicts(t.Context(), q)
		if diff := cmp.Diff(asText(want), asText(got)); err != nil || diff != "" {
			t.Errorf("%+v: %v (-owner +attached)\n%s", q, err, diff)
		}
		if len(got.Rows) > 0 {
			found = got
		}
	}
	if len(found.Rows) != 1 || len(found.Rows[0].Values) != 2 || found.Rows[0].Values[0].Time.IsZero() {
		t.Fatalf("the conflict is %+v", found)
	}
	hasConflicts(t, c, 2)
	past, err := c.AsOf(t.Context(), replica.Moment{Tick: 4})
	if err != nil {
		t.Fatal(err)
	}
	then, err := past.Conflicts(t.Context(), replica.ConflictsQuery{Labels: model.Labels{bytes.P}})
	if diff := cmp.Diff(asText(then.Rows), asText(found.Rows)); err != nil || diff != "" || then.Total != 1 {
		t.Errorf("before one was deleted %d were in conflict: %v (-then +now)\n%s", then.Total, err, diff)
	}
	page, err := c.Subjects(t.Context(), replica.SubjectsQuery{})
	if err != nil || len(page.Rows) != 2 || !page.Rows[0].InConflict {
		t.Errorf("the subjects are %+v, %v", page.Rows, err)
	}
	if err := c.Patch(t.Context(), found.Rows[0].KeepAll()); err != nil {
		t.Fatal(err)
	}
	hasConflicts(t, c, 1)
}

// hasConflicts waits until the status says how many there are.
func hasConflicts(t *testing.T, c *owner.Client, n int) {
	t.Helper()
	for deadline := time.After(time.Minute); ; {
		st, changed := c.Status()
		if st.Conflicts == n {
			return
		}
		select {
		case <-changed:
		case <-deadline:
			t.Fatalf("there are %d conflicts, not %d", st.Conflicts, n)
		}
	}
}

// serveFile is serve of a file that was made ready.
func serveFile(t *testing.T, ready func(file string)) *served {
	t.Helper()
	dir := t.TempDir()
	ready(filepath.Join(dir, "data.mld"))
	return serveIn(t, dir, owner.Limits{})
}
