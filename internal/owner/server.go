package owner

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// Clone is what a server needs of the clone: a *replica.Replica.
type Clone interface {
	ID() string
	Domain() model.Domain
	Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error)
	Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (more bool, err error)
	Types(ctx context.Context) ([]replica.TypeCount, error)
	Referrers(ctx context.Context, q replica.ReferrersQuery) (replica.ReferrersPage, error)
	Describe(ctx context.Context, id model.IRI) ([]model.Triple, error)
	Uses(ctx context.Context, property model.IRI, most int) ([]model.Triple, error)
	List(ctx context.Context, q replica.ListQuery) (replica.ListPage, error)
	Read(ctx context.Context, fn func(model.Graph) error) error
	AsOf(ctx context.Context, m replica.Moment) (*replica.Past, error)
	History(ctx context.Context, q replica.HistoryQuery) (replica.HistoryPage, error)
	Why(ctx context.Context, t model.Triple) ([]replica.Holding, error)
	Conflicts(ctx context.Context, q replica.ConflictsQuery) (replica.ConflictsPage, error)
	Revert(ctx context.Context, number uint64) (replica.Undone, error)
	Undo(ctx context.Context) (replica.Undone, error)
	Redo(ctx context.Context) (replica.Undone, error)
	Write(ctx context.Context, change replica.Change) (replica.Written, error)
	Add(ctx context.Context, triples []model.Triple, partOf uint64) (replica.Added, error)
	Lacking(ctx context.Context, triples []model.Triple) (replica.Lacking, error)
	Follow(after uint64) (updates <-chan replica.Update, stop func())
	Status() (replica.Status, <-chan struct{})
	Peers() []replica.Peer
	Self() replica.Peer
	Seat(session string) *replica.Seat
	Names() (of map[string]string, turns map[string][]replica.Turn, version uint64)
	Refusals(ctx context.Context) ([]replica.Refusal, error)
	Digest(ctx context.Context) (string, error)
	Check(ctx context.Context) (replica.Report, error)
	Link() replica.Link
	Compare()
}

// Host is the process around the clone.
type Host interface {
	// JoinURL is the URL by which others join; empty while they cannot. It must
	// not block.
	JoinURL() string
	// Hosts reports whether they join through this very process. It must not block.
	Hosts() bool
	// Share lets others join, and gives the URL.
	Share(ctx context.Context) (string, error)
	// Unshare ends that: nobody can join any more, and who came in that way is cut off.
	Unshare(ctx context.Context) error
	// Join goes to another relay.
	Join(relay string) error
}

// Limits bound what clients can cost. Zero fields mean the defaults.
type Limits struct {
	// Connections at a time: 64.
	Connections int
	// Requests at a time of one connection: 64.
	Requests int
	// Exports at a time, of all: 2, for each holds on to one state of the data.
	Exports int
	// Line is the longest line in bytes: 32 MiB.
	Line int
	// Stall is how long a client may leave an answer unread: 20 s.
	Stall time.Duration
	// Farewell is how long requests may take that are under way when the owner
	// leaves: 3 s.
	Farewell time.Duration
}

func (l Limits) orDefaults() Limits {
	set := func(field *int, value int) {
		if *field == 0 {
			*field = value
		}
	}
	set(&l.Connections, 64)
	set(&l.Requests, 64)
	set(&l.Exports, 2)
	set(&l.Line, 32<<20)
	if l.Stall == 0 {
		l.Stall = 20 * time.Second
	}
	if l.Farewell == 0 {
		l.Farewell = 3 * time.Second
	}
	return l
}

// Server serves a clone to other processes. Make it with Serve.
type Server struct {
	clone    Clone
	host     Host
	log      *slog.Logger
	limits   Limits
	listener net.Listener
	exports  chan struct{}

	closing chan struct{} // closed when no more requests are taken
	running sync.WaitGroup

	mu       sync.Mutex
	closed   bool
	sessions map[*session]struct{}
}

// Serve begins to serve on a listener, until Close.
func Serve(l net.Listener, c Clone, h Host, limits Limits, log *slog.Logger) *Server {
	limits = limits.orDefaults()
	s := &Server{
		clone: c, host: h, log: log, limits: limits, listener: l, exports: make(chan struct{}, limits.Exports),
		closing: make(chan struct{}), sessions: make(map[*session]struct{}),
	}
	s.running.Add(1)
	go s.accept()
	return s
}

func (s *Server) accept() {
	defer s.running.Done()
	for {
		conn, err := s.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		} else if err != nil {
			s.log.Warn("a process could not attach", "error", err)
			select {
			case <-s.closing:
				return
			case <-time.After(100 * time.Millisecond): // Out of files, perhaps: not in a circle.
				continue
			}
		}
		s.admit(conn)
	}
}

func (s *Server) admit(conn net.Conn) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.sessions) >= s.limits.Connections {
		_ = conn.SetWriteDeadline(time.Now().Add(time.Second))
		_ = jsonlines.NewWriter(conn).Write(failure("", errors.New("too many processes use the domain at once: try again later")))
		_ = conn.Close()
		return
	}
	c := newSession(s, conn)
	s.sessions[c] = struct{}{}
	s.running.Add(1)
	go func() {
		defer s.running.Done()
		c.run()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.sessions, c)
	}()
}

// Close lets no more requests in, answers those that are in, says goodbye, and
// waits until all is done. The clone must be open until then.
func (s *Server) Close() error {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		s.running.Wait()
		return nil
	}
	s.closed = true
	close(s.closing)
	for c := range s.sessions {
		_ = c.conn.SetReadDeadline(time.Now())
	}
	s.mu.Unlock()
	err := s.listener.Close()
	s.running.Wait()
	return err
}
