package engine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// The bounds of what is kept in memory of operations that cannot be applied yet.
// Beyond them they are dropped, and asked for again.
const (
	maxHeld      = 64 << 20
	maxHeldCount = 50_000
	maxBuffered  = 10_000 // Each that comes is compared with all.
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
	buffer      []*operation.Message
	bufferBytes int
	// timer runs while there is something in the buffer.
	timer uint64
	// puzzles counts the recoveries that were begun since nothing waited;
	// settling: a recovery is just through.
	puzzles  int
	settling bool
	// begged: a snapshot was asked for, because of what the messages in the buffer
	// wait for; stuck: and did not bring it. They stay, for somebody may come who
	// can.
	begged, stuck bool
	// refused says what was refused last.
	refused string
}

const (
	// maxPuzzles is how many recoveries are tried, each with another clone, and
	// with checks of all others, before a snapshot is, and then none.
	maxPuzzles = 3
	// stuckPatience is how many network timeouts it then takes until all is
	// tried again.
	stuckPatience = 30
)

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
	if !e.intake.attached {
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

// takeHeld applies what was held, now that a recovery is through.
func (e *Engine) takeHeld() {
	in := &e.intake
	in.settling = true
	held := in.held
	in.held, in.heldBytes = nil, 0
	for i, payload := range held {
		e.takeMessage(payload)
		if !in.attached { // It was one too many: a recovery begins again.
			for _, rest := range held[i+1:] {
				e.hold(rest)
			}
			break
		}
	}
	in.settling = false
	if e.isClear(); in.attached && len(in.buffer) > 0 {
		e.waitForBuffer()
	}
	if in.overflown {
		in.overflown = false
		e.troubled("too many operations came during a recovery", false)
	}
}

// isClear notices that nothing waits any more.
func (e *Engine) isClear() {
	in := &e.intake
	if in.attached && len(in.buffer) == 0 {
		in.puzzles, in.begged, in.stuck = 0, false, false
		e.stop(in.timer)
		in.timer = 0
	}
}

// takeMessage applies a message from the domain, and does what has to be done if
// it does not fit.
func (e *Engine) takeMessage(payload []byte) {
	m, err := e.codec.ParseMessage(payload)
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
		e.troubled("the history that an agreement voids is not kept any more", true)
	case accepted, refused:
	}
}

// waitForBuffer gives what is in the buffer some time.
func (e *Engine) waitForBuffer() {
	in := &e.intake
	if in.timer != 0 {
		return
	}
	patience := e.cfg.NetworkTimeout
	if in.stuck {
		patience *= stuckPatience
	}
	in.timer = e.after(patience, func() {
		in.timer = 0
		switch {
		case len(in.buffer) == 0 || !in.attached:
		case e.checks.going:
			e.waitForBuffer()
		case !in.begged && e.agreementWaits():
			in.begged = true
			e.troubled("an agreement waits for what nobody gave", true)
		case in.puzzles < maxPuzzles || in.stuck:
			e.troubled("operations wait for others that do not come", false)
		case !in.begged:
			in.begged = true
			e.troubled("operations wait for others that nobody gave", true)
		default:
			in.stuck = true
			e.log.Error("operations wait for others that nobody can give", "waiting", len(in.buffer))
			e.waitForBuffer()
		}
	})
}

// agreementWaits reports whether an agreement waits even after a recovery. What it
// waits for may have been undone here by itself, with what it was fused with; others
// take that for seen, and only a snapshot brings it.
func (e *Engine) agreementWaits() bool {
	return e.intake.puzzles > 0 && slices.ContainsFunc(e.intake.buffer, func(m *operation.Message) bool { return m.Agreed != nil })
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
	for progress := o == accepted; progress; {
		progress = false
		for i, waiting := range e.intake.buffer {
			seen := e.state.GWC.TicksOf(waiting.Time)
			if !e.ignores(waiting) && (!e.ready(waiting) || waiting.Prev > seen) {
				continue
			}
			e.intake.buffer = append(e.intake.buffer[:i:i], e.intake.buffer[i+1:]...)
			e.intake.bufferBytes -= len(waiting.Payload)
			if o := e.receiveOne(waiting); o == disordered || o == unbased {
				return o
			}
			progress = true
			break
		}
	}
	e.isClear()
	return o
}

func (e *Engine) receiveOne(m *operation.Message) outcome {
	// Operations say what was seen, not ticks: what was voided may be needed after
	// all, and the reference uses its ticks again.
	seen := e.state.GWC.TicksOf(m.Time)
	switch {
	case e.ignores(m):
		e.passOver(m)
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
		if e.intake.settling {
			return e.wait(m) // A recovery was just through: others are asked first.
		}
		e.hold(m.Payload)
		return disordered
	}
	switch err := e.apply(m); {
	case err == nil:
	case errors.Is(err, errMissingCauses):
		return disordered
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
	if in.bufferBytes+len(m.Payload) > maxHeld || len(in.buffer) >= maxBuffered {
		e.log.Warn("too many operations wait for others", "waiting", len(in.buffer))
		in.buffer, in.bufferBytes = nil, 0
		return disordered
	}
	for _, waiting := range in.buffer {
		if waiting.Time.Equal(m.Time) && waiting.From == m.From {
			return buffered
		}
	}
	in.buffer = append(in.buffer, m)
	in.bufferBytes += len(m.Payload)
	e.log.Debug("an operation waits for its causes", "time", fmt.Sprint(m.Time.Path(), m.Time.Ticks()))
	return buffered
}
