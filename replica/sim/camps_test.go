package sim

import "testing"

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
