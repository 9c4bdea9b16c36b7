package transport

import "strconv"

// Kind says what an [Envelope] or an [Event] is about.
type Kind uint8

// The kinds. Operation, Send, Reply and Notify are used in both directions.
const (
	// Present (outgoing) says whether this clone can help others to recover.
	// It must be said again after every [Connected].
	Present Kind = iota + 1
	// Operation is a broadcast to all other clones of the domain.
	Operation
	// Send is a request to one clone.
	Send
	// Reply answers a Send or another Reply.
	Reply
	// Notify is one element of a stream to one clone.
	Notify
	// Connected (incoming) starts a connection.
	Connected
	// Disconnected (incoming) says that the connection is lost, or that an
	// attempt to make one failed.
	Disconnected
	// Presence (incoming) lists the clones that are present in the domain. One
	// comes soon after every Connected, and one at each change.
	Presence
	// Acknowledged (incoming) says that the relay took the envelope with the
	// same Ack number.
	Acknowledged
)

// String gives the name of the kind, for logs and test failures.
func (k Kind) String() string {
	switch k {
	case Present:
		return "present"
	case Operation:
		return "operation"
	case Send:
		return "send"
	case Reply:
		return "reply"
	case Notify:
		return "notify"
	case Connected:
		return "connected"
	case Disconnected:
		return "disconnected"
	case Presence:
		return "presence"
	case Acknowledged:
		return "acknowledged"
	default:
		return "kind(" + strconv.Itoa(int(k)) + ")"
	}
}
