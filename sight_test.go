package main

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Who follows another sees what they see: their search, the type that they list, its order,
// and the moment of the past at which they look; and now, as soon as they do.
func TestWhoFollowsSeesWhatTheOtherSees(t *testing.T) {
	both := members(t, 120, 30, tuitest.Sample(), "Ada", "Noor")
	ada, noor := both[0], both[1]
	ada.See("◆NO Noor")
	noor.See("◆AD Ada").Press("F").See("following AD Ada")
	ada.Press("/").Type("flint").See("1 Found")
	noor.See("⌕ flint", "Wilma Flintstone", "Pebbles Flintstone", "following AD Ada")
	awaitUntil(t, func() bool { return !strings.Contains(noor.Screen(), "Barney Rubble   ") })
	ada.Press("esc", "esc", "/").Type("dino").Press("tab", "esc", "t")
	of := func(m member, lists string) {
		t.Helper()
		awaitUntil(t, func() bool { title, _ := pane(m.Screen(), "1"); return strings.HasSuffix(title, lists) })
	}
	of(ada, " 1 of 8 ─")
	of(noor, " 1 of 8 ─")
	noor.See("2 Dino", "following AD Ada")
	ada.Press("t", "o").See("1 Subjects · recent")
	of(noor, " 8 ─")
	noor.See("1 Subjects · recent", "following AD Ada")
	ada.Press("o", "o", "/").Type("fred").Press("enter")
	noor.See("2 Fred Flintstone", "⌕ fred")
	ada.goTo(t, "fred", "age").Press("e", "up", "enter").See("✓ Saved age 43")
	ada.Press("e", "up", "enter").See("✓ Saved age 44")
	noor.See("▌ age        44", "following AD Ada")
	ada.Press("<").See("as of", "+ 43")
	noor.See("as of", "+ 43")
	ada.Press("<").See("2 changes ago", "42")
	noor.See("as of", "2 changes ago", "42")
	ada.Press("esc").See("● online")
	noor.See("▌ age        44", "● online", "following AD Ada")
	// Who looks at the past with another, and then alone, stays there until they leave it.
	ada.Press("<")
	noor.See("as of", "+ 43").Press("F").See("You no longer follow Ada.")
	ada.Press("esc").See("age        44")
	noor.Press("down").See("+ 43").Press("esc").See("age        44")
}
