package tui_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// leave ends a terminal, and tells where the person was.
func leave(term *tuitest.Terminal) tui.Place {
	term.PressOnly("q")
	return term.Place()
}

func TestStartingAgainWhereOneWas(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := sample(t)
		o := options()
		start := func() *tuitest.Terminal { return tuitest.Start(t, c, s[0], s[1], o) }
		again := func(term *tuitest.Terminal) *tuitest.Terminal {
			o.Place = leave(term)
			return start()
		}
		if p := leave(start()); p != (tui.Place{Pane: "subjects", Order: "name", Subject: tuitest.ID("barney")}) {
			t.Errorf("one begins at %+v", p)
		}
		// In a value of a subject.
		term := start()
		term.Press("down", "down", "down", "enter", "down").See("▌ age")
		term = again(term)
		term.See("Fred Flintstone", "▌ age")
		// In the list of a type, in the order of ids.
		term.Press("1", "o", "o", "t").See("▌ fred")
		term = again(term)
		if l := term.See("▌ fred").Press("up").Line("▌"); !strings.Contains(l, "Betty") {
			t.Errorf("before Fred is, of the people by their ids: %s", l)
		}
		term.Press("esc", "down").See("▌ dino")
		// What one found.
		term.Press("/").Type("slate").Press("tab").See("▌ ")
		term = again(term)
		if l := term.See("slate", "2 of 8 ─").Line("Wilma"); strings.Contains(l, "│   Wilma") {
			t.Errorf("found is %s", l)
		}
		// Where one was led from it, it need not be found.
		term.Press("esc", "home").Press("/").Type("fred").Press("enter")
		term.Press("end", "up").See("▌ spouse").Press("enter").See("▌ name").Press("home").See("▌ @type")
		here := leave(term)
		if want := (tui.Place{Pane: "subject", Order: "id", Subject: tuitest.ID("wilma"), Property: model.RDFType}); here != want {
			t.Errorf("one was at %+v, and not %+v", here, want)
		}
		o.Place = here
		term = start()
		term.See("Wilma Flintstone", "▌ @type").Press("1").See("▌ wilma", "Mr. Slate")
		// What is gone is not come back to, and nonsense does no harm.
		for _, p := range []tui.Place{
			{Pane: "changes", Order: "recent", Subject: tuitest.ID("nobody"), Property: tuitest.Vocab("age")},
			{Pane: "x", Order: "y", Type: "z:z", Filter: "\x1b[2J\n", Subject: "a:b", Property: "c:d"},
		} {
			o.Place = p
			term := start()
			term.Press("1", "esc", "home").See("▌ ")
			_ = leave(term)
		}
	}
}

// Who leaves before there was anything to see comes back to where they were.
func TestLeavingBeforeTheListIsThere(t *testing.T) {
	t.Parallel()
	o := options()
	o.Place = tui.Place{Pane: "subject", Order: "id", Subject: tuitest.ID("fred"), Property: tuitest.Vocab("age")}
	root := tui.New(sample(t), o)
	defer root.Close()
	if p := root.Place(); p != o.Place {
		t.Errorf("one was at %+v", p)
	}
}
