package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What was typed and left by esc can be had again when the same is edited again.
func TestWhatIsTypedIsKept(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	const kept, again = "Not saved: e and then ^R bring back what you typed.", "^R brings back “"
	term.Press("e").Type(" of Bedrock").Press("esc").See(kept, "▌ name       Fred Flintstone ").DontSee("of Bedrock")
	// Another value has no part in it, and nothing comes back unasked.
	term.Press("down", "e").DontSee(again).Press("esc").DontSee(kept)
	term.Press("up", "e").See(again, "Bedrock”").Press("enter").DontSee("Saved")
	term.Press("e", "ctrl+r").See("▌ name       Fred Flintstone of Bedrock").DontSee(again)
	// It is kept as often as one leaves it, until something else is typed there, or saved.
	term.Press("esc").See(kept).Press("e", "ctrl+r").See("of Bedrock").Press("ctrl+z").DontSee("of Bedrock")
	term.Press("esc").DontSee(kept).Press("e").See(again).Type("!").DontSee(again).Press("ctrl+c").See(kept)
	term.Press("e", "ctrl+r", "enter").See("Saved name “Fred Flintstone!”.").Press("e").DontSee(again)
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone!")) {
		t.Error("what was typed before was not saved")
	}
}

// A property that was begun has its name, its value and its type again.
func TestABegunPropertyIsKept(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("p").Type("shoe").Press("enter", "ctrl+t").Type("4").Press("esc").See("Not saved: p and then ^R bring back")
	term.Press("p").See("^R brings back “shoe: 4”").Press("ctrl+r").See("property   shoe").Type("4").Press("enter").See("Saved shoe 44.")
	if !has(t, c, tuitest.T("fred", "shoe", 44)) {
		t.Error("what was brought back has another type")
	}
	term.Press("p").DontSee("brings back").Press("esc")
	term.Press("a").Type("39").Press("esc").See("Not saved: a and then ^R").Press("a", "ctrl+r", "enter").See("Saved shoe 39.")
}

// What is typed into the form for a subject is kept when one leaves it, too.
func TestABegunSubjectIsKept(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		term := tuitest.Start(t, c, size[0], size[1], options())
		const again = "^R brings back “"
		term.Press("n").DontSee(again).Press("esc").DontSee("Not saved")
		term.Press("n").Type("Pet").Press("enter", "enter").Type("Hoppy").Press("tab").Type("hop").Press("esc")
		term.See("Not saved: n and then ^R bring back", "you typed.")
		// Nothing comes back unasked, and it is kept as often as one leaves it.
		term.Press("n").See("type      Person", again+"Pet, Hoppy, hop”").Press("esc").DontSee("Not saved")
		term.Press("n", "ctrl+r").See("type      Pet", "value     Hoppy", "id        hop").DontSee(again)
		term.Type("py").Press("esc").See("Not saved").Press("n").See(again + "Pet, Hoppy, ho").Press("ctrl+r").See("id        hoppy").Press("enter").See("Added “Hoppy”.")
		holds(t, c, tuitest.T("hoppy", "@type", "Pet"), tuitest.T("hoppy", "name", "Hoppy"))
		// What is saved is not offered any more; something else that is typed takes its place.
		term.Press("n").DontSee(again).Type("Rock").Press("esc", "n").See(again + "Rock”").Type("P").DontSee(again)
		term.Press("esc", "n").See(again + "P”").Press("ctrl+r").See("type      P ")
	}
}

// Other forms do the same, each for what it is of.
func TestFormsKeepWhatIsTyped(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("down", "down", "down", "space", "=").See("age").Type("ag").Press("down", "enter").Type("50").Press("esc").See("Not saved: = and then ^R bring back what you typed.")
	term.Press("=").See("^R brings back “age, 50”").Press("ctrl+r").See("property  age", "value     50", "integer")
	term.Press("enter").See("Set age 50 in 1 subject?").Press("y").See("Set age 50").Press("=").DontSee("brings back").Press("esc")
	for _, rename := range []string{"bam", "bim"} {
		term.Press("R").See("id").Press("ctrl+u").Type(rename).Press("esc").See("Not saved: R and then")
	}
	term.Press("R").See("^R brings back “bim”").Press("esc", "down", "R").See("Another id").DontSee("brings back").Press("esc")
	term.Press("up", "R", "ctrl+r", "enter").See("Rename slate to bim?").Press("y").See("It is bim now.")
}

// A boolean is turned by space in every form, as in the editor of a value.
func TestABooleanIsTurnedInForms(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		c := sample(t)
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("n").Type("Person").Press("enter").Type("married").Press("enter").See("boolean", "space turns it").DontSee("○ false")
		term.Press("space").See("● true   ○ false").Type("x").See("● true   ○ false").Press("left").See("○ true   ● false")
		term.Press("backspace").DontSee("true").Press("space", "space").See("○ true   ● false").Press("tab").Type("pearl").Press("enter").See("Added pearl.")
		holds(t, c, tuitest.T("pearl", "married", false))
		term.Press("1", "home", "down", "down", "down", "space", "=").See("age").Type("married").Press("enter").See("boolean").Press("space", "space").See("○ true   ● false").Press("enter")
		term.See("Set married false in 1 subject?").Press("y").See("Set married false")
		holds(t, c, tuitest.T("fred", "married", false))
	}
}

// A boolean that was turned and left is kept as what was typed is; as it was, there is nothing.
func TestATurnedBooleanIsKept(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "married", false))
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌ Fred").Press("2", "down").See("▌ married")
	term.Press("e").See("○ true   ● false").Press("space").See("● true   ○ false").Press("esc").See("Not saved: e and then ^R bring back")
	term.Press("e").See("^R brings back “true”", "● false").Press("space", "space").DontSee("brings back").Press("esc").DontSee("Not saved")
	term.Press("e", "ctrl+r").See("● true   ○ false").Press("enter").See("Saved married true.", "▌ married   true")
}
