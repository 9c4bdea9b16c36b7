package tui_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestSetAPropertyOfManySubjects(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", add(tuitest.T("betty", "status", "away"), tuitest.T("dino", "status", "here")))
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("=").See("▲ Nothing is marked: space marks a subject.")
	term.Press("space", "space", "space").See("✓Barney", "✓Betty", "✓Dino", "3 marked")
	term.Press("=").See("3 subjects are marked.").Type("status").Press("enter").Type("here").Press("enter")
	term.See("Set status “here” in 3 subjects?", "Set it in 2 subjects", "Add it in 2 subjects, beside what they have")
	term.Resize(40, 12).See("Set it in 2 subjects", "Add it in 2 subjects, ").Resize(120, 30).See("Set it in 2 subjects")
	term.Press("down").See("2 values come, and 1 other value goes").Press("r").See(`"@delete"`, `"status": "away"`)
	if c.Ticks() != before {
		t.Fatal("something was written before it was confirmed")
	}
	term.Press("n").See("What will change is shown").Press("enter", "y").See("Set status “here” in 2 subjects.")
	for _, id := range []string{"barney", "betty", "dino"} {
		if !has(t, c, tuitest.T(id, "status", "here")) {
			t.Errorf("%s has not got the status", id)
		}
	}
	if has(t, c, tuitest.T("betty", "status", "away")) || c.Ticks() != before+1 {
		t.Errorf("the old status is there, or it took %d operations", c.Ticks()-before)
	}
	term.Press("=").Type("status").Press("enter").Type("here").Press("enter").See("nothing would change").Press("esc")
	term.Press("u").See("Undone: 1 value is back, 2 values are gone again in “")
	term.Press("esc").DontSee("marked")
}

// The properties of what is marked are offered, and the value is of the type that theirs
// have, unless one chooses another.
func TestSetOffersWhatThereIs(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down", "space", "end", "space", "=").See("2 subjects are marked.", "age", "2 subjects", "chooses")
	term.Type("ag").See("age").Press("down").See("▌ age").Press("enter").See("integer").Type("50").Press("enter")
	term.See("Set age 50 in 2 subjects?").Press("y").See("Set age 50 in 2 subjects.")
	for _, id := range []string{"fred", "wilma"} {
		if !has(t, c, tuitest.T(id, "age", 50)) {
			t.Errorf("the age of %s is no number, or another", id)
		}
	}
	// A property that none of them has is taken as it is typed, and the type is chosen.
	term.Press("=").Type("shoe").Press("enter").See("text").Press("ctrl+t", "shift+tab", "tab").See("integer").Type("45").Press("enter", "y")
	if !has(t, c, tuitest.T("wilma", "shoe", 45)) {
		t.Error("the chosen type was not kept")
	}
	term.Resize(40, 12).Press("1", "=").See("2 subjects are", "property").Type("ag").Press("tab").Type("7").Press("enter").See("Set")
}

// What a property may refer to is offered, the usual types of that first, and may be typed by
// its name.
func TestSetOffersWhatAPropertyMayReferTo(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down", "space", "end", "space", "=").Type("spouse").Press("enter").See("ref", "Barney Rubble", "or type a name or an id")
	term.Type("bet").See("Betty Rubble").DontSee("barney · Person").Press("down").See("▌ Betty Rubble").Press("enter")
	term.See("Set spouse Betty Rubble in 2 subjects?").Press("n").See("value", "betty").Press("ctrl+u").Type("barney rubble").See("barney · Person")
	term.Press("enter").See("Set spouse Barney Rubble in 2 subjects?").Press("y").See("Set spouse Barney Rubble in 2 subjects.")
	for _, id := range []string{"fred", "wilma"} {
		if !has(t, c, tuitest.T(id, "spouse", ref("barney"))) {
			t.Errorf("the spouse of %s is not who was chosen", id)
		}
	}
	// Of text there is nothing to choose, and in a small window all has room.
	term.Press("=").Type("spouse").Press("enter").See("barney · Person").Press("ctrl+t").DontSee("barney · Person").Press("esc")
	term.Resize(40, 12).Press("1", "=").Type("spouse").Press("tab").Type("dino").See("Dino").Press("down", "enter").See("Set spouse Dino")
}

func TestRemoveAPropertyOfManySubjects(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("*", "=").See("Without a value, the property is removed.").Type("nickname").Press("enter", "enter")
	term.See("Remove nickname, 2 values, from 1 subject?").Press("r").See(`"nickname": `).Press("down").See(`"nickname": `)
	term.Press("n").See("Without a value").Press("enter", "y").See("Removed nickname, 2 values, from 1 subject. u takes it back.")
	if has(t, c, tuitest.T("fred", "nickname", "Freddy")) || c.Ticks() != before+1 {
		t.Error("the property is still there, or it took several operations")
	}
	term.Press("=").Type("nickname").Press("enter", "enter").See("none of them has this property").Press("esc")
	term.Press("u").See("Undone: 2 values are back")
}

func TestDeleteManySubjects(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "space", "space").Press("D").See("Delete 2 subjects with 6 values, for everybody in the domain?")
	term.Press("enter").DontSee("Delete 2").Press("D", "y").See("Deleted 2 subjects with 6 values.").DontSee("marked", " Pet │")
	if c.Ticks() != before+1 {
		t.Errorf("it took %d operations", c.Ticks()-before)
	}
	term.See("2 Fred Flintstone") // where the cursor is
}

func TestMarkWhatIsFound(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("/").Type("rubble").Press("tab").Press("*").See("2 marked").Press("esc").See("✓Barney", "✓Betty", "2 marked")
	term.Press("c").See("Copied 2 subjects with 5 values, as JSON.")
	if json := term.Clipboard(); !strings.HasPrefix(json, "[") || !strings.Contains(json, "Betty Rubble") {
		t.Errorf("the clipboard holds %s", json)
	}
	term.Press("*").See("8 marked").Press("*").DontSee("marked")
}

func TestARefusedChangeOfManyIsSaid(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("space", "space").Press("D")
	c.Refuse(errors.New("this is too much for one operation; mark fewer"))
	term.Press("y").See("▲ This is too much for one operation; mark fewer.", "2 marked")
	if ts, err := c.Describe(t.Context(), tuitest.ID("betty")); err != nil || len(ts) == 0 {
		t.Error("it was done all the same")
	}
}

// What a change of many subjects does is read before it is done: the names, what goes and
// what comes, in any size.
func TestWhatManyChangesDoIsShown(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		c.Remote("lr", add(tuitest.T("betty", "status", "away"), tuitest.T("dino", "status", "here")))
		term := tuitest.Start(t, c, size[0], size[1], options())
		set := func(value string) {
			term.Press("=").Type("status").Press("enter").Type(value).Press("enter")
		}
		term.Press("space", "space", "space")
		set("here")
		term.See("“Betty Rubble”: status “away” → “here”", "“Barney Rubble”: + status “here”").DontSee("“Dino”:")
		term.Press("down").See("“Betty Rubble”: status “away” → “here”").Press("down").See("“Betty Rubble”: + status “here”").DontSee("→ “here”")
		term.Press("esc", "esc")
		set("")
		term.See("Remove status, 2 values, from 2 subjects?", "“Betty Rubble”: − status “away”", "“Dino”: − status “here”")
	}
}

// More lines than there is room for are read by paging.
func TestManyChangesAreScrolled(t *testing.T) {
	t.Parallel()
	c := sample(t)
	for i := range 30 {
		id := fmt.Sprintf("rock%02d", i)
		c.Load(tuitest.T(id, "@type", "Rock"), tuitest.T(id, "name", "Rock "+id))
	}
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("/").Type("rock rock").Press("tab", "*", "D").See("“Rock rock00” (rock00), 2 values", "more lines: page down").DontSee("rock29”")
	term.Press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown").See("“Rock rock29” (rock29), 2 values")
}

// A mark stays whatever is listed, so that it is said where one does not see it.
func TestMarksThatAreNotListedAreSaid(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("down", "down", "space").See("✓Dino", "1 marked").DontSee("not listed")
		term.Press("home", "t").See("1 marked not listed").Press("*").See("7 marked", "1 marked not listed")
		term.Press("D").See("Delete 7 subjects with", "1 of them is not listed now.", "“Dino” (dino), 4 values, not listed now", "“Barney Rubble” (barney), 3 values")
		term.Press("esc", "=").Type("nickname").Press("enter").Type("Rocky").Press("enter").See("in 7 subjects? 1 of them is not").Press("esc", "esc")
		term.Press("t").See("✓Dino", "7 marked").DontSee("not listed").Press("D").DontSee("not listed").Press("esc")
		term.Press("/").Type("slate").Press("tab").See("6 marked not listed").Press("esc").DontSee("not listed")
	}
}

// What others have deleted meanwhile is not deleted once more, nor marked any more.
func TestDeleteWhatIsGone(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("space", "space").See("2 marked")
	for _, id := range []string{"barney", "betty"} {
		ts, err := c.Describe(t.Context(), tuitest.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		c.Remote("lr", remove(ts...))
		if id == "barney" {
			term.Settle().Press("D").See("Delete 1 subject with").Press("n").See("2 marked")
		}
	}
	term.Settle().Press("D").See("All that was marked was deleted meanwhile.").DontSee("Delete what is marked", "marked ·")
}

// What others have deleted meanwhile does not come back by half: it is left out, and that is
// said, whether they did so before it was asked or while it was.
func TestSetInWhatIsGone(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	gone := func(id string) {
		t.Helper()
		ts, err := c.Describe(t.Context(), tuitest.ID(id))
		if err != nil {
			t.Fatal(err)
		}
		c.Remote("lr", remove(ts...))
		term.Settle()
	}
	term.Press("space", "space", "space").See("✓Barney", "✓Betty", "✓Dino", "3 marked")
	gone("barney")
	term.Press("=").Type("status").Press("enter").Type("here").Press("enter")
	term.See("Set status “here” in 2 subjects? 1 marked subject was deleted", "meanwhile, and left out.").DontSee("Barney Rubble”")
	gone("betty")
	term.Press("y").See("Set status “here” in 1 subject. 2 marked subjects were deleted meanwhile, and left out.", "1 marked")
	holds(t, c, tuitest.T("dino", "status", "here"))
	for _, id := range []string{"barney", "betty"} {
		if has(t, c, tuitest.T(id, "status", "here")) {
			t.Errorf("%s is back with one value", id)
		}
	}
	term.Press("=").Type("status").Press("enter").Type("gone").Press("enter").See("Set status “gone” in 1 subject?")
	gone("dino")
	term.Press("y").See("all that was marked was deleted meanwhile").Press("enter").See("all that was marked was deleted meanwhile")
	if has(t, c, tuitest.T("dino", "status", "gone")) {
		t.Error("dino is back with one value")
	}
}

// Where it cannot be read what the marked subjects have, it is read again when one goes on.
func TestSetAfterAFailedRead(t *testing.T) {
	t.Parallel()
	c := &unreadable{Clone: sample(t)}
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("space", "space").See("2 marked")
	c.fails.Store(true)
	term.Press("=").See("The disk cannot be read.").Type("status").Press("enter").Type("here").Press("enter").See("the disk cannot be read")
	c.fails.Store(false)
	term.Press("enter", "enter").See("Set status “here” in 2 subjects?").Press("y").See("Set status “here” in 2 subjects.")
}

// unreadable is a clone that cannot be read for a while.
type unreadable struct {
	*tuitest.Clone

	fails atomic.Bool
}

func (u *unreadable) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	ts, err := u.Clone.Describe(ctx, id)
	if u.fails.Load() {
		return nil, errors.New("the disk cannot be read")
	}
	return ts, err
}

// What is refused is said where the value was typed, which is kept.
func TestARefusedPropertyIsKept(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	for _, set := range []struct{ value, choose, then string }{
		{"here", "y", "Set status “here” in 2 subjects."}, {"", "y", "Removed status"},
	} {
		if set.value != "" {
			term.Press("space", "space")
		}
		term.Press("=").Type("status").Press("enter").Type(set.value).Press("enter")
		c.Refuse(errors.New("there is a rule against it"))
		term.Press(set.choose).See("there is a rule against it", "property  status", "value     "+set.value)
		c.Refuse(nil)
		term.Press("enter", set.choose).See("✓ " + set.then).DontSee("property  status")
	}
}

// In the smallest window, too, all is said: of what the fields have no need.
func TestAFormSaysAllInASmallWindow(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 40, 12, options())
	term.Press("space", "=").Type("worn").Press("enter").See("value")
	if s := flowing(term.Screen()); !strings.Contains(s, "shown before it is done. Without a value, the property is removed.") {
		t.Errorf("something is not said:\n%s", term.Screen())
	}
}

// What others change while it is asked is not set before one has seen it; and what they change
// just when it is written stays beside it, which is said.
func TestSetInWhatIsChanged(t *testing.T) {
	t.Parallel()
	c := &racing{Clone: sample(t)}
	c.Remote("lr", add(tuitest.T("betty", "status", "away")))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("space", "space").See("2 marked").Press("=").Type("status").Press("enter").Type("here").Press("enter").See("status “away” → “here”")
	c.Remote("lr", change("betty", "status", "away", "ill"))
	term.Settle().Press("y").See("others have changed status of 1 subject meanwhile")
	if has(t, c.Clone, tuitest.T("barney", "status", "here")) {
		t.Error("it was set all the same")
	}
	term.Press("enter").See("status “ill” → “here”")
	c.before = change("betty", "status", "ill", "well")
	term.Press("y").See("▲ 1 of them has other values as well: somebody else saved just now. Set status “here” in 2 subjects.")
	holds(t, c.Clone, tuitest.T("barney", "status", "here"))
	holds(t, c.Clone, tuitest.T("betty", "status", "here"))
	holds(t, c.Clone, tuitest.T("betty", "status", "well"))
}

// What others change while it is asked is not removed before one has seen it, either: of two
// values, the one that came since would stay, and nobody was told. What they change just when
// it is written stays, which is said.
func TestRemoveFromWhatIsChanged(t *testing.T) {
	t.Parallel()
	c := &racing{Clone: sample(t)}
	c.Remote("lr", add(tuitest.T("barney", "status", "away"), tuitest.T("betty", "status", "away")))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("space", "space").See("2 marked").Press("=").Type("status").Press("enter", "enter").See("Remove status, 2 values, from 2 subjects?")
	c.Remote("lr", change("betty", "status", "away", "ill"))
	term.Settle().Press("y").See("others have changed status of 1 subject meanwhile")
	holds(t, c.Clone, tuitest.T("barney", "status", "away"))
	term.Press("enter").See("− status “ill”", "Remove status, 2 values")
	c.before = change("betty", "status", "ill", "well")
	term.Press("y").See("▲ 1 of them has other values as well: somebody else saved just now. Removed status, 2 values, from 2 subjects.")
	holds(t, c.Clone, tuitest.T("betty", "status", "well"))
	if has(t, c.Clone, tuitest.T("barney", "status", "away")) {
		t.Error("it was not removed")
	}
}
