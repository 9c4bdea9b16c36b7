package replica

import (
	"context"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
)

func TestFollowAfterATick(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.mld")
	r := open(t, path)
	var ticks []uint64
	for i := range 6 {
		ticks = append(ticks, insert(t, r, triple("fred", "name", fmt.Sprint(i))).Tick)
	}
	for start := range ticks {
		updates, stop := r.Follow(ticks[start])
		for i := start + 1; i < len(ticks); i++ {
			u := receive(t, updates)
			if u.Tick != ticks[i] || len(u.Inserts) != 1 || u.Inserts[0] != triple("fred", "name", fmt.Sprint(i)) ||
				!u.Author.Self || u.Reason != ReasonLocal {
				t.Errorf("after tick %d comes %+v", ticks[start], u)
			}
		}
		stop()
		stop() // Twice does no harm.
		if _, ok := <-updates; ok {
			t.Error("an update comes after the end")
		}
	}
	// And each as it happens, in another life of the clone as well.
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	r = open(t, path)
	updates, stop := r.Follow(ticks[4])
	defer stop()
	if u := receive(t, updates); u.Tick != ticks[5] {
		t.Errorf("reopened, there comes %+v", u)
	}
	if err := r.Patch(t.Context(), model.Patch{
		Deletes: []model.Triple{triple("fred", "name", "0"), triple("fred", "name", "absent")},
		Inserts: []model.Triple{triple("fred", "name", "1"), triple("fred", "name", "new")},
	}); err != nil {
		t.Fatal(err)
	}
	u := receive(t, updates)
	if len(u.Deletes) != 1 || len(u.Inserts) != 1 || u.Deletes[0].O.Value != "0" || u.Inserts[0].O.Value != "new" {
		t.Errorf("an update tells of more than what really went and came: %+v", u)
	}
	if st, _ := r.Status(); u.Tick != st.Ticks {
		t.Errorf("the update is of tick %d, and the clone at %d", u.Tick, st.Ticks)
	}
}

// TestSlowFollowerMissesNothing: it neither holds up the writers nor loses what
// they write while it does not look.
func TestSlowFollowerMissesNothing(t *testing.T) {
	r := openNew(t)
	updates, stop := r.Follow(0)
	defer stop()
	const writers, each = 8, 60
	var wg sync.WaitGroup
	for g := range writers {
		wg.Go(func() {
			for n := range each {
				err := r.Patch(context.Background(), model.Patch{Inserts: []model.Triple{triple(fmt.Sprint(g), "n", fmt.Sprint(n))}})
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait() // Until now nobody has taken an update.
	next := make(map[string]int)
	last := uint64(0)
	for range writers * each {
		u := receive(t, updates)
		if u.Tick <= last || len(u.Inserts) != 1 {
			t.Fatalf("after tick %d comes %+v", last, u)
		}
		last = u.Tick
		who := string(u.Inserts[0].S)
		if u.Inserts[0].O.Value != fmt.Sprint(next[who]) {
			t.Fatalf("of %s comes %s, not %d", who, u.Inserts[0].O.Value, next[who])
		}
		next[who]++
	}
}

// TestCloseEndsFollowers: those that wait, and those that nobody reads from.
func TestCloseEndsFollowers(t *testing.T) {
	r := openNew(t)
	waiting, stopWaiting := r.Follow(0)
	defer stopWaiting()
	insert(t, r, triple("fred", "name", "Fred"))
	receive(t, waiting)
	ignored, _ := r.Follow(0)
	receive(t, ignored)
	r.Follow(0) // Never read from, nor stopped: it must not be left behind.
	for i := range 3 {
		insert(t, r, triple("fred", "name", fmt.Sprint(i)))
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	deadline := time.After(time.Minute)
	for _, updates := range []<-chan Update{waiting, ignored} {
		for open := true; open; {
			select {
			case _, open = <-updates:
			case <-deadline:
				t.Fatal("a follower was not ended")
			}
		}
	}
	updates, stop := r.Follow(0)
	defer stop()
	if u, ok := <-updates; ok {
		t.Errorf("a closed clone tells of %+v", u)
	}
}
