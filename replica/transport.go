package replica

import "github.com/m-ld/mld-tui/replica/engine"

// Transport carries messages between this clone and the others of its domain. It
// connects by itself, and again when a connection is lost. What the messages mean
// is the engine's to know; where they go, the transport's.
type Transport interface {
	// Send takes one of the engine's Send effects. It never blocks: what cannot
	// be sent is dropped with its connection, and a recovery sends it again.
	Send(effect engine.Effect) error
	// Events gives what comes, as the engine's events, until Close.
	Events() <-chan engine.Event
	// Link tells how the connection is doing.
	Link() Link
	// Close ends the connection.
	Close() error
}
