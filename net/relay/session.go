package relay

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/socketio"
)

// mode is the transport that a session is on.
type mode uint8

const (
	polling mode = iota
	// probing is polling, with a WebSocket tried out beside it.
	probing
	overWebSocket
)

// closeGrace is how long a client that is sent away is given to take it in.
const closeGrace = time.Second

// session is the connection of one client: an Engine.IO session. Its
// goroutines are those of its HTTP requests and, on a WebSocket, one that
// writes.
type session struct {
	relay      *Relay
	sid, id    string
	domain     *domain
	log        *slog.Logger
	out        *outbox
	done       chan struct{} // closed at the end
	modeChange chan struct{} // has a token after each change of mode

	// reading is held while a message from the client is dealt with: there is
	// one at a time, whatever the transport.
	reading sync.Mutex
	decoder *socketio.Decoder
	joined  bool

	// present is guarded by the domain's lock.
	present bool

	mu     sync.Mutex
	mode   mode
	conn   *websocket.Conn
	polled bool // whether a poll waits for something
	// answering is the poll that is being answered, posting the post that is
	// being read.
	answering, posting *http.ResponseController
	ended              Reason
	heart              *time.Timer
	idle               *time.Timer
	pinged             time.Time // zero when no ping is unanswered
	heard              time.Time // when something last moved
}

func newSession(r *Relay, id, remote string, m mode) *session {
	s := &session{
		relay: r, id: id, mode: m,
		sid:        secret(),
		out:        newOutbox(r.opts),
		done:       make(chan struct{}),
		modeChange: make(chan struct{}, 1),
		decoder:    socketio.NewDecoder(r.limits()),
	}
	s.log = r.opts.Logger.With("clone", id, "from", remote)
	return s
}

// secret makes an id that cannot be guessed: whoever knows the id of a session owns it.
func secret() string {
	var raw [15]byte
	_, _ = rand.Read(raw[:]) // never fails: it ends the program instead
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// start greets the client and begins to watch it.
func (s *session) start() {
	upgrades := []string{}
	if s.mode == polling {
		upgrades = append(upgrades, "websocket")
	}
	o := s.relay.opts
	hello, err := json.Marshal(socketio.Handshake{
		SID: s.sid, Upgrades: upgrades, MaxPayload: o.MaxPayload,
		PingInterval: o.PingInterval.Milliseconds(), PingTimeout: o.PingTimeout.Milliseconds(),
	})
	if err != nil {
		panic("relay: a handshake must encode: " + err.Error())
	}
	s.out.hurry(socketio.EnginePacket{Type: socketio.EngineOpen, Data: hello})
	s.mu.Lock()
	defer s.mu.Unlock()
	s.heart = time.AfterFunc(o.PingInterval, s.beat)
	s.idle = time.AfterFunc(o.ConnectTimeout, func() { s.end(ReasonIdle, nil) })
}

// send queues for the client, and drops its transport if it is too slow. The
// caller must hold no lock.
func (s *session) send(p parcel) {
	s.relay.counters.messagesOut.Add(1)
	if !s.out.put(p) {
		s.end(ReasonSlow, nil)
	}
}

// end drops the client's transport. The caller must hold no lock but reading.
func (s *session) end(why Reason, cause error) {
	s.mu.Lock()
	if s.ended != "" {
		s.mu.Unlock()
		return
	}
	s.ended = why
	conn, answering, posting := s.conn, s.answering, s.posting
	orderly := s.mode == overWebSocket && why != ReasonSlow && why != ReasonTimeout
	s.heart.Stop()
	s.idle.Stop()
	s.mu.Unlock()

	s.log.Info("clone gone", "domain", s.domain.name, "why", string(why), "cause", cause)
	s.relay.counters.drop(why)
	s.relay.forget(s)
	close(s.done)
	s.out.close()
	if conn != nil {
		if orderly {
			// The writer says goodbye, unless it is stuck.
			time.AfterFunc(closeGrace, func() { _ = conn.Close() })
		} else {
			_ = conn.Close()
		}
	}
	// Requests that are under way may be stuck in the network. Not every
	// ResponseWriter has deadlines; those that have not are the caller's affair.
	if posting != nil {
		_ = posting.SetReadDeadline(time.Now())
	}
	if answering != nil {
		_ = answering.SetWriteDeadline(time.Now().Add(closeGrace))
	}
}

func (s *session) reason() Reason {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.ended
}

func (s *session) onWebSocket() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.mode == overWebSocket
}

// setMode changes the transport; the session must not have ended.
func (s *session) setMode(from, to mode, conn *websocket.Conn) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended != "" || s.mode != from {
		return false
	}
	s.mode, s.conn = to, conn
	select {
	case s.modeChange <- struct{}{}:
	default:
	}
	s.out.wake()
	return true
}
