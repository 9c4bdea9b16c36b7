package sim

import (
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// camps are two groups of clones behind two relays, each with edits that its members' journals
// have no more and that the other group lacks.
func (s *scenario) camps(first, second int) []*clone {
	s.t.Helper()
	s.mix.journal = 1 // Nothing is kept for long.
	clones := s.join(first + second)
	for _, c := range clones[first:] {
		c.moveTo(s.relays[1])
	}
	s.wait(4 * timeout)
	for range 3 {
		for _, c := range clones {
			s.writes(c)
		}
		s.wait(4 * timeout) // The clerks cut.
	}
	return clones
}

// meet brings clones to a relay all at once, as when it was away: nobody is there yet.
func (s *scenario) meet(clones []*clone) {
	s.t.Helper()
	for _, c := range clones {
		c.moveTo(nil)
	}
	s.wait(4 * timeout)
	for _, c := range clones {
		c.relay = s.relays[0]
		c.connectIn(0)
	}
}

// Two groups of clones have come apart for good, and meet, each with members who fit each
// other. One group is the domain, the greater one where all have written; all of the other
// say that they are outdated.
func TestOfTwoCampsOneIsTheDomain(t *testing.T) {
	for name, size := range map[string][2]int{"of two": {2, 2}, "of two and three": {2, 3}, "of three and two": {3, 2}} {
		t.Run(name, func(t *testing.T) {
			s := newScenario(t)
			clones := s.camps(size[0], size[1])
			s.meet(clones)
			s.check(s.heal())
			for n, c := range clones {
				st := c.engine.Status()
				if first := n < size[0]; size[0] != size[1] && st.Outdated != (first == (size[0] < size[1])) {
					t.Errorf("the status of %s is %+v", c.name, st)
				}
			}
			s.ends()
		})
	}
}

// One that is outdated asks again now and then, ever less often.
func TestWhoIsOutdatedAsksEverLessOften(t *testing.T) {
	s := newScenario(t)
	clones := s.camps(2, 1)
	outdated := clones[2]
	s.check(s.heal())
	if !outdated.engine.Status().Outdated {
		t.Fatal("it is not outdated")
	}
	ask := func() int { return s.asks(outdated, func() { s.wait(300 * timeout) }) }
	first, second := ask(), ask()
	if first == 0 || second == 0 || 2*second > first {
		t.Errorf("it asks %d times, and %d times in as long a while thereafter", first, second)
	}
	s.ends()
}

// Of three camps each precedes the next, and the last the first: none is the domain before
// all others. Wherever they meet, all at once or one after the other, one of them is it in
// the end, and all others say that they are outdated.
func TestOfThreeCampsInACircleOneIsTheDomain(t *testing.T) {
	for name, meet := range map[string]func(*scenario, []*clone){
		"at once": (*scenario).meet,
		"one after the other": func(s *scenario, clones []*clone) {
			for _, c := range clones {
				c.moveTo(s.relays[0])
				s.wait(4 * timeout)
			}
		},
		"by turns": func(s *scenario, clones []*clone) {
			for _, away := range clones {
				s.meet(clones)
				away.moveTo(nil)
				s.wait(8 * timeout)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(10) {
				s := newScenarioOf(t, seed)
				clones := s.circle()
				meet(s, clones)
				s.check(s.heal())
				s.check(s.judge())
				var within []int
				for n, c := range clones {
					if !c.engine.Status().Outdated {
						within = append(within, n%3)
					}
				}
				if len(within) != 2 || within[0] != within[1] {
					t.Errorf("with seed %d those who are not outdated are of the camps %v", seed, within)
				}
				s.ends()
			}
		})
	}
}

// circle are three camps of two clones, in turn, each behind a relay of its own, of which
// none fits another: each has heard of one process what no other has, and less of two than
// one of the others.
func (s *scenario) circle() []*clone {
	s.t.Helper()
	s.mix.journal = 1 // Nothing is kept for long.
	const camps = 3
	clones := s.join(2 * camps)
	s.relays = append(s.relays, newRelay(s.world, len(s.relays)))
	for n, c := range clones {
		c.moveTo(s.relays[n%camps])
	}
	s.wait(4 * timeout)
	sent := make([][]byte, camps)
	for n := range camps {
		s.relays[n].tap = func(payload []byte) { sent[n] = payload }
		s.writes(clones[n])
	}
	s.wait(timeout)
	for n, c := range clones { // What a camp has written, the next has as well.
		c.deliver(engine.Operation{Payload: sent[(n+camps-1)%camps]})
	}
	s.wait(timeout)
	for range 3 {
		for _, c := range clones {
			s.writes(c)
		}
		s.wait(4 * timeout) // The clerks cut.
	}
	for n, c := range clones[:camps] {
		if next := clones[(n+1)%camps]; c.ahead(next) <= next.ahead(c) {
			s.t.Fatalf("%s is ahead of %s by %d, and behind by %d", c.name, next.name, c.ahead(next), next.ahead(c))
		}
	}
	return clones
}

// ahead is of how many processes a clone has heard more than another.
func (c *clone) ahead(of *clone) int {
	return c.heard().Ahead(of.heard())
}

func (c *clone) heard() (gwc clock.Global) {
	err := c.engine.Store().View(func(tx *store.Tx) error {
		st, _, err := tx.State()
		gwc = st.GWC
		return err
	})
	if err != nil {
		c.w.fail("%w", err)
	}
	return gwc
}
