package socketio

import (
	"fmt"
	"slices"
	"sync"

	"github.com/m-ld/mld-tui/net/transport"
)

// queue holds what waits for one connection, and what the relay has yet to
// acknowledge. It dies with its connection. It is safe for concurrent use.
type queue struct {
	maxCount   int
	maxBytes   int64
	maxPayload int64 // what the relay takes
	self       string
	ready      chan struct{}

	mu       sync.Mutex
	waiting  [][]EnginePacket
	bytes    int64
	lastAck  uint64
	awaited  map[uint64]uint64 // the packet's id to the envelope's Ack
	finished bool
}

func newQueue(o Options, maxPayload int64) *queue {
	return &queue{
		maxCount: o.QueueMessages, maxBytes: o.QueueBytes, maxPayload: maxPayload, self: o.ID,
		ready: make(chan struct{}, 1), awaited: map[uint64]uint64{},
	}
}

// put encodes and queues the envelope.
func (q *queue) put(e transport.Envelope) error {
	m, err := q.message(e)
	if err != nil {
		return err
	}
	if size := int64(len(e.Payload)); q.maxPayload > 0 && size > q.maxPayload {
		return &transport.TooLargeError{Size: size, Limit: q.maxPayload}
	}
	p := m.Packet()
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.finished {
		return transport.ErrNotConnected
	}
	if m.Event != EventPresent && m.Event != EventOperation {
		// Always ask for it: Node relays call back unguarded (protocol section 5).
		q.lastAck++
		p.ID, p.HasID = q.lastAck, true
	}
	frames := p.Frames()
	size := sizeOf(frames)
	if len(q.waiting) >= q.maxCount || q.bytes+size > q.maxBytes {
		q.finished = true
		return transport.ErrOverflow
	}
	if p.HasID {
		if len(q.awaited) >= 4*q.maxCount {
			// The relay never acknowledges.
			q.finished = true
			return transport.ErrOverflow
		}
		q.awaited[p.ID] = e.Ack
	}
	q.add(frames, size)
	return nil
}

// hurry queues a packet before all others: the answer to a ping must not wait
// for a long queue.
func (q *queue) hurry(p EnginePacket) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.waiting = slices.Insert(q.waiting, 0, []EnginePacket{p})
	q.bytes += int64(p.Size())
	q.wake()
}

func (q *queue) add(frames []EnginePacket, size int64) {
	q.waiting = append(q.waiting, frames)
	q.bytes += size
	q.wake()
}

func (q *queue) wake() {
	select {
	case q.ready <- struct{}{}:
	default:
	}
}

// take gives the next message's frames, or nil. They count as waiting until
// done is called with them.
func (q *queue) take() []EnginePacket {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.waiting) == 0 {
		return nil
	}
	frames := q.waiting[0]
	q.waiting[0] = nil
	q.waiting = q.waiting[1:]
	return frames
}

func (q *queue) done(frames []EnginePacket) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.bytes -= sizeOf(frames)
}

// acknowledged gives the Ack of the envelope that the packet id belongs to,
// or zero if nobody asked.
func (q *queue) acknowledged(id uint64) uint64 {
	q.mu.Lock()
	defer q.mu.Unlock()
	ack := q.awaited[id]
	delete(q.awaited, id)
	return ack
}

// finish makes the queue refuse everything from now on.
func (q *queue) finish() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.finished = true
}

func (q *queue) message(e transport.Envelope) (Message, error) {
	m := Message{Payload: e.Payload, Params: Params{FromID: q.self, ToID: e.To}}
	switch e.Kind {
	case transport.Present:
		return Message{Event: EventPresent, Present: e.Present}, nil
	case transport.Operation:
		m.Event = EventOperation
		return m, nil
	case transport.Send:
		m.Event, m.Params.MessageID = EventSend, e.MessageID
	case transport.Reply:
		m.Event, m.Params.MessageID, m.Params.SentMessageID = EventReply, e.MessageID, e.SentMessageID
	case transport.Notify:
		m.Event, m.Params.ChannelID = EventNotify, e.ChannelID
	default:
		return m, invalid(e, "its kind does not go out")
	}
	switch {
	case e.To == "":
		return m, invalid(e, "it is addressed to nobody")
	case m.Event == EventNotify && e.ChannelID == "":
		return m, invalid(e, "it has no channel")
	case m.Event != EventNotify && e.MessageID == "":
		return m, invalid(e, "it has no message id")
	case m.Event == EventReply && e.SentMessageID == "":
		return m, invalid(e, "it does not say what it answers")
	}
	return m, nil
}

func invalid(e transport.Envelope, why string) error {
	return fmt.Errorf("%w: a %s, and %s", transport.ErrInvalid, e.Kind, why)
}

func sizeOf(frames []EnginePacket) int64 {
	n := int64(0)
	for _, f := range frames {
		n += int64(f.Size())
	}
	return n
}
