package tui_test

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Who steps through what happened comes each time to the subject that was changed, with what
// the change did marked: what came, and what went, which is not there any more.
func TestEachStepShowsWhatHappened(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("▌ Barney Rubble").Press("3", "<").See("2 Fred Flintstone", "spouse   − → Wilma Flintstone", "         + → Betty Rubble", "Barney Rubble › Fred Flintstone", "age        49")
	term.Press("<").See("2 Fred Flintstone", "age      − 48", "         + 49", "spouse     → Wilma").DontSee("− →")
	for range 7 {
		term.Press("<")
	}
	term.See("2 The Great Gazoo", "name   + The Great Gazoo", "Barney Rubble › The Great Gazoo")
	term.Press(">").See("− 42", "+ 43", "after a change by Bo")
	for range 7 {
		term.Press(">")
	}
	term.Press(">").See("2 Wilma Flintstone", "motto  + first come", "the last change").Press(">").DontSee("as of 1", "motto  + ")
	term.Press("backspace").See("2 Barney Rubble")
}

// Of a value that a change took away, why is what became of it; and one goes to when it was
// written.
func TestAskOfWhatWent(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("3", "<", "<").See("− 48", "+ 49").Press("2", "home", "down", "down").See("▌ age      − 48")
	term.Press("w").See("History of age of Fred Flintstone", "age 48 is not there any more: this is what became of it.", "age 48 → 49").Press("esc")
	term.Press("t").See("as of 10:00:35", "− 47", "+ 48")
}

// Where the changes are in the place of the subject, that comes in theirs, and they come back
// with the present.
func TestFromAChangeToItsSubject(t *testing.T) {
	t.Parallel()
	for _, s := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c, _ := lively(t)
			term := tuitest.Start(t, c, s[0], s[1], options())
			term.Press("3", "down", "t")
			golden.RequireEqual(t, term.Screen())
			term.See("+ → Betty Rubble").Press("<").See("+ 49").Press("esc").See("▌ ◆ Ann Lee").DontSee("as of 1")
		})
	}
	inEachTheme(t, func(t *testing.T, theme *themes.Theme) {
		c, _ := lively(t)
		o := options()
		o.Theme = theme
		term := tuitest.Start(t, c, 80, 24, o)
		golden.RequireEqual(t, term.Press("3", "<").Screen())
	})
}

// What was deleted is shown as it was, and what it was called; and it is not said to be missing.
func TestAStepThatDeleted(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	gazoo := add(tuitest.T("gazoo", "name", "The Great Gazoo"))
	for _, p := range []model.Patch{{Deletes: gazoo.Inserts}, change("fred", "age", 49, 50)} {
		if err := c.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("3", "<").See("2 The Great Gazoo", "It is gone", "name   − The Great Gazoo").DontSee("not there")
	term.Press("<").See("2 Wilma Flintstone").Press("esc").See("2 Wilma Flintstone").DontSee("as of 1")
}

// Of a list, the items that came, went and moved are marked in it.
func TestAStepInAList(t *testing.T) {
	t.Parallel()
	_, term := withList(t, "milk", "bread", "eggs")
	term.Press("e").Type("!").Press("enter").See("✓ Saved “eggs!”.")
	term.Press("K").See("It is number 2 now.")
	term.Press("home", "down", "down").Press("d", "y").See("Removed").Press("a").Type("tea").Press("enter").See("3 items")
	golden.RequireEqual(t, term.Press("<").Screen())
	term.See("1 − milk", "1   eggs!").Press("<").See("2 ~ eggs!", "1   milk").Press("<").See("3 − eggs", "3 + eggs!").Press("<").See("1 + milk", "2 + bread", "3 + eggs")
}

// A long subject is scrolled to what changed, for who goes from change to change, and the cursor
// comes back with the present.
func TestAStepOutOfSight(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	for i := range 40 {
		c.Load(tuitest.T("fred", fmt.Sprintf("a%02d", i), i))
	}
	if err := c.Patch(t.Context(), change("fred", "zeal", 1, 2)); err != nil {
		t.Fatal(err)
	}
	if err := c.Patch(t.Context(), change("fred", "a00", 0, 1)); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down", "enter").See("2 Fred Flintstone", "▌ name").Press("down", "down").See("▌ a01")
	term.Press("<").See("▌ a01").DontSee("+ 2").Press("esc").Press("3", "<").See("+ 2").DontSee("a01")
	term.Press(">").See("+ 1").Press(">").DontSee("as of 1").See("▌ a01")
}
