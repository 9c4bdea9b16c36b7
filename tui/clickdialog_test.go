package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A click in a question goes to an answer, and one more does it; the keys that it names can be
// clicked on.
func TestAQuestionIsAnsweredByTheMouse(t *testing.T) {
	t.Parallel()
	plain := themes.ASCII()
	for _, theme := range []*themes.Theme{nil, &plain} {
		o := options()
		o.Theme = theme
		c := sample(t)
		term := tuitest.Start(t, c, 120, 30, o)
		term.Press("down", "down", "down", "D").See("Delete it").Click("Delete it").Settle()
		if !has(t, c, tuitest.T("fred", "age", 43)) {
			t.Fatal("one click deleted it")
		}
		term.Click("as JSON").See("@delete").Click("close").DontSee("Keep it")
		term.Press("D").See("Keep it").Click("Delete it").Click("Delete it").See("Deleted ")
		if has(t, c, tuitest.T("fred", "age", 43)) {
			t.Error("two clicks did not delete it")
		}
	}
}

// What would be sent is shown before one has chosen to.
func TestAQuestionShowsWhatItAsksAsJSON(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("down", "down", "down", "D").See("Keep it").Press("ctrl+o").See("@delete", `"age"`).DontSee("nothing to save")
}

// A click on a field of a form goes there, and what is typed is typed there.
func TestAFormIsFilledWithTheMouse(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("n").See("New subject").Click("value   ").Type("zz").Click("save").See("Added")
		holds(t, c, tuitest.T("zz", "name", "zz"))
		term = tuitest.Start(t, c, size[0], size[1], options())
		term.Press("down", "down", "down", "N").See("Duplicate").Click("name  F").Type(" jr").Click("id  ", 1).Type("alf").Click("next").Click("duplicate").See("Added")
		holds(t, c, tuitest.T("alf", "name", "Fred Flintstone jr"))
	}
}

// The help, too, says with what it is closed, and that can be clicked on.
func TestTheFootOfTheHelpIsClicked(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 80, 24, options())
	term.Press("?").See("close").Click("close").See("1 Subjects").DontSee(" close ")
}
