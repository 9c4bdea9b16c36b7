package compliance

import (
	"slices"
	"testing"
	"time"
)

// deliveries collects what a sequencer delivers, by name.
type deliveries chan string

func (d deliveries) of(name string) func() {
	return func() { d <- name }
}

// expect waits for exactly these deliveries in this order, and for no more of those that are due.
func (d deliveries) expect(t *testing.T, s *sequencer, names ...string) {
	t.Helper()
	s.deliver(d.of("end"))
	var got []string
	for {
		select {
		case name := <-d:
			if name == "end" {
				if !slices.Equal(got, names) {
					t.Errorf("delivered %q, want %q", got, names)
				}
				return
			}
			got = append(got, name)
		case <-time.After(time.Minute):
			t.Fatalf("delivered only %q", got)
		}
	}
}

// newTestSequencer has clones a and b in one domain, and c in another.
func newTestSequencer(t *testing.T) (*sequencer, deliveries) {
	t.Helper()
	s := newSequencer()
	t.Cleanup(s.close)
	s.enter("a", "one")
	s.enter("b", "one")
	s.enter("c", "two")
	return s, make(deliveries, 100)
}

func TestSequencerHoldsUpdatesOfOthersForACompletion(t *testing.T) {
	s, d := newTestSequencer(t)
	s.begin("a", "w")
	s.update("a", d.of("a updated"))
	s.update("b", d.of("b updated"))
	s.event("b", d.of("b status"))
	s.update("c", d.of("c updated"))
	d.expect(t, s, "a updated", "c updated")
	s.finish("a", "w", true, d.of("a complete"))
	d.expect(t, s, "a complete", "b updated", "b status")
}

func TestSequencerHoldsACompletionForItsUpdate(t *testing.T) {
	s, d := newTestSequencer(t)
	s.begin("a", "w")
	s.finish("a", "w", true, d.of("a complete"))
	s.update("b", d.of("b updated"))
	s.update("a", d.of("a updated"))
	d.expect(t, s, "a updated", "a complete", "b updated")
}

func TestSequencerCompletesAWriteThatChangesNothing(t *testing.T) {
	s, d := newTestSequencer(t)
	done := make(chan struct{})
	s.begin("a", "w")
	s.update("b", d.of("b updated"))
	s.finish("a", "w", true, func() { d <- "a complete"; close(done) })
	select {
	case <-done:
	case <-time.After(time.Minute):
		t.Fatal("the write did not complete")
	}
	d.expect(t, s, "a complete", "b updated")
}

func TestSequencerFailsAWriteAtOnce(t *testing.T) {
	s, d := newTestSequencer(t)
	s.begin("a", "w")
	s.finish("a", "w", false, d.of("a error"))
	d.expect(t, s, "a error")
}

func TestSequencerKeepsTheOrderOfConcurrentWriters(t *testing.T) {
	s, d := newTestSequencer(t)
	s.begin("a", "wa")
	s.begin("b", "wb")
	s.update("a", d.of("a own"))
	s.update("b", d.of("b own"))
	s.update("a", d.of("a remote"))
	s.update("b", d.of("b remote"))
	d.expect(t, s)
	s.finish("b", "wb", true, d.of("b complete"))
	// Neither waits for the other: b's completion takes along what b said, then a has nothing left to wait for
	d.expect(t, s, "b own", "b remote", "b complete", "a own", "a remote")
	s.finish("a", "wa", true, d.of("a complete"))
	d.expect(t, s, "a complete")
}

func TestSequencerDoesNotWaitForLaterWrites(t *testing.T) {
	s, d := newTestSequencer(t)
	s.begin("a", "first")
	s.update("b", d.of("b remote"))
	s.begin("a", "second")
	s.update("a", d.of("a own"))
	s.finish("a", "first", true, d.of("a complete"))
	d.expect(t, s, "a own", "a complete", "b remote")
}

func TestSequencerGivesUpOnAClone(t *testing.T) {
	s, d := newTestSequencer(t)
	s.begin("a", "w")
	s.update("b", d.of("b updated"))
	d.expect(t, s)
	s.leave("a")
	d.expect(t, s, "b updated")
	// What its last life left behind does not count in the next
	s.enter("a", "one")
	s.update("b", d.of("b again"))
	d.expect(t, s, "b again")
	s.finish("a", "w", false, d.of("a late"))
	d.expect(t, s, "a late")
}
