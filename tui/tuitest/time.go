package tuitest

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"
)

// Time is a time of day that goes on only when it is told to. It is safe for
// concurrent use.
type Time struct {
	mu     sync.Mutex
	armed  sync.Cond // a timer was
	now    time.Time
	timers map[chan time.Time]time.Time
}

// NewTime begins at noon, as Clock does.
func NewTime() *Time {
	t := &Time{now: Clock()(), timers: make(map[chan time.Time]time.Time)}
	t.armed.L = &t.mu
	return t
}

// Now is the time, for tui.Options.
func (t *Time) Now() time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.now
}

// After gives the time after a while, for tui.Options.
func (t *Time) After(d time.Duration) <-chan time.Time {
	t.mu.Lock()
	defer t.mu.Unlock()
	due := make(chan time.Time, 1)
	t.timers[due] = t.now.Add(d)
	t.armed.Broadcast()
	return due
}

// Armed is how many timers are waited for.
func (t *Time) Armed() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.timers)
}

// UntilArmed waits until some timers are waited for.
func (t *Time) UntilArmed(tb testing.TB, n int) {
	tb.Helper()
	late := false
	timer := time.AfterFunc(patience, func() {
		t.mu.Lock()
		late = true
		t.mu.Unlock()
		t.armed.Broadcast()
	})
	defer timer.Stop()
	t.mu.Lock()
	defer t.mu.Unlock()
	for len(t.timers) < n {
		if late {
			tb.Fatalf("%d timers are waited for, not %d", len(t.timers), n)
		}
		t.armed.Wait()
	}
}

// Advance lets a while go by.
func (t *Time) Advance(d time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.now = t.now.Add(d)
	for due, at := range t.timers {
		if !at.After(t.now) {
			due <- t.now
			delete(t.timers, due)
		}
	}
}

// Gone waits until the screen shows none of some texts: for what goes with the time, of
// which Settle knows nothing.
func (term *Terminal) Gone(texts ...string) *Terminal {
	term.t.Helper()
	for _, s := range texts {
		term.until(fmt.Sprintf("a screen without %q", s), func() bool { return !strings.Contains(term.text(), s) })
	}
	return term
}
