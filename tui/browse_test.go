package tui_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// The path names what was renamed by its name of now: where one is, and where one came from.
func TestThePathNamesWhatWasRenamed(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "down").See("Fred Flintstone", "spouse     → Wilma Flintstone")
	term.Press("enter", "end", "up", "enter").See("Fred Flintstone › Wilma Flintstone")
	c.Remote("lr", change("fred", "name", "Fred Flintstone", "Frederick"))
	c.Remote("lr", change("wilma", "name", "Wilma Flintstone", "Betty"))
	term.See("Frederick › Betty")
	term.Press("backspace").See("Frederick › Betty", "2 Frederick")
	c.Remote("lr", change("wilma", "name", "Betty", "Willa"))
	term.See("Frederick › Willa")
	c.Remote("lr", change("fred", "name", "Frederick", "Fritz"))
	term.See("Fritz › Willa")
}

func TestFollowReferencesAndComeBack(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "down").See("Fred Flintstone", "spouse     → Wilma Flintstone")
	term.Press("enter", "end", "up", "enter").See("› Wilma Flintstone", "→ Pebbles Flintstone")
	term.Press("home", "down", "down", "down", "enter").See("› Pebbles Flintstone")
	term.Press("backspace").See("› Wilma Flintstone")
	if line := term.Line("→ Pebbles Flintstone"); !strings.Contains(line, "▌ child") {
		t.Errorf("coming back, the cursor is not on the reference that was followed: %q", line)
	}
	term.Press("esc").See("nickname")
	if line := term.Line("→ Wilma Flintstone"); !strings.Contains(line, "▌ spouse") {
		t.Errorf("coming back, the cursor is not on the reference that was followed: %q", line)
	}
	// Back from the first goes to the list.
	term.Press("esc", "up").See("▌ Dino").See("┌ → Fred Flintstone")
}

func TestFollowAReferenceToNothing(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(tuitest.T("aaron", "knows", tuitest.ID("nobody")))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("enter", "enter").See("aaron › nobody", "There is no such subject yet")
	term.Press("p").Type("name").Press("enter").Type("Nobody").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("nobody", "name", "Nobody")) {
		t.Error("the first property of a subject that was only referred to was not written")
	}
	term.Press("backspace").See("→ Nobody")
}

// A reference to what is not there says so, until it is there; from there, it can be added.
func TestAReferenceToNothingSaysSo(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		c.Load(tuitest.T("aaron", "knows", tuitest.ID("nobody")), tuitest.T("aaron", "page", model.Ref("http://example.org/aaron")))
		term := tuitest.Start(t, c, size[0], size[1], options()).See("→ nobody ?  no such subject", "→ http://example.org/aaron")
		c.Remote("lr", add(tuitest.T("nobody", "colour", "red")))
		term.See("→ nobody  ").DontSee("no such")
		c.Remote("lr", change("nobody", "colour", "red", "blue"))
		term.Settle().DontSee("no such")
		c.Remote("lr", remove(tuitest.T("nobody", "colour", "blue")))
		term.See("→ nobody ?  no such subject").DontSee("example.org/aaron ?")
		c.Remote("lr", add(tuitest.T("nobody", "name", "Nobody")))
		term.See("→ Nobody").DontSee("no such")
		c.Remote("lr", remove(tuitest.T("nobody", "name", "Nobody")))
		term.See("→ nobody ?")
		term.Press("enter", "enter").See("There is no such subject yet").Press("n").See("id        nobody")
		term.Type("Person").Press("enter", "enter").Type("Nob").Press("enter").See("Added “Nob”.").Press("backspace").See("→ Nob").DontSee("no such")
		if !has(t, c, tuitest.T("nobody", "name", "Nob")) {
			t.Error("it was added as another")
		}
	}
}

func TestFollowATypeListsIt(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "enter").See("Dino").Press("home", "enter")
	term.See("▌ Dino").DontSee("Betty Rubble")
	term.Press("esc").See("Betty Rubble")
}

// One goes back from the list of a type as from a subject: where one was, and with all
// subjects listed.
func TestComeBackFromAType(t *testing.T) {
	t.Parallel()
	for _, s := range sizes[1:] {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			term := tuitest.Start(t, sample(t), s[0], s[1], options())
			term.Press("down", "down", "down", "enter", "home").See("▌ @type", "list Person")
			term.Press("enter").See("1 Subjects", "⌫ back", "Person").See("▌ Fred Flintstone").DontSee("│   Dino")
			term.Press("up", "enter").See("2 Betty Rubble", "› Person: Bet")
			term.Press("backspace").See("2 Fred Flintstone", "▌ @type", "list Person").DontSee("Person: Fred")
			term.Press("1").See("▌ Fred Flintstone", "│   Dino").DontSee("⌫ back")
			// What takes the type off takes the step off the way that one came.
			term.Press("2", "enter").See("⌫ back").Press("2").See("› all of type Per").Press("1", "esc").See("│   Dino").DontSee("⌫ back", "Person: Fred")
		})
	}
}

func TestFilterAsYouType(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("/").Type("flint").See("3 of 8", "flint").DontSee("Betty Rubble")
	term.See("2 Fred Flintstone") // the first found is shown at once
	term.Type("stonexyz").See("Nothing like that here")
	term.Press("ctrl+w").See("8")
	term.Type("RUB").See("2 of 8", "Barney Rubble", "Betty Rubble")
	term.Press("down", "down").See("▌ Betty Rubble")
	term.Press("esc").See("Fred Flintstone", "▌ Betty Rubble") // what was found stays chosen
}

func TestFilterTakesPastedText(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("/").Paste("wil\nma").See("wil⏎ma")
	term.Press("ctrl+u").Paste("wilma f").See("1 of 8", "Wilma Flintstone")
}

func TestOnlyType(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "t").See("▌ Dino").DontSee("Betty Rubble")
	term.Press("t").See("Betty Rubble", "▌ Dino")
}

// big is a domain that no terminal should read as a whole.
func big(t testing.TB, n int) *tuitest.Clone {
	t.Helper()
	c := tuitest.NewClone(tuitest.Domain, tuitest.Clock())
	t.Cleanup(c.Close)
	ts := make([]model.Triple, n)
	for i := range ts {
		ts[i] = tuitest.T(fmt.Sprintf("s%06d", i), "name", fmt.Sprintf("Number %d", i))
	}
	c.Load(ts...)
	return c
}

func TestLongListReadsOnlyWhatItShows(t *testing.T) {
	t.Parallel()
	c := big(t, 20_000) // At each read it looks at all of them, which on a busy machine adds up.
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("20,000", "▌ Number 0", "↓ more")
	for range 10 {
		term.Press("pgdown")
	}
	term.See("▌ Number 260", "↑↓ more")
	term.Press("end").See("▌ Number 19999", "↑ more")
	term.Press("up", "up", "up").See("▌ Number 19996")
	for range 10 {
		term.Press("pgup")
	}
	term.See("▌ Number 19736")
	term.Press("home").See("▌ Number 0")
	reads, rows := c.Reads()
	if rows > 5000 || reads > 200 {
		t.Errorf("to scroll over a few pages took %d reads of %d rows", reads, rows)
	}
}

func TestListScrollsOverEveryRow(t *testing.T) {
	t.Parallel()
	const n = 150
	term := tuitest.Start(t, big(t, n), 80, 24, options())
	for i := range n {
		if line := term.Line("▌"); !strings.Contains(line, fmt.Sprintf("Number %d ", i)) {
			t.Fatalf("after %d steps the cursor is at %q", i, line)
		}
		term.Press("down")
	}
	for i := n - 1; i >= 0; i-- {
		if line := term.Line("▌"); !strings.Contains(line, fmt.Sprintf("Number %d ", i)) {
			t.Fatalf("on the way back, at step %d the cursor is at %q", i, line)
		}
		term.Press("up")
	}
}

func TestStaleAnswersAreDropped(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	release := c.Hold()
	term.PressOnly("down", "down", "down")
	term.PressOnly("/")
	term.TypeOnly("rubble")
	term.Taken()
	release()
	term.Settle().See("2 of 8", "▌ Barney Rubble", "2 Barney Rubble", "→ Betty Rubble").DontSee("Dino")
}

func TestHelpListsEveryKey(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 110, options())
	term.Press("?").See("find subjects by their words", "remove the value", "change the type of the value")
	term.Press("esc").DontSee("find subjects by their words")
}

func TestQuit(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 80, 24, options())
	term.PressOnly("q")
	term.Ended()
}

func TestAFilterThatFindsNothingLeadsBack(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down").See("2 Dino")
	term.Press("/").Type("dino").See("1 of 8")
	term.Type("saurus").See("Nothing like that here", "2 still shows Dino").Press("esc")
	term.See("▌ Dino", "2 Dino", "Subjects ────────────── 8")
	term.Press("/").Type("r").See("3 of 8", "2 Barney Rubble").Type("xx").See("Nothing like that here")
	term.Press("enter").See("find").Press("esc")
	term.See("▌ Dino", "2 Dino", "Subjects ────────────── 8")
}

func TestALongValueIsWholeUnderTheCursor(t *testing.T) {
	t.Parallel()
	c := sample(t)
	long := strings.Repeat("and a one, and a two, ", 12) + "end."
	if err := c.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tuitest.T("fred", "song", long)}}); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("down", "down", "down").See("2 Fred", "song").DontSee("end.")
	term.Press("enter", "end").Press("up", "up").See("▌ song", "end.")
	term.Press("up").See("▌          └ Twinkletoes").DontSee("end.")
}
