package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// A text of several lines is seen to have them: among the values, in an opened change, in a
// history, and before it is removed.
func TestTextsOfLines(t *testing.T) {
	t.Parallel()
	const poem = "Yabba dabba\n\ndoo:\tsaid Fred\nand went"
	for _, look := range []struct {
		name string
		do   func(term *tuitest.Terminal)
	}{
		{"value", func(term *tuitest.Terminal) { term.Press("home") }},
		{"under-cursor", func(*tuitest.Terminal) {}},
		{"change", func(term *tuitest.Terminal) { term.Press("3", "space") }},
		{"history", func(term *tuitest.Terminal) { term.Press("P") }},
		{"removed", func(term *tuitest.Terminal) { term.Press("d") }},
	} {
		for _, s := range sizes {
			t.Run(fmt.Sprintf("%s/%dx%d", look.name, s[0], s[1]), func(t *testing.T) {
				c := sample(t)
				term := tuitest.Start(t, c, s[0], s[1], options())
				term.Press("down", "down", "down", "enter", "home")
				c.Remote("lr", add(tuitest.T("fred", "poem", poem)))
				term.Settle().Press("end")
				for range 4 { // The last property may have several values.
					if strings.Contains(term.Line("▌ poem"), "poem") {
						break
					}
					term.Press("up")
				}
				look.do(term)
				golden.RequireEqual(t, term.Screen())
			})
		}
	}
}

// An editor says how much of a long text is out of sight, and where.
func TestHowMuchIsOutOfSight(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "name").Resize(80, 24)
	term.Press("e", "ctrl+u").Paste(strings.Repeat("Yabba\n", 11)).DontSee("1 line", "lines").Press("ctrl+z")
	term.Paste(strings.Repeat("Yabba\n", 29)+"doo").See("↑ 19 lines", "doo").DontSee("  ↓")
	term.Press("up", "up", "up", "up", "up", "up", "up", "up", "up", "up", "up").See("↑ 18  ↓ 1 line ").DontSee("doo")
	term.Press("pgup", "pgup", "pgup").See("  ↓ 19 lines").DontSee("↑ 1")
}

// A text is wrapped in its editor as it was where one read it, whatever the types of the other
// values are.
func TestTheEditorWrapsAsTheTextWasShown(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(tuitest.T("fred", "motto", "Yabba dabba doo, said Fred, and went home to Wilma and to all of Bedrock"))
	for _, s := range sizes {
		term := fred(t, c, "motto").Resize(s[0], s[1])
		rows := func() string {
			lines := strings.Split(term.Screen(), "\n")
			shown := strings.Join(lines[term.Row("Yabba"):term.Row("Bedrock ")+1], "\n")
			return strings.ReplaceAll(shown, "▌", " ")
		}
		read := rows()
		term.Press("e")
		if typed := rows(); typed != read {
			t.Errorf("%dx%d: the text is wrapped as\n%s\nand was as\n%s", s[0], s[1], typed, read)
		}
	}
}
