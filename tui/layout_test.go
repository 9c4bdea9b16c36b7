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
	term.Resize(30, 8).See("What you type waits")
	term.Type("lost?").Press("enter") // what one cannot see, one can neither type nor save
	term.Resize(10, 3).Resize(1, 1).Resize(160, 50).See("Fred Flintstone junior").DontSee("lost?")
	term.Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone junior")) {
		t.Error("what was typed before the window shrank was not saved after it grew")
	}
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
