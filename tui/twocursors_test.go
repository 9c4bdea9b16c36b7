package tui_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// The list and the pane beside it have the same subject, wherever one came from: what a key
// does is done to what one reads.
func TestTheListIsAtWhatIsShown(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "down", "enter", "end", "up", "enter").See("2 Wilma Flintstone", "▌ Wilma Flintstone ")
	term.Press("1").See("2 Wilma Flintstone", "▌ Wilma Flintstone ").Press("D").See("Delete “Wilma Flintstone” (wilma)?").Press("esc")
	term.Press("2", "backspace").See("2 Fred Flintstone", "▌ Fred Flintstone ")
}

// It may be far away in the list.
func TestTheListGoesFarToWhatIsShown(t *testing.T) {
	t.Parallel()
	c := big(t, 2000)
	c.Load(tuitest.T("s000000", "next", tuitest.ID("s001500")))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("enter", "end", "enter").See("2 Number 1500", "▌ Number 1500 ")
	term.Press("1", "down").See("2 Number 1501", "▌ Number 1501 ")
}

// Where it is not listed, a key of the list is about what the list's cursor is on, and that
// is shown then.
func TestWhatIsNotListedGivesWay(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "down", "t", "enter", "down", "enter").See("2 Fred Flintstone", "▌ Dino ").DontSee("│   Barney")
	term.Press("n").See("type      Person").Press("esc")
	term.Press("1").See("2 Fred Flintstone").Press("D").See("2 Dino", "Delete “Dino” (dino)?").Press("esc").See("▌ Dino ")
}

// To look at one subject after the other, in whatever way, is not to travel.
func TestBrowsingLeavesNoTrail(t *testing.T) {
	t.Parallel()
	term := tuitest.Start(t, sample(t), 120, 30, options())
	term.Press("down", "enter", "esc", "down", "2", "1", "down", "2").See("2 Fred Flintstone")
	term.Wheel("Barney Rubble", 1).See("2 Slate Rock").DontSee(" › ")
	term.Press("backspace").See("There is nothing to go back to.")
	// Where one has worked, one can come back.
	term.Press("2", "a").Type("x").Press("enter", "1", "home").See("2 Barney Rubble", "Slate Rock and Gravel › Barney")
	term.Press("backspace").See("2 Slate Rock")
}

// Subjects that are called the same can be told apart.
func TestNamesakesShowTheirIDs(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(tuitest.T("dino-2", "@type", "Pet"), tuitest.T("dino-2", "name", "Dino"))
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("Dino · dino ", "Dino · dino-2 ").DontSee("· barney")
	term.Press("down", "down", "down", "D").See("Delete “Dino” (dino-2)?")
}

// Who comes to a value, and goes, moves nothing of what one reads.
func TestABadgeMovesNoText(t *testing.T) {
	t.Parallel()
	c := sample(t)
	const least, most = 24, 40 // one of them just fills the line
	for i := least; i <= most; i++ {
		c.Load(tuitest.T("aaron", fmt.Sprintf("p%d", i), strings.Repeat("w", i)))
	}
	term := tuitest.Start(t, c, 120, 40, options())
	rows := func() (all []int) {
		for i := least; i <= most; i++ {
			all = append(all, term.Row(fmt.Sprintf("p%d  ", i)))
		}
		return all
	}
	before := rows()
	if slices.Contains(before, -1) || before[len(before)-1]-before[0] < 17 {
		t.Fatalf("not all are on the screen, or none is of two lines: %v", before)
	}
	for i := least; i <= most; i++ {
		who := string(rune('A'+i-least)) + "z"
		peers(c, at(who, "aaron", fmt.Sprintf("p%d", i)))
		term.See("◆" + strings.ToUpper(who)).Settle()
		if now := rows(); !slices.Equal(now, before) || !strings.Contains(term.Line(fmt.Sprintf("p%d  ", i)), "◆"+strings.ToUpper(who)) {
			t.Fatalf("at %d letters:\n%s", i, term.Screen())
		}
	}
}
