package engine

import (
	"errors"
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/pack"
	"github.com/m-ld/mld-tui/replica/store"
)

// stream is what comes after a response was acknowledged: updates, and before
// them, in a snapshot, the data.
type stream struct {
	from          string
	data, updates string
	// gwc is what the helper has seen.
	gwc         clock.Global
	updatesDone bool
	// idle counts the updates in a row that brought nothing.
	idle int
	// load is the snapshot being taken; nil in a rev-up, and when it is done.
	load *load
	// pending are updates that came before the data was through, and next runs while
	// they are taken, and before that the log is copied.
	pending      []*operation.Message
	pendingBytes int
	next         uint64
	// got is how much has come.
	got Recovered
}

// The bounds of what a helper may send, lest it should never end.
const (
	maxIdle     = 10_000
	maxSnapshot = 16 << 30
	leastPart   = 1 << 10 // What a part counts for, be it empty.
)

// load is a snapshot being taken.
type load struct {
	res    control.Response
	loader *store.Loader
	// dataBytes is how much of the data has come.
	dataBytes int64
	// unsupported is what the data holds that this version does not know.
	unsupported string
	// complete: all of the data has come.
	complete bool
}

// loads reports whether a snapshot is being taken.
func (e *Engine) loads() bool { return e.rec != nil && e.rec.stream != nil && e.rec.stream.load != nil }

func (e *Engine) newStream(r *recovery, from string, res control.Response) (*stream, error) {
	s := &stream{from: from, data: res.DataAddress, updates: res.UpdatesAddress, gwc: res.GWC}
	s.got = Recovered{From: from, Snapshot: r.snapshot, Began: e.cfg.Now()}
	if r.snapshot {
		s.got.AllSubjects = res.Subjects
		loader, err := store.NewLoader(e.store)
		if err != nil {
			return nil, fmt.Errorf("a snapshot cannot be taken: %w", err)
		}
		s.load = &load{res: res, loader: loader}
	}
	return s, nil
}

func (s *stream) discard(e *Engine) {
	e.stop(s.next)
	if s.load != nil {
		s.load.loader.Discard()
		s.load = nil
		e.administerLater() // The clerk has waited for it.
	}
}

func (e *Engine) handleNotify(ev Notify) {
	if _, takes := e.takesPart(ev); !takes {
		return
	}
	r := e.rec
	s := r.stream
	s.got.Bytes += uint64(len(ev.Payload))
	p := e.piece(ev)
	err := p.err
	if p.notification.Err != "" {
		err = fmt.Errorf("the clone that was helping could not go on: %s", p.notification.Err)
	}
	if err == nil {
		e.taking = &p
		if ev.ChannelID == s.updates {
			err = e.takeUpdate(s, &p)
		} else {
			err = e.takeData(s, &p)
		}
		e.taking = nil
	}
	switch {
	case e.rec != r: // It has come to something else.
	case err != nil:
		if errors.Is(err, pack.ErrMalformed) || errors.Is(err, clock.ErrMalformed) || errors.Is(err, clock.ErrForeign) {
			e.refusal(store.RefusedNonsense, cloneOrigin(ev.From), fmt.Sprintf("a part of a recovery: %v", err))
		}
		e.failRecovery(err.Error())
	default:
		e.streamed(r)
	}
}

// takeUpdate takes a part of the stream of updates.
func (e *Engine) takeUpdate(s *stream, p *piece) error {
	if p.notification.Complete {
		s.updatesDone = true
		return nil
	}
	m := p.message
	s.got.Operations++
	if s.load != nil || len(s.pending) > 0 {
		if s.pendingBytes += len(p.notification.Next); s.pendingBytes > maxHeld {
			return fmt.Errorf("%w: more than %d bytes of operations came with a snapshot", pack.ErrMalformed, maxHeld)
		}
		s.pending = append(s.pending, m)
		return nil
	}
	before := e.state.Time
	e.takeStreamed(m)
	if s.idle++; !e.state.Time.Equal(before) {
		s.idle = 0
	}
	if s.idle > maxIdle {
		return fmt.Errorf("%w: %d operations in a row were known, and it did not end", pack.ErrMalformed, s.idle)
	}
	return nil
}

// takePending takes what came before the data was through, and goes on in another event
// if there is much.
func (e *Engine) takePending(r *recovery) {
	s := r.stream
	for e.rec == r && len(s.pending) > 0 && (e.batch.released == 0 || e.batch.released < maxReleased && e.batch.work() < maxWork) {
		m := s.pending[0]
		s.pending = s.pending[1:]
		e.batch.released++
		e.takeStreamed(m)
	}
	if e.rec == r && len(s.pending) > 0 {
		s.next = e.after(0, func() {
			e.takePending(r)
			e.streamed(r)
		})
	}
}

// streamed goes on when a part of a stream was taken.
func (e *Engine) streamed(r *recovery) {
	switch s := r.stream; {
	case e.rec != r: // It has come to something else.
	case s.updatesDone && s.load == nil && len(s.pending) == 0:
		if !r.troubled {
			e.takeBlocks(s)
		}
		e.recovered()
	default:
		r.waitForStream()
	}
}

// takeStreamed applies an operation that came in a recovery. One that does not
// fit shows that the recovery was not enough.
func (e *Engine) takeStreamed(m *operation.Message) {
	known := e.ignores(m) || e.state.GWC.TicksOf(m.Time) >= m.Time.Ticks()
	switch o := e.receive(m); {
	case e.rec.check:
		e.checks.news = e.checks.news || o == accepted && !known
		e.act(o)
	case o == disordered, o == unbased:
		e.rec.troubled = true
		e.rec.unbased = e.rec.unbased || o == unbased
	default:
		e.act(o)
	}
}

// takeData takes a part of a snapshot.
func (e *Engine) takeData(s *stream, p *piece) error {
	l := s.load
	if p.notification.Complete {
		if l.complete {
			return nil
		}
		l.complete = true
		return e.completeLoad(e.rec)
	}
	if l.dataBytes += int64(max(len(p.notification.Next), leastPart)); l.dataBytes > maxSnapshot {
		return fmt.Errorf("%w: a snapshot of more than %d bytes", pack.ErrMalformed, int64(maxSnapshot))
	}
	d := p.datum
	before := l.loader.Work()
	defer func() { e.batch.loaded += l.loader.Work() - before }()
	if d.Operation != nil {
		return l.loader.AddPast(d.Operation.Time.TID(), d.Operation.Packed)
	}
	s.got.Triples += len(d.Triples)
	for _, tt := range d.Triples {
		if why := unsupported(tt.Triple); why != "" && l.unsupported == "" {
			l.unsupported = why
		}
	}
	if err := l.loader.Add(d.Triples); err != nil {
		return err
	}
	s.got.Subjects = l.loader.Subjects()
	return nil
}

// logPart is how many bytes of the log are copied to a snapshot's file in one event.
const logPart = 256 << 10

// completeLoad copies the clone's log to the data that has come, in as many events as it
// takes, and then puts it in the place of what there was.
func (e *Engine) completeLoad(r *recovery) error {
	l := r.stream.load
	more, err := l.loader.CopyLog(e.store, logPart)
	switch {
	case err != nil:
		return err
	case !more:
		return e.loaded(l)
	}
	r.stream.next = e.after(0, func() {
		if err := e.completeLoad(r); err != nil && e.rec == r {
			e.failRecovery(err.Error())
			return
		}
		e.streamed(r)
	})
	return nil
}

// loaded puts a snapshot in the place of the clone's data. What the clone wrote,
// and the others have not, stays on top of it.
func (e *Engine) loaded(l *load) error {
	next := store.State{
		Time: l.res.Clock, GWC: l.res.GWC, Agreed: l.res.Agreed, Unsupported: l.unsupported,
	}
	var kept []*store.Entry
	var undone []voided
	if e.has {
		next.Standing, next.Voided, next.Unsent = e.state.Standing, e.state.Voided, e.state.Unsent
		if next.Unsupported == "" {
			next.Unsupported = e.state.Unsupported
		}
		var err error
		if next.Time, err = e.timeWith(l.res); err != nil {
			return err
		}
		if kept, undone, err = e.entriesOnTop(l.res); err != nil {
			return err
		}
	}
	time, err := next.Time.JoinGlobal(l.res.GWC)
	if err != nil {
		return err
	}
	if e.has {
		// The next operation of this clone has other causes than its last, so its
		// tick must not follow directly: by that, others know what they may fuse.
		time = time.Tick()
	}
	if next.Time = time; len(undone) > 0 {
		next.Voided = time.Ticks()
	}
	if err := e.flush(); err != nil {
		return err
	}
	marker := &store.Update{
		Tick: time.Ticks(), TID: time.TID(), Time: e.cfg.Now(), Reason: store.ReasonSnapshot,
		Process: giverOf(l.res.Clock, !e.has || e.rec.newClock),
	}
	var voids []*store.Update
	before, had := e.state, e.has
	blocked := e.blockedBefore(l.res)
	next.Start, next.StartGWC = time.Ticks(), l.res.GWC // What is kept on top is in the journal.
	e.state, e.has = next, true
	replaced, err := l.loader.Finish(e.store, func(tx *store.Tx) error {
		if err := e.reapply(tx, kept); err != nil {
			return err
		}
		e.state.GWC = e.state.GWC.WithBlocks(blocked, e.mayBlock)
		if err := e.deriveAll(tx); err != nil {
			return err
		}
		voids = e.voidsBySnapshot(tx, undone, marker.Tick)
		for _, u := range append(voids, marker) {
			if err := tx.AppendUpdate(u); err != nil {
				return err
			}
		}
		return tx.PutState(e.state)
	})
	e.rec.stream.load = nil
	if err != nil {
		e.state, e.has = before, had
		return err
	}
	e.batch.before, e.batch.had = e.state, true
	e.endGivings("its own data has just been replaced")
	if had && e.state.Time.Path() != before.Time.Path() {
		e.giving.dropClocks()
	}
	e.intake.refused = ""
	e.emit(Replaced{e.store})
	e.store = replaced
	if err := e.countConflicts(); err != nil {
		return err
	}
	if err := e.publishEntries(e.rec.from, kept); err != nil { // What was written while it came, too.
		return err
	}
	e.link.publishing = true
	e.announce()
	for _, u := range append(voids, marker) {
		if u.Visible() {
			e.emit(Updated{u})
		}
	}
	e.takePending(e.rec)
	return nil
}

// giverOf is the path of the process that gave a snapshot, by the clock that came with it:
// that of the process itself or, where another clock was wanted, one that it forked from its
// own. It is empty where the clock does not tell.
func giverOf(c clock.Tree, forked bool) string {
	path := c.Path()
	switch parent, right := strings.CutSuffix(path, "r"); {
	case c.IsZero():
		return ""
	case !forked:
		return path
	case right:
		return parent + "l"
	}
	return ""
}

// flush commits what the batch has written so far.
func (e *Engine) flush() error {
	b := &e.batch
	if b.view != nil {
		_ = b.view.Close()
		b.view = nil
	}
	if b.tx == nil || b.err != nil {
		return b.err
	}
	if err := b.tx.PutState(e.state); err != nil {
		e.failed(err)
		return err
	}
	conflicts := b.tx.CountConflicts()
	err := b.tx.Commit()
	b.tx = nil
	if err != nil {
		e.failed(err)
		return err
	}
	e.conflicts = conflicts
	b.before, b.had, b.writers = e.state, e.has, nil
	b.safe, b.effects = append(b.safe, b.effects...), nil
	return nil
}
