package tuitest

import (
	"fmt"
	"strings"
	"sync"
	"time"
)

// Time is a time of day that goes on only when it is told to. It is safe for
// concurrent use.
type Time struct {
	mu     sync.Mutex
	now    time.Time
	timers map[chan time.Time]time.Time
}

// NewTime begins at noon, as Clock does.
func NewTime() *Time { return &Time{now: Clock()(), timers: make(map[chan time.Time]time.Time)} }

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
	return due
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
