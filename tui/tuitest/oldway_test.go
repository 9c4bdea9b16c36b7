package tuitest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Where the terminal knows of no graphemes, every line ends where the others do as well:
// wide characters, emoji of several, flags, and writing from right to left.
func TestWideTextWithoutGraphemes(t *testing.T) {
	for _, s := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
			t.Cleanup(c.Close)
			c.Load(
				tuitest.T("a", "name", "東京タワーと富士山の見える部屋"), tuitest.T("a", "@type", "部屋"),
				tuitest.T("b", "name", "👩‍👩‍👧‍👦 family 🏳️‍🌈 flag 🇩🇪 of 👍🏽"), tuitest.T("b", "@type", "Emoji"),
				tuitest.T("c", "name", "مرحبا بالعالم"), tuitest.T("c", "@type", "عربي"),
				tuitest.T("d", "name", "שלום עולם"), tuitest.T("d", "see", tuitest.ID("b")),
				tuitest.T("e", "name", "Zo\u0308e\u0301 n\u0303andu\u0301"), tuitest.T("e", "see", tuitest.ID("b")),
				tuitest.T("f", "ไทย", "ภาษาไทย กำลัง नमस्ते"), tuitest.T("f", "name", "🤷🏽‍♀️ 1️⃣ ❤️ ⚠️ 👨🏿‍🚀🇫🇷🇯🇵"),
				tuitest.T("b", "note", strings.Repeat("👩‍👩‍👧‍👦漢字👍🏽 ", 12)),
			)
			term := tuitest.StartOld(t, c, s[0], s[1], tui.Options{Me: "Barney"})
			shots := []string{term.Press("home", "enter").Screen()}
			term.Press("esc", "/").Type("family").See("family").Press("enter")
			shots = append(shots, term.Screen(), term.Press("e").Screen(), term.Press("left", "left", "x", "left").Screen(),
				term.Press("esc", "1", "esc", "end").Screen(), term.Press("enter", "down", "3").Screen())
			for i, shot := range shots {
				straight(t, i, shot, s[0])
			}
			golden.RequireEqual(t, strings.Join(shots, "\n"))
		})
	}
}

// straight checks that the lines of the frame, drawn by hand-counted cells, are below each
// other: in the first column of a border there is nothing else down to its end.
func straight(t *testing.T, i int, shot string, w int) {
	t.Helper()
	for _, line := range strings.Split(strings.TrimRight(shot, "\n"), "\n") {
		if !strings.HasPrefix(line, "│") && !strings.HasPrefix(line, "╭") && !strings.HasPrefix(line, "╰") {
			continue
		}
		cells := 0
		for _, r := range line {
			cells += ansi.StringWidthWc(string(r))
		}
		if cells != w {
			t.Errorf("in the screen %d a line is %d cells wide, not %d: %q", i, cells, w, line)
		}
	}
}
