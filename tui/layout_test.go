package tui_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

const joinURL = "http://192.168.1.17:43117/bedrock.m-ld.org?token=kq3v9xw2"

// sample is a clone with the sample's data, two teammates and a change.
func sample(t testing.TB) *tuitest.Clone {
	t.Helper()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	c.Load(tuitest.Sample()...)
	c.Set(func(s *replica.Status, peers *[]replica.Peer, _ *replica.Link) {
		s.Silo = false
		*peers = []replica.Peer{{ID: "1", Name: "Wilma"}, {ID: "2"}}
	})
	c.Remote("lr", change("fred", "age", 42, 43))
	return c
}

func change(s, p string, from, to any) model.Patch {
	return model.Patch{
		Deletes: []model.Triple{tuitest.T(s, p, from)}, Inserts: []model.Triple{tuitest.T(s, p, to)},
	}
}

func add(ts ...model.Triple) model.Patch { return model.Patch{Inserts: ts} }

func remove(ts ...model.Triple) model.Patch { return model.Patch{Deletes: ts} }

func options() tui.Options {
	return tui.Options{
		Me:     "Barney",
		Rename: func(string) (string, error) { return "", nil },
		Share:  func(context.Context) (string, error) { return joinURL, nil },
		Export: func(context.Context, tui.Export) (tui.Exported, error) {
			return tui.Exported{Triples: 32, File: "~/" + string(tuitest.Domain) + ".jsonld"}, nil
		},
	}
}

// sizes are the sizes that people have, from three panes to one with tabs.
var sizes = [][2]int{{160, 50}, {120, 30}, {80, 24}, {40, 12}}

func TestLayouts(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		w, h := s[0], s[1]
		size := fmt.Sprintf("%dx%d", w, h)
		t.Run("browse/"+size, func(t *testing.T) {
			term := tuitest.Start(t, sample(t), w, h, options())
			term.Press("down", "down", "down", "enter", "down")
			golden.RequireEqual(t, term.Screen())
		})
		t.Run("edit/"+size, func(t *testing.T) {
			term := tuitest.Start(t, sample(t), w, h, options())
			term.Press("down", "down", "down", "enter", "down", "e").Type("x").Press("enter")
			golden.RequireEqual(t, term.Screen())
		})
		t.Run("changes/"+size, func(t *testing.T) {
			term := tuitest.Start(t, sample(t), w, h, options())
			term.Press("3")
			golden.RequireEqual(t, term.Screen())
		})
		t.Run("new/"+size, func(t *testing.T) {
			term := tuitest.Start(t, sample(t), w, h, options())
			term.Press("n").Type("cheese shop")
			golden.RequireEqual(t, term.Screen())
		})
		t.Run("help/"+size, func(t *testing.T) {
			term := tuitest.Start(t, sample(t), w, h, options())
			term.Press("?")
			golden.RequireEqual(t, term.Screen())
		})
		t.Run("empty/"+size, func(t *testing.T) {
			c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
			t.Cleanup(c.Close)
			o := options()
			o.JoinURL = func() string { return joinURL }
			golden.RequireEqual(t, tuitest.Start(t, c, w, h, o).Screen())
		})
		t.Run("joining/"+size, func(t *testing.T) {
			c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
			t.Cleanup(c.Close)
			c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
				*s = replica.Status{Joining: true, Online: true}
			})
			golden.RequireEqual(t, tuitest.Start(t, c, w, h, options()).Screen())
		})
		t.Run("readonly/"+size, func(t *testing.T) {
			c := sample(t)
			c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
				s.ReadOnly = "the domain declares extensions that this version does not know"
			})
			golden.RequireEqual(t, tuitest.Start(t, c, w, h, options()).Press("2", "e").Screen())
		})
	}
}

func TestLayoutASCII(t *testing.T) {
	t.Parallel()
	o := options()
	ascii := themes.ASCII()
	o.Theme = &ascii
	term := tuitest.Start(t, sample(t), 100, 24, o)
	term.Press("down", "down", "down", "enter", "e").Type("x").See("Fred Flintstonex")
	screen := term.Screen()
	for i, r := range screen {
		if r > 0x7e {
			t.Fatalf("character %q at byte %d is not ASCII:\n%s", r, i, screen)
		}
	}
	golden.RequireEqual(t, screen)
}

func TestTooSmallLosesNothing(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("down", "down", "down", "enter", "e").Type(" junior")
	before := c.Ticks()
	term.Resize(30, 8).See("Flintstone junior", "name", "to be saved").Type(" of").See("junior of")
	for _, size := range [][2]int{{20, 5}, {10, 3}, {30, 1}, {1, 1}} {
		term.Resize(size[0], size[1]).Type("!").Press("enter", "ctrl+s", "ctrl+t", "up", "down", "esc")
	}
	term.Paste(" Bedrock").Press("left", "backspace", "right")
	if c.Ticks() != before {
		t.Error("something was saved that could not be seen")
	}
	term.Resize(160, 50).See("Fred Flintstone junior of!!!! Bedrok").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone junior of!!!! Bedrok")) {
		t.Error("what was typed while the window was small was not saved after it grew")
	}
}

// The card says how many values it has no room for.
func TestTheCardSaysHowMuchIsHidden(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "name")
	for size, more := range map[[2]int]string{{36, 8}: "+5 more", {36, 4}: "+8 more", {36, 3}: "+9 more", {20, 4}: " +8"} {
		if line := term.Resize(size[0], size[1]).See("Fred Flintstone", more).Line(more); text.Width(line) > size[0] {
			t.Errorf("%d by %d: %q", size[0], size[1], line)
		}
	}
	term.Resize(36, 13).DontSee("more")
}

// The card says what keys do there, above all how to leave.
func TestTheCardSaysItsKeys(t *testing.T) {
	t.Parallel()
	term := fred(t, sample(t), "name")
	for _, size := range [][2]int{{36, 8}, {30, 8}, {20, 5}, {39, 40}} {
		if row := term.Resize(size[0], size[1]).See("↓ next", "q quit").Row("q quit"); row != size[1]-1 {
			t.Errorf("%d by %d: the keys are in row %d", size[0], size[1], row)
		}
	}
	term.Press("down").See("↓ next").DontSee("no room")
	term.PressOnly("q")
	term.Ended()
}

// A window of every size shows the text that is typed into, and its cursor within.
func TestAnEditorInAnySmallWindow(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("down", "down", "down", "enter", "p").Type("ヤバダバ shoe")
	for w := 1; w < 40; w++ {
		for h := 1; h < 12; h += 5 {
			term.Resize(w, h)
			if x, y := term.Cursor(); x < 0 || x >= w || y >= h {
				t.Fatalf("at %dx%d the cursor is at %d, %d:\n%s", w, h, x, y, term.Screen())
			}
			if w > 20 {
				term.See("shoe")
			}
		}
	}
}

// Where there is but a card, one is told so who presses what it has no room for.
func TestACardSaysForWhatItHasNoRoom(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 36, 9, options())
	for _, key := range []string{"n", "e", "z", "enter"} {
		term.See("Barney Rubble").DontSee("no room").Press(key).See("▲ There is no room for that here.", "Barney Rubble")
		term.Press("down", "up").DontSee("no room")
	}
	term.Resize(14, 9).DontSee("nothing is lost").See("can only", "look")
}

// has reports whether the clone holds a triple.
func has(t *testing.T, c *tuitest.Clone, want model.Triple) bool {
	t.Helper()
	ts, err := c.Describe(context.Background(), want.S)
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range ts {
		if got == want {
			return true
		}
	}
	return false
}
