package relay

import (
	"sync"

	"github.com/m-ld/mld-tui/net/socketio"
)

// parcel is what must be written together: a header with its attachments.
// Parcels of a broadcast share their frames.
type parcel struct {
	frames []socketio.EnginePacket
	size   int64
}

func pack(frames ...socketio.EnginePacket) parcel {
	p := parcel{frames: frames}
	for _, f := range frames {
		p.size += int64(f.Size())
	}
	return p
}

// outbox is the bounded queue of one client. Nobody ever waits in it: put
// fails when it is full. It is safe for concurrent use, and its lock is
// never held while anything is called or written.
type outbox struct {
	maxBytes int64
	maxCount int
	// ready has a token whenever there may be something to take.
	ready chan struct{}

	mu      sync.Mutex
	urgent  []socketio.EnginePacket
	queue   []parcel
	size    int64
	closed  bool
	waiting []func()
}

func newOutbox(o Options) *outbox {
	return &outbox{maxBytes: o.MaxQueueBytes, maxCount: o.MaxQueueMessages, ready: make(chan struct{}, 1)}
}

func (b *outbox) wake() {
	select {
	case b.ready <- struct{}{}:
	default:
	}
}

// put queues the parcel, or says that there is no room. A closed outbox
// takes and forgets everything.
func (b *outbox) put(p parcel) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return true
	}
	if b.size+p.size > b.maxBytes || len(b.queue) >= b.maxCount {
		return false
	}
	b.queue = append(b.queue, p)
	b.size += p.size
	b.wake()
	return true
}

// hurry queues a packet before all others: a ping must not wait for a long
// queue, or the client believes us dead.
func (b *outbox) hurry(p socketio.EnginePacket) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if !b.closed {
		b.urgent = append(b.urgent, p)
		b.wake()
	}
}

// take gives what is due next: whole parcels of about most bytes together, at
// least one if there is any. The parcels count as waiting until done
// is called with their size.
func (b *outbox) take(most int64) (frames []socketio.EnginePacket, size int64) {
	b.mu.Lock()
	defer b.mu.Unlock()
	frames, b.urgent = b.urgent, nil
	for len(b.queue) > 0 && (size == 0 || size+b.queue[0].size <= most) {
		frames = append(frames, b.queue[0].frames...)
		size += b.queue[0].size
		b.queue[0] = parcel{}
		b.queue = b.queue[1:]
	}
	if len(b.queue) > 0 {
		b.wake()
	}
	return frames, size
}

// done says that parcels of this size were written.
func (b *outbox) done(size int64) {
	b.mu.Lock()
	if !b.closed {
		b.size -= size
	}
	var due []func()
	if b.size <= slowBytes {
		due, b.waiting = b.waiting, nil
	}
	b.mu.Unlock()
	for _, f := range due {
		f()
	}
}

// whenMoving calls f, at once or later, when little is waiting or the outbox
// is closed. f may be called from any goroutine. A sender that does not mind
// being held back is not held back beyond what the queue itself may hold.
func (b *outbox) whenMoving(f func()) (now bool) {
	b.mu.Lock()
	if !b.closed && b.size > slowBytes && len(b.waiting) < b.maxCount {
		b.waiting = append(b.waiting, f)
		b.mu.Unlock()
		return false
	}
	b.mu.Unlock()
	f()
	return true
}

func (b *outbox) bytes() int64 {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.size
}

func (b *outbox) close() {
	b.mu.Lock()
	b.closed = true
	due := b.waiting
	b.urgent, b.queue, b.waiting, b.size = nil, nil, nil, 0
	b.mu.Unlock()
	b.wake()
	for _, f := range due {
		f()
	}
}
