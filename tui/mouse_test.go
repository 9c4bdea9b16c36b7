package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestTheMouseSelectsAndFollows(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Click("Fred Flintstone      Person").See("▌ Fred", "2 Fred Flintstone")
	term.Click("→ Wilma").See("2 Wilma Flintstone", "Fred Flintstone › Wilma")
	term.Click("Fred Flintstone › ").See("2 Fred Flintstone")
	term.Click("← Dino").See("2 Dino", "▌ name")
	term.Click("→ Pet").See("⌕", "1 of 8 ─").Press("esc").See("Betty Rubble")
	term.Click("Betty Rubble").Click("Betty Rubble").See("2 Betty Rubble", "⏎ edit")
	term.Click("? help", 2).See("─ Keys ─").Press("esc")
	term.Click(": actions").See("What to do?").Click("show all types").See("─ Types ─")
	term.Wheel("all subjects", 1).Click("   Company  ", 4).See("▌ Slate Rock").DontSee("▌ Mr. Slate")
}

func TestTheWheelScrollsWhatIsUnderIt(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, big(t, 200), 120, 30, options())
	term.Wheel("Number 3 ", 2).See("▌ Number 6 ", "2 Number 6").Wheel("Number 3 ", -1).See("▌ Number 3 ")
}

func TestDividersAreDragged(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	left, right, below := column(term, "2 Barney"), column(term, "3 Changes"), term.Row("4 Referred")
	term.Mouse(left-3, 10, 50, 10)
	if got := column(term, "2 Barney"); got != 53 {
		t.Errorf("the left divider went from %d to %d", left, got)
	}
	term.Mouse(right-3, 10, 95, 12)
	if got := column(term, "3 Changes"); got != 98 {
		t.Errorf("the right divider went from %d to %d", right, got)
	}
	term.Mouse(70, below-1, 70, below-6)
	if got := term.Row("4 Referred"); got != below-5 {
		t.Errorf("the lower divider went from %d to %d", below, got)
	}
	// It can be held at the title beneath it as well, which leads to its pane.
	if term.Mouse(70, below-5, 70, below-8); term.Row("4 Referred") != below-8 {
		t.Errorf("the title of the lower pane was dragged from %d to %d", below-5, term.Row("4 Referred"))
	}
	if term.Mouse(70, below-8, 70, below-8).See("esc back  / find"); term.Row("4 Referred") != below-8 {
		t.Errorf("a click moved the divider from %d to %d", below-8, term.Row("4 Referred"))
	}
	if term.Mouse(49, 10, 53, 10); column(term, "2 Barney") != 57 {
		t.Errorf("the left divider, held at its first column, went to %d", column(term, "2 Barney"))
	}
	term.Mouse(52, 10, 119, 10).See("2 Barney", "3 Changes") // nothing can be dragged away
	term.Resize(80, 24).See("4 Referred").Resize(120, 30).See("3 Changes")
	// Where the changes are below all, how high they are.
	term.Resize(80, 50)
	low := term.Row("3 Changes")
	term.Mouse(20, low-1, 20, low-6)
	if got := term.Row("3 Changes"); got != low-5 {
		t.Errorf("the divider above the changes went from %d to %d", low, got)
	}
	if term.Mouse(20, low-5, 20, low-7); term.Row("3 Changes") != low-7 {
		t.Errorf("the title of the changes was dragged from %d to %d", low-5, term.Row("3 Changes"))
	}
	term.Mouse(20, low-8, 20, 3).See("4 Referred", "3 Changes").Resize(80, 42).See("4 Referred", "3 Changes")
}

// Where there is room for two panes, the name of the third leads to it.
func TestTheNameOfThePaneBesideIsClicked(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 80, 24, options())
	term.See("2 Barney Rubble ─ 3 Changes").Click("2 Barney", 3).See("2 Barney")
	term.Click("3 Changes", 8).See("2 Subject ─ 3 Changes", "+ age 43").Click("2 Subject").See("2 Barney Rubble ─ 3 Changes")
}

func column(term *tuitest.Terminal, text string) int {
	before, _, ok := strings.Cut(term.Line(text), text)
	if !ok {
		return -1
	}
	return len([]rune(before))
}

func TestTheMouseLeavesWhatIsTyped(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("enter", "e").Type(" Jr").Click("Dino").See("Barney Rubble Jr")
	term.Click("not saved yet").Click("esc cancel").DontSee("Barney Rubble Jr")
}

func TestCardInASmallWindow(t *testing.T) {
	t.Parallel()
	c := sample(t)
	if err := c.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tuitest.T("fred", "song", "ヤバダバドゥー 🎳 عربى")}}); err != nil {
		t.Fatal(err)
	}
	term := tuitest.Start(t, c, 30, 9, options())
	term.See("Barney Rubble", "● online", "spouse", "→ Betty Rubb")
	term.Press("j", "j", "j").See("Fred Flintstone", "age        43").Type("eD")
	term.Resize(12, 2).Resize(40, 12).See("1 List").Resize(30, 20).See("Fred Flintstone", "🎳")
}
