package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Wide characters, emoji of several code points, letters that join, and writing from
// right to left: every line ends where the others do.
func TestWideTextKeepsTheColumns(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
			t.Cleanup(c.Close)
			c.Load(
				tuitest.T("a", "name", "東京タワーと富士山の見える部屋"), tuitest.T("a", "@type", "部屋"),
				tuitest.T("b", "name", "👩‍👩‍👧‍👦 family 🏳️‍🌈 flag 🇩🇪 of 👍🏽"), tuitest.T("b", "@type", "Emoji"),
				tuitest.T("c", "name", "مرحبا بالعالم"), tuitest.T("c", "@type", "عربي"),
				tuitest.T("d", "name", "שלום עולם"), tuitest.T("d", "see", tuitest.ID("a")),
				tuitest.T("e", "name", "Zo\u0308e\u0301 n\u0303andu\u0301"), tuitest.T("e", "see", tuitest.ID("a")),
				tuitest.T("f", "name", "\x1b[31mred\x1b[0m \x07bell\u202eetihw"), tuitest.T("f", "ไทย", "ภาษาไทย กำลัง"),
				tuitest.T("a", "note", strings.Repeat("漢字かな交じり文 ", 12)),
			)
			term := tuitest.Start(t, c, s[0], s[1], options())
			term.Press("/").Type("東京").See("東京").Press("enter", "down")
			screen := term.Screen()
			all := term.Press("1", "esc").Screen()
			for _, line := range strings.Split(strings.TrimRight(screen+all, "\n"), "\n") {
				if r := []rune(line); strings.HasPrefix(line, "│") && !strings.ContainsRune("│╮╯", r[len(r)-1]) {
					t.Errorf("a line does not end where it should: %q", line)
				}
			}
			if strings.Contains(term.Output(), "\x1b[31mred") || strings.Contains(all, "\u202e") {
				t.Error("what data says steers the terminal")
			}
			golden.RequireEqual(t, screen+"\n"+all)
		})
	}
}
