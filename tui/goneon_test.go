package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A question that one asked for is not opened over what one has gone on to meanwhile: what is
// typed there must not answer it. What is typed for a form waits for that.
func TestNothingOpensOverWhatIsTyped(t *testing.T) {
	t.Parallel()
	for keys, shows := range map[string]string{
		"D": "Delete a subject", "space D": "Delete what is marked", "!": "conflict to settle", "3 r": "Put a change back", "v": "Paste",
	} {
		t.Run(keys, func(t *testing.T) {
			t.Parallel()
			c := sample(t)
			c.Remote("lr", change("fred", "age", 43, 42))
			c.Apart("lr", add(tuitest.T("fred", "age", 45)))
			term := tuitest.Start(t, c, 120, 30, options())
			term.Press("c", "down", "3", "space", "1")
			release := c.Hold()
			term.PressOnly(append(strings.Fields(keys), "1", "/", "y")...)
			term.See("⌕ y")
			release()
			term.Settle().See("⌕ y").DontSee(shows)
			term.Press("esc", "esc")
			term.Press(strings.Fields(keys)...).See(shows)
		})
	}
}
