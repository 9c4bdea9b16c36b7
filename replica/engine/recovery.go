package engine

import (
	"fmt"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/control"
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
	// given is the local tick up to which the journal was given to it, while it was asked.
	given uint64
	// tried are all that were asked, and unable those that answered that they
	// cannot give a rev-up.
	tried  map[string]bool
	unable bool
	// unfit: none of those present could give a rev-up.
	unfit bool
	timer uint64
	// troubled: while this went on, something was found to be missing still.
	troubled bool
	// unbased: what is missing is history, so that the next must be a snapshot.
	unbased bool
	// outdated says what stands between this clone and the others for good.
	outdated string
	// only is the one to ask, if not just anyone.
	only string
	// check: nothing is known to be missing; push: what the other is missing is
	// sent to all. See checks.
	check, push bool
	// newClock: this clone needs another clock, because its own was forked from
	// what an agreement has voided.
	newClock bool
	// stream is there once somebody has agreed to help.
	stream *stream
}

// recover begins to get what others have; a snapshot, if this clone is new or if
// its history is known to be of no use.
func (e *Engine) recover(unbased bool) { e.recoverFrom(e.whomToAsk(), unbased) }

// recoverFrom is recover, from one clone only if it is named. Local writes go on,
// and go out if nothing is to go out before them.
func (e *Engine) recoverFrom(only string, unbased bool) {
	e.abandonRecovery()
	e.lastRecovery = e.cfg.Now()
	e.pause()
	e.rec = &recovery{e: e, snapshot: !e.has || unbased, tried: make(map[string]bool), only: only}
	e.rec.ask()
}

// abandonRecovery forgets the attempt that is going on, if there is one, and all
// checks.
func (e *Engine) abandonRecovery() {
	e.stopChecks()
	if e.rec != nil {
		e.rec.discard()
		e.rec = nil
	}
}

func (r *recovery) discard() {
	r.e.stop(r.timer)
	if r.stream != nil {
		r.stream.discard(r.e)
	}
}

// next chooses whom to ask: of those not tried one that was not asked lately, by chance,
// lest everybody ask the same.
func (r *recovery) next() (id string, ok bool) {
	if r.only != "" {
		return r.only, !r.tried[r.only] && slices.Contains(r.e.link.others, r.only)
	}
	untried := slices.DeleteFunc(slices.Clone(r.e.link.others), func(id string) bool { return r.tried[id] })
	if len(untried) == 0 {
		return "", false
	}
	fresh := slices.DeleteFunc(slices.Clone(untried), func(id string) bool { return r.e.asked[id] })
	if len(fresh) == 0 {
		clear(r.e.asked)
		fresh = untried
	}
	return fresh[r.e.cfg.Rand.IntN(len(fresh))], true
}

// ask asks the next clone, or gives up when all were asked.
func (r *recovery) ask() {
	e := r.e
	id, ok := r.next()
	switch {
	case ok:
	case !r.snapshot && r.unable && !r.check:
		// Nobody has that much history: begin anew from a snapshot.
		r.snapshot, r.unable, r.unfit = true, false, true
		clear(r.tried)
		r.ask()
		return
	default:
		e.failRecovery("nobody who is present could help")
		return
	}
	r.askOne(id)
}

// askOne asks a clone, and the next if it does not answer.
func (r *recovery) askOne(id string) {
	e := r.e
	r.from, r.message, r.given = id, e.cfg.NewID(), 0
	r.tried[id] = true
	if !r.check {
		e.asked[id] = true
	}
	req := control.Request{Snapshot: r.snapshot, NewClock: r.newClock || !e.has && e.genesis == 0, Apart: e.isApart(), Fused: true}
	if e.has {
		req.Time = e.public()
	}
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
		e.refusal(store.RefusedNonsense, cloneOrigin(ev.From), fmt.Sprintf("an answer to a request for recovery: %v", err))
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
			"name at the relay, started by another, or from a copy of this one's file: use another name, or bring over what only this file has with mld-tui rescue",
			e.cfg.Domain))
	case res.Snapshot != r.snapshot:
		r.ask()
	case !r.snapshot && res.GWC.IsZero():
		r.unable = true
		r.ask()
	default:
		r.accept(ev, res)
	}
}

// accept acknowledges a response, and begins to take the stream.
func (r *recovery) accept(ev Reply, res control.Response) {
	e := r.e
	uprooted := r.snapshot && e.isUprooted(res)
	if uprooted && !r.newClock {
		e.log.Warn("this clone's clock was forked from what an agreement has voided: it needs another")
		r.newClock = true
		r.askOne(ev.From)
		return
	}
	r.newClock = uprooted // It may be another who answers, and does not know of the agreement.
	if r.snapshot && (!e.has || r.newClock) && res.Clock.IsZero() {
		e.refusal(store.RefusedNonsense, cloneOrigin(ev.From), "a snapshot without a clock")
		r.ask()
		return
	}
	if r.snapshot && res.DataAddress == res.UpdatesAddress {
		e.refusal(store.RefusedNonsense, cloneOrigin(ev.From), "a snapshot with one address for two streams")
		r.ask()
		return
	}
	if r.snapshot && e.has && lacksAgreement(res.Agreed, res.GWC, e.state.Agreed) {
		e.refusal(store.RefusedNonsense, cloneOrigin(ev.From), "a snapshot from before an agreement")
		e.announce() // It is the other that needs help, and may not know.
		if err := e.republish(ev.From, res.GWC); err != nil {
			e.log.Warn("an agreement cannot be sent to the others", "error", err)
		}
		r.ask()
		return
	}
	if e.has && !res.GWC.Fits(e.state.Time) {
		e.refusal(store.RefusedRule, cloneOrigin(ev.From), "a recovery from another domain of the same name")
		e.checks.never(ev.From)
		if r.only == "" { // That one clone does not fit is not to say that this one is the outdated.
			r.outdated = "there is another domain of this name at the relay, which was started apart: use another relay, or another name"
		}
		r.ask()
		return
	}
	if e.has && !r.newClock && !e.judge(res.GWC) {
		return
	}
	if r.snapshot && e.has && res.GWC.AnyLtGlobal(e.state.StartGWC) && !e.isNews(res.Agreed) {
		// What is not in the journal could not be put on top of it.
		e.log.Warn("a snapshot lacks what this clone has", "from", ev.From)
		r.foundUnfit(ev.From, res.GWC)
		return
	}
	s, err := e.newStream(r, ev.From, res)
	if err != nil {
		e.failRecovery(err.Error())
		return
	}
	r.from, r.stream, r.outdated = ev.From, s, ""
	switch {
	case r.snapshot: // On top of it, all that is kept is sent.
	case r.check && !r.push && res.GWC.AnyLtGlobal(e.state.GWC):
		e.checks.askAgain(ev.From)
	default:
		if err := e.republish(ev.From, res.GWC); err != nil {
			e.log.Warn("edits of this clone cannot be sent to the others", "error", err)
			r.outdated = err.Error()
		}
	}
	e.emit(SendReply{To: ev.From, MessageID: e.cfg.NewID(), SentMessageID: ev.MessageID, Payload: control.Ack})
	if !r.snapshot && !r.check {
		e.setApart("")
		e.link.publishing = true
		e.announce()
	}
	r.waitForStream()
}

func (r *recovery) waitForStream() {
	r.wait(func() { r.e.failRecovery("the stream of a recovery stopped") })
}

// failRecovery gives up the attempt, and tries again later.
func (e *Engine) failRecovery(why string) {
	if e.rec != nil && e.rec.check {
		e.checked(e.rec, true)
		return
	}
	e.log.Info("a recovery failed", "because", why)
	outdated := e.rec != nil && e.rec.outdated != ""
	if outdated {
		e.comeApart(e.rec.outdated)
	}
	e.abandonRecovery()
	if e.genesis != 0 {
		e.startDomain() // Nobody who is there has it.
	}
	e.failures++
	switch {
	case e.link.liveness() != live:
	case outdated: // Nothing helps, unless somebody comes who can.
		e.retryAfter(e.quiet())
	default:
		e.retryLater()
	}
}

// retryLater begins a recovery after a random while, so that two clones that ask
// each other do not go on doing so in step.
func (e *Engine) retryLater() { e.retryAfter(e.retryDelay()) }

func (e *Engine) retryAfter(d time.Duration) {
	e.stop(e.retry)
	e.retry = e.after(d, func() {
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
	if r.check {
		e.checked(r, false)
		return
	}
	e.gotLast = r.stream.got
	e.gotLast.Ended = e.cfg.Now()
	e.abandonRecovery()
	e.link.lost = r.outdated
	e.announce()
	e.link.publishing = true
	if r.outdated == "" {
		e.allSent()
	}
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
	known := e.state.GWC
	e.takeHeld(func() {
		if !e.intake.attached {
			return
		}
		without := r.from
		if !known.Equal(e.state.GWC) {
			without = "" // It may lack what was held, if it has come since that was sent.
		}
		e.checkOthers(without)
	})
}
