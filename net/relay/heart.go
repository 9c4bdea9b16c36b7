package relay

import (
	"time"

	"github.com/m-ld/mld-tui/net/socketio"
)

// beat is called by the heart's timer: it pings, or looks what became of the
// last ping. The server pings in Engine.IO 4.
func (s *session) beat() {
	o := s.relay.opts
	s.mu.Lock()
	if s.ended != "" {
		s.mu.Unlock()
		return
	}
	now := time.Now()
	// While much is under way the answer is late, not missing; and the client,
	// which has a time-out of its own, must go on hearing pings.
	if s.pinged.IsZero() || now.Sub(s.heard) < o.PingTimeout {
		s.pinged = now
		s.out.hurry(socketio.EnginePacket{Type: socketio.EnginePing})
		s.heart.Reset(o.PingTimeout)
		s.mu.Unlock()
		return
	}
	s.mu.Unlock()
	s.end(ReasonTimeout, nil)
}

// pong is the answer to a ping.
func (s *session) pong() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended == "" && !s.pinged.IsZero() {
		s.pinged = time.Time{}
		s.heart.Reset(s.relay.opts.PingInterval)
	}
}

// moved says that a good deal of bytes got through, one way or the other: a
// ping that waits behind them is not lost.
func (s *session) moved() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heard = time.Now()
}
