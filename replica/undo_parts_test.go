package replica

import (
	"fmt"
	"maps"
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// addParts adds so many changes of so many triples that are one; between is called after each.
func addParts(t *testing.T, r *Replica, parts, size int, between func(part int)) {
	t.Helper()
	first := uint64(0)
	for part := range parts {
		var triples []model.Triple
		for i := range size {
			triples = append(triples, triple(fmt.Sprintf("s%d-%d", part, i/4), fmt.Sprint("p", i%4), fmt.Sprint(i)))
		}
		added, err := r.Add(t.Context(), triples, first)
		if err != nil || added.New != size {
			t.Fatalf("%+v were added: %v", added, err)
		}
		if first == 0 {
			first = added.Tick
		}
		between(part)
	}
}

// What was added in parts is undone and redone as one, after a restart too, and other changes
// that were made meanwhile by themselves.
func TestUndoOfParts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	r := open(t, path)
	empty := stateOf(t, r)
	addParts(t, r, 3, 10, func(part int) {
		if part == 1 {
			patch(t, r, nil, []model.Triple{triple("fred", "age", "42")})
		}
	})
	patch(t, r, nil, []model.Triple{triple("fred", "age", "43")})
	whole := stateOf(t, r)
	do := func(what func() (Undone, error), shifts int) {
		t.Helper()
		if u, err := what(); err != nil || len(u.Shifts) != shifts || len(u.Left) > 0 {
			t.Fatalf("%d shifts, %v left, %v", len(u.Shifts), u.Left, err)
		}
	}
	for range 2 {
		undo, redo := func() (Undone, error) { return r.Undo(t.Context()) }, func() (Undone, error) { return r.Redo(t.Context()) }
		do(undo, 1)
		do(undo, 30)
		do(undo, 1)
		if now := stateOf(t, r); !maps.Equal(now, empty) {
			t.Fatalf("there is still %v", now)
		}
		if _, err := r.Undo(t.Context()); err == nil {
			t.Fatal("something more was undone")
		}
		do(redo, 1)
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
		r = open(t, path)
		do(redo, 30)
		do(redo, 1)
		if !maps.Equal(stateOf(t, r), whole) {
			t.Fatal("it is not what it was")
		}
	}
}

// As many parts as an import makes are undone and redone in a time that people wait for.
func TestUndoOfManyParts(t *testing.T) {
	r := openNew(t)
	addParts(t, r, 32, 1000, func(int) {})
	for _, do := range []func() (Undone, error){
		func() (Undone, error) { return r.Undo(t.Context()) }, func() (Undone, error) { return r.Redo(t.Context()) },
	} {
		start := time.Now()
		if u, err := do(); err != nil || len(u.Shifts) != 32_000 || len(u.Left) > 0 {
			t.Fatalf("%d shifts, %d left, %v", len(u.Shifts), len(u.Left), err)
		}
		t.Logf("it took %v", time.Since(start))
	}
}
