package engine

import (
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/control"
)

// TestCollaboratorsAreAskedInTurn: one whose help came to nothing is not asked again
// before all the others were. Protocol page, section 5.
func TestCollaboratorsAreAskedInTurn(t *testing.T) {
	v := newVictim(t)
	l := v.meet("a", "b", "c")
	asked := []string{l.request.To}
	for range 8 {
		l.offers()
		effects := l.tells("updates", control.Notification{Err: "it cannot go on"})
		for range 5 { // Timers that were set before the failure run out first.
			if hasRequest(effects) {
				break
			}
			effects = v.wait()
		}
		l = v.asks(effects)
		asked = append(asked, l.request.To)
	}
	for turn := range slices.Chunk(asked, 3) {
		if got := slices.Sorted(slices.Values(turn)); !slices.Equal(got, []string{"a", "b", "c"}) {
			t.Errorf("it asks %q in turn", asked)
		}
	}
}

// TestNotAllAskTheSame: who is asked first is left to chance.
func TestNotAllAskTheSame(t *testing.T) {
	first := make(map[string]int)
	for skip := range 30 { // As if they were other clones, with other sources of chance.
		v := newVictim(t)
		for range skip {
			v.cfg.Rand.Float64()
		}
		first[v.meet("a", "b", "c").request.To]++
	}
	for _, id := range []string{"a", "b", "c"} {
		if first[id] < 3 {
			t.Errorf("of 30 clones so many asked each: %v", first)
		}
	}
}

func hasRequest(effects []Effect) bool {
	return slices.ContainsFunc(effects, func(effect Effect) bool {
		_, is := effect.(SendRequest)
		return is
	})
}

// TestRetriesAreOutOfStep: clones whose recoveries fail try again after times that
// differ, also from each other's, lest two that ask each other go on doing so in step; in
// the mean 1.5 network timeouts, and sooner after a first failure. Protocol page, section 6.
func TestRetriesAreOutOfStep(t *testing.T) {
	delays := func(skip int) (first time.Duration, rest []time.Duration) {
		v := newVictim(t)
		for range skip { // As if it was another clone, with another source of chance.
			v.cfg.Rand.Float64()
		}
		l := v.meet("a")
		for i := range 200 {
			l.offers()
			l.tells("updates", control.Notification{Err: "it cannot go on"})
			d, ok := v.timers[v.retry]
			if !ok {
				t.Fatalf("it does not try again: %v", v.timers)
			}
			if rest = append(rest, d); i == 0 {
				first, rest = d, nil
			}
			delete(v.timers, v.retry)
			l = v.asks(v.do(Timer{Token: v.retry}))
		}
		return first, rest
	}
	timeout := time.Second
	first, mine := delays(0)
	_, others := delays(1)
	if first > timeout/4 {
		t.Errorf("the first retry comes after %v", first)
	}
	var sum time.Duration
	distinct := make(map[time.Duration]bool)
	for i, d := range mine {
		if d > 3*timeout || d == others[i] {
			t.Errorf("retry %d comes after %v here and %v there", i, d, others[i])
		}
		sum += d
		distinct[d] = true
	}
	if len(distinct) < len(mine)-1 {
		t.Errorf("of %d delays, %d differ", len(mine), len(distinct))
	}
	if mean := sum / time.Duration(len(mine)); mean < 5*timeout/4 || mean > 7*timeout/4 {
		t.Errorf("in the mean, a retry comes after %v", mean)
	}
}
