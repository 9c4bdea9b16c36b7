package transport

import (
	"errors"
	"fmt"
)

// Errors that [Transport.Send] returns and [Disconnected] events carry. Test
// for them with errors.Is.
var (
	// ErrNotConnected says that the envelope was dropped for want of a connection.
	ErrNotConnected = errors.New("not connected to a relay: the message was not sent, recovery will send it again")
	// ErrClosed says that the transport was closed by its owner.
	ErrClosed = errors.New("the transport is closed")
	// ErrOverflow says that more was queued than the link could take, and that
	// the connection was dropped because of it.
	ErrOverflow = errors.New("the link to the relay is too slow for what was sent: the connection was dropped and will be made again")
	// ErrInvalid says that an envelope lacks what its kind needs.
	ErrInvalid = errors.New("the envelope cannot be sent")
)

// TooLargeError says that the relay would drop the connection over a payload
// of this size.
type TooLargeError struct {
	Size, Limit int64
}

// Error implements error.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("the message has %d bytes but the relay takes at most %d: make smaller changes, or raise the relay's limit", e.Size, e.Limit)
}

// RefusedError says that a relay answered, and refused the connection. Trying
// again without another token or address will hardly help.
type RefusedError struct {
	// URL is the relay's address, without its token.
	URL string
	// Status is the HTTP status, or zero if the refusal came later.
	Status int
	// Reason is what the relay said.
	Reason string
}

// Error implements error.
func (e *RefusedError) Error() string {
	switch e.Status {
	case 401, 403:
		return fmt.Sprintf("the relay %s refused us (%d): %s; check the token in the join URL", e.URL, e.Status, e.Reason)
	case 0:
		return fmt.Sprintf("the relay %s refused us: %s", e.URL, e.Reason)
	default:
		return fmt.Sprintf("%s answered %d: %s; is it a relay, and is the path right?", e.URL, e.Status, e.Reason)
	}
}
