package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// last is what was announced last.
func last(t *testing.T, c *tuitest.Clone) replica.Presence {
	t.Helper()
	all := c.Announced()
	if len(all) == 0 {
		t.Fatal("nothing was announced")
	}
	return all[len(all)-1]
}

func TestWhereOneIsIsAnnounced(t *testing.T) {
	t.Parallel()
	c := sample(t)
	o := options()
	o.Me = "Ada"
	term := tuitest.Start(t, c, 120, 30, o)
	at := func(want replica.Presence) {
		t.Helper()
		want.Name, want.View.Order = "Ada", "name"
		if got := last(t, c); got != want {
			t.Errorf("it is announced as %+v, and not %+v", got, want)
		}
	}
	age := replica.MarkOf(model.Number(43).Key())
	at(replica.Presence{Subject: tuitest.ID("barney")})
	term.Press("down", "down", "down")
	at(replica.Presence{Subject: tuitest.ID("fred")})
	term.Press("enter", "down")
	at(replica.Presence{Subject: tuitest.ID("fred"), Property: tuitest.Vocab("age"), Value: age})
	term.Press("e")
	at(replica.Presence{Subject: tuitest.ID("fred"), Property: tuitest.Vocab("age"), Value: age, Editing: true})
	term.Type("3").Press("enter", "p")
	at(replica.Presence{Subject: tuitest.ID("fred"), Editing: true})
	term.Press("esc", "3")
	at(replica.Presence{Subject: tuitest.ID("fred")})
	n := len(c.Announced())
	term.Press("?", "esc", "tab", "1")
	if got := len(c.Announced()); got != n {
		t.Errorf("staying was announced %d times", got-n)
	}
}
