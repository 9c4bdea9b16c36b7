package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What is open while one works, in each size: the palette, questions and forms, and what an
// editor says below the value.
func TestWorkLayouts(t *testing.T) {
	t.Parallel()
	// onto goes to a value of Fred.
	onto := func(term *tuitest.Terminal, property string) *tuitest.Terminal {
		term.Press("down", "down", "down", "enter", "home")
		for range 12 {
			if term.Line("▌ "+property) != "" {
				return term
			}
			term.Press("down")
		}
		t.Fatalf("%s is not under the cursor:\n%s", property, term.Screen())
		return nil
	}
	for _, work := range []struct {
		name string
		do   func(c *tuitest.Clone, term *tuitest.Terminal)
	}{
		{"palette", func(_ *tuitest.Clone, term *tuitest.Terminal) { term.Press(":").Type("un") }},
		{"delete", func(_ *tuitest.Clone, term *tuitest.Terminal) { onto(term, "name").Press("D", "down", "r") }},
		{"question", func(_ *tuitest.Clone, term *tuitest.Terminal) { onto(term, "name").Press("D", "down", "down") }},
		{"set", func(_ *tuitest.Clone, term *tuitest.Terminal) { term.Press("space", "space", "=").Press("down") }},
		{"settle", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			onto(term, "nickname").Press("down", "s")
		}},
		{"conflict", func(c *tuitest.Clone, term *tuitest.Terminal) {
			onto(term, "name").Press("e").Type(" jr")
			c.Remote("lr", change("fred", "name", "Fred Flintstone", "Freddie"))
			term.Settle()
		}},
		{"reference", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			onto(term, "spouse").Press("e").Type("r").Type("u").Type("b") // How far it scrolls goes by all that was offered.
		}},
		{"request", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			onto(term, "age").Press("e", "up", "ctrl+p")
		}},
		{"text", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			onto(term, "name").Press("e", "ctrl+u").Paste(strings.Repeat("Yabba dabba doo, said Fred.\n", 30)).Press("pgup", "pgup")
		}},
	} {
		for _, s := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", work.name, s[0], s[1]), func(t *testing.T) {
				c := sample(t)
				term := tuitest.Start(t, c, s[0], s[1], options())
				work.do(c, term)
				golden.RequireEqual(t, term.Screen())
			})
		}
	}
}
