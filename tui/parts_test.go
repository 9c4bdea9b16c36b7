package tui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// withParts is a clone whose Fred has a list of his own, and in it a list; and a terminal
// that shows him.
func withParts(t *testing.T) (*replica.Replica, *tuitest.Terminal) {
	t.Helper()
	r := realClone(t, tuitest.T("fred", "name", "Fred"), tuitest.T("dino", "name", "Dino"))
	outer, inner := tuitest.Domain.GenID("outer"), tuitest.Domain.GenID("inner")
	n := 0
	newID := func() model.IRI { n++; return tuitest.Domain.GenID(fmt.Sprint("s", n)) }
	p := list.Insert(outer, 0, newID, model.String("milk"), model.Ref(inner))
	p.Inserts = append(p.Inserts, list.Insert(inner, 0, newID, model.String("deep")).Inserts...)
	p.Inserts = append(p.Inserts, tuitest.T("fred", "todo", outer))
	if err := r.Patch(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌ Dino").Press("down", "enter").See("2 items", "1   milk")
	return r, term
}

// everything is all that is in a clone, one statement a line.
func everything(t *testing.T, r *replica.Replica) string {
	t.Helper()
	var all []string
	if err := r.Read(t.Context(), func(g model.Graph) error {
		for triple := range g.Match(model.Pattern{}) {
			all = append(all, fmt.Sprint(triple))
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	slices.Sort(all)
	return strings.Join(all, "\n")
}

func describe(t *testing.T, r *replica.Replica, id model.IRI) []model.Triple {
	t.Helper()
	ts, err := r.Describe(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return ts
}

func TestACopyHasListsOfItsOwn(t *testing.T) {
	t.Parallel()
	r, term := withParts(t)
	term.Press("N").See("A new subject with 2 values and 3 items of lists of “Fred”.").Type("fred2").Press("ctrl+s").See("Added “Fred”.", "2 items", "1   milk")
	original := describe(t, r, tuitest.Domain.GenID("outer"))
	term.Press("home", "down", "down").See("▌      1   milk").Press("e").Type("!").Press("enter").See("✓ Saved “milk!”.")
	term.Press("J").See("It is number 2 now.")
	if now := describe(t, r, tuitest.Domain.GenID("outer")); !slices.Equal(original, now) {
		t.Errorf("what was done to the copy has changed the original: %v", now)
	}
	if all := everything(t, r); strings.Count(all, "deep") != 2 || strings.Count(all, "milk!") != 1 {
		t.Errorf("the copy does not have what the original has:\n%s", all)
	}
	// Without the copy, everything of it is gone, and nothing of the original; and back.
	before := everything(t, r)
	term.Press("D").See("All its 2 values and 3 items of lists").Press("y").See("Deleted “Fred” with 2 values and 3 items of lists.")
	if all := everything(t, r); strings.Count(all, "deep") != 1 || strings.Contains(all, "milk!") || !strings.Contains(all, "milk") {
		t.Errorf("not the parts of the copy are gone, or others:\n%s", all)
	}
	term.Press("u").See("Undone")
	if all := everything(t, r); all != before {
		t.Errorf("it is not as it was:\n%s\nit was\n%s", all, before)
	}
}

func TestWhatIsDeletedLeavesNothing(t *testing.T) {
	t.Parallel()
	name := fmt.Sprint(tuitest.T("dino", "name", "Dino"))
	t.Run("one", func(t *testing.T) {
		r, term := withParts(t)
		term.Press("D").See("Delete “Fred” (fred)? All its 2 values and 3 items").Press("y").See("Deleted “Fred” with 2 values and 3 items of lists.")
		if all := everything(t, r); all != name {
			t.Errorf("this is left:\n%s", all)
		}
	})
	t.Run("several", func(t *testing.T) {
		r, term := withParts(t)
		before := everything(t, r)
		term.Press("1", "home", "space", "space", "D").See("Delete 2 subjects with 3 values and 3 items of lists").Press("y").See("Deleted 2 subjects with 3 values and 3 items of lists.")
		if all := everything(t, r); all != "" {
			t.Errorf("this is left:\n%s", all)
		}
		term.Press("u").See("Undone")
		if all := everything(t, r); all != before {
			t.Errorf("it is not as it was:\n%s", all)
		}
	})
	t.Run("a value", func(t *testing.T) {
		r, term := withParts(t)
		term.Press("home", "down").See("▌ todo").Press("d").See("Remove the list todo").Press("y").See("Removed the list todo")
		if all := everything(t, r); strings.Contains(all, "milk") || strings.Contains(all, "deep") || strings.Contains(all, "genid") {
			t.Errorf("this is left:\n%s", all)
		}
	})
	t.Run("an item", func(t *testing.T) {
		r, term := withParts(t)
		term.Press("end").Press("d").See("Remove item 2").Press("y").See("from the list.")
		if all := everything(t, r); strings.Contains(all, "inner") || strings.Contains(all, "deep") || !strings.Contains(all, "milk") {
			t.Errorf("this is left:\n%s", all)
		}
	})
	t.Run("what others have", func(t *testing.T) {
		r, term := withParts(t)
		if err := r.Patch(t.Context(), add(tuitest.T("dino", "todo", tuitest.Domain.GenID("inner")))); err != nil {
			t.Fatal(err)
		}
		term.Press("D").See("All its 2 values and 2 items of lists").Press("y").See("Deleted “Fred”")
		if all := everything(t, r); strings.Contains(all, "milk") || !strings.Contains(all, "deep") {
			t.Errorf("this is left:\n%s", all)
		}
	})
}

func TestACopiedSubjectBringsItsLists(t *testing.T) {
	t.Parallel()
	r, term := withParts(t)
	term.Press("c").See("Copied “Fred” with 2 values and 3 items of lists, as JSON.")
	json := term.Clipboard()
	if !strings.Contains(json, `"todo": {"@list": ["milk", {"@list": ["deep"]}]}`) {
		t.Errorf("the lists are not in what was copied:\n%s", json)
	}
	there := realClone(t)
	other := tuitest.Start(t, there, 120, 30, options())
	other.Paste(json).See("Add what was pasted").Press("y").See("2 items", "1   milk")
	if all := everything(t, there); strings.Count(all, "deep") != 1 {
		t.Errorf("the list in the list did not come across:\n%s", all)
	}
	// Added to another subject here, they are lists of its own.
	term.Press("1", "home", "v").See("Add what “Fred” has to “Dino”?").Press("down", "down", "enter").See("to “Dino”.", "2 items")
	if all := everything(t, r); strings.Count(all, "deep") != 2 || strings.Count(all, "milk") != 2 {
		t.Errorf("Dino has no lists of his own:\n%s", all)
	}
	term.Press("u").See("Undone").Press("1", "end", "enter", "home", "down", "y").See("Copied the value").Press("1", "home", "v").See("2 items")
	if all := everything(t, r); strings.Count(all, "deep") != 2 || strings.Count(all, "milk") != 2 {
		t.Errorf("Dino has no list of his own:\n%s", all)
	}
}
