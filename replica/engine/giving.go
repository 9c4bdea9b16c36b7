package engine

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/store"
)

// The bounds of helping others.
const (
	// maxGiving is how many are helped at the same time; others are sent on.
	maxGiving = 8
	// giveLeast is how many notifications may be on their way to the relay, be they ever so
	// large, and giveMost how many, and giveBytes of how many bytes, if they are small: who
	// gets few at once flushes for few.
	giveLeast, giveMost = 4, 256
	giveBytes           = 64 << 10
	// readBytes is about how many bytes are read in one event: what was read is on its way,
	// and is taken, while the next is.
	readBytes = 16 << 10
	// A part of a snapshot has at most so many triples, of about so many bytes:
	// a JavaScript clone applies each part in one go, and its relay takes 1 MB. What
	// larger parts cost it is in bench/GROWTH.md.
	partTriples = 250
	partBytes   = 64 << 10
	// pastBytes is how far back, in bytes, the latest operation of a process is
	// fused with what it follows: a fusion in the domain reaches no further
	// than about 10 kB and one operation.
	pastBytes = 64 << 10
)

// givings are the recoveries that this clone gives to others.
type givings struct {
	byReply map[string]*giving
	byAck   map[uint64]parcel
	nextAck uint64
	// spare are clocks that were forked for a newcomer that never took up the
	// offer; nobody uses them, so that the next can.
	spare []clock.Tree
	late  late
	// stop stops a timer of the engine.
	stop func(timer uint64)
}

// giving is one of them: a response, and then, when it was acknowledged, two
// streams.
type giving struct {
	to, reply string
	newClock  clock.Tree
	started   bool
	timer     uint64
	// inFlight is how many notifications are on their way, of so many bytes.
	inFlight, bytes int
	// looking is the timer that runs where there is more of the journal to look at.
	looking uint64

	// What follows is about the data of a snapshot, read from one moment.
	view   *store.Tx
	cursor store.Cursor
	latest []clock.TID
	data   string
	phase  phase

	// What follows is about the updates: the journal after a local tick, as far
	// as the asker has not seen it.
	updates string
	tick    uint64
	asker   clock.Tree
	// fuses: the asker takes what one process did in a row as one operation. To clones of
	// the reference only what is fused already is given: the fewer fusions they have to cut,
	// the better.
	fuses bool
	// alone is the local tick up to which entries are given each by itself, for they cannot
	// be fused.
	alone uint64
	// until is the local tick up to which it was all given; zero before that.
	until uint64
}

// parcel is a notification of a giving that is on its way.
type parcel struct {
	*giving

	size int
}

// phase is how far a giving has come.
type phase uint8

const (
	givingTriples phase = iota
	givingOperations
	givingJournal
	given
)

func (g *givings) init(stop func(timer uint64)) {
	g.stop = stop
	g.byReply = make(map[string]*giving)
	g.byAck = make(map[uint64]parcel)
}

// endGivings ends all that this clone gives to others, and tells them, so that
// they ask again at once.
func (e *Engine) endGivings(why string) {
	g := &e.giving
	for _, reply := range slices.Sorted(maps.Keys(g.byReply)) {
		g.nextAck++
		one := g.byReply[reply]
		e.emit(SendNotify{To: one.to, ChannelID: one.updates, Payload: control.Notification{Err: why}.Encode(), Ack: g.nextAck})
	}
	g.closeAll()
}

func (g *givings) closeAll() {
	// In order, so that spare clocks are used again in the same order.
	for _, reply := range slices.Sorted(maps.Keys(g.byReply)) {
		g.end(g.byReply[reply])
	}
}

// dropClocks ends what was offered with a clock of its own.
func (g *givings) dropClocks() {
	for _, reply := range slices.Sorted(maps.Keys(g.byReply)) {
		if one := g.byReply[reply]; !one.newClock.IsZero() {
			g.end(one)
		}
	}
}

func (g *givings) end(one *giving) {
	if g.byReply[one.reply] != one {
		return
	}
	delete(g.byReply, one.reply)
	g.stop(one.timer)
	g.stop(one.looking)
	for ack, other := range g.byAck {
		if other.giving == one {
			delete(g.byAck, ack)
		}
	}
	if one.view != nil {
		_ = one.view.Close()
		one.view = nil
	}
	if !one.started && !one.newClock.IsZero() {
		g.spare = append(g.spare, one.newClock)
	}
}

// reaches is the local tick up to which the journal is on its way to a clone, for it has
// asked for what it had missed; zero if it is not.
func (g *givings) reaches(to string) (tick uint64) {
	for _, one := range g.byReply {
		switch {
		case one.to != to || !one.started || one.data != "":
		case one.phase == givingJournal:
			return math.MaxUint64
		default:
			tick = max(tick, one.until)
		}
	}
	return tick
}

// forgetReach is called when ticks of the journal are used again.
func (e *Engine) forgetReach() {
	for _, one := range e.giving.byReply {
		one.until = 0
	}
	if e.rec != nil {
		e.rec.given = 0
	}
}

// handleRequest answers a request for a recovery. Protocol page, section 6.
func (e *Engine) handleRequest(ev Request) {
	req, err := control.ParseRequest(ev.Payload)
	if err != nil {
		e.refusal(store.RefusedNonsense, cloneOrigin(ev.From), fmt.Sprintf("a request: %v", err))
		e.reject(ev, StatusRejected)
		return
	}
	switch {
	case !e.has:
		e.reject(ev, StatusOffline)
	case e.isSilent():
		e.reject(ev, StatusOutdated)
	case len(e.giving.byReply) >= maxGiving:
		e.log.Info("too many clones ask for help at once", "from", ev.From)
		e.reject(ev, StatusRejected)
	case req.Snapshot && e.readOnly() != "":
		e.reject(ev, StatusRejected) // It is not whole: others must be asked.
	case req.Snapshot && e.puzzledNotAlone(ev.From):
		e.reject(ev, StatusRejected)
	case req.Snapshot:
		e.offerSnapshot(ev, req)
	case !e.mayHelp(ev.From, req.Time):
		e.reject(ev, StatusRejected)
	case e.yieldTo(req):
		e.reject(ev, StatusOutdated)
		e.stepBack()
	case req.Time.AnyLtGlobal(e.state.StartGWC):
		e.respond(ev, e.cfg.NewID(), control.Response{UpdatesAddress: e.cfg.ID})
		if e.state.GWC.AnyLt(req.Time) {
			e.checkBack(ev.From)
		}
	default:
		g := &giving{
			to: ev.From, reply: e.cfg.NewID(), updates: e.cfg.NewID(),
			tick: e.tickFor(req.Time), asker: req.Time, fuses: req.Fused, phase: givingJournal,
		}
		e.offer(ev, g, control.Response{GWC: e.state.GWC, UpdatesAddress: g.updates})
	}
}

// puzzledNotAlone reports whether this clone knows that it is missing what the
// last recovery did not bring, and there is somebody else to ask.
func (e *Engine) puzzledNotAlone(asker string) bool {
	return e.intake.puzzles > 1 && !e.intake.stuck && slices.ContainsFunc(e.link.others, func(id string) bool { return id != asker })
}

func (e *Engine) reject(ev Request, status int) {
	e.respond(ev, e.cfg.NewID(), control.Response{Rejected: status})
}

func (e *Engine) respond(ev Request, id string, res control.Response) {
	e.emit(SendReply{To: ev.From, MessageID: id, SentMessageID: ev.MessageID, Payload: res.Encode()})
}

// offer sends a response, and waits for it to be acknowledged.
func (e *Engine) offer(ev Request, g *giving, res control.Response) {
	e.giving.byReply[g.reply] = g
	e.respond(ev, g.reply, res)
	e.waitForAck(g)
}

func (e *Engine) waitForAck(g *giving) {
	e.stop(g.timer)
	g.timer = e.after(e.cfg.NetworkTimeout, func() {
		e.log.Info("a clone that was being helped is silent", "to", g.to)
		e.giving.end(g)
	})
}

// offerSnapshot forks the clock for a newcomer, and offers the data as it is when
// that is saved.
func (e *Engine) offerSnapshot(ev Request, req control.Request) {
	g := &giving{to: ev.From, reply: e.cfg.NewID(), data: e.cfg.NewID(), updates: e.cfg.NewID()}
	if req.NewClock {
		c, err := e.newClock()
		if err != nil {
			e.log.Error("the clock cannot be forked", "error", err)
			e.reject(ev, StatusUnknown)
			return
		}
		g.newClock = c
	}
	e.batch.onCommit = append(e.batch.onCommit, func() {
		if !g.newClock.IsZero() && !e.isRooted(g.newClock) {
			e.reject(ev, StatusUnknown)
			return
		}
		view, err := e.store.Snapshot()
		if err != nil {
			e.reject(ev, StatusUnknown)
			return
		}
		g.view = view
		if !g.newClock.IsZero() { // What it knew when it was forked may be void.
			g.newClock = g.newClock.OverTree(e.public())
		}
		g.tick, g.asker = e.state.Time.Ticks(), e.state.Time
		for tid := range e.state.GWC.TIDs {
			if tid != clock.GenesisTID && tid != clock.BlockedTID {
				g.latest = append(g.latest, tid)
			}
		}
		res := control.Response{
			Snapshot: true, GWC: e.state.GWC, Clock: g.newClock, Agreed: e.state.Agreed,
			DataAddress: g.data, UpdatesAddress: g.updates, Subjects: view.CountSubjects(""),
		}
		if res.Clock.IsZero() {
			res.Clock = e.state.Time // The reference needs one, and leaves it aside.
		}
		e.offer(ev, g, res)
	})
}

// isRooted reports whether a clock that was forked for a newcomer is still of use: the
// tick at which it was forked can be voided since.
func (e *Engine) isRooted(c clock.Tree) bool {
	fitting, ok := c.Fit(e.state.GWC)
	return ok && fitting.Equal(c)
}

// newClock makes a clock for a newcomer: a fork of this clone's, at its last
// public tick. It is saved before anybody hears of it.
func (e *Engine) newClock() (clock.Tree, error) {
	for n := len(e.giving.spare); n > 0; n-- {
		c := e.giving.spare[n-1]
		e.giving.spare = e.giving.spare[:n-1]
		if e.isRooted(c) {
			return c, nil
		}
	}
	public, err := e.state.Time.At(e.state.GWC.TicksOf(e.state.Time))
	if err != nil {
		return clock.Tree{}, err
	}
	if !public.CanFork() {
		return clock.Tree{}, errors.New("it has forked too often: a newcomer must ask another clone")
	}
	ours, theirs := public.Fork()
	ours, err = ours.At(e.state.Time.Ticks())
	if err != nil {
		return clock.Tree{}, err
	}
	if e.write() == nil {
		return clock.Tree{}, e.batch.err
	}
	e.state.Time = ours
	return theirs, nil
}
