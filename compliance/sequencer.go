package compliance

import (
	"sync"
	"time"
)

// updatePatience is how long the end of a write waits for the clone's own update, which a write that changes nothing
// does not have.
const updatePatience = 50 * time.Millisecond

// deliveryPace separates what is delivered to the suite, whose client handles one thing at a time only if each comes by
// itself: it registers its interest in an update after the promise of the thing before has been kept.
const deliveryPace = time.Millisecond

// sequencer delivers what the clones say to the suite in an order that the specs rely upon. In one domain:
//   - a write's own update comes before the write's completion;
//   - that completion comes before the update of any other clone that was said while the write was under way;
//   - everything about one clone comes in the clone's own order.
//
// It never delays a message for another that depends upon it: an update waits only for writes that began before it was
// said, and the completion of a write takes everything along that its own clone said before.
// Its methods may be called from any goroutine.
type sequencer struct {
	mu      sync.Mutex
	lines   map[string]*line
	queue   []func()
	arrived chan struct{} // has a token when queue has grown
	closed  chan struct{}
	stopped chan struct{}
}

// line holds back what one clone has said.
type line struct {
	domain string
	held   []*held
	writes map[string]*write
}

type held struct {
	deliver func()
	waits   map[*write]struct{}
}

type write struct {
	line     *line
	updated  bool // the clone has said an update since the write began
	finished func()
	timer    *time.Timer
}

func newSequencer() *sequencer {
	s := &sequencer{
		lines:   make(map[string]*line),
		arrived: make(chan struct{}, 1),
		closed:  make(chan struct{}),
		stopped: make(chan struct{}),
	}
	go s.run()
	return s
}

// close stops deliveries; what was not delivered is lost.
func (s *sequencer) close() {
	close(s.closed)
	<-s.stopped
}

// enter makes a clone known under its id. What an earlier life of it has left is forgotten.
func (s *sequencer) enter(id, domain string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines[id] = &line{domain: domain, writes: make(map[string]*write)}
}

// leave lets out everything that a clone has said, gives up its writes, and forgets it.
func (s *sequencer) leave(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lines[id]
	if l == nil {
		return
	}
	s.flush(l)
	for request := range l.writes {
		s.conclude(l, request)
	}
	delete(s.lines, id)
}

// begin notes a write that is about to be handed to a clone.
func (s *sequencer) begin(id, request string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lines[id]; l != nil {
		l.writes[request] = &write{line: l}
	}
}

// update delivers an update in its place.
func (s *sequencer) update(id string, deliver func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lines[id]
	if l == nil {
		return
	}
	waits := make(map[*write]struct{})
	for _, other := range s.lines {
		if other == l || other.domain != l.domain {
			continue
		}
		for _, w := range other.writes {
			waits[w] = struct{}{}
		}
	}
	l.held = append(l.held, &held{deliver, waits})
	s.drain(l)
	for request, w := range l.writes {
		w.updated = true
		if w.finished != nil {
			s.conclude(l, request)
		}
	}
}

// event delivers anything else that a clone says of itself, after what it said before.
func (s *sequencer) event(id string, deliver func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l := s.lines[id]; l != nil {
		l.held = append(l.held, &held{deliver: deliver})
		s.drain(l)
	}
}

// finish delivers the completion of a request in its place. A failed write, or a read, has no update to wait for.
func (s *sequencer) finish(id, request string, succeeded bool, deliver func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l := s.lines[id]
	if l == nil {
		s.put(deliver)
		return
	}
	w := l.writes[request]
	if w == nil {
		s.put(deliver)
		return
	}
	w.finished = deliver
	if w.updated || !succeeded {
		s.conclude(l, request)
		return
	}
	w.timer = time.AfterFunc(updatePatience, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if l.writes[request] == w {
			s.conclude(l, request)
		}
	})
}

// deliver puts something in the queue that has no place among what clones say.
func (s *sequencer) deliver(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.put(f)
}

// conclude ends a write: all that its clone has said, then the completion, then what others said meanwhile.
func (s *sequencer) conclude(l *line, request string) {
	w := l.writes[request]
	delete(l.writes, request)
	if w.timer != nil {
		w.timer.Stop()
	}
	s.flush(l)
	if w.finished != nil {
		s.put(w.finished)
	}
	for _, other := range s.lines {
		for _, h := range other.held {
			delete(h.waits, w)
		}
		s.drain(other)
	}
}

func (s *sequencer) flush(l *line) {
	for _, h := range l.held {
		s.put(h.deliver)
	}
	l.held = nil
}

func (s *sequencer) drain(l *line) {
	for len(l.held) > 0 && len(l.held[0].waits) == 0 {
		s.put(l.held[0].deliver)
		l.held = l.held[1:]
	}
}

func (s *sequencer) put(f func()) {
	s.queue = append(s.queue, f)
	select {
	case s.arrived <- struct{}{}:
	default:
	}
}

func (s *sequencer) run() {
	defer close(s.stopped)
	for {
		select {
		case <-s.closed:
			return
		case <-s.arrived:
		}
		s.mu.Lock()
		queue := s.queue
		s.queue = nil
		s.mu.Unlock()
		for _, f := range queue {
			f()
			select {
			case <-s.closed:
				return
			case <-time.After(deliveryPace):
			}
		}
	}
}
