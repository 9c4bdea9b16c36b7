package sim

import (
	"os"
	"strings"
	"testing"
)

// A clone takes a snapshot, and writes meanwhile, more than its journal may hold. What
// it wrote is nowhere else, for the snapshot does not know of it: it stays.
func TestWhatIsWrittenWhileASnapshotComesIsKept(t *testing.T) {
	s := newScenario(t)
	s.mix.journal = 20 // Four times that while one is alone.
	clones := s.join(2)
	writer, helper := clones[0], clones[1]
	writer.moveTo(nil)
	s.wait(timeout)
	for range 20 {
		s.writes(helper)
	}
	s.wait(4 * timeout) // The helper's clerk cuts.
	writer.moveTo(s.relays[0])
	s.until(func() bool { return writer.loads() && !helper.awake })
	helper.awake = true // As if it was busy: it does not go on yet.
	for range 20 {
		s.writes(writer)
	}
	s.wait(timeout / 2) // The writer's clerk would cut.
	helper.awake = false
	helper.wake(0)
	s.until(func() bool { return !writer.loads() })
	if s.snapshots == 0 {
		t.Fatal("the snapshot was given up")
	}
	s.ends()
}

// Two clones that fit each other come when only one is there that fits neither: it and
// they each have edits that the other lacks, and the journals have them no more. It is the
// domain as long as it is there. When it has gone, the two find each other, and are the
// domain, also when it comes back.
func TestThoseWhoAreOutdatedFindEachOther(t *testing.T) {
	s := newScenario(t)
	s.mix.journal = 80 // Four times that while one is alone.
	clones := s.join(3)
	apart, first, second := clones[0], clones[1], clones[2]
	apart.moveTo(s.relays[1])
	s.wait(timeout)
	for range 100 {
		s.writes(apart)
	}
	for range 20 {
		s.writes(first)
		s.writes(second)
	}
	s.wait(4 * timeout) // The clerks cut.
	first.moveTo(nil)
	s.wait(timeout)
	s.writes(second)
	second.moveTo(nil)
	s.wait(timeout)
	apart.moveTo(s.relays[0])
	s.wait(4 * timeout)
	first.moveTo(s.relays[0])
	second.moveTo(s.relays[0])
	s.check(s.rest())
	s.check(s.judge())
	s.areOutdated(false, true, true)
	apart.moveTo(s.relays[1])
	s.check(s.rest())
	s.areOutdated(false, false, false)
	s.check(s.heal())
	s.areOutdated(true, false, false)
	s.ends()
}

// areOutdated compares what the clones say.
func (s *scenario) areOutdated(want ...bool) {
	s.t.Helper()
	for i, c := range s.clones {
		if st := c.engine.Status(); st.Outdated != want[i] {
			s.t.Fatalf("%s says %+v\n%s", c.name, st, strings.Join(s.trace.lastLines(), "\n"))
		}
	}
}

// A clone that is opened begins with what its clerk has left. If the disk fails then, when
// that has reached the file, the clone closes, as it does later: with the next opening it
// goes on.
func TestADiskThatFailsWhileACloneIsOpened(t *testing.T) {
	s := newScenario(t)
	writer := s.join(2)[1]
	for range 20 {
		s.writes(writer)
	}
	writer.shut()
	writer.disk.full, writer.disk.uncertain = true, true
	writer.start()
	s.check(s.err)
	if writer.up() || writer.disk.failures == 0 {
		t.Fatalf("it is open: %t, after %d failures", writer.up(), writer.disk.failures)
	}
	writer.makeRoom()
	s.until(writer.up)
	s.ends()
}

// loads reports whether a snapshot is coming to the clone.
func (c *clone) loads() bool {
	_, err := os.Stat(c.path + ".loading")
	return err == nil
}
