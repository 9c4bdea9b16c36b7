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

// A clone breaks the law, and others refuse it. Then they hear of an agreement that does not
// know of the breach, and so voids it: they follow the clone again, as those do who have never
// heard of that; and so does who has joined meanwhile, and was told only that it is refused.
func TestWhoseBreachIsVoidIsFollowedAgain(t *testing.T) {
	s := newLawful(t)
	clones := s.join(3)
	agreeing, sinner, judge := clones[0], clones[1], clones[2]
	s.writes(sinner)
	s.wait(timeout)
	agreeing.moveTo(s.relays[1])
	s.wait(timeout)
	sinner.breaksLaw()
	s.wait(timeout)
	if n := judge.engine.Status().Refusals; n != 1 {
		t.Fatalf("it tells of %d refusals", n)
	}
	s.writes(sinner)
	newcomer := s.join(1)[0]
	s.agrees(agreeing)
	agreeing.moveTo(s.relays[0])
	s.wait(10 * timeout)
	if sinner.isAtOdds() {
		t.Fatal("the breach is not void")
	}
	s.writes(sinner)
	s.wait(timeout)
	again := s.truth.ops[len(s.truth.ops)-1]
	for _, c := range []*clone{agreeing, judge, newcomer} {
		s.check(c.book.remember(c))
		if !c.book.seen[again] || again.by != sinner || again.unlawful() {
			t.Errorf("%s does not follow it", c.name)
		}
		s.writes(c)
	}
	s.probed = true
	s.ends()
}

// Who has heard of the agreement is helped by one that has not, and refuses the clone: it does
// not refuse it as well.
func TestWhoKnowsThatABreachIsVoidDoesNotTakeItFromOthers(t *testing.T) {
	s := newLawful(t)
	clones := s.join(4)
	agreeing, sinner, judge, other := clones[0], clones[1], clones[2], clones[3]
	agreeing.moveTo(s.relays[1])
	other.moveTo(s.relays[1])
	s.wait(timeout)
	sinner.breaksLaw()
	s.wait(timeout)
	s.agrees(agreeing)
	sinner.moveTo(nil)
	s.wait(timeout)
	other.moveTo(judge.relay)
	s.wait(10 * timeout)
	sinner.moveTo(judge.relay)
	s.wait(10 * timeout)
	if n := other.engine.Status().Refusals; n != 0 || sinner.isAtOdds() {
		t.Errorf("it tells of %d refusals", n)
	}
	s.writes(sinner)
	s.probed = true
	s.ends()
}

// A clone breaks the law while it is away, and then hears of another that has broken it in
// the same way, and is refused by all; and only after that of an agreement that voids its
// own breach. It does not keep what the other wrote, though it had that triple itself.
func TestWhoHasBrokenTheLawRefusesWhoDoesTheSame(t *testing.T) {
	s := newLawful(t)
	clones := s.join(3)
	agreeing, sinner, away := clones[0], clones[1], clones[2]
	away.moveTo(nil)
	s.wait(timeout)
	sinner.breaksLaw()
	s.wait(timeout)
	s.agrees(agreeing)
	away.breaksLaw()
	s.wait(timeout)
	agreeing.moveTo(s.relays[1])
	s.wait(timeout)
	away.moveTo(sinner.relay) // Nobody else gives it what was refused.
	s.wait(10 * timeout)
	if !sinner.isAtOdds() || away.isAtOdds() {
		t.Fatalf("at odds: %t and %t", sinner.isAtOdds(), away.isAtOdds())
	}
	if n := away.engine.Status().Refusals; n != 1 {
		t.Errorf("it tells of %d refusals", n)
	}
	agreeing.moveTo(away.relay)
	s.wait(4 * timeout)
	s.writes(agreeing)
	s.writes(away)
	s.probed = true
	s.ends()
}
