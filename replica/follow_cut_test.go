package replica

import (
	"fmt"
	"path/filepath"
	"testing"
)

// TestFollowFromBeforeTheLog: who asks for more than is kept is told so first, and
// then of what is kept.
func TestFollowFromBeforeTheLog(t *testing.T) {
	r, err := Open(Config{Domain: testDomain, File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true, Log: LogBounds{Bytes: 1000}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	const writes = 100
	for i := range writes {
		insert(t, r, triple("fred", "name", fmt.Sprint(i)))
	}
	follow := func(after uint64) Update {
		updates, stop := r.Follow(after)
		defer stop()
		return receive(t, updates)
	}
	cut := follow(0)
	if cut.Reason != ReasonNotKept || !cut.Reason.IsGap() || cut.Tick == 0 || cut.Tick >= writes || cut.Time.IsZero() || len(cut.Inserts) > 0 {
		t.Errorf("what is not kept is told as %+v", cut)
	}
	if again := follow(cut.Tick - 1); again.Reason != ReasonNotKept || again.Tick != cut.Tick {
		t.Errorf("just before it, %+v", again)
	}
	if u := follow(cut.Tick); u.Reason != ReasonLocal || u.Tick != cut.Tick+1 {
		t.Errorf("after what is not kept comes %+v", u)
	}
	updates, stop := r.Follow(0)
	defer stop()
	receive(t, updates)
	for tick := cut.Tick + 1; tick <= writes; tick++ {
		if u := receive(t, updates); u.Tick != tick || u.Reason != ReasonLocal {
			t.Errorf("at %d comes %+v", tick, u)
		}
	}
}
