package tui_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// other is a second real clone of the large domain, that has counted so many subjects, from
// the one after first, one in each operation; all of them are held back on their way to c.
func other(t *testing.T, c *tui.LargeClone, first, changes int) {
	t.Helper()
	id := replica.NewID()
	line := tui.NewLine(id)
	r, err := replica.Open(replica.Config{
		Domain: c.Domain(), ID: id, File: filepath.Join(t.TempDir(), "other.mld"), Transport: line, Gather: 5 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Line.Connect(line)
	t.Cleanup(func() {
		c.Line.Hold(false)
		c.Line.Disconnect()
		_ = r.Close()
	})
	await(t, func() bool { st, _ := r.Status(); return !st.Joining && st.Online })
	c.Line.Hold(true)
	var next atomic.Int64
	var hands sync.WaitGroup
	for range 100 { // Together they share the commits.
		hands.Go(func() {
			for i := int(next.Add(1)) - 1; i < changes; i = int(next.Add(1)) - 1 {
				value := model.Triple{S: tui.LargeID(i), P: tui.LargeCount, O: model.Number(float64(first + i))}
				if err := r.Patch(t.Context(), model.Patch{Inserts: []model.Triple{value}}); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	hands.Wait()
	await(t, func() bool { return c.Line.Held() == changes })
}

func await(t *testing.T, cond func() bool) {
	t.Helper()
	for deadline := time.Now().Add(5 * time.Minute); !cond(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it did not come to that")
		}
	}
}

// floods is how many there have been.
var floods atomic.Int64

// Ten thousand operations of others in a second, at a real clone on disk of a hundred
// thousand subjects: keys are taken all the same, and how often the screen is drawn and the
// clone is read goes by the time, not by the operations. How long the keys took is printed.
func TestKeysInAFlood(t *testing.T) {
	const changes, perTurn = 10_000, 50
	c := tui.OpenLarge(t)
	first := int(floods.Add(1)-1)*changes + 1 // Nobody has these values yet, be it run again and again.
	st, _ := c.Status()
	updates, stop := c.Follow(st.Ticks) // From before all that comes: of what is held it may be given some as it compares.
	defer stop()
	other(t, c, first, changes)
	term := tuitest.Start(t, c, 120, 40, tui.Options{Me: "Barney"})
	term.See(text.Count(tui.Many), "▌ Subject number 0 ")
	frames, calls, rows, began := term.Frames(), c.Calls.Load(), c.Rows.Load(), time.Now()
	var applied atomic.Int64
	var arrived, done time.Duration
	over := make(chan struct{})
	go func() {
		defer close(over)
		for i := 0; i < changes; i += perTurn {
			time.Sleep(time.Until(began.Add(time.Duration(i) * time.Second / changes)))
			c.Line.Let(perTurn)
		}
		arrived = time.Since(began)
	}()
	applying := make(chan struct{})
	go func() {
		defer close(applying)
		for u := range updates {
			if u.Author.Self || applied.Add(int64(len(u.Inserts))) < changes {
				continue
			}
			done = time.Since(began)
			return
		}
	}()
	var took []time.Duration
	for flooded := true; flooded; {
		select {
		case <-applying:
			flooded = false
		default:
			pressed := time.Now()
			term.PressOnly("down")
			term.See(fmt.Sprintf("▌ Subject number %d ", len(took)+1))
			took = append(took, time.Since(pressed))
		}
	}
	<-over
	lasted := time.Since(began)
	term.Settle()
	if n := applied.Load(); n != changes {
		t.Errorf("of %d operations %d were applied", changes, n)
	}
	for _, i := range []int{0, changes / 2, changes - 1} {
		value := model.Triple{S: tui.LargeID(i), P: tui.LargeCount, O: model.Number(float64(first + i))}
		if ts, err := c.Replica.Describe(t.Context(), value.S); err != nil || !slices.Contains(ts, value) {
			t.Errorf("%v has not come: %v, %v", value, ts, err)
		}
	}
	// Each key, and each batch of changes, may be drawn, and read once for the list, the
	// subject, what refers to it, and a page of the changes; and of a page each name.
	batches := int(lasted/(25*time.Millisecond)) + 2
	turns := len(took) + batches
	if n := term.Frames() - frames; n > 2*turns {
		t.Errorf("in %s, with %d keys, %d frames were drawn", lasted, len(took), n)
	}
	if n := int(c.Calls.Load() - calls); n > 4*turns+20*batches {
		t.Errorf("in %s, with %d keys, the clone was read %d times", lasted, len(took), n)
	}
	if n := int(c.Rows.Load() - rows); n > 300*turns {
		t.Errorf("in %s, with %d keys, %d rows were read", lasted, len(took), n)
	}
	slices.Sort(took)
	round := func(d time.Duration) time.Duration { return d.Round(time.Millisecond / 10) }
	t.Logf("%d operations came in %s, and were applied after %s; %d frames, %d reads, %d rows; of %d keys the half took up to %s until the frame, nine of ten %s, and the slowest %s",
		changes, round(arrived), round(done), term.Frames()-frames, c.Calls.Load()-calls, c.Rows.Load()-rows,
		len(took), round(took[len(took)/2]), round(took[len(took)*9/10]), round(took[len(took)-1]))
}
