package transport

import "time"

// Stats describes a link at one moment.
type Stats struct {
	// URL is the relay that is connected or was tried last, without its token.
	URL string
	// Connected is whether there is a connection now.
	Connected bool
	// ConnectedSince is when this connection was made; zero without one.
	ConnectedSince time.Time
	// Generation is the number of connections made so far.
	Generation uint64
	// Reconnects is the number of connections made after the first.
	Reconnects uint64
	// Failures counts failed attempts since the last connection.
	Failures uint64
	// RoundTrip is the latest measured time to the relay and back; zero when
	// it is not known.
	RoundTrip time.Duration
	// MaxPayload is the largest payload that the relay takes; zero when it is not known.
	MaxPayload int64
	// MessagesIn, BytesIn and BytesOut count what crossed all connections. Bytes are those of
	// the protocol's packets.
	MessagesIn, BytesIn, BytesOut uint64
	// LastError is why the last connection was lost or the last attempt
	// failed; nil when there was no such failure yet.
	LastError error
}
