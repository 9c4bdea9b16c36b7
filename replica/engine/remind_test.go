package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
)

// TestWhoComesIsToldTheLatest: a clone of the reference gives a rev-up without what it has
// received and not yet begun to apply. Who was helped by it may lack this clone's latest
// operation, and would not notice before the next: so it is told once more, when whoever has
// come can hear it, if it was written lately.
func TestWhoComesIsToldTheLatest(t *testing.T) {
	v := newVictim(t)
	now := time.Now().Add(time.Hour)
	v.cfg.Now = func() time.Time { return now }
	here := []string{"a"}
	l := v.meet(here...)
	l.offers()
	l.tells("updates", control.Notification{Complete: true})
	comes := func(id string) {
		here = append(here, id)
		v.do(Presence{IDs: here})
		if after := v.timers[v.link.reminder.timer]; after < v.cfg.NetworkTimeout {
			t.Errorf("after %v already it says something to %s", after, id)
		}
	}
	writes := func(name string) clock.TID {
		if _, err := insert(v.Engine, name); err != nil {
			t.Fatal(err)
		}
		tid, _ := v.state.GWC.TID(v.state.Time)
		return tid
	}
	tells := func(what string, want ...clock.TID) {
		t.Helper()
		var told []clock.TID
		for range 5 { // What timers begin has timers of its own.
			told = append(told, v.told(v.wait())...)
		}
		if !slices.Equal(told, want) {
			t.Errorf("%s: it tells %v, not %v", what, told, want)
		}
	}
	tells("whom it has met")
	comes("b")
	tells("nothing was written lately")
	writes("before")
	latest := writes("latest")
	tells("nobody has come")
	comes("c")
	tells("somebody has come", latest)
	comes("d")
	latest = writes("after somebody has come")
	comes("e")
	tells("two have come, one after the other", latest, latest)
	v.do(Presence{IDs: here[:2]})
	tells("somebody has gone")
	now = now.Add((lately + 1) * v.cfg.NetworkTimeout)
	comes("f")
	tells("it was written long ago")
	writes("in vain")
	comes("g")
	v.do(Disconnected{}, Connected{})
	tells("the connection is another")
}
