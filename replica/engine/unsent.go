package engine

// isSending reports whether what is written goes out at once to somebody who is there.
func (e *Engine) isSending() bool {
	return e.link.publishing && e.link.liveness() == live && e.link.outbox.mark == 0
}

// countUnsent takes note of an operation that was just written, if nobody is sent it now. Of
// a domain that nobody has joined, all is unsent, and that is no matter.
func (e *Engine) countUnsent() {
	if !e.isSending() && !e.state.Time.IsID() {
		e.state.Unsent++
	}
}

// allSent takes note that others have been sent what they lacked, unless some of it still
// waits. What was on its way when a connection broke is not known to be missing until the
// next one: operations are not acknowledged.
func (e *Engine) allSent() {
	if e.state.Unsent != 0 && e.isSending() && e.write() != nil {
		e.state.Unsent = 0
	}
}
