package sim

import (
	"os"
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

// loads reports whether a snapshot is coming to the clone.
func (c *clone) loads() bool {
	_, err := os.Stat(c.path + ".loading")
	return err == nil
}
