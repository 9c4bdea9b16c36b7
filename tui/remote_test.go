package tui_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestRemoteChangesAreSeen(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	c.Remote("rr", change("fred", "age", 43, 50))
	term.Settle().See("▌ age        50", "− age 43", "+ age 50")
	c.Remote("lr", add(tuitest.T("gazoo", "@type", "Alien"), tuitest.T("gazoo", "name", "The Great Gazoo")))
	term.Settle().See("The Great Gazoo", "Alien", "9")
	c.Remote("lr", change("fred", "name", "Fred Flintstone", "Frederick"))
	term.Settle().See("2 Frederick", "▌ Frederick", "▌ age        50")
	if style := term.Style("+ age 50"); style.Fg == nil || style.Fg == term.Style("− age 43").Fg {
		t.Error("what came and what went have the same colour")
	}
}

// What an agreement undoes, a rule repairs, and who is blocked, is among the changes,
// with the values.
func TestVoidsResolutionsAndBlocksAreSeen(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	c.Because(replica.ReasonVoid, replica.Author{Process: "l", Self: true}, change("fred", "age", 43, 50))
	term.Settle().See("you", "undone by an agreement", "− age 43", "+ age 50")
	c.Because(replica.ReasonResolution, replica.Author{Process: "l", Self: true}, change("fred", "age", 50, 51))
	term.Settle().See("repaired by a rule", "− age 50", "+ age 51")
	c.Because(replica.ReasonBlocked, replica.Author{Process: "lr"}, model.Patch{})
	term.Settle().See("broke a rule: blocked here")

	// The history says so of each in full, and no less of others.
	term.Press("e", "ctrl+u").Type("52").Press("enter").See("Saved ")
	term.Press("3", "H").See("All changes")
	for i, how := range []string{
		"done here", "it broke a rule: its writer is not listened to here any more", "a rule that this clone keeps repaired the data",
		"undone by an agreement: it was written at the same time", "done elsewhere, perhaps long before it came here",
	} {
		if i > 0 {
			term.Press("down")
		}
		if line := term.Line("how     "); !strings.Contains(line, how) {
			t.Errorf("number %d does not say %q:\n%s", i, how, term.Screen())
		}
	}
}

// A storm around the cursor: everything before and after it changes.
func TestStormDoesNotMoveTheCursor(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "height")
	list, value := term.Row("▌ Fred"), term.Row("▌ height")
	var extra []model.Triple
	for i := range 300 {
		id := fmt.Sprintf("%c%d", 'a'+i%26, i)
		extra = append(extra, tuitest.T(id, "name", "Storm "+id))
		c.Remote("lr", add(extra[i]))
		c.Remote("r", add(tuitest.T("fred", fmt.Sprintf("p%d", i), i), tuitest.T("fred", fmt.Sprintf("aa%d", i), i)))
	}
	term.Settle().See("308", "▌ Fred Flintstone", "▌ height", "2 Fred Flintstone")
	if got := term.Row("▌ Fred"); got != list {
		t.Logf("the line of the list's cursor was %d and is %d", list, got)
	}
	c.Remote("lr", remove(extra...))
	for i := range 300 {
		c.Remote("r", remove(tuitest.T("fred", fmt.Sprintf("p%d", i), i), tuitest.T("fred", fmt.Sprintf("aa%d", i), i)))
	}
	term.Settle().See("▌ Fred Flintstone", "▌ height", "10 values")
	if got := term.Row("▌ height"); got != value {
		t.Errorf("the cursor's value was on line %d and is on %d", value, got)
	}
}

func TestDeletedByOthers(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "height")
	ts, err := c.Describe(t.Context(), tuitest.ID("fred"))
	if err != nil {
		t.Fatal(err)
	}
	c.Remote("lr", remove(ts...))
	term.Settle().See("It is gone", "and 0 more"[:3])
	term.DontSee("▌ Fred Flintstone")
	c.Remote("lr", add(ts...))
	term.Settle().See("10 values", "Twinkletoes")
}

// TestWhoHasTypedNothingOverwritesNobody: the text of before is not mine to save.
func TestWhoHasTypedNothingOverwritesNobody(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e")
	c.Remote("lr", change("fred", "name", "Fred Flintstone", "Freddie"))
	term.Settle().See("⏎  theirs Freddie", "^B both   Fred Flintstone and F").DontSee("mine")
	term.Press("enter").DontSee("Saved", "theirs")
	if !has(t, c, tuitest.T("fred", "name", "Freddie")) || has(t, c, tuitest.T("fred", "name", "Fred Flintstone")) {
		t.Error("leaving the editor took away what somebody else had saved")
	}
}

// TestTheWaysOutTellTextsApart that begin alike.
func TestTheWaysOutTellTextsApart(t *testing.T) {
	t.Parallel()
	const text = "A small book club of our own, once a month"
	c := sample(t)
	c.Load(tuitest.T("fred", "about", text))
	term := fred(t, c, "about")
	term.Press("e").Type(" or so")
	c.Remote("lr", change("fred", "about", text, text+", at noon"))
	term.Settle().See("changed this to …", "month, at noon.", "mine   …", "a month or so", "theirs …", "a month, at noon")
}

func TestOpenEditorSurvivesAChangeOfItsValue(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e").Type(" jr")
	x, y := term.Cursor()
	c.Remote("lr", change("fred", "name", "Fred Flintstone", "Freddie"))
	term.Settle().See("Fred Flintstone jr", "changed this to", "Freddie.", "⏎   mine   Fred Flintstone jr", "^B  both   Fred Flintstone jr", "esc theirs Freddie")
	if x2, y2 := term.Cursor(); x2 != x || y2 != y {
		t.Errorf("the text cursor went from %d,%d to %d,%d", x, y, x2, y2)
	}
	term.Press("enter").See("Saved ")
	if has(t, c, tuitest.T("fred", "name", "Freddie")) || !has(t, c, tuitest.T("fred", "name", "Fred Flintstone jr")) {
		t.Error("saving did not put mine in the place of theirs")
	}
}

func TestLeavingAnEditorKeepsTheirs(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e").Type("x")
	c.Remote("lr", change("fred", "name", "Fred Flintstone", "Freddie"))
	term.Settle().Press("esc").See("2 Freddie").DontSee("Fred Flintstonex")
	if !has(t, c, tuitest.T("fred", "name", "Freddie")) {
		t.Error("their value is gone")
	}
}

func TestOpenEditorSurvivesTheSubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e").Type(" lives")
	ts, err := c.Describe(t.Context(), tuitest.ID("fred"))
	if err != nil {
		t.Fatal(err)
	}
	c.Remote("lr", remove(ts...))
	term.Settle().See("Fred Flintstone lives", "removed this").Type("!").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone lives!")) {
		t.Error("what was typed is lost")
	}
}

// Who gave all the data is told by name, also when they have gone, and else by a tag; and with
// a filter, which that is no change for, only that all came at once.
func TestWhoGaveAllTheData(t *testing.T) {
	t.Parallel()
	c, now := sample(t), tuitest.Clock()()
	term := tuitest.Start(t, c, 120, 40, options())
	c.Snapshot("", tuitest.T("fred", "name", "Fred")) // As earlier versions told of it.
	term.Settle().See("a teammate", "gave you all the data")
	c.Snapshot("lr", tuitest.T("fred", "name", "Fred"))
	tag := "someone " + replica.Author{Process: "lr"}.Tag()
	term.Settle().See(tag, "gave you all the data")
	term.Press("3", "H").See("all the data, from "+tag, "All the data came from "+tag+" (unnamed: ", "is a tag of the process that gave it)").Press("esc")
	c.Set(func(_ *replica.Status, peers *[]replica.Peer, l *replica.Link) {
		l.Relay, *peers = "ws://relay.example", []replica.Peer{{ID: "1", Name: "Zoe", Process: "lr"}}
		l.Exchange.Last = replica.Recovered{From: "1", Snapshot: true, Began: now.Add(-time.Second), Ended: now}
	})
	term.See("Zoe   ", "gave you all the data").DontSee(tag)
	c.Set(func(_ *replica.Status, peers *[]replica.Peer, _ *replica.Link) { *peers = nil })
	term.Press("I").See("all data from Zoe").Press("esc").See("gave you all the data").DontSee(tag)
	term.Press("3", "H").See("◆ Zoe", "all the data, from Zoe", "All the data came from Zoe. What happened").DontSee(tag).Press("esc")
	term.Press("1", "home", "enter", "w").See("not known", "came with all the data from Zoe", "Not known: it was in all the data that came from Zoe.").Press("esc")
	term.Press("3", "f").Type("banana").Press("enter").See("No change like this.", "came at once").DontSee("gave you all the data")
	c.Set(func(_ *replica.Status, _ *[]replica.Peer, l *replica.Link) {
		l.Exchange.Last = replica.Recovered{From: "2", Operations: 1, Began: now, Ended: now}
	})
	term.Press("I").See("what was missed from a teammate who is not here now").Press("esc")
	c.Set(func(_ *replica.Status, peers *[]replica.Peer, _ *replica.Link) {
		*peers = []replica.Peer{{ID: "2", Name: "Yves", Process: "rl"}}
	})
	term.Press("I").See("what was missed from Yves").Press("esc")
	c.Set(func(_ *replica.Status, peers *[]replica.Peer, _ *replica.Link) { *peers = nil })
	term.Press("I").See("what was missed from Yves")
}

func TestOpenEditorSurvivesASnapshot(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e").Type(" II")
	c.Snapshot("rl", tuitest.T("fred", "name", "Fred the Other"), tuitest.T("barney", "name", "Barney"))
	term.Settle().See("Fred Flintstone II", "gone meanwhile", "gave you all the data").DontSee("Wilma Flintstone")
	term.Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone II")) {
		t.Error("what was typed is lost")
	}
}

func TestOpenEditorsSurviveAStorm(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"e", "a", "p"} {
		t.Run(key, func(t *testing.T) {
			c := sample(t)
			term := fred(t, c, "nickname ┌ Freddy")
			term.Press(key)
			if key == "e" {
				term.Press("ctrl+u")
			}
			const text = "typed in a storm"
			for i, r := range text {
				c.Remote("lr", change("fred", "age", 43+i, 44+i))
				c.Remote("lr", add(tuitest.T("fred", fmt.Sprintf("a%d", i), i), tuitest.T(fmt.Sprintf("n%d", i), "name", "x")))
				term.TypeOnly(string(r))
			}
			term.Settle().See(text)
			if key == "p" {
				term.Press("ctrl+u").Type("note").Press("tab").Type(text)
			}
			term.Press("enter").See("Saved ")
			p := map[string]string{"e": "nickname", "a": "nickname", "p": "note"}[key]
			if !has(t, c, tuitest.T("fred", p, text)) {
				t.Error("what was typed is not what was saved")
			}
		})
	}
}

func TestFormSurvivesAStorm(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("n").Type("gaz")
	for i := range 200 {
		c.Remote("lr", add(tuitest.T(fmt.Sprintf("n%d", i), "name", "x")))
	}
	term.Settle().Type("oo").Press("tab", "tab").Type("Gazoo").Press("enter").See("Added “Gazoo”.", "→ gazoo")
}

func TestChangesKeepTheCursor(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("rr", change("fred", "age", 43, 44))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("3", "down").See("▌ ◆ someone")
	before := term.Line("− age 42")
	if !strings.Contains(term.Line("│ │ Fred"), "Fred Flintstone") {
		t.Fatalf("no change is marked:\n%s", term.Screen())
	}
	for i := range 40 {
		c.Remote([]string{"rr", "rl"}[i%2], change("wilma", "age", 39+i, 40+i))
	}
	term.Settle().See("newer")
	if got := term.Line("− age 42"); !strings.Contains(got, "│ │ − age 42") {
		t.Errorf("the cursor left its change: it was %q and is %q", before, got)
	}
	term.Press("enter").See("Barney Rubble › Fred") // and it goes where it points
	term.Press("3", "home").See("+ age 79").DontSee("newer")
}

func TestManyUpdatesAtOnce(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	frames := term.Frames()
	for i := range 20000 {
		c.Remote("lr", change("fred", "age", 43+i, 44+i))
	}
	term.Settle().See("+ age 20043")
	if n := term.Frames() - frames; n > 600 {
		t.Errorf("20,000 updates took %d frames", n)
	}
}

// Random keys against a storm of changes: whatever happens, the program lives,
// and in the end shows what the clone holds.
func TestRandomKeysInAStorm(t *testing.T) {
	t.Parallel()
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 7))
			c := sample(t)
			term := tuitest.Start(t, c, 120, 30, options())
			keys := []string{
				"up", "down", "pgup", "pgdown", "home", "end", "enter", "backspace", "tab", "shift+tab",
				"1", "2", "3", "/", "t", "n", "e", "a", "p", "d", "D", "y", "?", "S", "x", "4", "left", "right",
				"ctrl+t", "ctrl+u", "space", "j", "k", "esc", "s", "c", "v", "N", "R", "u", "ctrl+r", "A", "K", "J", "L", "*", "=",
				"m", "r", ":", "ctrl+p", "ctrl+b", "alt+enter", "shift+left", "ctrl+shift+left", "ctrl+x", "ctrl+v",
			}
			names := []string{"fred", "wilma", "dino", "a", "zz", "m"}
			for i := range 200 {
				if r.IntN(2) == 0 {
					s, p := names[r.IntN(len(names))], fmt.Sprintf("p%d", r.IntN(5))
					triple := tuitest.T(s, p, r.IntN(3))
					if r.IntN(2) == 0 {
						c.Remote("lr", add(triple))
					} else {
						c.Remote("lr", remove(triple))
					}
				}
				switch r.IntN(40) {
				case 0:
					term.Resize(20+r.IntN(150), 5+r.IntN(50))
				case 1:
					term.Paste("pasted\ntext")
				default:
					if k := keys[r.IntN(len(keys))]; i%7 == 0 {
						term.Press(k)
					} else {
						term.PressOnly(k)
						if k == "esc" { // else it would be the beginning of another key
							term.Settle()
						}
					}
				}
			}
			term.Resize(120, 40)
			for range 8 { // out of whatever is open
				term.Press("esc")
			}
			term.Press("1", "esc", "home")
			page, err := c.Subjects(t.Context(), replica.SubjectsQuery{Limit: 1000, Labels: model.Labels{tuitest.Vocab("name")}})
			if err != nil {
				t.Fatal(err)
			}
			for i, row := range page.Rows {
				name := row.Label
				if name == "" {
					name = strings.TrimPrefix(string(row.ID), string(tuitest.Domain.Base()))
				}
				if i < 30 && !strings.Contains(term.Screen(), name[:min(len(name), 12)]) {
					t.Errorf("%q is missing on the screen:\n%s", name, term.Screen())
				}
			}
		})
	}
}

// Who types what others have put there meanwhile has nothing to choose.
func TestBothTypeTheSame(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up")
	c.Remote("lr", change("fred", "age", 43, 44))
	term.Settle().See("changed this to 44.", "⏎ the same 44").DontSee("both", "theirs")
	term.Press("down").See("⏎   mine   43", "^B  both   43 and 44", "esc theirs 44")
	term.Press("up").See("⏎ the same 44").Press("enter").See("Saved age 44.", "▌ age").DontSee("changed this", "┌ 44")
}
