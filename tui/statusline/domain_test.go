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

// TestTheDomainTakesWhatIsLeft: its name is cut only for the sake of what else there is to say, all
// of which is there with the whole name as it is with one that is short.
func TestTheDomainTakesWhatIsLeft(t *testing.T) {
	th := themes.Dark()
	const name = "bookclub.members.example.org"
	with := func(domain string, n int) State {
		s := State{Domain: domain, Me: "Ada", Known: true, Status: replica.Status{Online: true}}
		for _, who := range []string{"Noor", "Sam", "Wilma"}[:n] {
			s.People = append(s.People, people.Person{ID: who, Name: who})
		}
		return s
	}
	for w := 40; w <= 160; w++ {
		for n := range 4 {
			line := ansi.Strip(Draw(with(name, n), w, &th))
			cut := name[:min(len(name), max(12, w*2/5))]
			short := ansi.Strip(Draw(with(cut, n), w, &th))
			told := func(line string) string { return strings.Join(strings.Fields(line)[1:], " ") }
			switch {
			case text.Width(line) > w:
				t.Errorf("%d people in %d cells: %q", n, w, line)
			case told(line) != told(short):
				t.Errorf("%d people in %d cells: %q, and with a shorter name %q", n, w, line, short)
			case !strings.Contains(line, name) && strings.Contains(line, "   "):
				t.Errorf("%d people in %d cells: the name is cut beside room for it: %q", n, w, line)
			}
		}
	}
}
