package replica

import (
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
)

type (
	// Exchange is what a clone has got from others.
	Exchange = engine.Exchange
	// Recovered tells of one rev-up or snapshot that was taken.
	Recovered = engine.Recovered
	// Waiting is an operation that waits for an earlier one.
	Waiting = engine.Waiting
	// Heard is up to which of its operations a process was heard.
	Heard = engine.Heard
)

// How often it is looked, at most, what was exchanged: of itself, and where somebody
// asks.
const (
	lookUnasked = time.Second
	lookAsked   = 100 * time.Millisecond
)

// Link tells how the connection to the relay is doing, and what was exchanged with the
// other clones, as of a moment ago. It may be called from any goroutine, and does not
// block: what it asks for is there when it is called again.
func (r *Replica) Link() Link {
	var l Link
	if r.transport != nil {
		l = r.transport.Link()
	}
	r.mu.Lock()
	l.Exchange, l.Compared = r.exchange, r.compare.results()
	r.exchangeAsked = true
	due := time.Since(r.exchangeAt) > lookAsked
	r.mu.Unlock()
	if due {
		r.wake()
	}
	return l
}

// look takes note of what was exchanged, for Link. The lock is held.
func (r *Replica) look(e *engine.Engine) {
	since := time.Since(r.exchangeAt)
	if since < lookAsked || since < lookUnasked && !r.exchangeAsked {
		return
	}
	r.exchange, r.exchangeAt, r.exchangeAsked = e.Exchange(), time.Now(), false
}
