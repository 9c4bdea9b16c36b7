package rescue_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/rescue"
	"github.com/m-ld/mld-tui/replica/store"
)

const domain = model.Domain("test.m-ld.org")

func name(subject, value string) model.Triple {
	return model.Triple{S: domain.Base() + model.IRI(subject), P: domain.Vocab() + "name", O: model.String(value)}
}

// write makes transactions in a clone's file.
func write(t *testing.T, path string, patches ...model.Patch) {
	t.Helper()
	r, err := replica.Open(replica.Config{Domain: domain, File: path, Genesis: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range patches {
		if err := r.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
}

func inserts(triples ...model.Triple) model.Patch { return model.Patch{Inserts: triples} }

// compare compares two files.
func compare(t *testing.T, old, now string) (plan rescue.Plan) {
	t.Helper()
	view := func(path string, fn func(tx *store.Tx) error) error {
		s, err := store.Open(path, store.Options{Domain: domain})
		if err != nil {
			return err
		}
		defer func() { _ = s.Close() }()
		return s.View(fn)
	}
	if err := view(old, func(a *store.Tx) error {
		return view(now, func(b *store.Tx) (err error) {
			plan, err = rescue.Compare(a, b, domain)
			return err
		})
	}); err != nil {
		t.Fatal(err)
	}
	return plan
}

// TestCompare takes an earlier state of a file for what the domain has: what was
// written since is found, as far as it still counts.
func TestCompare(t *testing.T) {
	dir := t.TempDir()
	old, now := filepath.Join(dir, "old.mld"), filepath.Join(dir, "now.mld")
	write(t, old, inserts(name("fred", "Fred"), name("wilma", "Wilma")), inserts(name("dino", "Dino")))
	data, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(now, data, 0o600); err != nil {
		t.Fatal(err)
	}
	if plan := compare(t, old, now); len(plan.Edits)+len(plan.Uncertain) > 0 {
		t.Errorf("of the same file, %+v is missing", plan)
	}
	write(t, old,
		inserts(name("barney", "Barney")),
		inserts(name("gone", "Gone")),
		model.Patch{Deletes: []model.Triple{name("fred", "Fred"), name("gone", "Gone")}, Inserts: []model.Triple{name("fred", "Freddy")}},
		inserts(name("dino", "Dino")), // Asserted again: it is there.
		model.Patch{Deletes: []model.Triple{name("wilma", "Wilma")}},
		inserts(name("wilma", "Wilma")),
	)
	want := rescue.Plan{Edits: []model.Patch{
		inserts(name("barney", "Barney")),
		{Deletes: []model.Triple{name("fred", "Fred")}, Inserts: []model.Triple{name("fred", "Freddy")}},
	}}
	if diff := cmp.Diff(want, compare(t, old, now)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if plan := compare(t, now, old); len(plan.Edits) > 0 {
		t.Errorf("the other way round, %+v is missing", plan)
	}
}

// TestCompareWithAnotherSelf has a file whose clone went on twice: the domain has as
// many operations of its process as the file, even with the same TIDs, but others.
func TestCompareWithAnotherSelf(t *testing.T) {
	dir := t.TempDir()
	old, now := filepath.Join(dir, "old.mld"), filepath.Join(dir, "now.mld")
	write(t, old, inserts(name("fred", "Fred")))
	data, err := os.ReadFile(old)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(now, data, 0o600); err != nil {
		t.Fatal(err)
	}
	for n := range 3 {
		write(t, now, inserts(name(fmt.Sprint("theirs", n), "x")))
	}
	write(t, old, inserts(name("ours", "x")))
	want := rescue.Plan{Edits: []model.Patch{inserts(name("ours", "x"))}}
	if diff := cmp.Diff(want, compare(t, old, now)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}
