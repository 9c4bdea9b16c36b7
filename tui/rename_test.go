package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestRenameASubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", add(tuitest.T("fred", "knows", tuitest.ID("fred"))))
	before := c.Ticks()
	term := fred(t, c, "name")
	term.Press("R").See("Another id for “Fred Flintstone”.").Press("enter").See("that is its id already")
	term.Press("ctrl+u").Type("wilma").Press("enter").See("wilma is there already, with 5 values; choose another id")
	term.Press("ctrl+u").Type("person/fred").Press("enter").See("Rename fred to person/fred?").Press("down")
	term.See("11 values move; 2 references follow.", "others write to fred meanwhile stays there")
	if c.Ticks() != before {
		t.Fatal("something was written before it was confirmed")
	}
	term.Press("y").See("It is person/fred now.", "2 Fred Flintstone", "http://bedrock.m-ld.org/person/fred", "→ Fred Flintstone")
	for _, want := range []model.Triple{
		tuitest.T("wilma", "spouse", tuitest.ID("person/fred")), tuitest.T("dino", "owner", tuitest.ID("person/fred")),
		tuitest.T("dino", "owner", tuitest.ID("wilma")), tuitest.T("person/fred", "age", 43),
		tuitest.T("person/fred", "knows", tuitest.ID("person/fred")),
	} {
		if !has(t, c, want) {
			t.Errorf("%v is missing", want)
		}
	}
	if ts, err := c.Describe(t.Context(), tuitest.ID("fred")); err != nil || len(ts) > 0 {
		t.Errorf("of the old id there is %v, %v", ts, err)
	}
	if c.Ticks() != before+1 {
		t.Errorf("it took %d operations", c.Ticks()-before)
	}
	term.Press("u").See("Undone: ", " in 4 subjects.")
	if !has(t, c, tuitest.T("wilma", "spouse", tuitest.ID("fred"))) {
		t.Error("undo has not brought the references back")
	}
}

// A change of an id is one line among the changes; the history of the new one leads to that of
// the old one, and back; and the path knows it by the new one.
func TestAnotherIDDoesNotEndTheHistory(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("down", "down", "down", "2", "R").See("Another id for “Fred Flintstone”.")
	term.Press("ctrl+u").Type("person/fred").Press("enter").See("Rename fred to person/fred?").Press("y").See("It is person/fred now.")
	term.See("renamed fred to person/fred").DontSee("− name Fred Flintstone", "Fred Flintstone › ")
	term.Press("H").See("renamed from fred", "Before, it was fred: ⏎ above goes on to its history then")
	term.Press("end", "enter").See("History of fred", "renamed to person/fred", "age").DontSee("Before, it was")
	term.Press("home", "enter").See("History of person/fred", "Before, it was fred").Press("esc")
	term.Press("3", "space").See("− name Fred Flintstone", "+ name Fred Flintstone", "tick")
}
