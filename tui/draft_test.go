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
