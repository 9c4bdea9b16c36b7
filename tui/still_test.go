package tui_test

import (
	"regexp"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// titles are those of the window, with which a test hears that all is still; the cursor is
// hidden meanwhile.
var titles = regexp.MustCompile("(\x1b\\[\\?25l)?\x1b\\]2;[^\x07]*\x07(\x1b\\[\\?25h)?")

// Teammates are there, one edits, and for an hour nobody does anything: no timer is waited
// for, no frame is made, nothing is read, and not a byte goes to the terminal.
func TestNothingMovesNothingIsDrawn(t *testing.T) {
	t.Parallel()
	c, clock := crowd(t), tuitest.NewTime()
	o := options()
	o.Now, o.After = clock.Now, clock.After
	term := fredWith(t, c, "name", o)
	still := func(when string, hour func()) {
		t.Helper()
		term.Settle()
		renders, written := term.Renders(), len(term.Output())
		reads, _ := c.Reads()
		hour()
		term.Settle() // It is one frame, for it writes its mark into the title.
		if n := term.Renders() - renders - 1; n != 0 {
			t.Errorf("%s: %d frames were made", when, n)
		}
		if said := titles.ReplaceAllString(term.Output()[written:], ""); said != "" {
			t.Errorf("%s: this was written: %q", when, said)
		}
		if again, _ := c.Reads(); again != reads {
			t.Errorf("%s: %d reads were done", when, again-reads)
		}
	}
	asleep := func(when string) {
		t.Helper()
		still(when, func() {
			for range 60 {
				if n := clock.Armed(); n != 0 {
					t.Fatalf("%s: %d timers are waited for", when, n)
				}
				clock.Advance(time.Minute)
			}
		})
	}
	// That those who were active count as idle is waited for, and that alone.
	if n := clock.Armed(); n != 1 {
		t.Errorf("while somebody is active, %d timers are waited for", n)
	}
	clock.Advance(people.IdleAfter)
	term.See("◇WI")
	asleep("all are idle")
	term.Press("e")
	asleep("an editor is open")
	term.Press("esc", "?")
	asleep("the help is open")
	term.Press("esc")

	// What others change glows for a while.
	c.Remote("lr", change("fred", "age", 43, 44))
	term.Settle().See("44")
	for range 3 {
		if clock.Armed() > 0 {
			clock.Advance(time.Minute)
			term.Settle()
		}
	}
	asleep("what was changed has faded")

	// While the link is down, it is asked how it is, for it does not say so itself.
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Online = false })
	term.See("offline").Settle()
	still("offline", func() {
		for range 10 {
			clock.UntilArmed(t, 1)
			clock.Advance(time.Minute)
		}
		clock.UntilArmed(t, 1)
	})
}

// Events that change nothing write nothing.
func TestWhatChangesNothingIsNotDrawn(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e")
	written := len(term.Output())
	reads, _ := c.Reads()
	for range 100 {
		term.SendOnly(struct{}{})
	}
	term.Settle()
	if said := titles.ReplaceAllString(term.Output()[written:], ""); said != "" {
		t.Errorf("this was written: %q", said)
	}
	if again, _ := c.Reads(); again != reads {
		t.Errorf("%d reads were done", again-reads)
	}
}

// A key that moves is drawn once, and once more for each that answers: what was read of the
// subject to which it came, and of what refers to it, and that the others were told of the
// new place.
func TestAMoveIsDrawnOnce(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("ab", change("wilma", "age", 39, 40))
	c.Remote("lr", change("wilma", "age", 40, 41))
	term := fred(t, c, "name")
	for _, pane := range []struct {
		name, key string
		reads     int
	}{{"the list", "1", 2}, {"a subject", "2", 0}, {"the changes", "3", 0}} {
		term.Press(pane.key, "home")
		for _, key := range []string{"down", "up", "down"} {
			screen, renders, told := term.Screen(), term.Renders(), len(c.Announced())
			term.Press(key)
			told = len(c.Announced()) - told
			if told > 1 {
				t.Errorf("%s in %s was told %d times", key, pane.name, told)
			}
			// One is the mark of the test, in the title.
			if n := term.Renders() - renders - 1; n != 1+pane.reads+told {
				t.Errorf("%s in %s has made %d frames, with %d reads and %d announcements", key, pane.name, n, pane.reads, told)
			}
			if term.Screen() == screen {
				t.Fatalf("%s in %s has moved nothing:\n%s", key, pane.name, screen)
			}
		}
	}
}
