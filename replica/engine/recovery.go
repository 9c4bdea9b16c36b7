package engine

import (
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// recovery is one attempt to get what others have: a rev-up, or a snapshot, from
// one of them after another until one can give it. Protocol page, section 6.
type recovery struct {
	e *Engine
	// snapshot: everything is asked for; else what was missed.
	snapshot bool
	// from is the clone that was asked last, and message the request.
	from, message string
	// tried are all that were asked, and unable those that answered that they
	// cannot give a rev-up.
	tried  map[string]bool
	unable bool
	timer  uint64
	// troubled: while this went on, something was found to be missing still.
	troubled bool
	// unbased: what is missing is history, so that the next must be a snapshot.
	unbased bool
	// outdated says what stands between this clone and the others for good.
	outdated string
	// only is the one to ask, if it is one that could not help before.
	only string
	// stream is there once somebody has agreed to help.
	stream *stream
}

// recover begins to get what others have; a snapshot, if this clone is new or if
// its history is known to be of no use.
func (e *Engine) recover(unbased bool) { e.recoverFrom("", unbased) }

// recoverFrom is recover, from one clone only if it is named.
func (e *Engine) recoverFrom(only string, unbased bool) {
	e.abandonRecovery()
	e.lastRecovery = e.cfg.Now()
	e.link.publishing = false
	e.intake.attached = false
	e.rec = &recovery{e: e, snapshot: !e.has || unbased, tried: make(map[string]bool), only: only}
	e.rec.ask()
}

// abandonRecovery forgets the attempt that is going on, if there is one.
func (e *Engine) abandonRecovery() {
	if e.rec != nil {
		e.rec.discard()
		e.rec = nil
	}
}

func (r *recovery) discard() {
	r.e.stop(r.timer)
	if r.stream != nil {
		r.stream.discard()
	}
}

// next chooses whom to ask: of those not tried, one that was not asked lately.
func (r *recovery) next() (id string, ok bool) {
	if r.only != "" {
		return r.only, !r.tried[r.only] && slices.Contains(r.e.link.others, r.only)
	}
	var untried []string
	for _, id := range r.e.link.others {
		if !r.tried[id] {
			untried = append(untried, id)
			if !r.e.asked[id] {
				return id, true
			}
		}
	}
	if len(untried) == 0 {
		return "", false
	}
	clear(r.e.asked)
	return untried[0], true
}

// ask asks the next clone, or gives up when all were asked.
func (r *recovery) ask() {
	e := r.e
	id, ok := r.next()
	switch {
	case ok:
	case !r.snapshot && r.unable:
		// Nobody has that much history: begin anew from a snapshot.
		r.snapshot, r.unable = true, false
		clear(r.tried)
		r.ask()
		return
	default:
		if r.only != "" {
			e.wasRechecked(r.only)
		}
		e.failRecovery("nobody who is present could help")
		return
	}
	r.askOne(id)
}

// askOne asks a clone, and the next if it does not answer.
func (r *recovery) askOne(id string) {
	e := r.e
	r.from, r.message = id, e.cfg.NewID()
	r.tried[id], e.asked[id] = true, true
	req := control.Request{Snapshot: r.snapshot, NewClock: !e.has && e.genesis == 0, Time: e.state.Time}
	e.emit(SendRequest{To: id, MessageID: r.message, Payload: req.Encode()})
	r.wait(func() {
		e.log.Info("no answer to a request for recovery", "from", id)
		r.ask()
	})
}

// wait does something if nothing is heard for the network timeout.
func (r *recovery) wait(f func()) {
	r.e.stop(r.timer)
	r.timer = r.e.after(r.e.cfg.NetworkTimeout, f)
}

// lost is called when the clone that was asked has gone.
func (r *recovery) lost() {
	if r.stream == nil {
		r.ask()
		return
	}
	r.e.failRecovery("the clone that was helping has gone")
}

func (e *Engine) handleReply(ev Reply) {
	if e.giving.acknowledged(e, ev) {
		return
	}
	r := e.rec
	if r == nil || r.stream != nil || ev.SentMessageID != r.message {
		return // Too late, or of nothing known.
	}
	res, err := control.ParseResponse(ev.Payload)
	switch {
	case err != nil:
		e.log.Warn("an answer to a request for recovery was refused", "from", ev.From, "error", err)
		r.ask()
	case res.Rejected != 0:
		e.log.Info("a request for recovery was rejected", "from", ev.From, "status", res.Rejected)
		r.ask()
	case e.genesis != 0:
		e.fail(model.Errorf(StatusUnknown, "there is already a domain of the name %s at the relay: leave out --genesis to join it, "+
			"or choose another name", e.cfg.Domain))
	case e.has && e.state.Time.IsID():
		// Whoever has data has it of another beginning. That somebody is present
		// does not tell: it may be this clone itself, before it was restarted.
		e.fail(model.Errorf(StatusUnknown, "this clone started the domain %s, but there is already one of that "+
			"name at the relay, started by another: use another name, or another --data folder to join theirs",
			e.cfg.Domain))
	case res.Snapshot != r.snapshot:
		r.ask()
	case !r.snapshot && res.GWC.IsZero() && (e.intake.puzzles > 0 || r.only != ""):
		// It has what this clone was never told of, and others may not.
		r.snapshot = true
		clear(r.tried)
		r.askOne(ev.From)
	case !r.snapshot && res.GWC.IsZero():
		r.unable = true
		e.isUnable(ev.From)
		r.ask()
	default:
		r.accept(ev, res)
	}
}

// accept acknowledges a response, and begins to take the stream.
func (r *recovery) accept(ev Reply, res control.Response) {
	e := r.e
	if r.snapshot && !e.has && res.Clock.IsZero() {
		e.log.Warn("a snapshot came without a clock", "from", ev.From)
		r.ask()
		return
	}
	if r.snapshot && e.has && res.GWC.AnyLt(e.state.Agreed) {
		e.log.Warn("a snapshot is older than an agreement", "from", ev.From)
		r.ask()
		return
	}
	if e.has && res.GWC.TicksOf(e.state.Time) > e.state.Time.Ticks() {
		e.isOldCopy()
	}
	if r.snapshot && e.has && res.GWC.AnyLtGlobal(e.state.StartGWC) {
		// What is not in the journal could not be put on top of it.
		e.log.Warn("a snapshot lacks what this clone has", "from", ev.From)
		r.outdated = "clone outdated: this clone and others each have edits that the other lacks, " +
			"and the journals have them no more; export what you need and join anew"
		r.ask()
		return
	}
	s, err := e.newStream(r, ev.From, res)
	if err != nil {
		e.failRecovery(err.Error())
		return
	}
	r.from, r.stream, r.outdated = ev.From, s, ""
	delete(e.intake.unable, ev.From)
	if !r.snapshot { // On top of a snapshot, all that is kept is sent.
		if err := e.republish(res.GWC); err != nil {
			e.log.Warn("edits of this clone cannot be sent to the others", "error", err)
			r.outdated = err.Error()
		}
	}
	e.emit(SendReply{To: ev.From, MessageID: e.cfg.NewID(), SentMessageID: ev.MessageID, Payload: control.Ack})
	if !r.snapshot {
		e.link.publishing = true
		e.announce()
	}
	r.waitForStream()
}

func (r *recovery) waitForStream() {
	r.wait(func() { r.e.failRecovery("the stream of a recovery stopped") })
}

// republish sends everything in the journal, anyone's, that a clone with the
// given global clock has not seen. Protocol page, section 6.
func (e *Engine) republish(gwc clock.Global) error {
	if err := e.publishPast(gwc); err != nil {
		return err
	}
	missing, err := e.since(gwc)
	if err != nil {
		return err
	}
	for _, m := range missing {
		e.emit(SendOperation{m.Payload})
	}
	return nil
}

// publish sends entries of the journal.
func (e *Engine) publish(entries []*store.Entry) error {
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		e.emit(SendOperation{operation.NewMessage(entry.Prev, encoded, entry.Attr).Payload})
	}
	return nil
}

// since are the messages of the journal that are not covered by a global clock.
// It is an error if edits of this clone itself are missing among them.
func (e *Engine) since(gwc clock.Global) ([]*operation.Message, error) {
	entries, err := e.entriesSince(gwc)
	if err != nil {
		return nil, err
	}
	// How far this clone's own operations are covered: what was there when the
	// journal began, others have.
	seen := gwc.TicksOf(e.state.Time)
	next := max(seen, e.state.StartGWC.TicksOf(e.state.Time))
	var out []*operation.Message
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return nil, err
		}
		if isPast(encoded.Time, e.state.Time) && entry.Prev <= next && encoded.Time.Ticks() > next {
			next = encoded.Time.Ticks()
		}
		out = append(out, operation.NewMessage(entry.Prev, encoded, entry.Attr))
	}
	if next < e.state.GWC.TicksOf(e.state.Time) {
		return nil, model.Errorf(StatusOutdated, "clone outdated: edits of this clone after its tick %d never reached the others, "+
			"and its journal has them no more; export what you need and join anew", seen)
	}
	return out, nil
}

// isPast reports whether t is of the process of now, or of one that it was forked
// from.
func isPast(t, now clock.Tree) bool {
	path := t.Path()
	return path == "-" || strings.HasPrefix(now.Path(), path)
}

// failRecovery gives up the attempt, and tries again later.
func (e *Engine) failRecovery(why string) {
	e.log.Info("a recovery failed", "because", why)
	if e.rec != nil && e.rec.outdated != "" {
		e.link.lost = e.rec.outdated
	}
	e.abandonRecovery()
	if e.genesis != 0 {
		e.startDomain() // Nobody who is there has it.
	}
	e.failures++
	if e.intake.puzzles > 0 {
		e.intake.puzzles++ // If all who are present are puzzled, none would help another for ever.
	}
	if e.link.liveness() == live {
		e.retryLater()
	}
}

// retryLater begins a recovery after a random while, so that two clones that ask
// each other do not go on doing so in step.
func (e *Engine) retryLater() {
	e.stop(e.retry)
	e.retry = e.after(e.retryDelay(), func() {
		if e.link.liveness() == live {
			e.recover(e.unbased)
		}
	})
}

// retryDelay is short after a first failure, and then as long as the reference's:
// 1.5 times the network timeout in the mean.
func (e *Engine) retryDelay() time.Duration {
	mean := 1.5
	if e.failures <= 1 && e.intake.puzzles <= 1 {
		mean = 0.1
	}
	return time.Duration(mean * 2 * e.cfg.Rand.Float64() * float64(e.cfg.NetworkTimeout))
}

// recovered ends a recovery that has brought everything.
func (e *Engine) recovered() {
	r := e.rec
	e.abandonRecovery()
	e.link.lost = r.outdated
	e.announce()
	e.link.publishing = true
	if r.troubled {
		e.failures++
		e.unbased = e.unbased || r.unbased
		e.retryLater()
		return
	}
	e.unbased = false
	e.failures = 0
	e.intake.attached = true
	e.intake.current = true
	e.takeHeld()
	if e.intake.attached {
		e.payOwed()
		e.recheck()
	}
}
