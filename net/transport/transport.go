package transport

// Envelope is one outgoing message. The fields that a kind does not name below
// are ignored.
//
//	Present    Present
//	Operation  Payload
//	Send       To, MessageID, Payload, Ack
//	Reply      To, MessageID, SentMessageID, Payload, Ack
//	Notify     To, ChannelID, Payload, Ack
//
// The sender is always the transport's own clone. A transport keeps Payload
// without copying it: the caller must not change it after Send.
type Envelope struct {
	Kind          Kind
	Present       bool
	To            string
	MessageID     string
	SentMessageID string
	ChannelID     string
	Payload       []byte
	// Ack, if not zero, asks for one [Acknowledged] event with the same number
	// once the relay took the message. Only Send, Reply and Notify are
	// acknowledged (protocol section 5). When the connection is lost first, the
	// event never comes: [Disconnected] does.
	Ack uint64
}

// Event is one thing that came from the transport.
//
//	Connected     Generation
//	Disconnected  Generation, Err
//	Presence      Generation, Present
//	Operation     Generation, Payload
//	Send          Generation, From, MessageID, Payload
//	Reply         Generation, From, MessageID, SentMessageID, Payload
//	Notify        Generation, From, ChannelID, Payload
//	Acknowledged  Generation, Ack, Err
type Event struct {
	Kind Kind
	// Generation counts the connections of this transport, from one. Events of
	// a connection carry its number; a Disconnected for a failed attempt
	// carries the number of the last connection that was made, or zero.
	Generation uint64
	// Present lists the clones that are present, in ascending order, without
	// repetition. It includes this clone if it is present itself.
	Present       []string
	From          string
	MessageID     string
	SentMessageID string
	ChannelID     string
	Payload       []byte
	Ack           uint64
	// Err says why a connection was lost or an attempt failed. It is never nil
	// in a Disconnected event. In an Acknowledged event it is what the relay
	// refused the message for, and nil if it took it.
	Err error
}

// Transport carries messages between one clone and the others of its domain.
// It connects by itself, and again whenever a connection is lost, until it is
// closed.
//
// Send, Close and the methods of [Measured] may be called from any goroutine.
type Transport interface {
	// Send queues the envelope on the present connection. It never blocks.
	//
	// It returns [ErrNotConnected] when there is no connection (nothing is
	// kept for a later one), [ErrClosed] after Close, a [*TooLargeError] when
	// the relay would not take a payload of that size, [ErrOverflow] when
	// the queue is full, which also drops the connection, and [ErrInvalid] for
	// an envelope that makes no sense.
	Send(Envelope) error
	// Events gives everything that comes. It must be read steadily: a full
	// channel holds up the connection, and in the end loses it. It is closed
	// after Close.
	Events() <-chan Event
	// Close says goodbye, after a short time given to what is still queued,
	// and waits until nothing of the transport is left running. It may be
	// called again.
	Close() error
}

// Measured is a transport that keeps statistics of its link.
type Measured interface {
	// Stats gives the statistics of this moment.
	Stats() Stats
}
