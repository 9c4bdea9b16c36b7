package tui_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

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
	term.See("Set status “here” in 3 subjects?", "Set it in 2 subjects", "Add it beside what they have, in 2 subjects")
	term.Press("down").See("2 values come, and 1 other value goes").Press("r").See(`"@delete"`, `"status": "away"`)
	if c.Ticks() != before {
		t.Fatal("something was written before it was confirmed")
	}
	term.Press("n").See("What will change is shown").Press("enter", "s").See("Set status “here” in 2 subjects.")
	for _, id := range []string{"barney", "betty", "dino"} {
		if !has(t, c, tuitest.T(id, "status", "here")) {
			t.Errorf("%s has not got the status", id)
		}
	}
	if has(t, c, tuitest.T("betty", "status", "away")) || c.Ticks() != before+1 {
		t.Errorf("the old status is there, or it took %d operations", c.Ticks()-before)
	}
	term.Press("=").Type("status").Press("enter").Type("here").Press("enter").See("nothing would change").Press("esc")
	term.Press("u").See("Undone: 1 value is back, 2 values are gone again in 2 subjects.")
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
	term.See("Set age 50 in 2 subjects?").Press("s").See("Set age 50 in 2 subjects.")
	for _, id := range []string{"fred", "wilma"} {
		if !has(t, c, tuitest.T(id, "age", 50)) {
			t.Errorf("the age of %s is no number, or another", id)
		}
	}
	// A property that none of them has is taken as it is typed, and the type is chosen.
	term.Press("=").Type("shoe").Press("enter").See("text").Press("ctrl+t", "shift+tab", "tab").See("integer").Type("45").Press("enter", "s")
	if !has(t, c, tuitest.T("wilma", "shoe", 45)) {
		t.Error("the chosen type was not kept")
	}
	term.Resize(40, 12).Press("1", "=").See("2 subjects are", "property").Type("ag").Press("tab").Type("7").Press("enter").See("Set")
}

func TestRemoveAPropertyOfManySubjects(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("*", "=").See("Without a value, the property is removed.").Type("nickname").Press("enter", "enter")
	term.See("Remove nickname, 2 values, from 1 subject?").Press("r").See("nothing is sent").Press("down").See(`"nickname": `)
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
	term.Press("enter").DontSee("Delete 2").Press("D", "y").See("Deleted 2 subjects with 6 values.").DontSee("marked", "│   Dino ")
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
	term.Press("/").Type("rock rock").Press("tab", "*", "D").See("“Rock rock00”, 2 values", "more lines: page down").DontSee("rock29”")
	term.Press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown").See("“Rock rock29”, 2 values")
}

// A mark stays whatever is listed, so that it is said where one does not see it.
func TestMarksThatAreNotListedAreSaid(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("down", "down", "space").See("✓Dino", "1 marked").DontSee("not listed")
		term.Press("home", "t").See("1 marked not listed").Press("*").See("7 marked", "1 marked not listed")
		term.Press("D").See("Delete 7 subjects with", "1 of them is not listed now.", "“Dino”, 4 values, not listed now", "“Barney Rubble”, 3 values")
		term.Press("esc", "=").Type("nickname").Press("enter").Type("Rocky").Press("enter").See("in 7 subjects? 1 of them is not").Press("esc", "esc")
		term.Press("t").See("✓Dino", "7 marked").DontSee("not listed").Press("D").DontSee("not listed").Press("esc")
		term.Press("/").Type("slate").Press("tab").See("6 marked not listed").Press("esc").DontSee("not listed")
	}
}
