package tui_test

import (
	"fmt"
	"strings"
	"testing"

	uv "github.com/charmbracelet/ultraviolet"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestFindAndOpen(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("/").Type("fred").See("1 Found", "1 of 8", "▌ Fred Flintstone", "2 Fred Flintstone")
	term.Press("enter").See("▌ name").Press("1", "esc").See("Subjects", "Betty Rubble", "▌ Fred Flintstone")
	// By a text that is not the name, which is shown; with a slip; in any order.
	term.Press("/").Type("whis"+"tel").See("▌ Slate Rock", "the whist")
	term.Press("ctrl+u").Type("rubbel betty").See("1 of 8", "▌ Betty Rubble").Press("esc")
	// While typing, the arrows move among what is found.
	term.Press("/").Type("flint").Press("down").See("▌ Pebbles", "2 Pebbles Flintstone").Press("up").See("▌ Fred")
	term.Press("tab").See("⏎ open").Press("esc").See("8 ─")
}

// Who opens what was found by the text of a property comes to that property, and not to the
// name, in which it was not; and so does who opens it from the list.
func TestFindGoesToTheProperty(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		term := tuitest.Start(t, sample(t), s[0], s[1], options())
		term.Press("/").Type("whistle").See("▌ Slate Rock").Press("enter").See("▌ motto")
		term.Press("home", "1", "tab", "1", "enter").See("▌ motto")
		term.Press("1", "esc", "enter").Press("1", "/").Type("betty").Press("enter").See("▌ name")
		term.Stop()
	}
}

// In a list that is filtered already, one looks for something else by typing it, and goes
// on from what was typed with the keys that edit.
func TestFindingAnew(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("/").Type("wilma").Press("enter").See("▌ name", "2 Wilma Flintstone").Press("1", "/").See("⌕ wilma", "1 of 8")
	if term.Style("wilma").Attrs&uv.AttrReverse == 0 {
		t.Error("nothing shows that typing replaces what is there")
	}
	term.Type("fred").See("⌕ fred ", "1 of 8", "▌ Fred Flintstone").DontSee("⌕ wilma")
	term.Press("tab", "/").Paste("betty").See("⌕ betty ", "▌ Betty Rubble")
	term.Press("tab", "/", "end").Type(" rub").See("⌕ betty rub ", "▌ Betty Rubble")
	term.Press("tab", "/", "down", "up", "backspace").See("8 ─").Type("dino").See("▌ Dino", "1 of 8")
	// Esc shows all subjects, wherever one is in it.
	term.Press("tab", "/", "esc").See("1 Subjects", "▌ Dino", "8 ─").Press("/").Type("nobody").See("Nothing like that here")
	term.Press("tab", "/").Type("none").Press("esc").See("1 Subjects", "▌ Dino", "8 ─")
}

func TestWhatIsFoundFollowsTheData(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("/").Type("flint").See("3 of 8")
	c.Remote("lr", add(tuitest.T("rock", "name", "Flint the Rock")))
	term.Settle().See("4 of", "Flint the Rock")
	if line := term.Line("▌ "); !strings.Contains(line, "Fred Flintstone") {
		t.Errorf("the cursor went to %q", line)
	}
}

// Of how many it is said is true while a filter is on, too: it is what is told when all
// that was found is gone.
func TestTheTotalFollowsTheDataInAFilter(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("/").Type("dino").See("1 of 8").Press("tab", "D", "y").See("0 of 7")
	c.Remote("lr", add(tuitest.T("rock", "name", "Rocky")))
	term.Settle().See("0 of 8").Press("1", "esc").See("1 Subjects", "8 ─")
}

func TestTypesWithCounts(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("T").See("all subjects", "Person", "6", "Pet", "Company")
	term.Type("pet").Press("enter").See("⌕", "Pet", "▌ Dino", "1 of 8 ─").DontSee("Betty Rubble")
	term.Press("T").Type("bedrock").See("Nothing matches that.").Press("ctrl+u").Type("all").Press("enter").See("Betty Rubble")
}

func TestOrdersOfTheList(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", change("betty", "name", "Betty Rubble", "Betty R."))
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("▌ Barney Rubble").Press("o").See("Subjects · recent", "▌ Betty R.", "12:00:00", "2 Betty R.").DontSee("Dino")
	c.Remote("lr", add(tuitest.T("dino", "age", 7)))
	term.Settle().See("Dino", "▌ Betty R.")
	if term.Row("Dino ") > term.Row("▌ Betty R.") {
		t.Error("what changed last is not the first")
	}
	term.Press("o").See("Subjects · by id", "slate · Mr. Slate", "fred · Fred Fl").Press("o").See("1 Subjects ─")
}

func TestBackAndForwardAsInABrowser(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "down", "enter", "end", "up", "enter").See("Fred Flintstone › Wilma Flintstone")
	term.Press("backspace").See("2 Fred Flintstone", "Fred Flintstone › Wilma Flintstone", "▌ spouse")
	term.Press("]").See("2 Wilma Flintstone").Press("]").See("There is nothing to go forward to.")
	// Passing by in the list leaves no trace; staying does.
	term.Press("1", "home", "down").See("2 Betty Rubble").Press("down", "enter", "[").See("2 Wilma Flintstone", "› Dino")
	term.Press("[", "[").See("There is nothing to go back to.", "2 Fred Flintstone")
}

func TestWhatRefersToTheSubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down").See("4 Referred to by", "owner", "← Dino", "spouse", "← Wilma Flintstone", "2 ─")
	c.Remote("lr", add(tuitest.T("barney", "friend", tuitest.ID("fred"))))
	term.Settle().See("← Barney Rubble", "3 ─")
	c.Remote("lr", change("barney", "name", "Barney Rubble", "B. R."))
	term.Settle().See("← B. R.", "3 ─").DontSee("← Barney Rubble")
	term.Press("4", "enter").See("2 Dino", "Fred Flintstone › Dino", "Nothing refers to it.")
	term.Press("backspace").See("2 Fred Flintstone")
}

func TestReferrersArePaged(t *testing.T) {
	t.Parallel()
	c := sample(t)
	var ts []model.Triple
	for i := range 500 {
		id := fmt.Sprintf("worker-%04d", i)
		ts = append(ts, tuitest.T(id, "name", fmt.Sprintf("worker %04d", i)), tuitest.T(id, "worksIn", tuitest.ID("quarry")))
	}
	c.Load(ts...)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("/").Type("quarry").See("2 Slate Rock").See("501 ─")
	term.Press("enter", "4")
	for range 40 {
		term.Press("end")
	}
	term.See("← worker 0499", "↑ more").DontSee("↑↓")
}

// Where a subject has the words that were searched for is marked among its values, until all
// are listed again.
func TestWhatWasFoundIsMarkedInTheSubject(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 40, 12, options())
	term.Press("/").Type("whist").Press("enter", "end").See("2 Slate Rock", "whistle")
	found := term.Style("whistle")
	if found == term.Style("we never") {
		t.Errorf("what was found looks as all else: %v\n%s", found, term.Screen())
	}
	term.Press("1", "esc", "2", "end").See("whistle")
	if term.Style("whistle") == found {
		t.Errorf("it is marked still:\n%s", term.Screen())
	}
}
