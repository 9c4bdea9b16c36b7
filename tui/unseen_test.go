package tui_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

var errClosed = errors.New("there is another domain of that name")

// dialogs are all that opens over the panes of the sample's Fred, and part of what is seen
// of it at 120 by 30.
var dialogs = []struct {
	name  string
	open  func(term *tuitest.Terminal, c *tuitest.Clone)
	shows string
}{
	{"delete", pressed("D"), "Delete a subject"},
	{"remove a value", pressed("2", "down", "d"), "Remove a value"},
	{"settle", pressed("2", "end", "up", "up", "s"), "Keep one value"},
	{"new subject", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press("n", "enter", "enter").Type("Bamm-Bamm")
	}, "New subject"},
	{"new type", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press("2", "home", "p").Type("@type").Press("tab").Type("Caveman").Press("enter")
	}, "A new type"},
	{"duplicate", pressed("N"), "Duplicate"},
	{"rename", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press("R").Type("frederick")
	}, "Another id for"},
	{"paste", pressed("c", "1", "up", "v"), "Add what"},
	{"paste subjects", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Paste(`{"@id": "zoe", "name": "Zoe"}`)
	}, "Add what was pasted"},
	{"set a property of many", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press("space", "end", "space", "=").Type("status").Press("enter").Type("here").Press("enter")
	}, "Set it in"},
	{"delete many", pressed("space", "end", "space", "D"), "Delete what is marked"},
	{"remove an item", pressed("2", "end", "L", "down", "d"), "Remove an item"},
	{"put a change back", pressed("3", "down", "space", "r"), "Put a change back"},
	{"help", pressed("?"), "─ Keys ─"},
	{"palette", pressed(":"), "show all keys"},
	{"types", pressed("T"), "all subjects"},
	{"themes", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press(":").Type("choose a theme").Press("enter")
	}, "How it looks"},
	{"presets", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press(":").Type("choose keys").Press("enter")
	}, "emacs"},
	{"as of", func(term *tuitest.Terminal, _ *tuitest.Clone) {
		term.Press(":").Type("see all the data as it was").Press("enter").Type("10m")
	}, "Look at the past"},
	{"share", pressed("S"), "Let a teammate join"},
	{"export", pressed("E"), "Save all data"},
	{"import", pressed("B"), "Import"},
	{"connection", pressed("I"), "Connection"},
	{"people", pressed("@"), "People"},
	{"history", pressed("H"), "History of"},
	{"closed", func(_ *tuitest.Terminal, c *tuitest.Clone) { c.Close() }, "The clone has closed"},
}

func pressed(keys ...string) func(*tuitest.Terminal, *tuitest.Clone) {
	return func(term *tuitest.Terminal, _ *tuitest.Clone) { term.Press(keys...) }
}

// What has no room on the screen gets no key, no paste and no click: it waits, as it is,
// for a larger window.
func TestADialogThatIsNotDrawnGetsNothing(t *testing.T) {
	t.Parallel()
	for _, d := range dialogs {
		t.Run(d.name, func(t *testing.T) {
			c, _ := lively(t)
			o := options()
			o.Import = func(context.Context, tui.Import) (tui.Imported, error) { return tui.Imported{}, nil }
			o.Err = func() error { return errClosed }
			term := tuitest.Start(t, c, 120, 30, o)
			term.Press("down", "down", "down")
			d.open(term, c)
			term.See(d.shows).Settle()
			open, ticks, copies := term.Screen(), c.Ticks(), copied(term)
			for _, size := range [][2]int{{12, 3}, {39, 5}, {23, 11}} {
				term.Resize(size[0], size[1])
				if size[0] > 20 {
					term.See("A dialog waits").DontSee(d.shows)
				}
				term.PressOnly("y", "a", "s", "down", "tab", "right", "up", "space", "c", "r", "ctrl+y", "ctrl+t", "enter", "ctrl+s")
				term.Press("esc")
				term.Type("XX").Paste("pasted").Mouse(0, 0, 0, 0).Mouse(size[0]/2, size[1]/2, size[0]/2, size[1]/2)
			}
			term.Resize(120, 30).See(d.shows)
			if now := term.Screen(); now != open {
				t.Errorf("it is not as it was:\n%s\nbut\n%s", open, now)
			}
			if c.Ticks() != ticks || copied(term) != copies {
				t.Error("something was written or copied that could not be seen")
			}
		})
	}
}

// copied counts what went to the clipboard.
func copied(term *tuitest.Terminal) int { return strings.Count(term.Output(), "\x1b]52;") }

// The screen tells how one leaves meanwhile, and by letters one does not.
func TestLeavingWhereADialogIsNotDrawn(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("D").Resize(39, 5).See("A dialog waits for a larger window.", "^C leaves.").Press("q").See("waits")
	term.PressOnly("ctrl+c")
	term.Ended()
}

// Where a choice has more options than there are lines, none is taken that is out of sight.
func TestAChoiceIsDrawnWithAllItsOptions(t *testing.T) {
	t.Parallel()
	c, _ := lively(t)
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down", "D").See("Keep it", "Delete it, and")
	for h := 4; h < 14; h++ {
		screen := term.Resize(39, h).Screen()
		if drawn := strings.Contains(screen, "Keep it"); drawn != strings.Contains(screen, "Delete it, and") {
			t.Errorf("at 39x%d an option is out of sight:\n%s", h, screen)
		} else if !drawn {
			term.See("waits for a larger").Press("a", "enter")
		}
	}
	if c.Ticks() != before {
		t.Error("something was deleted unseen")
	}
}
