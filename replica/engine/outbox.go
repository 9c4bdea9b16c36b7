package engine

import (
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// outbox has the operations that others lack, and that are still to be sent, when they are
// many: a transport takes only so much at once, and drops the connection beyond that. They go
// out in portions, each when the relay has taken the one before. What is written meanwhile
// goes after them, so that it stays in order.
//
// The relay acknowledges no operations, but it does notifications, and takes what comes in
// order. So a portion ends with one on a channel that nobody knows, which clones ignore.
type outbox struct {
	waiting [][]byte
	// queued are those that were put in, so that none is twice.
	queued map[known]bool
	// to is somebody who was present, and mark the number of the notification; zero if
	// none is on its way.
	to    string
	mark  uint64
	timer uint64
}

// The bounds of a portion, and how many network timeouts the relay has to take one. A
// connection that is dead ends sooner; so this is for a relay that acknowledges nothing.
const (
	portionCount    = 512
	portionBytes    = 1 << 20
	portionTimeouts = 12
)

// publish gives out an operation that was just written, after those before it; unless it
// is for a recovery to find what others lack.
func (e *Engine) publish(payload []byte) {
	if e.link.publishing {
		e.link.reminder.sent = e.cfg.Now()
		e.sendInTurn(payload)
	}
}

// sendInTurn gives out an operation after what goes out before it.
func (e *Engine) sendInTurn(payload []byte) {
	if o := &e.link.outbox; o.mark != 0 {
		o.waiting = append(o.waiting, payload)
		return
	}
	e.emit(SendOperation{payload})
}

// sendMissing gives out what somebody lacks.
func (e *Engine) sendMissing(to string, missing []*operation.Message) {
	o := &e.link.outbox
	if len(missing) > 0 {
		e.link.reminder.sent = e.cfg.Now()
	}
	if o.mark == 0 {
		*o = outbox{to: to, queued: make(map[known]bool)}
	}
	for _, m := range missing {
		if key := (known{m.TID(), m.From}); !o.queued[key] {
			o.queued[key] = true
			o.waiting = append(o.waiting, m.Payload)
		}
	}
	if o.mark == 0 {
		e.sendPortion()
	}
}

// sendPortion sends some of what waits, and goes on when that was taken.
func (e *Engine) sendPortion() {
	o := &e.link.outbox
	e.stop(o.timer)
	for n, bytes := 0, 0; len(o.waiting) > 0; n++ {
		if n == portionCount || bytes > portionBytes {
			e.giving.nextAck++
			o.mark = e.giving.nextAck
			e.emit(SendNotify{To: o.to, ChannelID: e.cfg.NewID(), Payload: control.Notification{Complete: true}.Encode(), Ack: o.mark})
			o.timer = e.after(portionTimeouts*e.cfg.NetworkTimeout, e.sendPortion)
			return
		}
		bytes += len(o.waiting[0])
		e.emit(SendOperation{o.waiting[0]})
		o.waiting[0] = nil
		o.waiting = o.waiting[1:]
	}
	*o = outbox{}
	e.allSent()
}

// emptyOutbox forgets what is still to be sent: a recovery finds what others lack.
func (e *Engine) emptyOutbox() {
	e.stop(e.link.outbox.timer)
	e.link.outbox = outbox{}
}
