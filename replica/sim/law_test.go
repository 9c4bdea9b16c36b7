package sim

import "testing"

// newLawful is a scenario with a law.
func newLawful(t *testing.T) *scenario {
	t.Helper()
	s := newScenario(t)
	s.mix.sin = timeout
	return s
}

// A clone breaks the law, and goes on. The others refuse that, have what it wrote before,
// and agree; so does who joins later.
func TestWhoBreaksTheLawIsRefused(t *testing.T) {
	s := newLawful(t)
	clones := s.join(3)
	sinner := clones[1]
	s.writes(sinner)
	s.wait(timeout)
	sinner.breaksLaw()
	s.wait(timeout)
	s.writes(sinner)
	s.wait(timeout)
	if sinner.sin == nil || sinner.engine.Status().Refusals != 0 {
		t.Fatalf("it has not broken the law: %v", sinner.sin)
	}
	for _, c := range []*clone{clones[0], clones[2]} {
		if n := c.engine.Status().Refusals; n != 1 {
			t.Errorf("%s tells of %d refusals", c.name, n)
		}
		s.writes(c)
	}
	s.join(1)
	s.writes(s.clones[3])
	s.ends()
	if o := s.truth.ops[0]; o.by != sinner || o.unlawful() || !clones[0].book.seen[o] {
		t.Errorf("what was lawful is not with all: %v", o)
	}
}

// A clone was away while another broke the law, which is gone since. What the others
// write then knows of that, and no journal has it. The clone hears from them that it was
// refused, and takes what they write, without a snapshot.
func TestWhoWasAwayHearsOfABreachOfTheLaw(t *testing.T) {
	s := newLawful(t)
	clones := s.join(3)
	away, sinner := clones[2], clones[1]
	away.moveTo(nil)
	s.wait(timeout)
	sinner.breaksLaw()
	s.wait(timeout)
	sinner.destroy()
	s.wait(timeout)
	s.writes(clones[0])
	before := s.snapshots
	away.moveTo(s.relays[0])
	s.wait(4 * timeout)
	s.writes(away)
	s.ends()
	if s.snapshots != before {
		t.Error("it took a snapshot")
	}
}
