package tui_test

import (
	"errors"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Keys that are typed while a form saves are for what comes after it.
func TestKeysWaitForTheFormsThatSave(t *testing.T) {
	for _, form := range []struct {
		name, id string
		fill     func(*tuitest.Terminal)
	}{
		{"new", "bamm-bamm", func(term *tuitest.Terminal) { term.Press("n", "enter", "enter").Type("Bamm Bamm") }},
		{"copy", "fred-2", func(term *tuitest.Terminal) { term.Press("N").Type("fred-2").Press("enter") }},
		{"rename", "frederick", func(term *tuitest.Terminal) {
			term.Press("R", "ctrl+u").Type("frederick").Press("enter", "down").See("Rename it")
		}},
	} {
		t.Run(form.name, func(t *testing.T) {
			c := sample(t)
			term := fred(t, c, "name")
			form.fill(term)
			release := c.HoldPatches()
			term.PressOnly("enter")
			term.TypeOnly("pcolour\rred\r")
			term.See("saving… (12 keys wait)")
			release()
			term.Settle().See("Saved colour “red”.").DontSee("esc cancel")
			holds(t, c, tuitest.T(form.id, "colour", "red"))
			if has(t, c, tuitest.T("fred", "colour", "red")) {
				t.Error("what was typed for one subject went to another")
			}
		})
	}
}

// Where a form is refused, what was typed behind it does not go into its text.
func TestKeysAfterAFormIsRefused(t *testing.T) {
	for name, keys := range map[string][]string{"new": {"n", "enter", "enter", "x"}, "copy": {"N", "x", "enter", "enter"}, "rename": {"R", "x", "enter", "y"}} {
		t.Run(name, func(t *testing.T) {
			c := sample(t)
			term := fred(t, c, "name")
			term.Press(keys[:len(keys)-1]...)
			last := keys[len(keys)-1]
			if name == "new" {
				term.Press(last)
				last = "enter"
			}
			c.Refuse(errors.New("this is not allowed here"))
			release := c.HoldPatches()
			term.PressOnly(last, "d", "y", "enter")
			term.See("3 keys wait")
			release()
			term.Settle().See("✕ this is not allowed here", "Not saved yet: what you typed since (3 keys) is dropped")
			c.Refuse(nil)
			term.Press("ctrl+c").DontSee("✕")
		})
	}
}

// What asks first is not answered by keys from before the question.
func TestKeysBeforeTheQuestionOfRenaming(t *testing.T) {
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("R", "ctrl+u").Type("frederick")
	release := c.Hold()
	term.PressOnly("enter", "y")
	term.See("reading what refers to it… (1 key waits)")
	release()
	term.Settle().See("Rename fred to frederick?", "what you typed since (1 key) is dropped")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone")) {
		t.Error("it was renamed before anybody was asked")
	}
}

// However fast one types: a new value is of the type that its property has elsewhere.
func TestAQuickValueIsOfTheTypeOfItsProperty(t *testing.T) {
	for _, try := range []struct {
		keys string
		want model.Triple
	}{
		{"page\r5\r", tuitest.T("fred", "age", 5)},
		{"page\r5\x13", tuitest.T("fred", "age", 5)},
		{"psalary\r5\r", tuitest.T("fred", "salary", 5)}, // nobody has one: it is what it looks like
		{"pspouse\rbetty\r", tuitest.T("fred", "spouse", tuitest.ID("betty"))},
		{"nperson\rage\r5\tbam\r", tuitest.T("bam", "age", 5)},
		{"nperson\rage\r5\tbam\r", tuitest.T("bam", "@type", "Person")},
		{"nPet\rowner\rbetty\tbam\r", tuitest.T("bam", "owner", tuitest.ID("betty"))},
	} {
		t.Run(try.keys, func(t *testing.T) {
			c := sample(t)
			c.Remote("lr", remove(tuitest.T("fred", "age", 43), tuitest.T("fred", "spouse", tuitest.ID("wilma"))))
			term := fred(t, c, "name")
			release := c.Hold()
			term.TypeOnly(try.keys)
			term.See("looking for it…")
			release()
			term.Settle()
			if !has(t, c, try.want) {
				t.Errorf("%v was not saved:\n%s", try.want, term.Screen())
			}
		})
	}
}

// Many at once are set to a value of the type that they have.
func TestAQuickValueForWhatIsMarked(t *testing.T) {
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("1", "space")
	release := c.Hold()
	term.TypeOnly("=age\r5\r")
	term.See("reading what they have…")
	release()
	term.Settle().Press("down", "enter").See("Set age 5 in 1 subject.")
}

// What has only just come to the screen, and may not be drawn yet, is not chosen by enter.
func TestEnterChoosesNothingUnseen(t *testing.T) {
	c := sample(t)
	clock := tuitest.NewTime()
	o := options()
	o.Now, o.After = clock.Now, clock.After
	term := fredWith(t, c, "spouse", o)
	term.PressOnly("e", "ctrl+u")
	term.TypeOnly("rub")
	term.See("⏎ takes it")
	term.PressOnly("enter")
	term.See("it is not clear which of these")
	if !has(t, c, tuitest.T("fred", "spouse", tuitest.ID("wilma"))) {
		t.Fatalf("something was saved that was not seen:\n%s", term.Screen())
	}
	clock.Advance(time.Minute)
	term.Press("enter").See("Saved ")
}
