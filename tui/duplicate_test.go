package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What a copy will be is shown as a request before it is sent, part by part where there is no
// room for all of it.
func TestTheRequestOfACopy(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{120, 30}, {80, 24}, {40, 12}} {
		c := sample(t)
		before := c.Ticks()
		term := tuitest.Start(t, c, size[0], size[1], options())
		term.Press("down", "down", "down", "N").See("Duplicate", "^O ", "JSON", "esc cancel").Type("fred 2").Press("ctrl+o").See("there is nothing to save yet")
		term.Press("backspace", "backspace").Type("2").See(`"@insert": {`, `"@id": "fred2"`, "id    fred2")
		seen := ""
		for range 12 {
			seen += term.Screen()
			term.Press("pgdown")
		}
		for _, want := range []string{`"age": 43`, `"born"`, `"married": true`, `"name": "Fred Flintstone"`, `"worksAt"`} {
			if !strings.Contains(seen, want) {
				t.Errorf("at %v, %s is not shown:\n%s", size, want, seen)
			}
		}
		term.Press("ctrl+o").See("A new subject").DontSee("@insert").Press("ctrl+o", "ctrl+s").See("Added")
		if c.Ticks() != before+1 {
			t.Errorf("it took %d operations", c.Ticks()-before)
		}
		holds(t, c, tuitest.T("fred2", "age", 43))
	}
}

// A copy is proposed an id like that of the original, that nothing has, and one like its name
// where it is called otherwise; what was copied can be pasted as one.
func TestTheIDOfACopy(t *testing.T) {
	t.Parallel()
	c := sample(t)
	c.Load(tuitest.T("book/kindred", "name", "Kindred"), tuitest.T("book/kindred-2", "name", "Kindred"), tuitest.T("book/kindred", "pages", 264))
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("/").Type("kindred").See("2 of").Press("enter", "1", "N").See("Duplicate", "book/kindred-3")
	term.Press("down", "end").Type(" again").See("book/kindred-again").Press("ctrl+s").See("Added “Kindred again”")
	holds(t, c, tuitest.T("book/kindred-again", "pages", 264), tuitest.T("book/kindred-again", "name", "Kindred again"))
	term.Press("N", "ctrl+s").See("Added “Kindred again”")
	holds(t, c, tuitest.T("book/kindred-again-2", "pages", 264))
	term.Press("1", "esc", "end", "c").See("as JSON").Press("home", "v").See("Make a new subject").Press("s").See("Duplicate", "id", "wilma-2")
	term.Press("ctrl+s").See("Added “Wilma")
	holds(t, c, tuitest.T("wilma-2", "age", 39))
}
