package sim

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/replica/engine"
)

// asks is how often a clone asks others for help while something is done.
func (s *scenario) asks(c *clone, f func()) int {
	s.t.Helper()
	var lines strings.Builder
	s.trace.out = &lines
	defer func() { s.trace.out = nil }()
	f()
	return strings.Count(lines.String(), " "+c.name+"    -> request ")
}

// An operation waits whose predecessors nobody who is there can give, and its writer goes
// on. That is no reason to ask everybody anew for each of its operations; and when somebody
// comes who has them, all are taken.
func TestWhoWaitsForWhatNobodyHasDoesNotAskForEachOperation(t *testing.T) {
	s := newScenario(t)
	clones := s.join(4)
	writer, waiting := clones[0], clones[1]
	var last []byte
	s.relays[0].tap = func(payload []byte) { last = payload }
	for _, c := range clones[1:] {
		c.moveTo(s.relays[1])
	}
	s.wait(4 * timeout)
	s.writes(writer)
	const more = 20
	asked := s.asks(waiting, func() {
		for range more {
			s.writes(writer)
			s.wait(timeout)
			waiting.deliver(engine.Operation{Payload: last})
			s.wait(timeout)
		}
	})
	if asked > more {
		t.Errorf("it asks %d times for %d operations", asked, more)
	}
	s.check(s.rest())
	if got := waiting.engine.Status(); got.Lost == "" {
		t.Errorf("its status is %+v", got)
	}
	s.ends()
}

// What waits for what nobody has is dropped after a while, in which nobody is asked; whoever
// comes who has it sends it again.
func TestWhatNobodyCanGiveIsDroppedAndComesAgain(t *testing.T) {
	s := newScenario(t)
	clones := s.joinWithGap(3)
	waiting := clones[1]
	if got := waiting.engine.Status(); got.Lost == "" {
		t.Errorf("while it waits, its status is %+v", got)
	}
	if asked := s.asks(waiting, func() { s.wait(100 * timeout) }); asked > 0 {
		t.Errorf("it asks %d times for what nobody has", asked)
	}
	if got := waiting.engine.Status(); got.Lost != "" || got.Outdated {
		t.Errorf("when it has waited for long, its status is %+v", got)
	}
	s.ends()
}

// A clone holds an operation while it recovers, and gives a newcomer a snapshot without it.
// Then the newcomer is the one from whom it recovers; and whoever wrote the operation is gone.
func TestWhatWasHeldReachesTheOneWhoHelped(t *testing.T) {
	s := newScenario(t)
	clones := s.join(3)
	writer, holder, busy := clones[0], clones[1], clones[2]
	holder.moveTo(nil)
	s.wait(timeout)
	busy.awake = true // So that the holder is never alone; nothing comes of it.
	var sent []byte
	s.relays[0].tap = func(payload []byte) { sent = payload }
	s.writes(writer)
	s.until(func() bool { return sent != nil })
	holder.moveTo(s.relays[0])
	s.until(func() bool { return holder.conn != nil && holder.conn.present })
	writer.awake = true // It has promised a rev-up, and does not begin.
	holder.deliver(engine.Operation{Payload: sent})
	s.wait(timeout / 100)
	writer.destroy()
	newcomer := s.join(1)[0]
	s.wait(20 * timeout)
	busy.destroy()
	s.wait(4 * timeout)
	s.check(newcomer.book.remember(newcomer))
	if o := s.truth.ops[0]; !newcomer.book.seen[o] {
		t.Errorf("the newcomer has not heard of %v", o)
	}
	s.ends()
}
