package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What is said at the foot of the screen is said to its end, on as many rows as it needs;
// nothing but the end of the panes moves, and that comes back with the next key.
func TestANoticeIsSaidToItsEnd(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		c := sample(t)
		c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
			s.ReadOnly = "the domain declares extensions that this version does not know, so that it cannot tell what they forbid"
		})
		term := tuitest.Start(t, c, size[0], size[1], options())
		before := strings.Split(term.Press("2", "home").See("▌").Screen(), "\n")
		after := strings.Split(term.Press("e").Screen(), "\n")
		if s := strings.Join(strings.Fields(strings.Join(after, "\n")), " "); !strings.Contains(s, "▲ Read-only: the domain declares extensions that this version does not know, so that it cannot tell what they forbid.") {
			t.Errorf("%v: the end is not said:\n%s", size, strings.Join(after, "\n"))
		}
		end := size[1] - 2 // the lines at the end of the panes
		moved := 0
		for i := 1; i < len(before) && after[i] == before[i]; i++ {
			moved = i + 1
		}
		if moved >= end || !strings.HasPrefix(after[moved], "╰───") {
			t.Errorf("%v: something else moves at row %d:\n%s", size, moved, strings.Join(after, "\n"))
		}
		// A click on the notice is none on what it covers: it only makes it go.
		term.Click("they forbid.").See("▌ @type").DontSee("forbid.")
		term.Press("e").See("forbid.").Press("Y").DontSee("forbid.")
		short := strings.Split(term.See("Copied").Screen(), "\n")
		if short[end] != before[end] {
			t.Errorf("%v: a short notice moves the panes:\n%s", size, strings.Join(short, "\n"))
		}
	}
}

// What a notice is about stays in sight: the value that is back, in the last row of the pane.
func TestANoticeDoesNotHideTheCursor(t *testing.T) {
	t.Parallel()
	c := sample(t)
	for i := range 9 {
		c.Load(tuitest.T("barney", fmt.Sprint("p", i), i))
	}
	c.Load(tuitest.T("barney", "zest", strings.Repeat("long ", 9)))
	term := tuitest.Start(t, c, 40, 12, options())
	top := term.Press("2", "home").See("▌").Press("end").See("▌ zest").Screen()
	term.Press("d", "y").See("Removed zest", "takes it").Press("u").See("Undone: zest", "back.", "▌ zest", "╰")
	if s := term.Press("up", "down").DontSee("Undone").Screen(); s != top {
		t.Errorf("the screen is not as it was before:\n%s\nit was:\n%s", s, top)
	}
}

// The same holds for what is said at the foot of a history.
func TestARemarkIsSaidToItsEnd(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
		s.ReadOnly = "the domain declares extensions that this version does not know"
	})
	term := tuitest.Start(t, c, 40, 12, options())
	screen := term.Press("down", "down", "down", "H").See("History").Press("r").See("▲").Screen()
	if s := flowing(screen); !strings.Contains(s, "▲ Read-only: the domain declares extensions that this version does not know.") {
		t.Errorf("the end is not said:\n%s", screen)
	}
}

// The ways to all that one can do, and out, are left out last: whoever is here, and wherever
// one is.
func TestTheFooterKeepsTheWaysToAllElse(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		term := tuitest.Start(t, sample(t), size[0], size[1], options())
		for _, keys := range [][]string{{"1"}, {"2"}, {"3"}, {"4"}, {"1", "space"}} {
			rows := strings.Split(term.Press(keys...).Screen(), "\n")
			foot, ways := rows[size[1]-1], "  : actions  q quit  ? help"
			if size[0] < 80 {
				ways = "  : actions  ? help"
			}
			if !strings.HasSuffix(strings.TrimRight(foot, " "), ways) {
				t.Errorf("%v: after %v the footer is %q", size, keys, foot)
			}
		}
	}
}
