package tui_test

import (
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestAsOfLayouts(t *testing.T) {
	t.Parallel()
	for _, s := range append(sizes, [2]int{36, 8}) {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c, _ := lively(t)
			term := tuitest.Start(t, c, s[0], s[1], options())
			if s[0] >= 40 {
				term.Press("3", "down", "t", "2")
			} else {
				term.Resize(80, 24).Press("<").Resize(s[0], s[1])
			}
			golden.RequireEqual(t, term.Screen())
		})
	}
	inEachTheme(t, func(t *testing.T, theme *themes.Theme) {
		c, _ := lively(t)
		o := options()
		o.Theme = theme
		term := tuitest.Start(t, c, 80, 24, o)
		golden.RequireEqual(t, term.Press("<").Screen())
	})
}

// The whole screen goes to an earlier moment: the list, the card, what is found, the
// types and what refers; nothing can be written; and it comes back.
func TestTheWholeScreenAsOfAMoment(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	if err := c.Patch(t.Context(), add(tuitest.T("alien", "@type", "Alien"), tuitest.T("alien", "name", "Zorg"), tuitest.T("alien", "knows", ref("fred")))); err != nil {
		t.Fatal(err)
	}
	ticks := c.Ticks()
	term := fred(t, c, "age")
	term.See("Zorg", "▌ age        49", "knows  ← Zorg", "→ Betty Rubble").DontSee("as of")
	term.Press("<").See("as of 11:00:47, 1 change ago", "after a change by you", "esc: back to now").DontSee("▌ Zorg", "knows  ← Zorg")
	term.Press("<").See("as of 10:00:47, 2 changes ago")
	for range 7 {
		term.Press("<")
	}
	term.See("as of 10:00:00, 9 changes ago", "+ 43", "→ Wilma Flintstone")
	term.Press("e").See("▲ This is the past: esc goes back to now.").Press("n").See("▲ This is the past").Press("u").See("▲ This is the past")
	term.Press("/").Type("alien").See("Nothing").Press("esc").See("9 changes ago")
	term.Press("T").See("═ Types").DontSee("║   Alien").Press("esc").See("9 changes ago")
	term.Press("<").See("as of 09:00:00, 10 changes ago", "age        42")
	term.Press("<").See("as of the beginning, 11 changes ago").See("═ 8 ═").Press("<").See("▲ This is the beginning")
	term.Press(">", ">").See("as of 10:00:00, 9 changes ago")
	c.Remote("lr", change("fred", "age", 49, 77))
	term.Settle().See("as of 10:00:00, 10 changes ago", "+ 43")
	term.Press("esc").DontSee("changes ago").See("age        77", "Zorg")
	if c.Ticks() != ticks+1 || c.Pasts() != 0 {
		t.Errorf("something was written, or %d moments are still open", c.Pasts())
	}
}

// From a change in the feed, from one in a history, and from a time that is typed.
func TestWaysIntoThePast(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 120, 40, options())
	term.Press("3", "end", "t").See("as of 09:00:00, 9 changes ago", "The Great Gazoo").Press("esc").DontSee("as of 0")
	term.Press("H", "end", "t").See("as of 09:00:00, 9 changes ago").DontSee("All changes").Press("esc")
	ask := func() { term.Press(":").Type("as it was at a time").Press("enter").See("Look at the past") }
	ask()
	term.Type("sometime").Press("enter").See("is no time").Press("esc").DontSee("Look at the past")
	ask()
	term.Type("150m").Press("enter").See("as of 09:00:00, 9 changes ago")
	ask()
	term.Type("5h").Press("enter").See("as of the beginning, 10 changes ago")
	term.Press(">").See("as of 09:00:00").Press("esc").DontSee("changes ago")
	term.Press(">").See("▲ This is now.")
}

// With a real clone, by its own log.
func TestAsOfARealClone(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.Sample()...)
	if err := r.Patch(t.Context(), change("fred", "age", 42, 50)); err != nil {
		t.Fatal(err)
	}
	if err := r.Patch(t.Context(), add(tuitest.T("gazoo", "name", "The Great Gazoo"), tuitest.T("gazoo", "knows", ref("fred")))); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("The Great Gazoo").Press("down", "down", "down", "enter").See("age        50", "knows  ← The Great Gazoo")
	term.Press("<").See("1 change ago").See("− 42", "+ 50").DontSee("← The Great Gazoo").Press("<").See("2 changes ago", "+ 42")
	term.Press("<").See("as of the beginning").Press(">", ">").See("+ 50")
	term.Press("esc").See("knows  ← The Great Gazoo")
}

// What is not there in the past has gone, or has not come yet.
func TestWhatIsNotThereInThePast(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.Sample()...)
	gazoo := add(tuitest.T("gazoo", "name", "The Great Gazoo"))
	for _, p := range []model.Patch{gazoo, {Deletes: gazoo.Inserts}, gazoo} {
		if err := r.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌").Press("/").Type("gazoo").See("▌ The Great Gazoo").Press("enter").See("2 The Great Gazoo")
	term.Press("<").See("1 change ago", "It is gone: all its values were removed.").Press("<").See("2 changes ago").DontSee("It is gone")
	term.Press("<").See("3 changes ago", "It is not there yet.").Press("<").See("as of the beginning", "It is not there yet.")
	term.Press("esc").See("2 The Great Gazoo").DontSee("It is")
}

// In a window that has but a card, an open dialog is seen, and answered.
func TestDialogsOverACard(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("n").Type("pearl").Resize(36, 9).See("New subject", "pearl").Press("esc").DontSee("New subject")
	term.Resize(80, 24).Press("?").See("─ Keys ─").Resize(30, 6).See("─ Keys ─").Press("esc").DontSee("─ Keys ─")
	for w := 1; w < 40; w += 3 {
		for h := 1; h < 12; h += 2 {
			term.Resize(80, 24).Press("H").Resize(w, h).Press("down", "esc")
		}
	}
}
