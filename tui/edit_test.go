package tui_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// fred opens the terminal with Fred chosen, and the cursor on a line.
func fred(t *testing.T, c *tuitest.Clone, line string) *tuitest.Terminal {
	t.Helper()
	return fredWith(t, c, line, options())
}

func fredWith(t *testing.T, c tui.Clone, line string, o tui.Options) *tuitest.Terminal {
	t.Helper()
	term := tuitest.Start(t, c, 120, 30, o)
	term.Press("down", "down", "down", "enter").See("2 Fred Flintstone", "Twinkletoes").Press("home")
	for range 12 {
		if strings.Contains(term.Line("▌ "+line), line) {
			return term
		}
		term.Press("down")
	}
	t.Fatalf("the cursor did not come to %q:\n%s", line, term.Screen())
	return nil
}

func TestChangeAValue(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("enter").See("a whole number").Press("ctrl+u").Type("44").Press("enter").See("Saved ", "▌ age        44")
	if !has(t, c, tuitest.T("fred", "age", 44)) || has(t, c, tuitest.T("fred", "age", 43)) {
		t.Error("the change did not put the new value in the place of the old one")
	}
	term.See("− age 43", "+ age 44", "◆ you")
}

func TestRefusedTextIsKept(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ line, typed, said string }{
		{"age", "forty", "is not a whole number"},
		{"age", "4.5", "is not a whole number"},
		{"age", "9007199254740993", "numbers beyond"},
		{"height", "tall", "is not a number"},
		{"height", "1e-9", "is so small that"},
		{"born", "1960-02-30", "is not a day of the calendar"},
		{"spouse", "zq zq", "cannot be in an id"},
		{"age", "  ", "nothing is typed yet"},
	} {
		t.Run(test.line+" "+test.typed, func(t *testing.T) {
			c := sample(t)
			before := c.Ticks()
			term := fred(t, c, test.line)
			term.Press("e", "ctrl+u").Type(test.typed).Press("enter")
			term.See(test.said[:min(20, len(test.said))])
			if line := term.Line("▌ " + test.line); !strings.Contains(line, strings.TrimSpace(test.typed)) {
				t.Errorf("what was typed is not kept: %q", line)
			}
			term.Press("esc").See("10 values")
			if c.Ticks() != before {
				t.Error("something was written")
			}
		})
	}
}

func TestRefusalByTheClone(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	c.Refuse(errors.New("a person has one name only; remove the other first"))
	term.Press("e").Type(" II").Press("enter").See("✕ a person has one name only", "Fred Flintstone II")
	c.Refuse(nil)
	term.Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "Fred Flintstone II")) {
		t.Error("the kept text could not be saved afterwards")
	}
}

func TestCancelChangesNothing(t *testing.T) {
	t.Parallel()
	c := sample(t)
	before := c.Ticks()
	term := fred(t, c, "name")
	term.Press("e").Type("xyz").Press("esc").DontSee("xyz")
	term.Press("e", "enter").DontSee("Saved ") // nothing typed, nothing to save
	if c.Ticks() != before {
		t.Error("cancelling an editor wrote something")
	}
}

func TestUntouchedValuesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	// A form that other engines wrote, and that this terminal would not.
	odd := model.Triple{S: tuitest.ID("fred"), P: tuitest.Vocab("shoe"), O: model.Literal("045", model.XSDInteger)}
	c := sample(t)
	c.Load(odd)
	term := fred(t, c, "shoe")
	term.Press("e", "enter").See("11 values")
	if !has(t, c, odd) {
		t.Error("a value changed although nothing was typed")
	}
}

func TestChangeTheTypeOfAValue(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	term.Press("e", "ctrl+u").Type("4.5").Press("ctrl+t").See("a number · ↑↓ steps").Press("enter").See("Saved ", "4.5")
	if !has(t, c, tuitest.T("fred", "age", 4.5)) {
		t.Error("the value was not written as a double")
	}
}

func TestAddValues(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "nickname")
	term.Press("a").Type("Yabba").Press("enter").See("Saved ", "├ Twinkletoes", "└ Yabba", "11 values")
	term.Press("p").Type("city").Press("enter").Type("Bedrock").Press("enter").See("▌ city       Bedrock", "12 values")
	term.Press("p").Type("a").Press("tab").Type("Father")
	term.See("what it is, such as Person").Press("enter").See("No subject is a “Father” yet.").Press("y").See("→ Father")
	for _, want := range []model.Triple{
		tuitest.T("fred", "nickname", "Yabba"), tuitest.T("fred", "nickname", "Freddy"),
		tuitest.T("fred", "city", "Bedrock"), tuitest.T("fred", "@type", "Father"), tuitest.T("fred", "@type", "Person"),
	} {
		if !has(t, c, want) {
			t.Errorf("%v is missing", want)
		}
	}
}

func TestRemoveAValueAsks(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "nickname ┌ Freddy")
	term.Press("d").See("Remove nickname “Freddy” from “Fred Flintstone”").Press("enter").DontSee("Remove nickname")
	if !has(t, c, tuitest.T("fred", "nickname", "Freddy")) {
		t.Fatal("enter, at once, removed the value")
	}
	term.Press("d", "y").See("Removed nickname “Freddy”.", "9 values", "▌ nickname   Twinkletoes")
	if has(t, c, tuitest.T("fred", "nickname", "Freddy")) {
		t.Error("the value is still there")
	}
}

func TestDeleteASubject(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("down", "down", "D").See("Delete “Dino” (dino)? All its 4 values go").Press("n").See("2 Dino")
	term.Press("D", "y").See("Deleted “Dino” with 4 values.").DontSee("▌ Dino")
	if ts, err := c.Describe(t.Context(), tuitest.ID("dino")); err != nil || len(ts) > 0 {
		t.Errorf("of the deleted subject there is still %v (%v)", ts, err)
	}
	term.See("▌ Fred Flintstone", "2 Fred Flintstone") // the next one is chosen
}

func TestReadOnlySaysWhy(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "age")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = "the domain holds lists" })
	term.See("read-only: the domain holds lists")
	for _, k := range []string{"e", "a", "p", "d", "D", "n", "enter"} {
		term.Press(k).See("▲ Read-only: the domain holds lists.")
	}
}

func TestBecomingReadOnlyKeepsTheEditor(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e").Type(" the Great")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.ReadOnly = "the domain holds lists" })
	term.See("read-only: ").Press("enter").See("has become read-only", "Fred Flintstone the Great")
}

func TestPasteIntoAnEditor(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := fred(t, c, "name")
	term.Press("e", "ctrl+u").Paste("two\nlines\tand ✓ more").See("two⏎", "  lines⇥and ✓ more").Press("enter").See("Saved ")
	if !has(t, c, tuitest.T("fred", "name", "two\nlines\tand ✓ more")) {
		t.Error("what was pasted did not arrive as it was")
	}
}
