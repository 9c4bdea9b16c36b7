package engine

import (
	"time"

	"github.com/m-ld/mld-tui/replica/store"
)

// Effect is something that the clone wants done. Effects are to be carried out in
// the order in which they are given.
type Effect interface{ effect() }

// The messages to the transport.
type (
	// SendPresent says whether this clone can help others to recover.
	SendPresent struct{ Present bool }
	// SendOperation publishes an operation to the domain.
	SendOperation struct{ Payload []byte }
	// SendRequest sends a control message to one clone.
	SendRequest struct {
		To, MessageID string
		Payload       []byte
	}
	// SendReply answers a message.
	SendReply struct {
		To, MessageID, SentMessageID string
		Payload                      []byte
	}
	// SendNotify sends a part of a stream; Acknowledged is to come with Ack.
	SendNotify struct {
		To, ChannelID string
		Payload       []byte
		Ack           uint64
	}
)

// SetTimer asks for a Timer event with the token after a while.
type SetTimer struct {
	Token uint64
	After time.Duration
}

// Updated tells followers of a change.
type Updated struct{ Update *store.Update }

// WriteDone gives a writer the result; Call is to be called.
type WriteDone struct{ Call func() }

// StatusChanged says that Status gives something else than before.
type StatusChanged struct{}

// Replaced says that the data is in another store now; the old one is to be closed when
// nobody reads it any more.
type Replaced struct{ Old *store.Store }

// Closed says that the clone cannot go on, and takes no more events.
type Closed struct{ Err error }

func (SendPresent) effect()   {}
func (SendOperation) effect() {}
func (SendRequest) effect()   {}
func (SendReply) effect()     {}
func (SendNotify) effect()    {}
func (SetTimer) effect()      {}
func (Updated) effect()       {}
func (WriteDone) effect()     {}
func (StatusChanged) effect() {}
func (Replaced) effect()      {}
func (Closed) effect()        {}
