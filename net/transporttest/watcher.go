package transporttest

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/net/transport"
)

// Patience is how long a [Watcher] waits for what must come.
const Patience = time.Minute

// Watcher keeps all events of a transport, so that a test can wait for
// some. Events are consumed in order: what [Watcher.Await] has passed over is not
// seen by the next call.
type Watcher struct {
	transport.Transport
	t    testing.TB
	name string
	end  chan struct{}

	mu     sync.Mutex
	events []transport.Event
	seen   int
	more   chan struct{}
}

// Watch begins to read the transport's events. The transport is closed at the end of the test.
func Watch(t testing.TB, name string, tr transport.Transport) *Watcher {
	t.Helper()
	w := &Watcher{Transport: tr, t: t, name: name, end: make(chan struct{}), more: make(chan struct{})}
	go func() {
		defer close(w.end)
		for e := range tr.Events() {
			w.mu.Lock()
			w.events = append(w.events, e)
			close(w.more)
			w.more = make(chan struct{})
			w.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		if err := tr.Close(); err != nil {
			t.Errorf("%s: close: %v", name, err)
		}
		<-w.end
	})
	return w
}

// Ended is closed when the transport has given its last event.
func (w *Watcher) Ended() <-chan struct{} { return w.end }

// Await waits for the next event that is wanted, and passes over others. The test
// fails if none comes.
func (w *Watcher) Await(what string, wanted func(transport.Event) bool) transport.Event {
	w.t.Helper()
	deadline := time.NewTimer(Patience)
	defer deadline.Stop()
	from := w.position()
	for {
		e, more, ok := w.scan(wanted)
		if ok {
			return e
		}
		select {
		case <-more:
		case <-deadline.C:
			w.t.Fatalf("%s: no %s came in %v; seen instead:\n%s", w.name, what, Patience, w.describe(from))
		}
	}
}

func (w *Watcher) position() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

func (w *Watcher) scan(wanted func(transport.Event) bool) (transport.Event, <-chan struct{}, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.seen < len(w.events) {
		e := w.events[w.seen]
		w.seen++
		if wanted(e) {
			return e, nil, true
		}
	}
	return transport.Event{}, w.more, false
}

func (w *Watcher) describe(from int) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var b strings.Builder
	for _, e := range w.events[from:] {
		fmt.Fprintf(&b, "  %v generation %d present %v from %q ack %d, %d bytes, err %v\n",
			e.Kind, e.Generation, e.Present, e.From, e.Ack, len(e.Payload), e.Err)
	}
	return b.String()
}

// AwaitKind waits for the next event of the kind.
func (w *Watcher) AwaitKind(k transport.Kind) transport.Event {
	w.t.Helper()
	return w.Await(k.String(), func(e transport.Event) bool { return e.Kind == k })
}

// AwaitPayload waits for the next event of the kind with the payload.
func (w *Watcher) AwaitPayload(k transport.Kind, payload string) transport.Event {
	w.t.Helper()
	return w.Await(fmt.Sprintf("%v of %.40q", k, payload), func(e transport.Event) bool {
		return e.Kind == k && bytes.Equal(e.Payload, []byte(payload))
	})
}

// AwaitPresence waits until exactly these clones are present.
func (w *Watcher) AwaitPresence(ids ...string) transport.Event {
	w.t.Helper()
	return w.Await(fmt.Sprintf("presence of %v", ids), func(e transport.Event) bool {
		return e.Kind == transport.Presence && strings.Join(e.Present, "\n") == strings.Join(ids, "\n")
	})
}

// All gives every event so far.
func (w *Watcher) All() []transport.Event {
	w.mu.Lock()
	defer w.mu.Unlock()
	return append([]transport.Event(nil), w.events...)
}

// Must sends, and fails the test if that fails.
func (w *Watcher) Must(e transport.Envelope) {
	w.t.Helper()
	if err := w.Send(e); err != nil {
		w.t.Fatalf("%s: sending %v: %v", w.name, e.Kind, err)
	}
}
