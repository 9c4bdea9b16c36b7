package sim

import (
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
)

// agrees lets a clone make an agreement.
func (s *scenario) agrees(c *clone) {
	s.t.Helper()
	s.mix.agree = timeout // Whoever judges is to know that there are some.
	c.transact(engine.Write{Agree: true}, s.insertNew(c.name))
	s.wait(timeout)
	if n := len(s.truth.agreements); n == 0 || s.truth.agreements[n-1].by != c {
		s.t.Fatalf("%s has made no agreement", c.name)
	}
}

// joinAway begins with a clone that is away, while one of whom it knows wrote something, was
// joined by others, and went: nobody's journal has what was written.
func (s *scenario) joinAway() (away *clone) {
	s.t.Helper()
	clones := s.join(2)
	gone, away := clones[0], clones[1]
	away.moveTo(s.relays[1])
	s.wait(timeout)
	s.writes(gone)
	s.join(2) // Their journals begin with that.
	gone.destroy()
	s.wait(timeout)
	return away
}

// endsWithFirstVoid judges at the end that of two operations the first is void.
func (s *scenario) endsWithFirstVoid() {
	s.t.Helper()
	s.ends()
	if n := len(s.truth.ops); !s.truth.doomed(s.truth.ops[0]) || n != 2 {
		s.t.Errorf("there are %d operations, of which the first should be void", n)
	}
}

// A clone joined one that wrote what an agreement then voids. Its clock is forked from
// what is void, and it takes another; the one that it had joined goes on.
func TestANewcomerWhoseClockIsVoidTakesAnother(t *testing.T) {
	s := newScenario(t)
	clones := s.join(2)
	clones[1].moveTo(s.relays[1])
	s.wait(4 * timeout)
	s.writes(clones[1])
	s.newClone(false, s.relays[1])
	newcomer := s.clones[2]
	s.until(newcomer.hasData)
	s.wait(4 * timeout)
	before, _ := newcomer.engine.Time()
	s.writes(newcomer)
	s.agrees(clones[0])
	s.check(s.heal())
	if after, _ := newcomer.engine.Time(); after.Path() == before.Path() {
		t.Errorf("it goes on as the process %s", after.Path())
	}
	for _, c := range s.clones {
		s.writes(c)
	}
	s.ends()
}

// A clone has fused what an agreement knows with what it voids: all of that goes,
// and what the agreement knows comes again.
func TestWhatWasFusedWithWhatIsVoidComesAgain(t *testing.T) {
	s := newScenario(t)
	clones := s.join(3)
	writer := clones[1]
	s.writes(writer)
	s.wait(timeout)
	known := len(s.truth.ops)
	writer.moveTo(nil)
	s.wait(timeout)
	s.writes(writer)
	s.writes(writer)
	s.wait(4 * timeout) // The clerk fuses them.
	s.agrees(clones[0])
	s.ends()
	for _, o := range s.truth.ops[:known] {
		if s.truth.doomed(o) {
			t.Errorf("%v is void, though it was known", o)
		}
	}
}

// The same, but whoever made the agreement is gone before it could give again what
// would have gone, and a newcomer's clock was forked from that. Nothing comes of the
// agreement: the newcomer and the clone that it had joined still fit each other.
func TestAnAgreementThatCannotBeFollowedUnforksNobody(t *testing.T) {
	s := newScenario(t)
	clones := s.join(2)
	agreeing, writer := clones[0], clones[1]
	s.writes(writer)
	s.wait(timeout)
	writer.moveTo(s.relays[1])
	s.wait(timeout)
	s.writes(writer)
	s.writes(writer)
	s.wait(4 * timeout) // The clerk fuses them with the first, which the other knows.
	s.newClone(false, s.relays[1])
	newcomer := s.clones[2]
	s.until(newcomer.hasData)
	s.writes(newcomer)
	s.wait(timeout)
	var agreement []byte
	s.relays[0].tap = func(payload []byte) { agreement = payload }
	s.agrees(agreeing)
	agreeing.destroy()
	writer.deliver(engine.Operation{Payload: agreement})
	s.wait(4 * timeout)
	s.writes(writer)
	s.writes(newcomer)
	s.ends()
	for _, o := range s.truth.ops {
		if o.by != agreeing && (!writer.book.seen[o] || !newcomer.book.seen[o]) {
			t.Errorf("%v is not with all", o)
		}
	}
}

// A clone that was away has made an agreement of which nobody else has heard. None of
// the others can tell it what it missed, for their journals begin later, and none of
// them asks it, for they miss nothing. It tells them of the agreement nevertheless.
func TestAnAgreementReachesThoseWhoDoNotAsk(t *testing.T) {
	s := newScenario(t)
	agreeing := s.joinAway()
	s.agrees(agreeing)
	s.endsWithFirstVoid()
}

// The same, and the writer writes before anybody can tell it what is missing: what it
// had from before the agreement is still its own, and goes to the others.
func TestWhatAnAgreementKnowsStaysThoughItsWriterGoesOn(t *testing.T) {
	s := newScenario(t)
	clones := s.join(3)
	agreeing, writer, third := clones[0], clones[1], clones[2]
	s.writes(writer)
	s.wait(timeout)
	writer.moveTo(s.relays[1])
	third.moveTo(s.relays[1])
	s.wait(timeout)
	s.writes(writer)
	s.writes(writer)
	s.wait(4 * timeout) // The clerk fuses them with the first, which the other knows.
	s.writes(third)
	s.wait(timeout)
	var agreement []byte
	s.relays[0].tap = func(payload []byte) { agreement = payload }
	s.agrees(agreeing)
	agreeing.destroy()
	writer.deliver(engine.Operation{Payload: agreement})
	s.wait(20 * time.Millisecond)
	s.writes(writer)
	s.wait(4 * timeout)
	s.writes(writer)
	s.writes(third)
	s.ends()
	for _, o := range s.truth.ops {
		if o.by != agreeing && (!writer.book.seen[o] || !third.book.seen[o]) {
			t.Errorf("%v is not with all", o)
		}
	}
}

// A clone has been away, and what it missed can only come with a snapshot. While that
// comes, it makes an agreement, which voids what the snapshot has.
func TestAnAgreementIsMadeWhileASnapshotComes(t *testing.T) {
	s := newScenario(t)
	agreeing := s.joinAway()
	agreeing.moveTo(s.relays[0])
	s.until(agreeing.loads)
	s.agrees(agreeing)
	s.endsWithFirstVoid()
}

// A newcomer was offered a clock, and never took it up. It knows what an agreement then
// voids; the next newcomer, who is given it, does not.
func TestAClockThatIsOfferedAgainKnowsNothingVoid(t *testing.T) {
	s := newScenario(t)
	clones := s.join(3)
	agreeing, helper, writer := clones[0], clones[1], clones[2]
	agreeing.moveTo(s.relays[1])
	s.wait(timeout)
	s.writes(writer)
	s.wait(timeout)
	writer.moveTo(nil)
	s.wait(timeout)
	s.newClone(false, helper.relay)
	late := s.clones[3]
	late.lag = 10 * timeout
	s.wait(20 * timeout)
	late.destroy()
	s.agrees(agreeing)
	agreeing.moveTo(helper.relay)
	s.wait(4 * timeout)
	agreeing.moveTo(nil) // It is the helper that is asked.
	s.wait(timeout)
	newcomer := s.join(1)[0]
	s.writes(newcomer)
	s.ends()
}
