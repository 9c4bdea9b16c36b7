package statusline

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
)

// TestUnsentIsSaid: how many changes wait is said in every window that has panes, before who
// is there and who one is, and that one can only look is said all the same.
func TestUnsentIsSaid(t *testing.T) {
	th := themes.Dark()
	for w := 40; w <= 160; w++ {
		s := State{
			Domain: "team.example.org", Me: "Wilma Flintstone", Known: true, Status: replica.Status{Unsent: 12},
			People: []people.Person{{ID: "1", Name: "Fred"}},
		}
		line := ansi.Strip(Draw(s, w, &th))
		if !strings.Contains(line, "offline · 12 unsent") || text.Width(line) > w {
			t.Errorf("in %d cells: %q", w, line)
		}
		s.Status.ReadOnly = "it was opened for looking only"
		if line = ansi.Strip(Draw(s, w, &th)); !strings.Contains(line, "read-only") || text.Width(line) > w {
			t.Errorf("in %d cells: %q", w, line)
		}
		s.Status = replica.Status{}
		if line = ansi.Strip(Draw(s, w, &th)); strings.Contains(line, "unsent") {
			t.Errorf("in %d cells: %q", w, line)
		}
	}
}
