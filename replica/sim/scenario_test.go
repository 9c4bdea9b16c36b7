package sim

import (
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

// scenario is a run whose troubles are written down, for what seeds have found:
// a seed tells something else as soon as the simulator draws its troubles in
// another way.
type scenario struct {
	*world
	t *testing.T
}

func newScenario(t *testing.T) *scenario {
	t.Helper()
	return newScenarioOf(t, 1)
}

// newScenarioOf is a scenario in which what is left to chance comes of a seed.
func newScenarioOf(t *testing.T, seed uint64) *scenario {
	t.Helper()
	return &scenario{newWorld(Options{Seed: seed, Dir: t.TempDir()}), t}
}

// join makes clones, one after the other, and waits until all is calm.
func (s *scenario) join(n int) (clones []*clone) {
	s.t.Helper()
	for range n {
		s.newClone(len(s.clones) == 0, s.relays[0])
		clones = append(clones, s.clones[len(s.clones)-1])
		s.wait(10 * timeout)
	}
	return clones
}

// joinWithGap begins with some clones, of which the first was cut off from the others,
// and wrote twice; the second has got only the last of that, and is at rest with it.
func (s *scenario) joinWithGap(n int) []*clone {
	s.t.Helper()
	clones := s.join(n)
	var last []byte
	s.relays[0].tap = func(payload []byte) { last = payload }
	for _, c := range clones[1:] {
		c.moveTo(s.relays[1])
	}
	s.wait(4 * timeout)
	s.writes(clones[0])
	s.writes(clones[0])
	s.wait(timeout)
	clones[1].deliver(engine.Operation{Payload: last})
	s.check(s.rest())
	return clones
}

func (s *scenario) wait(d time.Duration) {
	s.t.Helper()
	s.runUntil(s.now+d, func() bool { return false })
	s.check(s.err)
}

// until runs until something is so.
func (s *scenario) until(done func() bool) {
	s.t.Helper()
	s.runUntil(s.now+patience, done)
	if s.check(s.err); !done() {
		s.t.Fatalf("it does not come to that:\n%s", strings.Join(s.trace.lastLines(), "\n"))
	}
}

func (s *scenario) writes(c *clone) {
	s.t.Helper()
	c.write(s.insertNew(c.name))
	s.wait(10 * time.Millisecond)
}

func (s *scenario) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%v\n\nThe end of the trace:\n%s", err, strings.Join(s.trace.lastLines(), "\n"))
	}
}

// ends heals everything, and asks all oracles, without that anybody writes again.
func (s *scenario) ends() {
	s.t.Helper()
	s.check(s.heal())
	s.check(s.judge())
	s.check(s.reopen())
	for _, c := range s.clones {
		c.shut()
	}
}

// What a clone wrote while it could not reach the others went to a newcomer with a
// snapshot, before the others heard of it. That the newcomer has it does not mean
// that they do.
func TestEditsThatANewcomerHasReachTheOthers(t *testing.T) {
	s := newScenario(t)
	writer := s.join(1)[0]
	s.newClone(false, s.relays[0])
	other := s.clones[1]
	s.until(other.hasData)
	other.lag = 3 * timeout // It does not answer in time.
	s.until(func() bool { return writer.engine.Status().Outdated })
	s.wait(timeout)
	s.writes(writer)
	s.newClone(false, s.relays[0])
	newcomer := s.clones[2]
	s.until(newcomer.hasData)
	s.until(func() bool { return !writer.engine.Status().Outdated })
	s.ends()
}

// An operation came whose predecessors nobody who is there can give. The clone
// comes to rest with it, says so, and takes all when somebody comes who has them.
func TestAnOperationWaitsForOneWhoHasWhatItFollows(t *testing.T) {
	s := newScenario(t)
	clones := s.joinWithGap(4)
	if got := clones[1].engine.Status(); got.Lost == "" || got.Outdated {
		t.Fatalf("the status of one with an operation that nobody can connect is %+v", got)
	}
	s.writes(clones[1]) // It goes on to work.
	s.wait(timeout)
	for _, c := range clones[2:] {
		s.check(c.book.remember(c))
		if !c.book.seen[s.truth.ops[len(s.truth.ops)-1]] {
			t.Fatalf("%s did not hear of the next edit", c.name)
		}
	}
	s.ends()
}

// A snapshot came between two edits. They are not one after the other for those
// who fuse them.
func TestEditsBeforeAndAfterASnapshotStayApart(t *testing.T) {
	s := newScenario(t)
	clones := s.join(3)
	s.writes(clones[1])
	s.wait(timeout)
	clones[1].moveTo(nil)
	s.wait(timeout)
	s.writes(clones[0])
	s.writes(clones[1])
	late := s.join(1)[0] // Its journal begins with what is missing.
	clones[0].moveTo(nil)
	clones[2].moveTo(nil)
	s.wait(timeout)
	before := s.snapshots
	clones[1].moveTo(s.relays[0])
	s.until(func() bool { return s.snapshots > before })
	s.writes(clones[1])
	s.writes(late)
	s.join(1)
	s.ends()
}

// A clone has cut its journal short, and with it edits of another that come again in a
// fusion with later ones. It still knows of them what the fusion does not say: that what
// the first inserted and the last deleted is to go.
func TestAFusionReachesBehindAShortJournal(t *testing.T) {
	s := newScenario(t)
	s.mix.journal = 80 // Four times that while one is alone.
	clones := s.join(2)
	writer, other := clones[0], clones[1]
	other.moveTo(s.relays[1])
	s.wait(4 * timeout)
	var sent [][]byte
	s.relays[0].tap = func(payload []byte) { sent = append(sent, payload) }
	for i := range 2 {
		s.writes(writer)
		s.until(func() bool { return len(sent) > i })
		other.deliver(engine.Operation{Payload: sent[i]})
		s.wait(timeout / 100)
		s.writes(other) // Between them, so that they are not fused there.
	}
	for range 20 {
		s.writes(other)
	}
	s.wait(4 * timeout) // The clerks fuse and cut.
	first := s.truth.ops[0].inserts[0].triple
	writer.write(func(model.Graph) model.Patch { return model.Patch{Deletes: []model.Triple{first}} })
	s.wait(4 * timeout)
	s.ends()
}

// An operation waits whose predecessors nobody could give; and now nobody can take from
// the other side what it has cut. That the clone is outdated for good, and what to do, is
// what it has to say.
func TestOneWithAnOperationThatWaitsSaysThatItIsOutdated(t *testing.T) {
	s := newScenario(t)
	s.mix.journal = 1 // Nothing is kept for long.
	clones := s.joinWithGap(3)
	other := clones[1]
	s.writes(other)
	s.wait(4 * timeout) // The clerks cut.
	s.check(s.heal())
	if got := other.engine.Status(); !strings.HasPrefix(got.Lost, "clone outdated") {
		t.Errorf("the status of one that is outdated, with an operation that waits, is %+v", got)
	}
	s.ends()
}
