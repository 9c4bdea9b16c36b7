package replica

import (
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
)

// feed gives the engine what happens, in turns: something from here, where a user waits
// for it, and something from elsewhere.
type feed struct {
	r        *Replica
	incoming <-chan engine.Event
	// taken are events that were taken and are to be handled next.
	taken []engine.Event
	// theirs: it is the others' turn.
	theirs bool
	// given counts what the engine was given.
	given int
}

// maxGathered is how many events are taken while others are waited for.
const maxGathered = 1024

// wait takes what comes first, and what else comes until a moment, if that is not past.
// It may have come to nothing; it is false when the clone is to stop.
func (f *feed) wait(until time.Time) bool {
	if len(f.taken) == 0 {
		select {
		case ev := <-f.r.events:
			f.taken = append(f.taken, ev)
		case ev, open := <-f.incoming:
			f.take(ev, open)
		case <-f.r.announced:
		case <-f.r.stop:
			return false
		}
	}
	wait := time.Until(until)
	if wait <= 0 || len(f.taken) == 0 {
		return true
	}
	for over := time.After(wait); len(f.taken) < maxGathered; {
		select {
		case ev := <-f.r.events:
			f.taken = append(f.taken, ev)
		case ev, open := <-f.incoming:
			f.take(ev, open)
		case <-over:
			return true
		case <-f.r.stop:
			return true // What was taken is handled still.
		}
	}
	return true
}

// take takes what comes from the transport, if that is still open.
func (f *feed) take(ev engine.Event, open bool) {
	if open {
		f.taken = append(f.taken, ev)
	} else {
		f.incoming = nil
	}
}

// events yields what is there for the engine, and what comes while it is at work.
func (f *feed) events(yield func(engine.Event) bool) {
	for {
		if len(f.taken) == 0 && !f.next() {
			return
		}
		ev := f.taken[0]
		f.taken = f.taken[1:]
		if !f.r.together(ev) {
			continue
		}
		f.given++
		if !yield(ev) {
			return
		}
	}
}

// next takes one event that is there; it is false if there is none.
func (f *feed) next() bool {
	if f.theirs = !f.theirs; f.theirs {
		return f.nextOfOthers() || f.nextOfOurs()
	}
	return f.nextOfOurs() || f.nextOfOthers()
}

func (f *feed) nextOfOurs() bool {
	select {
	case ev := <-f.r.events:
		f.taken = append(f.taken, ev)
		return true
	default:
		return false
	}
}

func (f *feed) nextOfOthers() bool {
	select {
	case ev, open := <-f.incoming:
		f.take(ev, open)
		return open
	default:
		return false
	}
}
