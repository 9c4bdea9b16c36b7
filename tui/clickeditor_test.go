package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A click into the other field of a new property goes there, and back, with what is typed.
func TestAClickGoesToTheOtherField(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		term := fred(t, c, "name").Resize(s[0], s[1]).Press("p").Type("motto").Click("value     ", 14).Type("Yabba").Click("motto", 5)
		term.Type("s").Click("Yabba").Type("! ").Press("enter").See("Saved ")
		holds(t, c, tuitest.T("fred", "mottos", "! Yabba"))
	}
}

// A click elsewhere leaves an editor in which nothing was typed, and goes there; what is typed
// stays, and it is said how one gets on.
func TestAClickLeavesAnUntouchedEditor(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		term := fred(t, c, "name").Resize(s[0], s[1]).Press("e").See("esc cancel").Click("height").DontSee("esc cancel").See("▌ height")
		term.Press("e").Type("4").Click("married").DontSee("▌ married").See("1.834", "▌ height")
		if said := strings.Join(strings.Fields(term.Screen()), " "); !strings.Contains(said, "This is not saved yet: ⏎ saves it, esc leaves it.") {
			t.Errorf("%v: it is not said why nothing happens:\n%s", s, term.Screen())
		}
		term.Press("enter").See("Saved ")
		// What is turned is not saved either.
		term.Click("married").See("▌ married").Press("e", "space").See("○ true").Click("height").See("▌ married", "○ true")
	}
	term := fred(t, sample(t), "name").Press("e").Click("Barney Rubble").See("2 Barney Rubble").DontSee("esc cancel")
	term.Resize(40, 12).Press("2", "e").See("esc cancel").Click("1 List").See("1 Subjects").DontSee("esc cancel")
}

// The wheel scrolls a long text that is edited, or the request that is shown of it.
func TestTheWheelScrollsWhatIsEdited(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		c.Load(tuitest.T("fred", "motto", strings.Repeat("Yabba dabba doo. ", 150)+"The end"))
		term := fred(t, c, "motto").Resize(s[0], s[1]).Press("e").See("The end")
		if s[1] > 12 {
			term.Wheel("Yabba", -60).See("motto").DontSee("The end").Wheel("Yabba", 60).See("The end")
		}
		if s[1] == 24 {
			term.Type("!").Press("ctrl+o").See("@delete").Wheel("@delete", 90).See("the end").DontSee("@delete")
		}
	}
}

// What is dragged over in a text that is edited is selected, to be copied or replaced.
func TestDraggingSelectsInAnEditor(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		c.Load(tuitest.T("fred", "motto", "Yabba dabba doo, said Fred of Bedrock"))
		term := fred(t, c, "motto").Resize(s[0], s[1]).Press("e")
		x, y := column(term, "dabba"), term.Row("dabba")
		term.Mouse(x, y, x+5, y).Type("DA").See("Yabba DA doo")
		term.Mouse(x+2, y, x, y).Press("ctrl+c").See("Yabba DA doo").Type("du").Press("enter").See("Saved ")
		holds(t, c, tuitest.T("fred", "motto", "Yabba du doo, said Fred of Bedrock"))
	}
}
