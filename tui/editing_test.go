package tui_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestToggleABoolean(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "married")
	term.Press("space").See("married is false now.", "▌ married    false")
	if !has(t, c, tuitest.T("fred", "married", false)) || has(t, c, tuitest.T("fred", "married", true)) {
		t.Error("the switch did not put false in the place of true")
	}
	term.Press("e").See("○ true   ● false", "space turns it").Press("space").See("● true   ○ false").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "married", true)) {
		t.Error("the editor's switch was not saved")
	}
	term.Press("up", "space").See("▲ Only true and false can be turned.")
}

func TestStepANumberAndADate(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up", "up", "down", "enter").See("Saved ", "▌ age        44")
	term.Press("down", "e").See("Tuesday 2 February 1960", "↑↓ day")
	term.Press("down", "down", "home", "up").See("1961-01-31", "↑↓ year").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "born", model.Literal("1961-01-31", model.XSDDate))) {
		t.Error("the stepped date was not saved")
	}
	term.Press("e", "ctrl+u").Type("tomorrow").Press("enter").See("2025-03-15")
}

func TestLinesOfAText(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e", "ctrl+u").Type("one two").Press("alt+enter").Type("three").See("one two⏎", "three")
	term.Press("up", "end").Type("!").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "one two!\nthree")) {
		t.Error("the text was not saved with its line break")
	}
}

// A long text is gone through by pages.
func TestPagesOfALongText(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 80, 24, options())
	var text strings.Builder
	for i := range 60 {
		fmt.Fprintf(&text, "verse %d\n", i+1)
	}
	term.Press("enter", "p").Type("song").Press("enter").Paste(text.String()).See("verse 60⏎", "breaks the line").DontSee("verse 1⏎")
	term.Press("pgup", "pgup").See("verse 43⏎").DontSee("verse 60⏎")
	term.Press("pgup", "pgup", "pgup", "pgup", "pgup", "pgup").See("verse 1⏎").Type("first ").See("first verse 1⏎")
	term.Press("pgdown", "end").Type("!").Press("ctrl+s").See("Saved ")
	ts, err := c.Describe(t.Context(), tuitest.ID("barney"))
	if err != nil {
		t.Fatal(err)
	}
	for _, saved := range ts {
		if saved.P == tuitest.Vocab("song") && (!strings.HasPrefix(saved.O.Value, "first verse 1\nverse 2\n") || strings.Count(saved.O.Value, "!\n") != 1) {
			t.Errorf("the text is %q", saved.O.Value)
		}
	}
}

func TestSelectCutAndPaste(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e", "ctrl+shift+left", "ctrl+x", "home", "ctrl+v").Type(" ")
	term.See("Flintstone Fred").Press("ctrl+z", "ctrl+z").See("▌ name       Fred  ").Press("ctrl+r", "ctrl+r")
	term.Press("enter").See("Saved ", "Flintstone Fred")
	if term.Clipboard() != "Flintstone" {
		t.Error("what was cut is not on the clipboard")
	}
}

func TestCompleteAReference(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "spouse")
	term.Press("e").See("type a name or an id")
	term.Type("rub").See("Barney Rubble", "Betty Rubble", "⏎ takes it").Press("down", "enter").See("Saved ", "→ Barney Rubble")
	if !has(t, c, tuitest.T("fred", "spouse", tuitest.ID("barney"))) {
		t.Error("the chosen subject is not the spouse")
	}
	// Typed quickly, what is saved does not depend on how quick the answer is.
	term.Press("e")
	release := c.Hold()
	term.TypeOnly("flint wil")
	term.PressOnly("enter")
	term.Taken()
	release()
	term.See("Saved ", "spouse     → Wilma Flintstone")
	// What nobody knows can be referred to all the same.
	term.Press("e").Type("person/new").See("there is no such subject").Press("enter").See("→ person/new")
}

// Who changes a reference is offered what it most likely becomes before anything is typed:
// of the usual type, what was changed last first, and what it refers to already last.
func TestTheChoicesAreThereBeforeAnythingIsTyped(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Remote("lr", change("barney", "name", "Barney Rubble", "Barney R."))
	c.Remote("lr", change("dino", "name", "Dino", "Dinosaur"))
	term := fred(t, c, "spouse").Press("e").See("type a name or an id · ↑↓ chooses", "Barney R. ", "Betty Rubble")
	offer := func(name string) int { return strings.Index(term.Screen(), "   "+name+"  ") }
	if strings.Contains(term.Screen(), "▌ Barney") || offer("Wilma Flintstone") < offer("Betty Rubble") {
		t.Errorf("something is chosen unasked, or what it refers to is offered before others:\n%s", term.Screen())
	}
	if barney, betty := offer("Barney R."), offer("Betty Rubble"); barney < 0 || betty < barney {
		t.Errorf("what was changed last is not offered first:\n%s", term.Screen())
	}
	before := c.Ticks()
	term.Press("enter").See("spouse     → Wilma Flintstone")
	if c.Ticks() != before {
		t.Error("what was only offered was saved")
	}
	term.Press("e", "down").See("▌ Barney R.", "⏎ takes it").Press("enter").See("Saved ", "spouse     → Barney R.")
}

// The items of a list refer mostly to what other items do.
func TestTheItemsOfListsTellWhatIsUsual(t *testing.T) {
	t.Parallel()
	c, term := withList(t)
	newID := func() model.IRI { return tuitest.Domain.GenID("slot") }
	for _, p := range []model.Patch{
		add(tuitest.T("dino", "@type", "Pet"), tuitest.T("dino", "name", "Dino"), tuitest.T("puss", "@type", "Pet"), tuitest.T("puss", "name", "Baby Puss")),
		list.Insert(tuitest.ID(shopping), 0, newID, model.Ref(tuitest.ID("dino"))),
		add(tuitest.T("betty", "@type", "Person"), tuitest.T("betty", "name", "Betty Rubble")),
	} {
		if err := c.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	term.See("→ Dino").Press("end", "e").See("puss · Pet", "betty · Person")
	if s := term.Screen(); strings.Index(s, "puss · Pet") > strings.Index(s, "betty · Person") {
		t.Errorf("what lists refer to elsewhere is not offered first:\n%s", s)
	}
}

// A property has a value once: who saves one that is there already is told where the other
// has gone.
func TestAValueThatWasThereAlreadyIsSaid(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}} {
		c := sample(t)
		c.Load(tuitest.T("fred", "spouse", tuitest.ID("barney")), tuitest.T("fred", "married", false))
		start := func(property string) *tuitest.Terminal {
			return fred(t, c, property).Resize(size[0], size[1])
		}
		term := start("spouse").See("→ Barney Rubble", "→ Wilma Flintstone")
		other, name := "wilma", "Wilma Flintstone"
		if strings.Contains(term.Line("▌ spouse"), name) {
			other, name = "barney", "Barney Rubble"
		}
		term.Press("e").Type(other).See(name).Press("down", "enter").See("Saved spouse "+name+". It was there already: two values are one now.", "spouse     → "+name)
		term.Press("u").DontSee("already").See("→ Barney Rubble", "→ Wilma Flintstone")
		term.Press("a").Type("freddy").Press("enter").See("Saved spouse Fred Flintstone.").DontSee("already")

		start("nickname").Press("a").Type("Freddy").Press("enter").See("Nickname “Freddy” is there already.", "└ Twinkletoes").DontSee("Saved")
		start("married").Press("space").See(" now. It was there already: two values are one now.")
		start("married").Press("space").See("married is false now.").DontSee("already")
	}
}

// What a property refers to elsewhere comes first, among what has the typed text in its
// name, and where nothing is typed yet.
func TestUsualReferentsComeFirst(t *testing.T) {
	t.Parallel()
	for _, try := range []struct{ property, typed, first, then string }{
		{"spouse", "sla", "Mr. Slate", "Slate Rock and Gravel"},
		{"worksAt", "sla", "Slate Rock and Gravel", "Mr. Slate"},
		{"worksAt", "slate", "Mr. Slate", "Slate Rock and Gravel"}, // called just so
		{"worksAt", "", "Slate Rock and Gravel", "fred · Person"},
	} {
		term := fred(t, sample(t), try.property)
		term.Press("e", "ctrl+u").Type(try.typed).See(try.first, try.then)
		rows := strings.Split(term.Screen(), "\n")
		at := func(name string) (y int) {
			for i, row := range rows {
				if x := strings.Index(row, name); x > strings.Index(row, "││") && strings.Contains(row, "││") && !strings.Contains(row, "→ "+name) {
					return i
				}
			}
			t.Fatalf("%q is not offered:\n%s", name, term.Screen())
			return 0
		}
		if at(try.first) > at(try.then) {
			t.Errorf("for %q, %s is not offered before %s of %s:\n%s", try.typed, try.first, try.then, try.property, term.Screen())
		}
	}
}

func TestCompleteAProperty(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("p").See("child", "1 subject").Type("la").See("lastSeen", "tab takes lastSeen").Press("tab").See("date+time")
	term.Type("now").Press("enter").See("2025-03-14T12:00:00Z")
	// What is typed is not completed unasked.
	term.Press("p").Type("chil").Press("enter").Type("5").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "chil", 5)) {
		t.Error("the new property was not called as it was typed")
	}
}

func TestShowTheRequest(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up", "ctrl+p").See(`"@delete": {`, `"age": 43`, `"@insert": {`, `"age": 44`)
	term.Press("ctrl+o").DontSee("@insert")
	// It is of this edit; and where there is nothing to save, or that is refused, there is none.
	term.Press("ctrl+o").See("@insert").Press("ctrl+u").Type("x").DontSee("@insert", "nothing to save").Press("esc")
	term.Press("e", "up").DontSee("@insert").Press("esc")
	term.Press("down", "down", "down", "down").See("▌ nickname").Press("e").Type("!").Press("ctrl+o").See("│ any text", "│ {", "│   \"@insert\": {", "│ }")
	// Of a reference, what is sent is what is offered and not what is typed.
	term = fred(t, c, "spouse")
	term.Press("e").Type("rub").Press("ctrl+p").See(`"spouse": {"@id": "betty"}`).Press("down").See(`"spouse": {"@id": "barney"}`)
	term.Press("enter").See("Saved ", "→ Barney Rubble")
}

// A request for which there is no room is read part by part, beside what one types.
func TestReadALongRequest(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{80, 24}, {40, 12}} {
		c := sample(t)
		long := strings.Repeat("yabba dabba doo ", 30) + "end"
		c.Load(tuitest.T("aa", "name", "Aa"), tuitest.T("aa", "note", long))
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("enter", "end", "e").Type("!").Press("ctrl+p").See(`"@delete"`, "more lines: pgdown")
		seen := ""
		for range 60 {
			seen += term.Press("pgdown").See("end!").Screen()
			if strings.Contains(seen, "the end: pgup") {
				break
			}
		}
		for _, part := range []string{`end"`, `"@insert"`, `end!"`, "the end: pgup goes back"} {
			if !strings.Contains(seen, part) {
				t.Errorf("%s was not seen at %dx%d; the screen is:\n%s", part, size[0], size[1], term.Screen())
			}
		}
		for range 60 {
			term.Press("pgup")
		}
		term.See(`"@delete"`).Press("enter").See("Saved ")
	}
}

// What is chosen with the arrows is taken by enter, of types as well.
func TestChooseAType(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "@type")
	term.Press("e").Type("e").See("Person", "Pet").Press("down").See("⏎ takes it").Press("enter").See("Saved ", "▌ @type      → Pet")
	if !has(t, c, tuitest.T("fred", "@type", "Pet")) || has(t, c, tuitest.T("fred", "@type", "Person")) {
		t.Error("the type that was chosen is not that of Fred")
	}
	// What is only offered is not taken: the names of types are made.
	term.Press("e").Type("Pe").See("Person", "tab takes").Press("enter").See("No subject is a “Pe” yet.", "Make it a type of “Fred Flintstone”?")
	// It is more often a slip: what is typed is kept to go on with.
	term.Press("enter").See("esc cancel").Type("rson").Press("enter").See("Saved ", "→ Person ")
	term.Press("e").Type("Pe").Press("enter", "y").See("Saved ", "→ Pe ")
}

// A subject begins at its name, and not at what it is; from the past one comes back to the
// value at which one was.
func TestTheCursorBeginsAtTheName(t *testing.T) {
	t.Parallel()
	for _, s := range sizes[:3] {
		c := sample(t)
		c.Load(tuitest.T("aaron", "@type", "Person"), tuitest.T("aaron", "age", 7), tuitest.T("aaron", "zip", 1))
		term := tuitest.Start(t, c, s[0], s[1], options())
		term.Press("enter").See("▌ age").Press("up").See("▌ @type").Press("1")
		term.Press("/").Type("fred").Press("enter").See("▌ name", "  @type").Press("home").See("▌ @type").Press("down")
		c.Remote("lr", add(tuitest.T("fred", "zip", 5)))
		term.Settle().Press("end").See("▌ zip").Press("<").See("as of").DontSee("▌ zip").Press("esc").See("▌ zip")
		term.Press("<", "up").See("▌ spouse").Press("esc").See("▌ spouse") // One has moved.
	}
}

func TestBothStay(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "up")
	c.Remote("lr", change("fred", "age", 43, 50))
	term.Settle().See("changed this to 50.", "⏎   mine   44", "^B  both   44 and 50", "esc theirs 50").Press("ctrl+b").See("Saved ", "┌ 44", "└ 50")
	term.Press("e")
	c.Remote("lr", remove(tuitest.T("fred", "age", 44)))
	term.Settle().See("removed this.", "⏎ put it back 44  esc leave it").Press("enter").See("┌ 44", "└ 50")
}

func TestRefusedReferenceIsKept(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "spouse")
	c.Refuse(errors.New("a person has one spouse only"))
	term.Press("e").Type("betty").Press("enter").See("✕ a person has one spouse only", "betty")
	c.Refuse(nil)
	term.Press("enter").See("Saved ", "→ Betty Rubble")
}

// Whatever changes data says why it cannot be done, and does nothing.
func TestOpenedForLookingOnly(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.ReadOnly = true
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, o)
	term.See("▣ read-only").Press("down", "down", "down", "enter").See("2 Fred Flintstone")
	term.Press("y").See("Copied the value")
	keys := keymap.Default()
	tried := 0
	for _, a := range keys.All() {
		if a.Writes && len(a.Keys) > 0 {
			pane := "2"
			if a.In(keymap.Subjects) && !a.In(keymap.Subject) {
				pane = "1"
			}
			if a.In(keymap.Changes) {
				pane = "3"
			}
			if a.In(keymap.Record) {
				term.Press("2", "H")
				pane = "home"
			}
			term.Press(pane, a.Keys[0]).See("▲ Read-only: it was opened for looking only.")
			if a.In(keymap.Record) {
				term.Press("esc")
			}
			tried++
		}
	}
	if tried < 12 {
		t.Errorf("only %d actions say that they change data", tried)
	}
	term.Paste(`{"@id": "x", "name": "y"}`).See("▲ Read-only")
	if c.Ticks() != before {
		t.Error("something was written")
	}
}

// A click in a text that is edited puts the cursor there, on any of its rows, and nowhere
// else.
func TestClickInAnEditor(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		c.Load(tuitest.T("fred", "motto", "Yabba dabba doo, said Fred of Bedrock"))
		term := fred(t, c, "motto").Resize(s[0], s[1]).Press("e")
		if x, y := term.Press("up", "up", "up", "home").Cursor(); y != term.Row("Yabba") || x != ansi.StringWidth(strings.Split(strings.Split(term.Screen(), "\n")[y], "Yabba")[0]) {
			t.Errorf("%v: the cursor is at %d, %d:\n%s", s, x, y, term.Screen())
		}
		term.Click("said").Type("so ").See("so said").Click("Yabba").Type("A ").Click("Bedrock", 7).Type("!")
		term.Click("motto").Type("!").Press("enter").See("Saved ")
		holds(t, c, tuitest.T("fred", "motto", "A Yabba dabba doo, so said Fred of Bedrock!!"))
	}
	fred(t, sample(t), "name").Press("p").Type("ity").Click("ity").Type("c").Press("enter").Type("1").Press("enter").See("Saved city 1")
}

// TestMineIsWhatIsChosen: the ways out name the subject that enter saves, not the letters by which
// it was found.
func TestMineIsWhatIsChosen(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "spouse")
	term.Press("e", "ctrl+u").Type("barn").See("Barney Rubble")
	c.Remote("lr", remove(tuitest.T("fred", "spouse", tuitest.ID("wilma"))))
	term.See("removed this.", "put it back barney").Press("enter").See("✓ Saved spouse")
	if !has(t, c, tuitest.T("fred", "spouse", tuitest.ID("barney"))) {
		t.Error("another was saved")
	}
}
