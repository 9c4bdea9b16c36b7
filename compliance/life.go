package compliance

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// send writes a command to the process.
func (l *life) send(command map[string]any) error {
	l.clone.log.JSON(l.clone.domain, l.clone.id+" < ", command)
	if err := l.process.Send(command); err != nil {
		return fmt.Errorf("the process of clone %s takes nothing more: %w", l.clone.id, err)
	}
	return nil
}

// ask sends a command whose answer is awaited under a request id.
func (l *life) ask(request string, p *pending, command map[string]any) error {
	l.mu.Lock()
	if l.pending == nil {
		l.mu.Unlock()
		return fmt.Errorf("the process of clone %s has ended", l.clone.id)
	}
	l.pending[request] = p
	l.mu.Unlock()
	if err := l.send(command); err != nil {
		l.take(request)
		return err
	}
	return nil
}

// take removes a pending request, if it is still there.
func (l *life) take(request string) *pending {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.pending[request]
	delete(l.pending, request)
	return p
}

func (l *life) peek(request string) *pending {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.pending[request]
}

// listen handles everything that the process says, in order, until it ends.
func (l *life) listen() {
	c := l.clone
	for line := range l.process.Lines() {
		c.log.Line(c.domain, c.id+" > ", line)
		var m message
		if err := json.Unmarshal(line, &m); err != nil {
			c.log.Printf(c.domain, "%s said something that is not a message: %v", c.id, err)
			continue
		}
		if m.RequestID == l.request {
			l.said(m, line)
		} else {
			l.answered(m, line)
		}
	}
	<-l.process.Exited()
	l.ended()
}

// said handles what the clone says of itself, on the request that started it.
func (l *life) said(m message, line []byte) {
	c := l.clone
	tell := func() { l.res.chunk(line) }
	switch m.Type {
	case "started":
		l.mu.Lock()
		l.begun = true
		l.mu.Unlock()
		c.mu.Lock()
		c.settled = true
		c.mu.Unlock()
		l.unlessHeld(func() { c.order.event(c.id, tell) })
	case "status":
		l.unlessHeld(func() { c.order.event(c.id, tell) })
		var status struct {
			Online bool `json:"online"`
		}
		if json.Unmarshal(m.Body, &status) == nil && status.Online {
			l.letOut()
		}
	case "updated":
		l.unlessHeld(func() { c.order.update(c.id, tell) })
	case "closed":
		l.unlessHeld(func() { c.order.event(c.id, l.res.finish) })
	case "unstarted", "error":
		l.mu.Lock()
		l.expected = true
		l.refusal = m.reason()
		l.mu.Unlock()
		// The suite is told when the process is gone, for it may start the clone again at once
		l.process.CloseInput()
	default:
		c.log.Printf(c.domain, "%s said %q of itself, which is not in the protocol", c.id, m.Type)
	}
}

// answered handles an answer to a later request.
func (l *life) answered(m message, line []byte) {
	c := l.clone
	if m.Type == "next" {
		if p := l.peek(m.RequestID); p != nil && p.res != nil {
			body := m.Body
			c.order.deliver(func() { p.res.chunk(body) })
		}
		return
	}
	p := l.take(m.RequestID)
	switch {
	case p == nil:
		c.log.Printf(c.domain, "%s answered what nobody asked: %s", c.id, line)
	case p.done != nil:
		p.done <- m
	case m.Type == "complete":
		c.order.finish(c.id, m.RequestID, true, p.res.finish)
	default:
		reason := m.reason()
		if m.Type != "error" {
			reason = fmt.Sprintf("unexpected %q in answer to a transaction", m.Type)
		}
		c.order.finish(c.id, m.RequestID, false, func() { p.res.fail(http.StatusInternalServerError, reason) })
	}
}

// unlessHeld does something now, or later if the clone's words are held back.
func (l *life) unlessHeld(tell func()) {
	l.mu.Lock()
	if l.hold {
		l.holding = append(l.holding, tell)
		l.mu.Unlock()
		return
	}
	l.mu.Unlock()
	tell()
}

// letOut says what was held back, in order.
func (l *life) letOut() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.release != nil {
		l.release.Stop()
	}
	for _, tell := range l.holding {
		tell()
	}
	l.holding, l.hold = nil, false
}

// ended tidies up after the process.
func (l *life) ended() {
	c := l.clone
	l.letOut()
	l.mu.Lock()
	pending := l.pending
	l.pending = nil
	expected, refusal := l.expected, l.refusal
	l.mu.Unlock()
	reason := fmt.Sprintf("the process of clone %s ended", c.id)
	if !expected {
		c.log.Printf(c.domain, "%s process ended unexpectedly", c.id)
	}
	if stderr := l.process.Stderr(); stderr != "" {
		c.log.Printf(c.domain, "%s standard error:\n%s", c.id, stderr)
		c.inspect(c, stderr)
	}
	c.order.leave(c.id)
	for _, p := range pending {
		if p.done != nil {
			close(p.done)
			continue
		}
		if expected && refusal == "" {
			p.res.abandon()
			continue
		}
		c.order.deliver(func() { p.res.fail(http.StatusInternalServerError, reason) })
	}
	l.process.CloseInput()
	c.mu.Lock()
	if c.life == l {
		c.life = nil
	}
	c.mu.Unlock()
	close(l.over)
	if refusal != "" {
		reason = refusal
	}
	// Without effect if the clone has said that it closed
	c.order.deliver(func() { l.res.failOrFinish(http.StatusBadRequest, reason) })
}
