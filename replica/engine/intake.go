package engine

import (
	"errors"
	"fmt"

	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// The bounds of what is kept in memory of operations that cannot be applied yet.
// Beyond them they are dropped, and asked for again.
const (
	maxHeld      = 64 << 20
	maxHeldCount = 50_000
	maxBuffered  = 10_000
	// maxReleased is how many of them are applied in one go; writes come between.
	maxReleased = 100
)

// intake is where operations from others wait until they can be applied.
type intake struct {
	// attached: operations of the domain are applied as they come.
	attached bool
	// current: everything that could be recovered is here.
	current bool
	// held are messages that came while a recovery was going on.
	held      [][]byte
	heldBytes int
	// overflown: some were dropped.
	overflown bool
	// buffer are messages that wait for their causes.
	buffer buffer
	// timer runs while there is something in the buffer, and next while there is
	// something in there, or among what was held, that can be applied at once.
	timer, next uint64
	// puzzles counts the recoveries that were begun since nothing waited;
	// settling: a recovery is just through.
	puzzles  int
	settling bool
	// then is to be done when what was held is through.
	then func()
	// begged: a snapshot was asked for, because of what the messages in the buffer
	// wait for; stuck: and did not bring it. They stay for a while, for somebody may
	// come who can.
	begged, stuck bool
	// quiets counts, on this connection, how often everybody was asked in vain.
	quiets int
	// refused says what was refused last.
	refused string
}

// outcome is what became of a message.
type outcome uint8

const (
	// accepted: applied, or known already.
	accepted outcome = iota
	// buffered: it waits for its causes.
	buffered
	// disordered: something of its process before it is missing.
	disordered
	// unbased: the history that it needs is not kept any more.
	unbased
	// refused: it makes no sense.
	refused
)

func (e *Engine) handleOperation(payload []byte) {
	if !e.intake.attached || e.intake.settling {
		e.hold(payload)
		return
	}
	e.takeMessage(payload)
}

func (e *Engine) hold(payload []byte) {
	in := &e.intake
	if in.heldBytes+len(payload) > maxHeld || len(in.held) >= maxHeldCount {
		in.held, in.heldBytes, in.overflown = nil, 0, true
	}
	in.held = append(in.held, payload)
	in.heldBytes += len(payload)
}

// takeHeld applies what was held, now that a recovery is through, and then does what is
// to be done after it.
func (e *Engine) takeHeld(then func()) {
	in := &e.intake
	in.settling, in.then = true, then
	in.buffer.lookAtAll()
	e.proceed()
}

// proceed applies some of what can be applied, and goes on in another event if there is
// more. What comes while something is held is held as well, so that it stays in order.
func (e *Engine) proceed() {
	in := &e.intake
	if o := e.release(); o != accepted {
		e.act(o)
	}
	if !in.settling {
		return
	}
	for in.attached && len(in.held) > 0 && e.mayProceed() {
		payload := in.held[0]
		in.held[0] = nil
		in.held = in.held[1:]
		in.heldBytes -= len(payload)
		e.batch.released++
		e.takeMessage(payload)
	}
	if in.attached && len(in.held) > 0 {
		return
	}
	in.settling = false
	if e.isClear(); in.attached && in.buffer.len() > 0 {
		e.waitForBuffer()
	}
	if in.overflown {
		in.overflown = false
		e.troubled("too many operations came during a recovery", false)
	}
	in.then()
}

// mayProceed reports whether some more can be applied in this batch; if not, proceed is
// called later.
func (e *Engine) mayProceed() bool {
	if e.batch.released < maxReleased && e.batch.work() < maxWork {
		return true
	}
	if in := &e.intake; in.next == 0 {
		in.next = e.after(0, func() {
			in.next = 0
			e.proceed()
		})
	}
	return false
}

// pause stops taking operations from the domain as they come.
func (e *Engine) pause() {
	in := &e.intake
	in.attached, in.settling = false, false
	e.stop(in.next)
	in.next = 0
}

// isClear notices that nothing waits any more.
func (e *Engine) isClear() {
	in := &e.intake
	if in.attached && in.buffer.len() == 0 {
		in.puzzles, in.begged, in.stuck = 0, false, false
		e.stop(in.timer)
		in.timer = 0
	}
}

// takeMessage applies a message from the domain, and does what has to be done if
// it does not fit.
func (e *Engine) takeMessage(payload []byte) {
	m, err := e.codec.Near(e.state.Time).ParseMessage(payload)
	if err != nil {
		e.refusal(store.RefusedNonsense, unread, fmt.Sprintf("an operation that cannot be read: %v", err))
		e.intake.refused = printable(fmt.Sprintf("an operation was refused (%v)", err))
		return
	}
	e.act(e.receive(m))
}

func (e *Engine) act(o outcome) {
	switch o {
	case buffered:
		e.waitForBuffer()
	case disordered:
		e.troubled("an operation came before its predecessor", false)
	case unbased:
		e.troubled(errNoHistory.Error(), true)
	case accepted, refused:
	}
}

// troubled begins a recovery because something is missing.
func (e *Engine) troubled(why string, unbased bool) {
	if e.link.liveness() != live {
		return // When somebody comes, a recovery begins anyway.
	}
	e.log.Info("recovering", "because", why)
	e.detach(true)
	if e.rec != nil && e.rec.check {
		e.abandonRecovery()
	}
	if e.rec != nil {
		e.rec.troubled = true // The one that is going on was not enough.
		e.rec.unbased = e.rec.unbased || unbased
		return
	}
	e.intake.puzzles++
	e.stopChecks()
	if e.cfg.Now().Sub(e.lastRecovery) < e.cfg.NetworkTimeout/4 {
		e.failures++
		e.unbased = e.unbased || unbased
		e.retryLater()
		return
	}
	e.recover(unbased)
}

// receive takes one message, and then those that had waited for it.
// Protocol page, section 7.
func (e *Engine) receive(m *operation.Message) outcome {
	o := e.receiveOne(m)
	if o == accepted {
		e.wake(m)
		o = e.release()
	}
	e.isClear()
	return o
}

// release takes messages that have waited, as far as they wait for nothing any more.
func (e *Engine) release() outcome {
	b := &e.intake.buffer
	for len(b.due) > 0 && e.mayProceed() {
		w := b.due[0]
		b.due = b.due[1:]
		if e.putAside(w) {
			continue
		}
		b.remove(w)
		e.batch.released++
		switch o := e.receiveOne(w.Message); o {
		case accepted:
			e.wake(w.Message)
		case disordered, unbased:
			return o
		case buffered, refused:
		}
	}
	return accepted
}

// wake has those be looked at again that may have waited for a message.
func (e *Engine) wake(m *operation.Message) {
	b := &e.intake.buffer
	switch {
	case b.len() == 0:
	case m.Agreed != nil, e.isBlocked(m):
		b.lookAtAll()
	default:
		b.wake(m.Time.Path(), func(at place, w *waiting) bool {
			if at.public {
				return e.state.GWC.TicksOf(w.Time) >= w.tick
			}
			return e.state.Time.TicksAt(at.path) >= w.tick
		})
	}
}

// putAside finds what a message in the buffer waits for; it reports whether it does.
func (e *Engine) putAside(w *waiting) bool {
	b := &e.intake.buffer
	b.looks++
	if e.ignores(w.Message) {
		return false
	}
	if !e.ready(w.Message) {
		if path, tick, ok := e.seen(w.Message).Lacks(w.Time); ok {
			b.wait(w, place{path: path}, tick)
		}
		return true
	}
	if w.Prev > e.state.GWC.TicksOf(w.Time) {
		b.wait(w, placeOf(w.Time.Path(), true), w.Prev)
		return true
	}
	return false
}

func (e *Engine) receiveOne(m *operation.Message) outcome {
	// Operations say what was seen, not ticks: what was voided may be needed after
	// all, and the reference uses its ticks again.
	seen := e.state.GWC.TicksOf(m.Time)
	switch {
	case e.ignores(m):
		return accepted
	case e.suspect(m):
		return refused
	case !e.ready(m):
		return e.wait(m)
	case seen >= m.Time.Ticks():
		return accepted // It was here already.
	case m.Prev > seen:
		e.log.Info("an operation is out of order", "process", m.Time.Path(), "ticks", m.Time.Ticks(),
			"previous", m.Prev, "seen", seen)
		if in := &e.intake; in.settling || in.puzzles >= maxPuzzles || in.stuck {
			return e.wait(m) // A recovery was just through: others are asked first. Or nobody has what it follows.
		}
		e.hold(m.Payload)
		return disordered
	}
	switch err := e.apply(m); {
	case err == nil:
	case errors.Is(err, errNoHistory):
		return unbased
	default:
		e.refuse(m, store.RefusedOperation, err)
		return refused
	}
	return accepted
}

// refuse remembers that an operation was not taken, and says so.
func (e *Engine) refuse(m *operation.Message, kind store.RefusalKind, cause error) {
	e.refusal(kind, processOrigin(m), fmt.Sprintf("an operation: %v", cause))
	e.intake.refused = printable(fmt.Sprintf("an operation of the process %s was refused (%v)", m.Time.Path(), cause))
}

func (e *Engine) wait(m *operation.Message) outcome {
	in := &e.intake
	if in.buffer.bytes+len(m.Payload) > maxHeld || in.buffer.len() >= maxBuffered {
		e.log.Warn("too many operations wait for others", "waiting", in.buffer.len())
		in.buffer = buffer{}
		return disordered
	}
	if w, isNew := in.buffer.add(m); isNew {
		e.putAside(w)
		e.log.Debug("an operation waits for its causes", "process", m.Time.Path(), "ticks", m.Time.Ticks())
	}
	return buffered
}
