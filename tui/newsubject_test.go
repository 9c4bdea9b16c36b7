package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func holds(t *testing.T, c *tuitest.Clone, want ...model.Triple) {
	t.Helper()
	for _, w := range want {
		if !has(t, c, w) {
			t.Errorf("%v is missing", w)
		}
	}
}

// The shortest way: the type that is proposed, the property that is, a name.
func TestAddASubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("n").See("New subject", "type      Person", "⏎ next", "^S save", "6 subjects", "Company")
	term.Press("enter").See("property  name", "spouse", "3 subjects").Press("enter")
	term.See("⏎ save").Type("Bamm-Bamm Rubble").See("bamm-bamm-rubble").Press("enter")
	term.See("Added “Bamm-Bamm Rubble”.", "2 Bamm-Bamm Rubble", "▌ Bamm-Bamm Rubble", "9")
	holds(t, c, tuitest.T("bamm-bamm-rubble", "@type", "Person"), tuitest.T("bamm-bamm-rubble", "name", "Bamm-Bamm Rubble"))
	// Another of that name gets another id.
	term.Press("n", "ctrl+s").See("give it a first value, or an id").Type("Bamm-Bamm Rubble").Press("enter").See("10")
	holds(t, c, tuitest.T("bamm-bamm-rubble-2", "name", "Bamm-Bamm Rubble"))
}

// What is proposed is replaced by typing; what is typed is completed by what there is.
func TestTypesAndPropertiesAreSuggested(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("n").Type("pet").See("type      pet", "1 subject").DontSee("6 subjects")
	term.Press("down").See("▌ Pet").Press("tab").See("type      Pet", "owner", "1 subject").DontSee("nickname")
	term.Type("own").Press("down", "tab").See("property  owner", "reference").Type("betty").Press("ctrl+s").See("→ Betty Rubble")
	// The same word in other letters is the type that there is.
	term.Press("n").Type("PERSON").Press("enter").See("type      Person").Type("age").Press("enter").See("integer").Type("7")
	term.Press("enter").See("Added person-")
	if s := term.Screen(); strings.Contains(s, "genid") {
		t.Errorf("the id cannot be read:\n%s", s)
	}
}

// Where the first value of a new subject is a reference, one chooses from what it may refer to.
func TestTheFirstValueOfANewSubjectMayBeChosen(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		term := tuitest.Start(t, c, size[0], size[1], options())
		form := func() { term.Press("n").Type("Pet").Press("enter").Type("owner").Press("enter").See("reference") }
		form()
		term.See("  Fred Flintstone ").DontSee("Company")
		term.Type("rub").See("  Barney Rubble ", "  Betty Rubble ", "chooses").Press("down").See("▌ Betty Rubble")
		term.Press("enter").See("Added pet-", "→ Betty Rubble")
		// What is called what is typed is meant; an id is one.
		form()
		term.Type("mr. slate").See("Mr. Slate").Press("enter").See("Added pet-", "→ Mr. Slate")
	}
}

func TestANewSubjectIsRefusedInPlace(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("n").Type("Cheese s").See("✕ a space cannot be in the name of a type: write CheeseS").Type("hop").See("write CheeseShop")
	term.Press("enter").See("type      Cheese shop", "write CheeseShop") // and one stays there
	term.Press("ctrl+u").DontSee("✕").Press("tab", "tab").Type("x").Press("tab").Type("dino").Press("enter")
	term.See("dino is there already, with 4 values; choose another id")
	term.Type("dino 2").See("a space cannot be in an id: write dino-2")
	term.Press("ctrl+u", "shift+tab", "ctrl+t").Press("enter").See("✕", "whole number").Press("ctrl+u", "ctrl+s")
	term.See("needs a type or a value")
	if c.Ticks() != before {
		t.Error("something was written")
	}
	term.Press("shift+tab", "shift+tab").Type("Pie").Press("tab", "tab", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t", "ctrl+t").
		Type("Gravelberry").Press("ctrl+s").See("Added “Gravelberry”.", "2 Gravelberry")
	if c.Ticks() != before+1 {
		t.Errorf("%d transactions were written, not 1", c.Ticks()-before)
	}
	holds(t, c, tuitest.T("gravelberry", "@type", "Pie"))
}

// Where the subjects of a type share the beginning of their ids, a new one has it too.
func TestANewIDIsLikeTheOthers(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(tuitest.T("pie/one", "@type", "Pie"), tuitest.T("pie/one", "title", "One"),
		tuitest.T("pie/two", "@type", "Pie"), tuitest.T("pie/two", "title", "Two"))
	term := tuitest.Start(t, c, 80, 24, options())
	term.Press("n").Type("Pie").Press("enter").See("property  title").Press("enter").Type("L'été à la crème!").See("pie/lété-à-la-crème")
	term.Press("enter").See("Added “L'été à la crème!”.")
	holds(t, c, tuitest.T("pie/lété-à-la-crème", "@type", "Pie"))
}

// What will be saved is shown as JSON, as before all that is written.
func TestANewSubjectIsShownAsJSON(t *testing.T) {
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		before := c.Ticks()
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("n", "ctrl+o").See("there is nothing to save yet")
		term.Press("enter").Type("age").Press("enter").Type("7").Press("tab").Type("bam")
		term.See(`"@insert": {`, `"@id": "bam",`, "type      Person", "id        bam").Press("pgdown").See(`"age": 7`)
		if c.Ticks() != before {
			t.Fatal("something was written")
		}
		term.Press("ctrl+o").DontSee("@insert").See("a short name of your own").Press("enter").See("Added bam")
		holds(t, c, tuitest.T("bam", "age", 7))
	}
}
