package tui_test

import (
	"context"
	"fmt"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestUndoAndRedo(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("u").See("Nothing can be undone: nothing was changed here.")
	term.Press("e", "up", "enter").See("Saved ").Press("d", "y").See("Removed age 44.")
	term.Press("u").See("✓ Undone: age 44 of “Fred Flintstone” is back.", "▌ age        44")
	term.Press("u").See("✓ Undone: age of “Fred Flintstone” is 43 again.", "▌ age        43")
	term.Press("ctrl+r").See("✓ Redone: age of “Fred Flintstone” is 44 again.", "▌ age        44")
	term.Press("1", "down", "down", "D", "y").See("Deleted “Pebbles").Press("u").See("✓ Undone: 3 values are back in “Pebbles Flintstone”.", "Pebbles Flintstone")
	term.Press("3", "u").See("Undone: age of") // wherever one is
}

// Who adds what is there already has changed nothing: what was undone can be redone still.
func TestWhatIsThereAlreadyIsNoChange(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.Sample()...)
	term := tuitest.Start(t, r, 80, 24, options())
	term.See("▌ Barney Rubble").Press("down", "down", "down", "enter", "down").See("▌ age        42")
	term.Press("e", "up", "enter").See("Saved ").Press("u").See("Undone")
	term.Press("a").Type("42").Press("enter").See("Age 42 is there already.", "▌ age        42").DontSee("esc cancel")
	term.Press("p").Type("name").Press("enter").Type("Fred Flintstone").Press("enter").See("Name “Fred Flintstone” is there already.")
	term.Press("ctrl+r").See("Redone: age of “Fred Flintstone” is 43 again.")
}

// Undo goes to what it brought back in another subject, and one comes back from there.
func TestUndoGoesToWhatItBroughtBack(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		term := fred(t, c, "age").Resize(size[0], size[1])
		term.Press("e", "up", "enter").See("Saved ")
		term.Press("down", "down", "down", "down", "down", "down", "enter").See("39").Press("down", "down").See("▌ child ")
		term.Press("u").See("age of “Fred", "▌ age        43")
		term.Press("backspace").See("▌ child ")
		term.Press("ctrl+r").See("▌ age        44").Press("backspace").See("▌ child ")
	}
}

// So it does to a deleted subject that has a list, also where it is told first that this is one:
// what is said of a subject comes in the order in which the clone first heard of the properties.
func TestUndoGoesToASubjectWithAList(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.T("dino", "name", "Dino"), tuitest.T("dino", "@type", "Pet"), tuitest.T("fred", "name", "Fred"))
	outer, n := tuitest.Domain.GenID("outer"), 0
	newID := func() model.IRI { n++; return tuitest.Domain.GenID(fmt.Sprint("s", n)) }
	p := list.Insert(outer, 0, newID, model.String("milk"), model.String("bread"), model.String("eggs"))
	p.Inserts = append(p.Inserts, tuitest.T("fred", "todo", outer))
	if err := r.Patch(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌ Dino").Press("down").See("2 Fred", "3   eggs").Press("D", "y").See("Deleted “Fred”", "2 Dino")
	term.Press("u").See("Undone", "2 Fred", "3   eggs")
}

// So it does to the item of a list, and leaves the list in which people stand.
func TestUndoGoesToTheItem(t *testing.T) {
	t.Parallel()
	r, term := withList(t, "milk", "bread", "eggs")
	if err := r.Patch(t.Context(), add(tuitest.T("wilma", "name", "Wilma"))); err != nil {
		t.Fatal(err)
	}
	term.Press("up").See("▌      2   bread").Press("d", "y").See("Removed ", "2   eggs").Press("esc", "esc", "down", "down").See("2 Wilma")
	term.Press("u").See("“bread” is back", "2 Fred", "▌      2   bread")
}

func TestUndoLeavesWhatOthersDid(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up", "enter").See("Saved ")
	c.Remote("lr", change("fred", "age", 44, 50))
	term.Settle().Press("u").See("▲ Not undone: it was deleted since (age 44, and 1 more).", "age        50")
	term.Resize(80, 24).See("it was deleted since (age 44").Resize(120, 30)
	if has(t, c, tuitest.T("fred", "age", 43)) {
		t.Error("undo put something beside what others did")
	}
}

// A real clone, for the rule of undo is its own.
func realClone(t *testing.T, ts ...model.Triple) *replica.Replica {
	t.Helper()
	return realCloneAt(t, nil, ts...)
}

// realCloneAt is a real clone with a clock of its own; that of the machine, if nil.
func realCloneAt(t *testing.T, now func() time.Time, ts ...model.Triple) *replica.Replica {
	t.Helper()
	return realCloneWith(t, func(cfg *replica.Config) { cfg.Now = now }, ts...)
}

func realCloneWith(t *testing.T, set func(*replica.Config), ts ...model.Triple) *replica.Replica {
	t.Helper()
	cfg := replica.Config{Domain: tuitest.Domain, ID: "test", File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true}
	set(&cfg)
	r, err := replica.Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := r.Patch(t.Context(), model.Patch{Inserts: ts}); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestUndoOfARealClone(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.Sample()...)
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌ Barney Rubble").Press("down", "down", "down", "enter", "down").See("▌ age        42")
	term.Press("e", "up", "enter").See("▌ age        43").Press("u").See("▌ age        42", "is 42 again")
	term.Press("ctrl+r").See("▌ age        43").Press("u", "u").See("Undone: 34 values are gone again in 8 subjects.")
	term.Press("u").See("Nothing can be undone").Press("ctrl+r").See("Redone: 34 values are back in 8 subjects.", "Barney")
	term.Press("ctrl+r").See("Redone: age of").Press("ctrl+r").See("Nothing more to redo.")
}

// What took several subjects and a list is taken back as a whole, and all of that is said.
func TestUndoTellsOfAll(t *testing.T) {
	t.Parallel()
	r, term := withList(t, "milk", "bread", "eggs")
	wilma := []model.Triple{tuitest.T("wilma", "name", "Wilma"), tuitest.T("wilma", "todo", tuitest.ID("hers"))}
	item := func(list model.IRI, at int) replica.ListItem {
		page, err := r.List(t.Context(), replica.ListQuery{List: list, From: at, Limit: 1})
		if err != nil || len(page.Items) != 1 {
			t.Fatal(page, err)
		}
		return page.Items[0]
	}
	do := func(p model.Patch) {
		t.Helper()
		if err := r.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	slot := func() model.IRI { return tuitest.Domain.GenID("hers1") }
	p := list.Insert(tuitest.ID("hers"), 0, slot, model.String("mend the car"))
	p.Inserts = append(p.Inserts, wilma...)
	do(p)
	p = item(tuitest.ID(shopping), 1).Remove()
	p.Deletes = append(p.Deletes, tuitest.T("fred", "name", "Fred"))
	p.Inserts = append(p.Inserts, tuitest.T("fred", "name", "Frederick"), tuitest.T("wilma", "age", 39))
	do(p)
	term.Press("u").See("✓ Undone: 1 value is back, 2 values are gone again in “Fred” and “Wilma”, and “bread” is back as item 2 of the list")
	p = item(tuitest.ID("hers"), 0).Remove()
	p.Deletes = append(append(p.Deletes, wilma...), item(tuitest.ID(shopping), 0).Remove().Deletes...)
	do(p)
	term.Press("u").See("✓ Undone: name “Wilma” of “Wilma” is back, and “milk” is back as item 1 of a list, a list is back.")
}

// forgetful is a clone that tells no name of a subject before it is asked to undo, as if
// nobody had asked in time.
type forgetful struct {
	tui.Clone

	undone atomic.Bool
}

func (c *forgetful) Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error) {
	if q.Around != "" && !c.undone.Load() {
		return replica.SubjectsPage{}, nil
	}
	return c.Clone.Subjects(ctx, q)
}

func (c *forgetful) Undo(ctx context.Context) (replica.Undone, error) {
	c.undone.Store(true)
	return c.Clone.Undo(ctx)
}

// TestUndoKnowsTheNames of what it tells of, though they are on the screen nowhere.
func TestUndoKnowsTheNames(t *testing.T) {
	t.Parallel()
	r := realCloneAt(t, tuitest.Clock(), tuitest.T("barney", "name", "Barney"), tuitest.T("wilma", "name", "Wilma"),
		tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "spouse", tuitest.ID("wilma")))
	p := model.Patch{Deletes: []model.Triple{tuitest.T("fred", "spouse", tuitest.ID("wilma"))}}
	if err := r.Patch(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, &forgetful{Clone: r}, 80, 24, options())
	term.See("▌ Barney").Press("u").See("Undone: spouse Wilma of “Fred” is back.")
}
