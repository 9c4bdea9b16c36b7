package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// busy has a history of several people, of which the first part is not kept.
func busy(t *testing.T) *tuitest.Clone {
	t.Helper()
	c := sample(t)
	c.Forget(c.Ticks())
	c.Remote("lr", change("fred", "age", 43, 44))
	if err := c.Patch(t.Context(), change("fred", "age", 44, 45)); err != nil {
		t.Fatal(err)
	}
	c.Because(replica.ReasonRemote, replica.Author{Process: "rr", Principal: "http://people.example.org/wilma"},
		add(tuitest.T("fred", "motto", strings.Repeat("Yabba dabba doo, said he, and slid down the dinosaur. ", 24)), tuitest.T("fred", "shoe", 46)))
	c.Because(replica.ReasonResolution, replica.Author{Process: "l", Self: true}, remove(tuitest.T("fred", "shoe", 46)))
	return c
}

func TestHistoryLayouts(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			term := tuitest.Start(t, busy(t), s[0], s[1], options())
			term.Press("down", "down", "down", "H", "down").See("History of Fred")
			golden.RequireEqual(t, term.Screen())
		})
	}
	o := options()
	ascii, err := themes.ByName("ascii")
	if err != nil {
		t.Fatal(err)
	}
	o.Theme = &ascii
	t.Run("ascii", func(t *testing.T) {
		term := tuitest.Start(t, busy(t), 80, 24, o)
		term.Press("down", "down", "down", "H", "down").See("History of Fred")
		golden.RequireEqual(t, term.Screen())
	})
}

func TestHistoryOfASubject(t *testing.T) {
	t.Parallel()
	c := busy(t)
	term := fred(t, c, "age")
	term.Press("H").See("History of Fred Flintstone", "4 changes", "− shoe 46", "+ 2 values: motto, shoe", "~ age 44 → 45", "~ age 43 → 44",
		"▲ Not kept: what happened up to 14 Mar 2025, 12:00:00.", "tick 5", "a rule that this clone keeps")
	term.Press("down").See("who     wilma, whose id is http://people.example.org/wilma", "Yabba dabba doo", "+ shoe 46  integer").DontSee("more line")
	term.Resize(120, 27).See("more lines")
	if _, below, _ := strings.Cut(term.Screen(), "more lines"); !strings.Contains(strings.Split(below, "\n")[1], "read on") {
		t.Errorf("there is room left below:\n%s", term.Screen())
	}
	for range 12 {
		term.Press("right")
	}
	term.DontSee("more lines").See("+ shoe 46  integer").Press("end").See("unnamed: ", "done elsewhere", "− age 43  integer", "+ age 44  integer")
	term.Press("tab").See("History of age of Fred Flintstone", "2 changes").DontSee("shoe").Press("tab").See("4 changes")
	term.Press("q").DontSee("History of").See("▌ age        45")
	term.Press("P").See("History of age of Fred Flintstone", "tab whole subject").Press("esc")
	term.Press("1", "down", "H").See("History of Mr. Slate", "Not kept")
}

func TestHistoryIsLiveAndPutsBack(t *testing.T) {
	t.Parallel()
	c := busy(t)
	term := fred(t, c, "age")
	term.Press("P", "down", "r").See("Put a change back", "“Fred Flintstone”: age").Press("y").See("▲ Not put back: it was deleted since (age 44, and 1 more).")
	term.Press("up", "r").See("your own").Press("n").DontSee("Put a change back").Press("r", "y").See("✓ Put back: age of “Fred Flintstone” is 44 again. u takes it back.", "3 changes", "~ age 45 → 44")
	if !has(t, c, tuitest.T("fred", "age", 44)) || has(t, c, tuitest.T("fred", "age", 45)) {
		t.Error("the change was not put back")
	}
	chosen := func() string {
		_, line, _ := strings.Cut(term.Line("▌ 12:00"), "▌")
		return strings.TrimRight(line, " │─╯:0")
	}
	line := chosen()
	c.Remote("lr", change("fred", "age", 44, 50))
	if term.Settle().See("4 changes", "~ age 44 → 50"); chosen() != line {
		t.Errorf("the cursor was on %q and is on %q", line, chosen())
	}
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = "the file is on a full disk" })
	term.See("full disk").Press("r").See("▲ Read-only: the file is on a full disk.")
	term.Paste("nothing of this").Press("esc").See("▌ age        50")
}

// A long history is read as one moves, and no more than is needed.
func TestHistoryIsReadAsOneMoves(t *testing.T) {
	t.Parallel()
	c := sample(t)
	for i := range 1000 {
		c.Remote("lr", change("fred", "age", 43+i, 44+i))
	}
	term := fred(t, c, "age")
	_, before := c.Reads()
	term.Press("H").See("the newest 50 changes", "age 1042 → 1043")
	if _, rows := c.Reads(); rows-before > 50 {
		t.Errorf("%d entries were read to show the first", rows-before)
	}
	for range 150 {
		term.Press("pgdown")
	}
	term.See("1,001 changes", "age 42 → 43").Press("home").See("age 1042 → 1043")
}

// What is answered for another question is dropped.
func TestHistoryDropsLateAnswers(t *testing.T) {
	t.Parallel()
	c := busy(t)
	term := fred(t, c, "age")
	release := c.Hold()
	term.PressOnly("H")
	term.See("reading…")
	term.PressOnly("tab")
	term.See("History of age of Fred")
	release()
	term.Settle().See("2 changes").DontSee("shoe 46")
}

func TestWhy(t *testing.T) {
	t.Parallel()
	c := busy(t)
	term := fred(t, c, "age")
	term.Press("w").See("Why age 45? Fred Flintstone", "said in 1 change", "you", "tick 3", "done here")
	term.Press("r", "y").See("✓ Put back: age of “Fred Flintstone” is 44 again.", "Nothing holds it: it is gone").Press("esc")
	term.Press("home", "w").See("Why", "came with all the data, or long ago", "Not known:").Press("r").See("▲ What this change did is not known here.")
}

// With real clones: two that said the same hold it both, and each is named.
func TestHistoryAndWhyOfARealClone(t *testing.T) {
	t.Parallel()
	r := realClone(t, tuitest.Sample()...)
	if err := r.Patch(replica.WithPrincipal(t.Context(), "http://people.example.org/wilma"), model.Patch{Inserts: []model.Triple{tuitest.T("fred", "age", 42)}}); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌ Barney Rubble").Press("down", "down", "down", "enter", "down").See("▌ age        42")
	term.Press("w").See("Why age 42?", "said in 2 changes", "age 42, saved again", "was there already, and was saved again")
	term.Press("esc", "e", "up", "enter").See("▌ age        43").Press("H").See("3 changes", "~ age 42 → 43")
	term.Press("r", "y").See("✓ Put back: age of “Fred Flintstone” is 42 again.", "4 changes", "~ age 43 → 42")
	term.Press("home").See("to put back what was done at").Press("esc").See("▌ age        42")
	// Those who said it before it was taken away are told as well.
	term.Press("w").See("Why age 42?", "said in 3 changes, 1 holds it", "▌", "age 42, saved again, taken away since", "+ age 42, taken away since").DontSee("by another change")
	term.Press("end").See("since", "taken away: the value is there by another change")
}

// From a change one asks why its value is there, and of a value that is gone what became of it.
func TestWhyOfAChange(t *testing.T) {
	t.Parallel()
	c := busy(t)
	term := tuitest.Start(t, c, 160, 50, options())
	term.Press("3").See("− shoe", "w why").Press("w").See("History of shoe of Fred Flintstone", "2 changes", "shoe 46 is not there any more: this is what became of it.").Press("esc")
	term.Press("down", "w").See("Of which value?", "+ motto Yabba", "+ shoe 46").Type("mot").Press("enter").See("Why motto “Yabba", "said in 1 change").Press("esc")
	term.Press("down", "w").See("Why age 45? Fred Flintstone", "you").DontSee("any more").Press("esc")
	term.Press("down", "w").See("History of age of Fred Flintstone", "age 44 is not there any more").Press("esc")
	term.Press("<").See("as of").Press("w").See("Of which value?").Press("down", "enter").See("Why shoe 46? Fred").Press("esc")
	term.Press("<", "<", "w").See("Why age 44? Fred").Press("esc", "esc").DontSee("back to now")
	c.Snapshot("rl", tuitest.T("fred", "name", "Fred"))
	term.Settle().Press("home", "w").See("All the data came at once")
}

func TestRecordKeysInPresets(t *testing.T) {
	t.Parallel()
	for _, name := range keymap.PresetNames() {
		keys, err := keymap.Preset(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range []string{"esc", "q"} {
			if a, ok := keys.Lookup(keymap.Record, k); !ok || a.ID != keymap.CloseRecord {
				t.Errorf("%s: %s does not close a history", name, k)
			}
		}
	}
}

func TestAllChanges(t *testing.T) {
	t.Parallel()
	c := busy(t)
	c.Remote("lr", add(tuitest.T("gazoo", "@type", "Alien"), tuitest.T("gazoo", "name", "The Great Gazoo")))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("3").Press("H").See("All changes", "5 changes", "+ The Great Gazoo: 2 values: @type, name", "− Fred Flintstone: shoe 46", "▲ Not kept")
	term.Press("b").See("All changes, by someone qnv", "2 changes", "b everybody").DontSee("shoe 46")
	term.Press("b").See("5 changes").Press("down", "down", "b").See("All changes, by wilma", "1 change").Press("b", "home", "enter")
	term.DontSee("All changes").See("2 The Great Gazoo")
	c.Remote("lr", change("fred", "age", 45, 60))
	term.Press("3", "H", "r", "y").See("✓ Put back: age of “Fred Flintstone” is 45 again.", "~ Fred Flintstone: age 60 → 45", "7 changes")
}
