package replica

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// stateOf is all that a clone holds.
func stateOf(t testing.TB, r *Replica) map[model.Triple]bool {
	t.Helper()
	state := make(map[model.Triple]bool)
	err := r.Read(context.Background(), func(g model.Graph) error {
		for tr := range g.Match(model.Pattern{}) {
			state[tr] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// place puts a slot at a position of a list.
func place(l, position, slot string) model.Triple {
	return model.Triple{S: iri(l), P: list.Property(position + "site____________"), O: model.Ref(iri(slot))}
}

func item(slot, value string) model.Triple {
	return model.Triple{S: iri(slot), P: model.JSONRQLItem, O: model.String(value)}
}

// drawPatch is a random change over a small vocabulary, lists included.
func drawPatch(rt *rapid.T) (p model.Patch) {
	draw := func() model.Triple {
		if rapid.IntRange(0, 3).Draw(rt, "kind") == 0 {
			return typed(rapid.SampledFrom([]string{"fred", "wilma"}).Draw(rt, "s"), "Person")
		}
		return triple(rapid.SampledFrom([]string{"fred", "wilma"}).Draw(rt, "s"), rapid.SampledFrom([]string{"name", "age"}).Draw(rt, "p"),
			rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "o"))
	}
	for range rapid.IntRange(0, 3).Draw(rt, "deletes") {
		p.Deletes = append(p.Deletes, draw())
	}
	for range rapid.IntRange(0, 3).Draw(rt, "inserts") {
		p.Inserts = append(p.Inserts, draw())
	}
	switch rapid.IntRange(0, 6).Draw(rt, "list") {
	case 0, 1: // A slot comes.
		n := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "slot")
		p.Inserts = append(p.Inserts, place("list", n, "slot"+n), item("slot"+n, "item"+n))
	case 2: // A slot goes.
		n := rapid.SampledFrom([]string{"1", "2", "3"}).Draw(rt, "slot")
		p.Deletes = append(p.Deletes, place("list", n, "slot"+n))
	case 3: // A slot moves, if it is there.
		p.Deletes = append(p.Deletes, place("list", "1", "slot1"))
		p.Inserts = append(p.Inserts, place("list", "5", "slot1"))
	}
	return p
}

// TestUndoAndRedoAlone compares undo and redo, when nobody else writes, with states
// that are put aside: each goes back to exactly what was there, over restarts too.
func TestUndoAndRedoAlone(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		path := filepath.Join(t.TempDir(), "data.mld")
		open := func() *Replica {
			r, err := Open(Config{Domain: testDomain, ID: "undoer----------", File: path, Genesis: true})
			if err != nil {
				rt.Fatal(err)
			}
			return r
		}
		r := open()
		defer func() { _ = r.Close() }()
		var undos, redos []map[model.Triple]bool
		for range rapid.IntRange(1, 25).Draw(rt, "steps") {
			now := stateOf(t, r)
			step := func(from, to *[]map[model.Triple]bool, do func(context.Context) (Undone, error)) {
				undone, err := do(t.Context())
				if len(*from) == 0 {
					if err == nil {
						rt.Fatalf("there is nothing to be put back, and it does %+v", undone)
					}
					return
				}
				want := (*from)[len(*from)-1]
				*from, *to = (*from)[:len(*from)-1], append(*to, now)
				if err != nil {
					rt.Fatal(err)
				}
				if got := stateOf(t, r); !maps.Equal(got, want) {
					rt.Fatalf("from %v it came to %v, not %v; left: %+v", now, got, want, undone.Left)
				}
			}
			switch rapid.IntRange(0, 8).Draw(rt, "what") {
			case 0, 1, 2:
				step(&undos, &redos, r.Undo)
			case 3, 4:
				step(&redos, &undos, r.Redo)
			case 5:
				if err := r.Close(); err != nil {
					rt.Fatal(err)
				}
				r = open()
			default:
				st, _ := r.Status()
				p := drawPatch(rt)
				w, err := r.Write(t.Context(), func(model.Graph) (model.Patch, error) { return p, nil })
				if err == nil && w.Tick > st.Ticks {
					undos, redos = append(undos, now), nil
				}
			}
		}
	})
}

// TestUndoGoesOn: an undo with nothing left to do does not stand in the way.
func TestUndoGoesOn(t *testing.T) {
	r := openNew(t)
	a, b := triple("fred", "name", "a"), triple("wilma", "name", "b")
	first := insert(t, r, a)
	second := insert(t, r, b)
	other, _ := all(t, r, HistoryQuery{Subject: b.S})
	patch(t, r, []model.Triple{b}, nil)
	if _, err := r.Undo(t.Context()); err != nil { // of the delete
		t.Fatal(err)
	}
	if undone, err := r.Revert(t.Context(), other[0].Number); err != nil || undone.Number != other[0].Number || len(values(t, r, "wilma", "name")) != 0 {
		t.Fatalf("the insert is put back as %+v, %v", undone, err)
	}
	if undone, err := r.Undo(t.Context()); err != nil || len(values(t, r, "wilma", "name")) != 1 || !undone.Updated {
		t.Fatalf("putting it back is a change like others, and undone as %+v, %v", undone, err)
	}
	patch(t, r, []model.Triple{a}, []model.Triple{a}) // It has another TID besides.
	for range 2 {
		if _, err := r.Undo(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if got := values(t, r, "fred", "name"); len(got) != 1 || len(values(t, r, "wilma", "name")) != 0 {
		t.Errorf("undone to tick %d, fred is %v", first.Tick, got)
	}
	if undone, err := r.Undo(t.Context()); err != nil || len(stateOf(t, r)) != 0 {
		t.Errorf("all undone (%+v, %v), there is %v", undone, err, stateOf(t, r))
	}
	if _, err := r.Undo(t.Context()); err == nil || !strings.Contains(err.Error(), "nothing was changed here") {
		t.Errorf("more than all undone gives %v", err)
	}
	_ = second
}

// TestUndoRefuses says clearly what cannot be undone.
func TestUndoRefuses(t *testing.T) {
	var net bus
	one := net.join(t, Config{})
	insert(t, one.Replica, triple("fred", "name", "a"))
	two := net.join(t, Config{Log: LogBounds{Bytes: 1000}})
	refused := func(why string, do func() (Undone, error)) {
		t.Helper()
		before := digestOf(t, two)
		if _, err := do(); err == nil || !strings.Contains(err.Error(), why) {
			t.Errorf("it is refused with %v, not %q", err, why)
		}
		if digestOf(t, two) != before {
			t.Error("and yet something was done")
		}
	}
	marker, _ := all(t, two.Replica, HistoryQuery{})
	refused("nothing was changed here", func() (Undone, error) { return two.Undo(t.Context()) })
	refused("nothing was undone", func() (Undone, error) { return two.Redo(t.Context()) })
	refused("a snapshot cannot be undone", func() (Undone, error) { return two.Revert(t.Context(), marker[0].Number) })
	refused("is not kept", func() (Undone, error) { return two.Revert(t.Context(), 999) })
	insert(t, two.Replica, triple("mine", "n", "0"))
	settle(t, one, two)
	for i := range 40 {
		insert(t, one.Replica, triple("fred", "n", fmt.Sprint(i)))
	}
	settle(t, one, two)
	refused("older changes are not kept", func() (Undone, error) { return two.Undo(t.Context()) })
}
