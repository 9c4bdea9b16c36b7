package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A key that means nothing in a pane says where it means something.
func TestAKeySaysWhereItIsHeard(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		term := tuitest.Start(t, sample(t), size[0], size[1], options())
		term.Press("e").See("Not here: press 2, then e to change the value.")
		term.Press("2", "e").See("esc cancel").DontSee("Not here")
		term.Press("esc", "o").See("Not here: press 1, then o to list by name, by last change, or by id.")
		term.Press("f").See("Not here: press 3, then f to ")
		term.Press("$").See("Nothing is on the key $: ? shows all keys.")
		// What one presses out of habit is no matter for a word.
		term.Press("1", "esc", "h", "left").DontSee("Not here", "Nothing is on")
	}
}

func TestItemKeysTellOfMakingAList(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "age")
	for _, key := range []string{"A", "J", "K"} {
		term.Press(key).See("This is not an item of a list: L makes a list of these values.")
	}
	term.Press("home", "A").See("There is no item of a list here.")
}
