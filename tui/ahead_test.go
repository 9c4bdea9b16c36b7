package tui_test

import (
	"errors"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// allSaved: fred has every colour that was typed.
func allSaved(t *testing.T, c *tuitest.Clone, term *tuitest.Terminal) {
	t.Helper()
	for _, colour := range []string{"red", "blue", "green"} {
		if !has(t, c, tuitest.T("fred", "colour", colour)) {
			t.Errorf("%s was not saved:\n%s", colour, term.Screen())
		}
	}
}

// Who knows the way types faster than a save ends: all is done in its order.
func TestKeysWaitForTheSave(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	release := c.HoldPatches()
	term.Press("p").Type("colour").Press("enter").Type("red")
	term.PressOnly("enter", "a")
	term.TypeOnly("blue")
	term.PressOnly("enter", "a")
	term.TypeOnly("green")
	term.PressOnly("enter", "esc")
	term.See("14 keys wait")
	release()
	term.Settle().DontSee("redue", "esc cancel").See("▌ Fred Flintstone")
	allSaved(t, c, term)
}

// All at once, with nothing held back: whatever is quicker, the keys or the saving.
func TestABurstOfKeys(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.TypeOnly("pcolour\rred\rablue\ragreen\r")
	term.Settle().See("green")
	allSaved(t, c, term)
}

// What is pasted waits in its turn.
func TestPastesWaitForTheSave(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	release := c.HoldPatches()
	term.Press("e").Type(" II")
	term.PressOnly("enter", "p")
	term.TypeOnly("colour\r")
	term.PasteOnly("two\nlines")
	term.TypeOnly("!\r")
	term.See("11 keys wait")
	release()
	term.Settle().See("Saved ")
	if !has(t, c, tuitest.T("fred", "colour", "two\nlines!")) {
		t.Errorf("what was pasted is not saved:\n%s", term.Screen())
	}
}

// Where nothing is saved, keys that were meant for what comes after it go nowhere.
func TestKeysAfterARefusedSave(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	c.Refuse(errors.New("this is not allowed here"))
	release := c.HoldPatches()
	term.Press("e", "up")
	term.PressOnly("enter", "d", "y", "down", "enter")
	term.See("4 keys wait")
	release()
	term.Settle().See("✕ this is not allowed here", "Not saved yet: what you typed since (4 keys) is dropped", "44")
	c.Refuse(nil)
	term.Press("enter").See("Saved ", "▌ age        44")
}

// A question that saving asks is not answered by keys from before it.
func TestKeysBeforeAQuestion(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "@type")
	term.Press("e").Type("Pe").See("Person")
	release := c.Hold()
	term.PressOnly("enter", "y")
	term.See("1 key waits")
	release()
	term.Settle().See("No subject is a “Pe” yet.", "Not saved yet: what you typed since (1 key) is dropped")
	if has(t, c, tuitest.T("fred", "@type", "Pe")) {
		t.Error("the type was made before anybody was asked")
	}
	term.Press("y").See("Saved ", "→ Pe ")
}

// ctrl+c drops the keys that wait, and not what is being saved.
func TestDropTheKeysThatWait(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	release := c.HoldPatches()
	term.Press("e", "up")
	term.PressOnly("enter", "e", "up", "enter", "ctrl+c")
	term.See("What you typed since (3 keys) is dropped.")
	release()
	term.Settle().See("Saved ", "▌ age        44")
}

// What waits is bounded: what does not fit is dropped from there on, and it is told.
func TestTooManyKeysWait(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	release := c.HoldPatches()
	term.Press("e", "up")
	term.PressOnly("enter")
	term.See("saving")
	for range 3 {
		term.SendOnly(tea.PasteMsg{Content: strings.Repeat("long ", 25_000)})
	}
	term.See("Too much was typed")
	release()
	term.Settle().See("Too much was typed")
	if !has(t, c, tuitest.T("fred", "age", 44)) {
		t.Error("what was saved is lost with what was typed ahead")
	}
}

// Enter saves no reference that the screen has not offered, unless it is sure which is
// meant. What is typed behind it waits.
func TestEnterBeforeTheReferenceIsFound(t *testing.T) {
	t.Parallel()
	for _, try := range []struct{ typed, becomes string }{
		{"wilma", "wilma"},        // an id
		{"betty rubble", "betty"}, // a name
		{"flint wil", "wilma"},    // words of one name only
		{"rub", ""},               // of two
		{"riddle", ""},            // in a text only
		{"person/new", ""},        // nobody
	} {
		t.Run(try.typed, func(t *testing.T) {
			c := sample(t)
			c.Load(tuitest.T("zoo", "motto", "a riddle each"))
			term := fred(t, c, "spouse")
			term.Press("e", "ctrl+u")
			release := c.Hold()
			term.TypeOnly(try.typed + "\rpcolour\rred\r")
			term.See("looking for it", "12 keys wait")
			release()
			term.Settle()
			red := has(t, c, tuitest.T("fred", "colour", "red"))
			if try.becomes != "" {
				if !has(t, c, tuitest.T("fred", "spouse", tuitest.ID(try.becomes))) || !red {
					t.Errorf("it was not saved, or what came behind it (%t):\n%s", red, term.Screen())
				}
				return
			}
			if !has(t, c, tuitest.T("fred", "spouse", tuitest.ID("wilma"))) || red {
				t.Errorf("something was saved that was not shown:\n%s", term.Screen())
			}
			term.See(try.typed, "Not saved yet: what you typed since (12 keys) is dropped")
			term.Press("enter").See("Saved ")
		})
	}
}

// While a reference is still looked for, esc leaves it.
func TestLeaveBeforeTheReferenceIsFound(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "spouse")
	term.Press("e", "ctrl+u")
	release := c.Hold()
	term.TypeOnly("betty\r")
	term.PressOnly("a")
	term.See("1 key waits")
	term.PressOnly("esc")
	term.See("Not saved")
	release()
	term.Settle().DontSee("esc cancel")
	if !has(t, c, tuitest.T("fred", "spouse", model.Ref(tuitest.ID("wilma")))) {
		t.Error("it was saved though it was left")
	}
}

// What is typed right after the key that opens a form, or a list to choose from, is meant for
// that, though it is still read; where none opens, it does nothing below.
func TestTypeAheadOfWhatOpens(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	release := c.Hold()
	term.PressOnly("N")
	term.TypeOnly("dodo 2")
	term.PasteOnly("3")
	term.Taken()
	release()
	term.Settle().See("Duplicate", "id    dodo 23").Press("esc", "ctrl+u")
	release = c.Hold()
	term.PressOnly("T")
	term.TypeOnly("pet\r")
	term.Taken()
	release()
	term.Settle().See("1 of 8", "2 Dino")

	c.Apart("lr", add(tuitest.T("wilma", "age", 40)))
	c.Apart("lr", add(tuitest.T("fred", "age", 45)))
	term.Settle()
	release = c.Hold()
	term.PressOnly("!")
	term.TypeOnly("wilma\r")
	term.Taken()
	release()
	term.Settle().See("2 Wilma Flintstone").DontSee("conflicts to settle")

	c = tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	c.Load(tuitest.T("fred", "name", "Fred"))
	term = tuitest.Start(t, c, 80, 24, options())
	release = c.Hold()
	term.PressOnly("T", "n")
	term.Taken()
	release()
	term.Settle().See("No subject has a type yet.").DontSee("New subject")
}
