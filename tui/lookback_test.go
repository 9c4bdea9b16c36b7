package tui_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// deep is a clone with a long log, of which no more than some pages are read by words.
type deep struct {
	*tuitest.Clone

	pages atomic.Int64  // of those that may be read
	gate  chan struct{} // lets all be read
	left  chan struct{} // one was left while it waited
}

func (c *deep) History(ctx context.Context, q replica.HistoryQuery) (replica.HistoryPage, error) {
	if len(q.Words) > 0 && c.pages.Add(-1) < 0 {
		select {
		case <-c.gate:
		case <-ctx.Done():
			c.left <- struct{}{}
		}
	}
	return c.Clone.History(ctx, q)
}

// deepLog has 3,000 changes, one every two minutes, up to noon.
func deepLog(t *testing.T) *deep {
	t.Helper()
	const changes = 3000
	clock := &ticking{tuitest.Clock()().Add(-changes * 2 * time.Minute)}
	c := &deep{Clone: tuitest.NewClone(tuitest.Domain, clock.now), gate: make(chan struct{}), left: make(chan struct{}, 9)}
	t.Cleanup(c.Close)
	c.Load(tuitest.Sample()...)
	for i := range changes {
		clock.at = clock.at.Add(2 * time.Minute)
		c.Remote("lr", change("fred", "age", 42+i, 43+i))
	}
	return c
}

// Where a filter selects nothing, it is said how far back it was looked for it, and in the end
// among how many changes; keys act meanwhile, and esc ends it.
func TestAFilterThatSelectsNothing(t *testing.T) {
	t.Parallel()
	for _, s := range sizes {
		c := deepLog(t)
		term := tuitest.Start(t, c, s[0], s[1], options()).Press("3", "f")
		c.pages.Store(8)
		term.PasteOnly("xyzzy")
		term.See("Nothing since Tue 17:22,", "looking", "back…")
		term.PressOnly("enter")
		term.See("looking")
		term.PressOnly("?")
		term.See("Keys")
		term.PressOnly("esc")
		term.Gone("Keys")
		term.PressOnly("esc")
		term.See("+ age 3042").Gone("looking")
		<-c.left // Nobody reads on for it.
		term.Press("f")
		c.pages.Store(8)
		term.PasteOnly("xyzzy")
		term.See("Nothing since")
		close(c.gate)
		term.Settle().See("No change like this in 3,000").DontSee("looking")
	}
}

// Where it selects a few, it says how far back it looks for more.
func TestAFilterThatSelectsFew(t *testing.T) {
	t.Parallel()
	c := deepLog(t)
	c.Remote("lr", add(tuitest.T("fred", "motto", "first come")))
	term := tuitest.Start(t, c, 80, 24, options()).Press("3", "f")
	c.pages.Store(8)
	term.PasteOnly("first come")
	term.See("+ motto first come", "looking before 03:4")
	close(c.gate)
	term.Settle().See("+ motto first come").DontSee("looking", "more ")
}

// What is new is looked through to where it was known: what a filter has selected stays.
func TestAFilterInAFlood(t *testing.T) {
	t.Parallel()
	c := deepLog(t)
	close(c.gate)
	term := tuitest.Start(t, c, 80, 24, options())
	c.Remote("lr", add(tuitest.T("fred", "motto", "first come")))
	term.Press("3", "f").Type("first come").Press("enter").See("+ motto first come")
	release := c.Hold()
	for i := range 1000 {
		c.Remote("lr", add(tuitest.T("fred", "step", i)))
	}
	c.Remote("lr", add(tuitest.T("wilma", "motto", "first come, first served")))
	reads, _ := c.Reads()
	release()
	term.Settle().See("+ motto first come, first served", "Fred Flintstone")
	if again, _ := c.Reads(); again-reads > 50 {
		t.Errorf("all was read anew: %d reads", again-reads)
	}
}
