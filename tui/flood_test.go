package tui_test

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/tui/tuitest"
)

// Ten thousand changes of others in a second: keys are taken all the same, and how
// often the screen is drawn and the clone is read goes by the time, not by the
// changes. How long the keys took is printed.
func TestKeysInAFlood(t *testing.T) {
	const subjects, changes, perTurn = 1000, 10_000, 10
	c := big(t, subjects)
	term := tuitest.Start(t, c, 120, 40, options())
	term.See("1,000")
	frames, began := term.Frames(), time.Now()
	reads, rows := c.Reads()
	over := make(chan struct{})
	go func() {
		defer close(over)
		for i := range changes {
			c.Remote("lr", change(fmt.Sprintf("s%06d", i%100), "count", i, i+1))
			if i%perTurn == 0 { // A thousand turns in a second.
				time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / changes)))
			}
		}
	}()
	var took []time.Duration
	for flooded := true; flooded; {
		if len(took) == subjects-1 { // There is no row below.
			<-over
		}
		select {
		case <-over:
			flooded = false
		default:
			pressed := time.Now()
			term.PressOnly("down")
			term.See(fmt.Sprintf("▌ Number %d ", len(took)+1))
			took = append(took, time.Since(pressed))
		}
	}
	lasted := time.Since(began)
	term.Settle()
	// Each key, and each batch of changes, may be drawn, and read once for the list,
	// the subject, what refers to it, names, and a page of the changes.
	turns := len(took) + int(lasted/(25*time.Millisecond)) + 2
	if n := term.Frames() - frames; n > 2*turns {
		t.Errorf("in %s, with %d keys, %d frames were drawn", lasted, len(took), n)
	}
	nowReads, nowRows := c.Reads()
	if n := nowReads - reads; n > 5*turns {
		t.Errorf("in %s, with %d keys, the clone was read %d times", lasted, len(took), n)
	}
	if n := nowRows - rows; n > 200*turns {
		t.Errorf("in %s, with %d keys, %d rows were read", lasted, len(took), n)
	}
	slices.Sort(took)
	t.Logf("%d changes in %s; of %d keys the half took up to %s until the frame, and the slowest %s",
		changes, lasted.Round(time.Millisecond), len(took), took[len(took)/2].Round(time.Millisecond/10), took[len(took)-1].Round(time.Millisecond/10))
}

// While nothing happens, the program gets no message, and draws nothing; not even
// after others have changed something, once that has been shown for a while.
func TestNoMessageComesWhileNothingHappens(t *testing.T) {
	c := sample(t)
	var messages atomic.Int64
	o := options()
	o.Now = nil // Time goes on.
	o.Program = []tea.ProgramOption{tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		messages.Add(1)
		return msg
	})}
	term := tuitest.Start(t, c, 120, 30, o)
	c.Remote("lr", change("fred", "age", 42, 43))
	term.Press("/").Type("fred").Press("enter").See("43")
	// What is new fades; then there is quiet for as long as one likes to look.
	const quiet = 400 * time.Millisecond
	for deadline := time.Now().Add(time.Minute); ; {
		before, frames := messages.Load(), term.Frames()
		time.Sleep(quiet)
		if messages.Load() == before && term.Frames() == frames {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("after a long while there are still %d messages and %d frames in %s", messages.Load()-before, term.Frames()-frames, quiet)
		}
	}
}
