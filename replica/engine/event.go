package engine

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/history"
	"github.com/m-ld/mld-tui/replica/store"
)

// Event is something that happened to the clone.
type Event interface{ event() }

// Write asks for a local transaction. Change is given the present state, and
// says what is to go and to come; it is called once, and its error refuses the
// write. Done is called, as an effect, with the result.
type Write struct {
	Change func(model.Graph) (model.Patch, error)
	Done   func(Written, error)
	// Principal is the identity that the transaction claims, if it is not the
	// clone's own; and Session is in which session of a user it is made, if that is not
	// the clone's own.
	Principal model.IRI
	Session   string
	// PartOf is as in store.Update.
	PartOf uint64
	// Agree, unless nil, makes the transaction an agreement, and is its proof, as
	// a value that package pack can append. Who makes agreements must see to it that no
	// two are made at once. Protocol page, section 10.
	Agree any
}

// Written tells what a transaction came to.
type Written struct {
	// Tick is the clone's time after it.
	Tick uint64
	// Updated: followers are given an update of that tick. It is false where
	// nothing really went or came.
	Updated bool
}

// Undo asks for a local transaction that puts an update back, by the rule of
// history.Revert. Done is called, as an effect, with the result.
type Undo struct {
	What Undoing
	// Number is that of the update in the log, for UndoUpdate; for others, that of another
	// session's which is meant, and zero for what was done in the same session.
	Number uint64
	// Of, unless zero, is the tick of a change that has several parts: only the last, or the
	// last undo, of these is meant. Where none is left, nothing is done.
	Of   uint64
	Done func(Undone, error)
	// Principal and Session are as in Write.
	Principal model.IRI
	Session   string
}

// Undoing says what to put back.
type Undoing uint8

// What can be put back.
const (
	// UndoLast: the last change that was made through this clone and is not undone.
	UndoLast Undoing = iota
	// RedoLast: the last undo, if nothing was changed since.
	RedoLast
	// UndoUpdate: the update of a number, whoever made it.
	UndoUpdate
)

// Undone tells what came of an Undo.
type Undone struct {
	Written
	// Number is that of the update that was put back, as far as it was.
	Number uint64
	// Of is the tick of the change that was put back or made again, or of the first of its
	// parts; zero where nothing was. More tells that it may have others.
	Of   uint64
	More bool
	// Earlier is the number of what would be put back, but was made in another session: then
	// nothing was done. See Undo.Number.
	Earlier uint64
	// Shifts are what became of triples.
	Shifts []store.Shift
	// Left is what was not put back, and why.
	Left []history.Left
}

// The events of the transport. Their meaning is that of package net/transport.
type (
	// Connected says that the relay is reached.
	Connected struct{}
	// Disconnected says that the relay is lost, or could not be reached.
	Disconnected struct{}
	// Presence lists the clones that are present, this one perhaps included.
	Presence struct{ IDs []string }
	// Operation is an operation message to the whole domain.
	Operation struct{ Payload []byte }
	// Request is a control message to this clone.
	Request struct {
		From, MessageID string
		Payload         []byte
	}
	// Reply answers a message of this clone.
	Reply struct {
		From, MessageID, SentMessageID string
		Payload                        []byte
	}
	// Notify is a part of a stream to this clone.
	Notify struct {
		From, ChannelID string
		Payload         []byte
	}
	// Acknowledged says that the relay took the message that asked for this number.
	Acknowledged struct {
		Ack uint64
		Err error
	}
)

// Timer says that the time of a SetTimer has come.
type Timer struct{ Token uint64 }

func (Write) event()        {}
func (Undo) event()         {}
func (Connected) event()    {}
func (Disconnected) event() {}
func (Presence) event()     {}
func (Operation) event()    {}
func (Request) event()      {}
func (Reply) event()        {}
func (Notify) event()       {}
func (Acknowledged) event() {}
func (Timer) event()        {}
