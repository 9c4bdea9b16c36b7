package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

const shopping = "shopping"

// withList is a clone whose Fred has a list, and a terminal with the cursor on it.
func withList(t *testing.T, items ...string) (*replica.Replica, *tuitest.Terminal) {
	t.Helper()
	return withListAnd(t, options(), items...)
}

func withListAnd(t *testing.T, o tui.Options, items ...string) (*replica.Replica, *tuitest.Terminal) {
	t.Helper()
	// What is done in a row is told as one, however long the machine takes.
	r := realCloneAt(t, tuitest.Clock(), tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "todo", tuitest.ID(shopping)))
	n := 0
	terms := make([]model.Term, len(items))
	for i, s := range items {
		terms[i] = model.String(s)
	}
	newID := func() model.IRI { n++; return tuitest.Domain.GenID(fmt.Sprint("s", n)) }
	if err := r.Patch(t.Context(), list.Insert(tuitest.ID(shopping), 0, newID, terms...)); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 120, 30, o)
	term.See("▌").Press("/").Type("fred").See("1 of").Press("enter", "2", "end")
	return r, term
}

// items are the values of the list, with spaces between them.
func items(t *testing.T, c tui.Clone) string {
	t.Helper()
	page, err := c.List(t.Context(), replica.ListQuery{List: tuitest.ID(shopping)})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range page.Items {
		for _, v := range i.Values {
			got = append(got, v.Value)
		}
	}
	return strings.Join(got, " ")
}

// A list without a name of its own is called by what has it, be it opened by itself, and on the
// way back.
func TestAnOpenedListIsNamed(t *testing.T) {
	t.Parallel()
	id := tuitest.Domain.GenID("l")
	r := realCloneAt(t, tuitest.Clock(), tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "todo", id), tuitest.T("wilma", "name", "Wilma"))
	n := 0
	newID := func() model.IRI { n++; return tuitest.Domain.GenID(fmt.Sprint("s", n)) }
	if err := r.Patch(t.Context(), list.Insert(id, 0, newID, model.String("milk"), model.Ref(tuitest.ID("wilma")))); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, r, 80, 24, options())
	term.See("▌").Press("/").Type("fred").See("1 of").Press("enter", "2", "home", "down", "enter").See("2 todo of Fred", "Fred › todo of Fred", "2   → Wilma")
	term.Press("end", "enter").See("2 Wilma", "todo of Fred › Wilma")
}

func TestEditAList(t *testing.T) {
	t.Parallel()
	c, term := withList(t, "milk", "bread", "eggs")
	want := func(what string) {
		t.Helper()
		if got := items(t, c); got != what {
			t.Fatalf("the list is %q, not %q; the screen is:\n%s", got, what, term.Screen())
		}
	}
	term.See("todo     3 items", "     1   milk", "     2   bread", "▌      3   eggs")
	term.Press("e").Type("!").Press("enter").See("✓ Saved ", "▌      3   eggs!")
	want("milk bread eggs!")
	term.Press("a").Type("jam").Press("enter").See("✓ Saved ", "4 items", "▌      4   jam")
	term.Press("up", "A").Type("tea").Press("enter").See("5 items", "▌      3   tea", "     5   jam")
	want("milk bread tea eggs! jam")
	term.Press("K").See("It is number 2 now.", "▌      2   tea", "     3   bread")
	term.Press("J", "J").See("▌      4   tea").Press("J", "J").See("This is the last item already.", "▌      5   tea")
	want("milk bread eggs! jam tea")
	term.Press("d").See("Remove item 5, “tea”, from the list?").Press("y").See("Removed “tea” from the list.", "4 items")
	want("milk bread eggs! jam")
	term.Press("u").See("Undone: “tea” is back as item 5 of the list todo of “Fred”.", "     5   tea")
	term.Press("ctrl+r").See("Redone: “tea” is gone again from the list todo of “Fred”.", "4 items").Press("u").See("     5   tea")
	want("milk bread eggs! jam tea")
	term.Press("home", "down", "e").See("a list is changed by its items"[2:]).Press("a").Type("oil").Press("enter").See("▌      6   oil")
	term.Press("y").See("Copied the value").Press("home", "down", "v").See("Inserted “oil”.", "     7   oil")
	want("milk bread eggs! jam tea oil oil")
}

// On an item, the footer names what one does there: it is added to, and moved within, its list.
func TestTheFooterOfAList(t *testing.T) {
	t.Parallel()
	_, term := withList(t, "milk", "bread")
	term.Press("up").See("▌      1   milk", "a add an item  J move down")
	term.Press("down").See("▌      2   bread", "a add an item  K move up").DontSee("J move down")
	term.Press("home", "down").See("a add an item").DontSee("K move up", "J move down")
	term.Press("home").See("a add value").DontSee("J move down")
}

// An undo of a change of a list names what it was about.
func TestUndoNamesTheItem(t *testing.T) {
	t.Parallel()
	_, term := withList(t, "milk", "bread", "eggs")
	term.Press("K").See("It is number 2 now.").Press("u").See("Undone: “eggs” is item 3 of the list todo of “Fred” again.", "▌      3   eggs")
	term.Press("ctrl+r").See("Redone: “eggs” is item 2 of the list todo of “Fred” again.").Press("u").See("item 3 of the list")
	term.Press("end", "e").Type("!").Press("enter").See("Saved").Press("u").See("Undone: “eggs!” of the list todo of “Fred” is “eggs” again.")
	term.Press("a").Type("tea").Press("enter").See("Saved").Press("u").See("Undone: “tea” is gone again from the list todo of “Fred”.")
	term.Press("K").See("It is number").Press("P").See("~ item 3 to 2").Press("r").See("Put it back").Press("y").See("✓ Put back: “")
}

// Where two have moved an item at once, it has two places for a moment, of which a rule takes
// one away: nothing is said to have come or gone by that.
func TestMovedTwiceAtOnce(t *testing.T) {
	t.Parallel()
	c := sample(t)
	slot, n := tuitest.Domain.GenID("s1"), 0
	newID := func() model.IRI { n++; return tuitest.Domain.GenID(fmt.Sprint("s", n)) }
	p := list.Insert(tuitest.ID(shopping), 0, newID, model.String("milk"), model.String("bread"))
	p.Inserts = append(p.Inserts, tuitest.T("fred", "todo", tuitest.ID(shopping)))
	term := fred(t, c, "name")
	if err := c.Patch(t.Context(), p); err != nil {
		t.Fatal(err)
	}
	term.See("1   milk").Press("end")
	place := model.Triple{S: tuitest.ID(shopping), P: "http://m-ld.org/RdfLseq/?=8clone-1---------", O: model.Ref(slot)}
	c.Remote("lr", add(place))
	term.Settle().See("~ item")
	c.Because(replica.ReasonResolution, replica.Author{Process: "l", Self: true}, remove(place))
	term.Settle().See("moved twice at once: one place", "is kept").DontSee("− item", "by a rule")
	if n := strings.Count(term.Screen(), "~ item"); n != 2 {
		t.Errorf("it is told %d times:\n%s", n, term.Screen())
	}
	term.Press("up", "P").See("moved twice at once: one place is kept")
}

func TestAListInItsOwnPlace(t *testing.T) {
	t.Parallel()
	c, term := withList(t, "milk", "bread")
	term.Press("home", "down", "enter").See("Fred › shopping", "     1   milk", "     2   bread").DontSee("?=")
	term.Press("end", "a").Type("eggs").Press("enter").See("▌      3   eggs", "3 items")
	if got := items(t, c); got != "milk bread eggs" {
		t.Errorf("the list is %q", got)
	}
	term.Press("backspace").See("3 items", "     3   eggs")
}

func TestMakeAList(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "nickname ┌ Freddy")
	term.Press("L").See("Made nickname a list of 2 items.", "▌ nickname   2 items", "1   Freddy", "2   Twinkletoes")
	if has(t, c, tuitest.T("fred", "nickname", "Freddy")) {
		t.Error("the values are there besides the list")
	}
	// Its heading stands for all of it.
	term.Press("up", "down").See("▌ nickname   2 items", "⏎ open the list")
	for _, key := range []string{"J", "K"} {
		term.Press(key).See("This is the whole list: press ↓ to go to its items, which can be moved.")
	}
	term.Press("A").Type("Fredo").Press("enter").See("1   Fredo", "2   Freddy").Press("u", "home", "down", "down", "down", "down", "down", "down").See("▌ nickname   2 items")
	term.Press("d").See("Remove the list nickname, with its 2 items, from “Fred").Press("y").See("✓ Removed the list nickname.")
	term.Press("u").See("nickname   2 items").Press("home", "down", "down", "down", "down", "down", "down").See("▌ nickname   2 items")
	term.Press("L").See("Nickname has 2 values in no order now.", "nickname ┌ Freddy", "└ Twinkletoes").DontSee("2 items")
	holds(t, c, tuitest.T("fred", "nickname", "Freddy"), tuitest.T("fred", "nickname", "Twinkletoes"))
	term.Press("u").See("nickname   2 items").Press("u").See("✓ Undone: 2 values are back in “Fred Flintstone”, and the list is gone again.", "nickname ┌ Freddy")
}

// What is typed into a list that others remove brings the list back: it was saved where
// nobody sees it.
func TestOpenItemBringsTheListBack(t *testing.T) {
	t.Parallel()
	for _, add := range []bool{false, true} {
		c, term := withList(t, "milk", "bread")
		want := "bread and butter"
		if term.Press("end"); add {
			term.Press("a").Type(want)
		} else {
			term.Press("e").Type(" and butter")
		}
		page, err := c.List(t.Context(), replica.ListQuery{List: tuitest.ID(shopping)})
		if err != nil {
			t.Fatal(err)
		}
		gone := model.Patch{Deletes: []model.Triple{tuitest.T("fred", "todo", tuitest.ID(shopping))}}
		for _, i := range page.Items {
			gone.Deletes = append(gone.Deletes, i.Remove().Deletes...)
			for _, v := range i.Values {
				gone.Deletes = append(gone.Deletes, model.Triple{S: i.ID, P: model.JSONRQLItem, O: v})
			}
		}
		if err := c.Patch(t.Context(), gone); err != nil {
			t.Fatal(err)
		}
		term.See("removed the whole list.", "put it back", "leave it").Press("enter").See("✓ Saved ", "1 item", want)
		if got := items(t, c); got != want {
			t.Errorf("the list is %q", got)
		}
	}
}

// What others do to a list goes round the editor of an item.
func TestOpenItemSurvivesOthers(t *testing.T) {
	t.Parallel()
	c, term := withList(t, "milk", "bread", "eggs")
	item := func(at int) replica.ListItem {
		page, err := c.List(t.Context(), replica.ListQuery{List: tuitest.ID(shopping), From: at, Limit: 1})
		if err != nil || len(page.Items) != 1 {
			t.Fatal(page, err)
		}
		return page.Items[0]
	}
	do := func(p model.Patch) {
		t.Helper()
		if err := c.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	term.Press("up", "e").Type(" and butter").See("bread and butter")
	do(list.Insert(tuitest.ID(shopping), 0, func() model.IRI { return tuitest.Domain.GenID("x") }, model.String("first")))
	term.See("▌      3   bread and butter")
	do(item(2).Set(model.String("rolls")))
	term.See("changed this to rolls.", "mine", "both", "theirs").Press("enter").See("✓ Saved ")
	if got := items(t, c); got != "first milk bread and butter eggs" {
		t.Errorf("the list is %q", got)
	}
	term.Press("e").Type("!")
	do(item(2).Remove())
	term.See("removed this item.", "put it back", "leave it").Press("enter").See("✓ Saved ")
	if got := items(t, c); got != "first milk bread and butter! eggs" {
		t.Errorf("what was typed is lost, or not in its place: %q", got)
	}
	// Both: mine comes behind theirs.
	term.Press("e").Type("?")
	do(item(2).Set(model.String("rolls")))
	term.See("changed this to rolls.").Press("ctrl+b").See("✓ Saved ")
	if got := items(t, c); got != "first milk rolls bread and butter!? eggs" {
		t.Errorf("both are %q", got)
	}
	do(item(2).Remove())
	do(item(2).Set(model.String("bread and butter!")))
	term.See("3   bread and butter!  ")
	// A new item stays behind the one that it was begun behind.
	term.Press("a").Type("new")
	do(item(0).Remove())
	term.See("     3   eggs").Press("enter").See("✓ Saved ", "     3   new")
	if got := items(t, c); got != "milk bread and butter! new eggs" {
		t.Errorf("the list is %q", got)
	}
}

// The history of a list tells of its items: what came, changed, moved and went.
func TestTheHistoryOfAList(t *testing.T) {
	t.Parallel()
	_, term := withList(t, "milk", "bread", "eggs")
	term.Press("e").Type("!").Press("enter").See("✓ Saved “eggs!”.")
	term.Press("K").See("It is number 2 now.")
	term.Press("home", "down", "down", "down").Press("d", "y").See("Removed")
	term.Press("P")
	term.See("History of todo of Fred", "− item 2 “eggs!”", "~ item 3 to 2 eggs!", "~ item “eggs” → “eggs!”", "+ 3 items: “milk”, “bread”, “eggs”").DontSee("@item", "@index", "@list")
	term.Press("end").See("+ item 1 milk  text", "+ item 3 eggs  text").DontSee("@item", "@index", "@list")
}

// What happens to a list is told as what became of its items, not of what it is made of.
func TestTheChangesOfAList(t *testing.T) {
	t.Parallel()
	innards := []string{"@item", "@index", "@list", "→ List"}
	c := sample(t)
	term := fred(t, c, "nickname ┌ Freddy")
	term.Press("L").See("+ nickname → a list", "nickname of Fred Flints", "+ item 1 Freddy", "+ item 2 Twinkletoes").DontSee(innards...)
	term.Press("3", "space").See("+ item 2 Twink").DontSee(innards...)
	term.Press("space", "2")

	_, term = withList(t, "milk", "bread", "eggs")
	term.See("+ item 1 milk", "+ item 3 eggs").DontSee(innards...)
	term.Press("home", "down", "down", "A").Type("tea").Press("enter").See("4 items", "+ item 1 tea").DontSee(innards...)
	term.Press("e").Type("!").Press("enter").See("+ item 1 tea!").Press("J").See("It is number 2 now.", "+ item 2 tea!")
	term.Press("K").See("It is number 1 now.").Press("3", "home", "space")
	term.See("~ item 2 to 1 tea!", "~ item 1 to 2 tea!", "− item tea  text", "+ item tea!  text", "+ item 1 tea  text").DontSee(innards...)
}

// From a change of a list one comes to the list, not to the slots of which it is made: from
// all changes, and from the pane of them.
func TestJumpToAChangedList(t *testing.T) {
	t.Parallel()
	for i := range 6 { // Slots have random names: they stand before the list, or behind it.
		_, term := withList(t, "milk")
		term.Press("a").Type(fmt.Sprint("bread", i)).Press("enter").See("Saved").Press("3", "space").See("+ item 2 bread")
		if i%2 == 0 {
			term.Press("H").See("All changes")
		}
		term.Press("enter").See("http://bedrock.m-ld.org/shopping")
	}
}

// The same for a change of an item, of which the change tells its slot only.
func TestJumpToAListWithAnotherItem(t *testing.T) {
	t.Parallel()
	_, term := withList(t, "milk")
	term.Press("e").Type("2").Press("enter").See("Saved", "milk2").Press("3", "space").See("milk2")
	term.Press("enter").See("http://bedrock.m-ld.org/shopping")
}
