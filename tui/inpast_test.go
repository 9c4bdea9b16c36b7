package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What came after the moment that is shown is not among the changes, nor does what comes
// meanwhile appear there; the way back leads to where one was in them.
func TestTheChangesEndAtTheMoment(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("+ motto first come", "7 changes").Press("<").See("as of 10:00:47", "7 changes").DontSee("first come")
	term.Press("<").See("as of 10:00:42", "6 changes").DontSee("spouse → Betty")
	_, before := c.Reads()
	c.Remote("lr", add(tuitest.T("fred", "motto", "Yabba dabba doo")))
	term.Settle().DontSee("Yabba")
	if _, after := c.Reads(); after != before {
		t.Errorf("%d changes were read for what is not shown", after-before)
	}
	term.Press("3", "f").Type("by me").Press("enter").See("No change like this.").Press("esc", "esc").See("Yabba", "first come").DontSee("earlier")
	// From a change: it is the last one then, and found again.
	term.Press("down", "down", "down", "down").See("▌ ◆").Press("t").See("as of 09:00:00", "The Great Gazoo").DontSee("− age 42", "Yabba")
	if at := term.Row("▌ ◆"); at != 2 {
		t.Errorf("the last change until then is in row %d:\n%s", at, term.Screen())
	}
	term.Press("<").See("as of the beginning", "Nothing had been changed yet.").Press("esc")
	c.Remote("lr", add(tuitest.T("fred", "motto", "It's a living")))
	term.Settle().DontSee("earlier")
	if here := term.Row("▌ ◆"); here+2 != term.Row("+ name The Great Gazoo") {
		t.Errorf("the cursor is in row %d:\n%s", here, term.Screen())
	}
	term.Press("1").See("It's a living")
	if c.Pasts() != 0 {
		t.Errorf("%d moments are still open", c.Pasts())
	}
}

// Who looks at something that was not there yet is told so, at any size, and comes back to
// it: the list does not lose its place.
func TestTheListKeepsItsPlaceInThePast(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c, _ := lively(t)
		term := tuitest.Start(t, c, s[0], s[1], options())
		term.Press("end", "up").See("▌ The Great Gazoo")
		for range 9 {
			term.Press("<")
		}
		term.See("▌ The Great Gazoo").DontSee("not there")
		term.Press("<").See("The Great Gazoo was not there yet").DontSee("▌ The Great Gazoo")
		term.Press(">").See("▌ The Great Gazoo").DontSee("not there").Press("<")
		term.Press("esc").See("▌ The Great Gazoo").DontSee("earlier")
		// Who chooses another meanwhile stays with that one.
		term.Press("<", "<", "<", "<", "<", "<", "<", "<", "<", "<").See("not there").Press("home").See("▌ Barney Rubble")
		term.Press("esc").See("▌ Barney Rubble").DontSee("earlier")
	}
}

// A list by last change is one again when one comes back.
func TestTheOrderIsBackWithTheListing(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("o").See("· recent").Press("down", "down").See("▌ The Great Gazoo")
	term.Press("<").DontSee("· recent").See("▌ The Great Gazoo").Press("esc").See("· recent", "▌ The Great Gazoo")
}

// The way that one came is called as it was then.
func TestThePathInThePast(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	rename := func(from, to string) {
		if err := c.Patch(t.Context(), change("fred", "name", from, to)); err != nil {
			t.Fatal(err)
		}
	}
	term := fred(t, c, "spouse")
	term.Press("enter").See("Fred Flintstone › Betty Rubble")
	rename("Fred Flintstone", "Frederick")
	term.Settle().See("Frederick › Betty Rubble").Press("<").See("as of ", "Fred Flintstone › Betty Rubble").Press("esc").See("Frederick › Betty Rubble")
	if err := c.Patch(t.Context(), model.Patch{Deletes: []model.Triple{tuitest.T("betty", "name", "Betty Rubble")}}); err != nil {
		t.Fatal(err)
	}
	term.Settle().See("Frederick › betty").Press("backspace").See("Frederick › betty")
}

// In the past, why a value is what it is, and what happened, is told of then.
func TestWhyInThePast(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := fred(t, c, "age")
	term.Press("t").See("as of 10:00:42", "2 changes ago", "▌          + 49").Press("esc").See("▌ age        49")
	for range 8 {
		term.Press("<")
	}
	term.See("as of 10:00:00", "▌          + 43").Press("w").See("Why age 43?", "said in 1 change", "people.example.org/Bo").Press("esc")
	term.Press("P").See("History of age", "═ 1 change ═", "age 42 → 43").Press("t").DontSee("History of").See("as of 10:00:00")
	term.Press("H").See("History of Fred Flintstone", "═ 1 change ═").Press("esc").Press("3", "H").See("All changes", "═ 2 changes ═").Press("esc", "2")
	term.Press("t").See("as of 10:00:00").Press("<").See("as of 09:00:00", "▌ age        42")
	term.Press("t").See("▲ When this value was written is not known here")
	term.Press("<").See("as of the beginning").Press("H").See("Nothing has happened to it yet.").Press("esc", "esc").See("▌ age        49")
}
