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

// TestTheCommandIsReadable: what one is to run is whole, however wide the terminal is
// that it fits in at all.
func TestTheCommandIsReadable(t *testing.T) {
	const domain, command = "team.example.org", "mld-tui rescue team.example.org"
	rest := ": this clone and others each have edits that the other lacks, and the journals have them no more"
	for name, status := range map[string]replica.Status{
		"outdated":  {Online: true, Outdated: true, Lost: "clone outdated, close it and run " + command + rest},
		"offline":   {Lost: "clone outdated, close it and run " + command + rest},
		"read-only": {Online: true, ReadOnly: "close it and run " + command + rest},
		"both":      {ReadOnly: "close it and run " + command + rest, Lost: "clone outdated, close it and run " + command + rest},
	} {
		for _, th := range []themes.Theme{themes.Dark(), themes.ASCII()} {
			for w := 40; w <= 200; w++ {
				s := State{
					Domain: domain, Me: "Wilma Flintstone", Status: status, Known: true,
					People: []people.Person{{ID: "1", Name: "Fred"}},
				}
				line := ansi.Strip(Draw(s, w, &th))
				if !strings.Contains(line, command) || text.Width(line) > w {
					t.Errorf("%s, in %d cells: %q", name, w, line)
				}
			}
		}
	}
}
