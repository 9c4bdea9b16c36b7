package replica

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	mathrand "math/rand/v2"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/presence"
	"github.com/m-ld/mld-tui/replica/store"
)

// Config says which clone to open, and how.
type Config struct {
	// Domain is the domain to be a clone of.
	Domain model.Domain
	// ID is the clone's identity on the transport. It should be another at each
	// opening, and differ from all others within its first 16 characters; see
	// NewID.
	ID string
	// File is where the data is.
	File string
	// Genesis starts a new domain if the file has no data yet.
	Genesis bool
	// GenesisWait is how long a new domain waits to hear from the relay whether
	// there is already one of its name, which would make the clone stop with an
	// error; it does not wait if zero.
	GenesisWait time.Duration
	// Principal is the identity that operations claim; may be empty.
	Principal model.IRI
	// Session is in which session of its user this process writes, a NewSession: it tells
	// apart what was written by several users of one clone, and at other times. It is kept
	// with what is written, and not sent; may be empty.
	Session string
	// NetworkTimeout is how long others may take to answer; 5 s if zero.
	NetworkTimeout time.Duration
	// Constraints are rules that this clone keeps over the data; every clone keeps
	// lists besides. All clones of a domain should have the same.
	Constraints []Constraint
	// Gather is how long after a commit the next one may wait, for what else comes to be
	// on disk with it: that takes fewer flushes. If zero, each change is saved at once.
	// Either way nobody hears of a change, neither who wrote it nor the other clones,
	// before it is on disk.
	Gather time.Duration
	// MaxJournal is about how many bytes of operations are kept for others to catch
	// up with; 64 MB if zero. Who has missed more is given a snapshot. While no other
	// clone is there, of those that have joined, it is four times as much.
	MaxJournal int
	// Log bounds the log of updates, which history, undo and followers read.
	Log LogBounds
	// Transport connects to the other clones; nil to work alone.
	Transport Transport
	// Logger takes what happens; nothing if nil.
	Logger *slog.Logger
	// Now is the clock by which the log tells when a change was made; time.Now if nil.
	Now func() time.Time
}

// LogBounds say how much of the log of updates is kept: 90 days, and 256 MB, where
// nothing else is said.
type LogBounds = store.LogBounds

// Constraint is a rule over the data; see package constraint.
type Constraint = engine.Constraint

// MaxMessage is the most bytes of an operation message: every relay takes it.
const MaxMessage = 1_000_000 - 10_000

// Replica is an open clone. See the package comment for what it promises.
type Replica struct {
	cfg       Config
	transport Transport
	events    chan engine.Event
	done      chan struct{} // closed when the clone has stopped
	stop      chan struct{} // closed to stop it
	stopOnce  sync.Once
	announced chan struct{} // has something when presence is to be told

	mu            sync.Mutex
	store         *store.Store
	status        Status
	statusChanged chan struct{}
	others        []string        // the clones that are present
	board         *presence.Board // where their users are
	path          string          // of the clone's process, as it was told last
	seats         uint64          // how many were made
	moved         bool            // one of them has told something since the status was published
	logged        chan struct{}   // closed at the next update
	latest        latest
	err           error
	exchange      Exchange // as of exchangeAt
	exchangeAt    time.Time
	exchangeAsked bool
	compare       comparing
	closing       sync.WaitGroup
}

// NewID makes an identity for a clone.
func NewID() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // It does not fail.
	return hex.EncodeToString(b[:])
}

// Open opens a clone. It returns as soon as the file is open: a new clone that
// joins a domain has no data then, and takes no writes, until Status says that it
// is not Joining any more.
func Open(cfg Config) (*Replica, error) {
	return openStore(cfg, store.Options{Domain: cfg.Domain, Log: cfg.Log})
}

func openStore(cfg Config, o store.Options) (*Replica, error) {
	if cfg.ID == "" {
		cfg.ID = NewID()
	}
	if cfg.NetworkTimeout <= 0 {
		cfg.NetworkTimeout = 5 * time.Second
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	s, err := store.Open(cfg.File, o)
	if err != nil {
		return nil, err
	}
	e, effects, err := engine.Open(s, engine.Config{
		ID: cfg.ID, Domain: cfg.Domain, Genesis: cfg.Genesis, GenesisWait: cfg.GenesisWait, Principal: cfg.Principal, Session: cfg.Session,
		Constraints:    append([]Constraint{constraint.NewList(cfg.Domain, cfg.ID)}, cfg.Constraints...),
		NetworkTimeout: cfg.NetworkTimeout, MaxMessage: MaxMessage, MaxJournal: cfg.MaxJournal,
		Now: cfg.Now, NewID: NewID, Logger: cfg.Logger,
		Rand: mathrand.New(mathrand.NewPCG(mathrand.Uint64(), mathrand.Uint64())), //nolint:gosec // For jitter.
	})
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	r := &Replica{
		cfg: cfg, transport: cfg.Transport, store: s,
		events: make(chan engine.Event, 1024), done: make(chan struct{}), stop: make(chan struct{}),
		statusChanged: make(chan struct{}), logged: make(chan struct{}),
		announced: make(chan struct{}, 1), board: presence.NewBoard(cfg.ID),
	}
	r.status = statusOf(e)
	go r.run(e, effects)
	return r, nil
}

// Domain is the domain that this is a clone of.
func (r *Replica) Domain() model.Domain { return r.cfg.Domain }

// ID is the clone's identity on the transport.
func (r *Replica) ID() string { return r.cfg.ID }

// Done is closed when the clone has stopped, by Close or because it cannot go on;
// Err says why.
func (r *Replica) Done() <-chan struct{} { return r.done }

// Err is why the clone stopped by itself; nil while it runs, and after Close.
func (r *Replica) Err() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.err
}

// Close stops the clone, and closes its file and its transport. Writes that were
// not begun fail.
func (r *Replica) Close() error {
	r.stopOnce.Do(func() { close(r.stop) })
	<-r.done
	r.closing.Wait()
	return nil
}

// errClosed is what a closed clone answers.
func errClosed() error { return model.Errorf(engine.StatusClosed, "the clone is closed") }

// Change says what a transaction does, given the present state: see Write.
type Change func(model.Graph) (model.Patch, error)

// Written tells what a transaction came to.
type Written = engine.Written

// Write makes a transaction, and returns when it is on disk. The change is called once, in the clone's own goroutine, and must not
// call the clone. If ctx ends first, the transaction may happen all the same.
//
// The error has m-ld's status number where there is one (see model.Error); then
// nothing was written.
func (r *Replica) Write(ctx context.Context, change Change) (Written, error) {
	return r.write(ctx, engine.Write{Change: change})
}

func (r *Replica) write(ctx context.Context, w engine.Write) (Written, error) {
	type result struct {
		written Written
		err     error
	}
	results := make(chan result, 1)
	change := w.Change
	w.Principal, w.Session = PrincipalOf(ctx), SessionOf(ctx)
	w.Change = func(g model.Graph) (model.Patch, error) {
		if err := ctx.Err(); err != nil {
			return model.Patch{}, err
		}
		return change(g)
	}
	w.Done = func(w Written, err error) { results <- result{w, err} }
	select {
	case r.events <- w:
	case <-r.done:
		return Written{}, errClosed()
	case <-ctx.Done():
		return Written{}, ctx.Err()
	}
	select {
	case res := <-results:
		return res.written, res.err
	case <-r.done:
		return Written{}, errClosed()
	case <-ctx.Done():
		return Written{}, ctx.Err()
	}
}

// Patch makes a transaction of triples to delete and to insert. What is absent is
// not deleted; what is there and inserted again is asserted again.
func (r *Replica) Patch(ctx context.Context, p model.Patch) error {
	_, err := r.Write(ctx, func(model.Graph) (model.Patch, error) { return p, nil })
	return err
}

// Status is the clone's present status, and a channel that is closed when it, who
// is present, or what they announced, has changed.
func (r *Replica) Status() (Status, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.status, r.statusChanged
}
