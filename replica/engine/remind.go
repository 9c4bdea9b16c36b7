package engine

import (
	"time"

	"github.com/m-ld/mld-tui/replica/operation"
)

// A clone of the reference that gives a rev-up leaves out what it has received and not yet
// begun to apply, but for one operation. So a clone of the reference that comes back, and is
// helped by another that is busy, can lack operations that were sent before it listened. It
// takes it that it has everything, and notices only by a later operation of the same process,
// or by one that knows of what it lacks: if nobody writes any more, never.
//
// Our clones ask all others after a recovery (see checks), and notice. For the others, a
// clone says its latest operation again when somebody has come soon after it was sent: who
// has it passes over it, and who lacks it, or what it follows, takes it or recovers.

// How many network timeouts after somebody has come the latest operation is said again: until
// then, who has come listens; and how many after it was sent there is no more need to: until
// then, whoever is present will have applied it.
const (
	remindAfter = 2
	lately      = 12
)

// reminder says when to say the latest operation again.
type reminder struct {
	timer uint64
	// again: somebody has come since the timer was set.
	again bool
	// sent is when an operation was last sent to all; zero if none was on this connection.
	sent time.Time
}

// remindLater has the latest operation be said again to somebody who has come.
func (e *Engine) remindLater() {
	r := &e.link.reminder
	if r.timer != 0 {
		r.again = true
		return
	}
	r.timer = e.after(remindAfter*e.cfg.NetworkTimeout, func() {
		again := r.again
		r.timer, r.again = 0, false
		e.remind()
		if again {
			e.remindLater()
		}
	})
}

// remind says this clone's latest operation again, if it was sent lately.
func (e *Engine) remind() {
	sent := e.link.reminder.sent
	tx := e.read()
	if tx == nil || !e.link.publishing || sent.IsZero() || e.cfg.Now().Sub(sent) > lately*e.cfg.NetworkTimeout {
		return
	}
	tid, _ := e.state.GWC.TID(e.state.Time)
	record, ok := tx.Operation(tid)
	if !ok || record.Tick == 0 { // It has none, or only one that came with a snapshot.
		return
	}
	entry, err := tx.EntryAfter(record.Tick - 1)
	if err != nil || entry == nil {
		e.failed(err)
		return
	}
	encoded, err := e.codec.Parse(entry.Operation)
	if err != nil {
		e.failed(err)
		return
	}
	e.sendInTurn(operation.NewMessage(entry.Prev, encoded, entry.Attr).Payload)
}
