package relay

import (
	"errors"
	"net/http"
	"sync"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/socketio"
)

// Relay is the server. Make one with [New] and mount it at /socket.io/.
type Relay struct {
	opts     Options
	upgrader websocket.Upgrader
	counters counters
	// running counts requests and writers, so that Close can wait for them.
	running sync.WaitGroup

	// mu may be held while the lock of a domain is taken, never the other way round.
	mu       sync.Mutex
	closed   bool
	sessions map[string]*session
	domains  map[string]*domain
}

// New makes a relay. It starts nothing: goroutines come with clients.
func New(opts Options) *Relay {
	r := &Relay{
		opts:     opts.orDefaults(),
		sessions: map[string]*session{},
		domains:  map[string]*domain{},
	}
	r.upgrader = websocket.Upgrader{
		HandshakeTimeout: r.opts.UpgradeTimeout,
		WriteBufferPool:  &sync.Pool{},
		// admit has looked at the origin already.
		CheckOrigin: func(*http.Request) bool { return true },
	}
	return r
}

// Close drops the transport of every client, refuses new ones, and waits
// until nothing of the relay is left running. Clients will try to come back.
func (r *Relay) Close() {
	r.mu.Lock()
	r.closed = true
	all := make([]*session, 0, len(r.sessions))
	for _, s := range r.sessions {
		all = append(all, s)
	}
	r.mu.Unlock()
	for _, s := range all {
		s.end(ReasonShutdown, nil)
	}
	r.running.Wait()
}

// enter counts a request, unless the relay is closed.
func (r *Relay) enter() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return false
	}
	r.running.Add(1)
	return true
}

var (
	errClosed = errors.New("the relay is shutting down")
	errFull   = errors.New("the relay has as many clients as it takes")
)

// open makes a session for a client that was admitted.
func (r *Relay) open(id, domainName, remote string, m mode) (*session, error) {
	s := newSession(r, id, remote, m)
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil, errClosed
	}
	if len(r.sessions) >= r.opts.MaxClients {
		return nil, errFull
	}
	d := r.domains[domainName]
	if d == nil {
		d = &domain{name: domainName, members: map[string]*session{}}
		r.domains[domainName] = d
	}
	d.sessions++
	s.domain = d
	r.sessions[s.sid] = s
	r.counters.connections.Add(1)
	s.start()
	return s, nil
}

func (r *Relay) find(sid string) *session {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.sessions[sid]
}

// forget takes an ended session out of the books.
func (r *Relay) forget(s *session) {
	r.mu.Lock()
	delete(r.sessions, s.sid)
	if s.domain.sessions--; s.domain.sessions == 0 {
		delete(r.domains, s.domain.name)
	}
	r.mu.Unlock()
	s.domain.leave(s)
}

func (r *Relay) limits() socketio.Limits {
	return socketio.Limits{Bytes: r.opts.MaxPayload + socketio.HeaderAllowance}
}
