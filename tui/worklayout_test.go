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
	chosen := func(term *tuitest.Terminal) *tuitest.Terminal {
		return term.Press("down", "down", "down", "enter")
	}
	for _, work := range []struct {
		name string
		do   func(c *tuitest.Clone, term *tuitest.Terminal)
	}{
		{"palette", func(_ *tuitest.Clone, term *tuitest.Terminal) { term.Press(":").Type("un") }},
		{"delete", func(_ *tuitest.Clone, term *tuitest.Terminal) { chosen(term).Press("D").Press("down", "r") }},
		{"question", func(_ *tuitest.Clone, term *tuitest.Terminal) { chosen(term).Press("D").Press("down", "down") }},
		{"set", func(_ *tuitest.Clone, term *tuitest.Terminal) { term.Press("space", "space", "=").Press("down") }},
		{"settle", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			chosen(term).Press("end", "up", "up").Press("s")
		}},
		{"conflict", func(c *tuitest.Clone, term *tuitest.Terminal) {
			chosen(term).Press("down", "e").Type(" jr")
			c.Remote("lr", change("fred", "name", "Fred Flintstone", "Freddie"))
			term.Settle()
		}},
		{"reference", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			chosen(term).Press("end", "up", "e").Type("rub")
		}},
		{"request", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			chosen(term).Press("down", "down", "e", "up", "ctrl+p")
		}},
		{"text", func(_ *tuitest.Clone, term *tuitest.Terminal) {
			chosen(term).Press("down", "e", "ctrl+u").Paste(strings.Repeat("Yabba dabba doo, said Fred.\n", 30)).Press("pgup", "pgup")
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
