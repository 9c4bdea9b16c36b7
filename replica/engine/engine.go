package engine

import (
	"fmt"
	"iter"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// Config says what clone an engine is, and what it needs from outside.
type Config struct {
	// ID is the clone's identity on the transport.
	ID string
	// Domain is the domain that it is a clone of.
	Domain model.Domain
	// Genesis starts a new domain if the store is empty.
	Genesis bool
	// GenesisWait is how long a new domain waits to hear whether there is
	// already one of its name at the relay; it does not if zero.
	GenesisWait time.Duration
	// Principal is the identity that its operations claim; may be empty.
	Principal model.IRI
	// Session is in which session of its user it writes; may be empty.
	Session string
	// Constraints are the rules that this clone keeps.
	Constraints []Constraint
	// NetworkTimeout is how long an answer may take.
	NetworkTimeout time.Duration
	// MaxJournal is about how many bytes of journal are kept; 64 MB if zero.
	// Who has missed more is given a snapshot. While others are not there, or are being
	// helped, it is four times as much.
	MaxJournal int
	// MaxMessage is the most bytes of an operation message, so that every relay
	// takes it.
	MaxMessage int

	Now    func() time.Time
	NewID  func() string
	Rand   *rand.Rand
	Logger *slog.Logger
}

// Engine is the state machine of one clone.
type Engine struct {
	cfg   Config
	codec operation.Codec
	log   *slog.Logger
	store *store.Store

	// state is what the store has, or will have when the batch is committed.
	state store.State
	// has is false in a new clone that has no clock yet.
	has    bool
	closed bool

	batch  batch
	timers timers
	// ahead are the part of a stream that is applied, and the next, as far as they were read
	// before; taking is the one that is applied.
	ahead  [2]ahead
	taking *piece
	link   link
	intake intake
	rec    *recovery
	// gotLast is the last recovery that was whole.
	gotLast Recovered
	// asked are the clones that were asked for a recovery since all were asked.
	asked map[string]bool
	// failures counts the recoveries that failed since one succeeded.
	failures int
	checks   checks
	// unbased: only a snapshot can bring what is missing.
	unbased      bool
	lastRecovery time.Time
	retry        uint64
	// forward is the timer of a clone that is outdated and alone.
	forward uint64
	giving  givings
	// genesis is the timer of a new domain that waits.
	genesis uint64
	clerk   clerk
	// warning is what was found when the file was opened.
	warning string
	// inARow counts the triples that were written since a tick was last left out.
	inARow int
	status Status
	// conflicts counts those of the data, as it is on disk; origins remembers what was
	// asked about them, and heldBefore is what the data held that a snapshot is to replace.
	conflicts  int
	origins    origins
	heldBefore func(t model.Triple, tid clock.TID) bool
	// refusals are kept in the file, but are no part of the state: a rollback
	// leaves them.
	refusals refusals
}

// Open makes an engine of a store. A new store becomes the first clone of its
// domain if the config says so; else the clone joins as soon as somebody is
// there. The effects are the first to carry out.
func Open(s *store.Store, cfg Config) (e *Engine, first []Effect, err error) {
	e = &Engine{
		cfg: cfg, codec: operation.NewCodec(cfg.Domain), store: s,
		log: cfg.Logger, asked: make(map[string]bool), origins: make(origins),
	}
	e.giving.init(e.stop)
	e.timers.init()
	err = s.View(func(tx *store.Tx) (err error) {
		if e.state, e.has, err = tx.State(); err != nil {
			return err
		}
		e.conflicts = tx.CountConflicts()
		e.refusals.list, err = tx.Refusals()
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	e.begin()
	if e.has {
		if err := e.resume(); err != nil {
			return nil, nil, err
		}
		if err := e.openJournal(); err != nil {
			return nil, nil, err
		}
	}
	if !e.has && cfg.Genesis {
		if cfg.GenesisWait > 0 {
			e.genesis = e.after(cfg.GenesisWait, e.startDomain)
		} else {
			e.startDomain()
		}
	}
	first = e.commit()
	if !e.has && cfg.Genesis && e.genesis == 0 {
		return nil, nil, fmt.Errorf("the new domain cannot be saved in %s", s.Path())
	}
	e.status = e.currentStatus()
	return e, first, nil
}

// startDomain begins a new domain. The batch that it is in saves it.
func (e *Engine) startDomain() {
	e.stop(e.genesis)
	e.genesis = 0
	if e.write() == nil {
		return
	}
	e.state = store.State{
		Time: clock.Genesis(), GWC: clock.GenesisGlobal(), Agreed: clock.Genesis(), StartGWC: clock.GenesisGlobal(),
	}
	e.has = true
}

// Store is where the clone's data is now.
func (e *Engine) Store() *store.Store { return e.store }

// Time is the clone's clock; ok is false while it has none.
func (e *Engine) Time() (time clock.Tree, ok bool) { return e.state.Time, e.has }

// Handle takes events, in order, and gives their effects.
func (e *Engine) Handle(events ...Event) []Effect { return e.handleAll(slices.Values(events)) }

// HandleSome takes events, in order, until there are none or enough has been done for
// one commit: those that come after it wait no longer. It takes one at least, if there
// is one, and gives the effects.
func (e *Engine) HandleSome(events iter.Seq[Event]) []Effect {
	return e.handleAll(func(yield func(Event) bool) {
		n := 0
		for ev := range events {
			if n++; !yield(ev) || n == maxEvents || e.batch.work() >= maxWork {
				return
			}
		}
	})
}

func (e *Engine) handleAll(events iter.Seq[Event]) []Effect {
	if e.closed {
		return nil
	}
	e.begin()
	var held Event // until it is known what comes next
	for ev := range events {
		if held != nil {
			e.readAhead(ev)
			e.handle(held)
			held = nil
		}
		switch _, takes := e.takesPart(ev); {
		case e.closed:
		case takes:
			held = ev
		default:
			e.handle(ev)
		}
		if e.closed {
			break
		}
	}
	if held != nil {
		e.handle(held)
	}
	e.tellLate()
	effects := e.commit()
	if now := e.currentStatus(); now != e.status {
		e.status = now
		effects = append(effects, StatusChanged{})
	}
	return effects
}

func (e *Engine) handle(ev Event) {
	if e.hasLeft() {
		switch ev := ev.(type) {
		case Operation, Reply, Notify, Acknowledged:
			return
		case Request:
			e.reject(ev, StatusRejected)
			return
		default: // It is told who is there.
		}
	}
	switch ev := ev.(type) {
	case Write:
		e.handleWrite(ev)
	case Undo:
		e.handleUndo(ev)
	case Connected:
		e.handleConnected()
	case Disconnected:
		e.handleDisconnected()
	case Presence:
		e.handlePresence(ev.IDs)
	case Operation:
		e.handleOperation(ev.Payload)
	case Request:
		e.handleRequest(ev)
	case Reply:
		e.handleReply(ev)
	case Notify:
		e.handleNotify(ev)
	case Acknowledged:
		e.handleAcknowledged(ev)
	case Timer:
		e.timers.fire(ev.Token)
	}
}

// fail ends the clone's work, after the effects so far.
func (e *Engine) fail(err error) {
	e.closed = true
	e.emit(Closed{err})
}

// Close ends long reads. The store stays open.
func (e *Engine) Close() {
	e.closed = true
	for _, tx := range []*store.Tx{e.batch.tx, e.batch.view} {
		if tx != nil {
			_ = tx.Close() // Left open only where the store has failed.
		}
	}
	e.giving.closeAll()
	if e.rec != nil {
		e.rec.discard()
	}
}
