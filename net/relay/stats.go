package relay

import (
	"maps"
	"sync"
	"sync/atomic"
)

// Stats describes a relay at one moment; counts are since its start.
type Stats struct {
	// Clients is how many are connected now, and Upgraded how many of them
	// are on WebSocket; Domains is how many domains they are in.
	Clients, Upgraded, Domains int
	// Connections counts clients that came.
	Connections uint64
	// MessagesIn counts events from clients, MessagesOut those queued for clients, each receiver
	// for itself. Bytes are those of Engine.IO packets.
	MessagesIn, MessagesOut, BytesIn, BytesOut uint64
	// QueuedBytes is what waits to be written now.
	QueuedBytes int64
	// Dropped counts by [Reason] the clients that went or were sent away.
	Dropped map[Reason]uint64
	// Refused counts handshakes that were not accepted.
	Refused uint64
}

// Reason says why a client's transport came to its end.
type Reason string

// The reasons.
const (
	ReasonLeft     Reason = "left"           // it closed its transport
	ReasonSlow     Reason = "slow"           // its queue overflowed, or nothing moved while writing
	ReasonTimeout  Reason = "timeout"        // it did not answer a ping
	ReasonProtocol Reason = "protocol error" // it sent what cannot be understood
	ReasonReplaced Reason = "replaced"       // another came with the same id
	ReasonIdle     Reason = "idle"           // it never joined
	ReasonShutdown Reason = "shutdown"       // the relay was closed
)

var reasons = []Reason{
	ReasonLeft, ReasonSlow, ReasonTimeout, ReasonProtocol, ReasonReplaced, ReasonIdle, ReasonShutdown,
}

// counters are what every session counts into.
type counters struct {
	connections, messagesIn, messagesOut atomic.Uint64
	bytesIn, bytesOut, refused           atomic.Uint64

	mu      sync.Mutex
	dropped map[Reason]uint64
}

func (c *counters) drop(why Reason) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.dropped == nil {
		c.dropped = map[Reason]uint64{}
	}
	c.dropped[why]++
}

// Stats gives the statistics of this moment.
func (r *Relay) Stats() Stats {
	s := Stats{
		Connections: r.counters.connections.Load(),
		MessagesIn:  r.counters.messagesIn.Load(), MessagesOut: r.counters.messagesOut.Load(),
		BytesIn: r.counters.bytesIn.Load(), BytesOut: r.counters.bytesOut.Load(),
		Refused: r.counters.refused.Load(),
	}
	r.counters.mu.Lock()
	s.Dropped = maps.Clone(r.counters.dropped)
	r.counters.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	s.Clients, s.Domains = len(r.sessions), len(r.domains)
	for _, c := range r.sessions {
		s.QueuedBytes += c.out.bytes()
		if c.onWebSocket() {
			s.Upgraded++
		}
	}
	return s
}
