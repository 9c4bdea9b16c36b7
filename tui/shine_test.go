package tui_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What others change shines for a while, and tells by whom.
func TestRemoteChangesShineAndFade(t *testing.T) {
	t.Parallel()
	c := sample(t)
	peers(c, at("Ada", "", ""))
	clock := tuitest.NewTime()
	o := options()
	o.Now, o.After = clock.Now, clock.After
	term := tuitest.Start(t, c, 120, 30, o)
	term.Press("down", "down", "down", "2").DontSee("✱")
	c.Remote("r", change("fred", "age", 43, 50))
	c.Remote("lrr", change("dino", "name", "Dino", "Dinosaur"))
	term.Settle().See("Fred Flintstone  ✱AD Person", "50", "✱AD integer", "✱ Pet", "◆ Ada")
	if style := term.Style("50  "); style.Bg == nil {
		t.Error("the new value does not shine")
	}
	clock.Advance(3 * time.Second)
	term.See("∗AD integer", "∗AD Person").Gone("✱")
	if style := term.Style("50  "); style.Bg != nil {
		t.Error("the value still shines")
	}
	c.Remote("r", change("fred", "married", true, false))
	term.Settle().See("✱AD boolean", "∗AD integer")
	clock.Advance(9 * time.Second)
	term.Gone("AD integer").See("AD boolean")
	clock.Advance(9 * time.Second)
	term.Gone("✱", "∗")
	// One's own changes do not shine, nor what was removed where nothing is left.
	term.Press("down", "down", "e", "up", "enter").See("Saved ").DontSee("✱")
	c.Remote("r", remove(tuitest.T("fred", "height", 1.83)))
	c.Remote("r", remove(tuitest.T("fred", "nickname", "Freddy")))
	term.Settle().See("✱AD text")
}

// Many changes at once leave a bounded shine behind.
func TestAStormShinesWithinBounds(t *testing.T) {
	t.Parallel()
	c := sample(t)
	term := tuitest.Start(t, c, 120, 30, options())
	for i := range 5000 {
		c.Remote("lr", add(tuitest.T(fmt.Sprint("s", i), "name", strings.Repeat("x", 100))))
	}
	term.Settle().See("5,008")
}
