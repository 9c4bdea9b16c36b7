package engine

import (
	"github.com/m-ld/mld-tui/replica/beside"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
)

// To read a part of a stream is pure, and takes about as long as a third of applying it: it
// is done beside, one ahead, while the part before is applied.

// piece is what a notification of a stream brings.
type piece struct {
	notification control.Notification
	// message is an update, and content what it says, where that was read too.
	message *operation.Message
	content content
	datum   operation.Datum
	err     error
}

// content is what an operation says, or why it cannot be read.
type content struct {
	op  *operation.Operation
	err error
}

// ahead is a part that is read before it is handled.
type ahead struct {
	payload []byte
	read    func() piece
}

// perItem is about how many bytes of a notification a triple takes.
const perItem = 20

// takesPart reports whether an event is a part of the stream that is being taken.
func (e *Engine) takesPart(ev Event) (n Notify, takes bool) {
	n, takes = ev.(Notify)
	if !takes || e.rec == nil || e.rec.stream == nil || n.From != e.rec.stream.from {
		return n, false
	}
	s := e.rec.stream
	return n, n.ChannelID == s.updates || n.ChannelID == s.data && s.load != nil
}

// readAhead begins to read an event that is handled after the present one.
func (e *Engine) readAhead(ev Event) {
	e.ahead[0], e.ahead[1] = e.ahead[1], ahead{}
	if n, takes := e.takesPart(ev); takes {
		s := e.rec.stream
		// What waits for a snapshot is kept as it came: it takes less memory.
		r := pieceReader{e.codec, e.state.Time, n.ChannelID == s.updates, s.load == nil && len(s.pending) == 0}
		e.ahead[1] = ahead{n.Payload, beside.Begin(len(n.Payload)/perItem, func() piece { return r.read(n.Payload) })}
	}
}

// piece is what a notification brings, which may have been read already.
func (e *Engine) piece(ev Notify) piece {
	for i, a := range e.ahead {
		if len(ev.Payload) > 0 && len(a.payload) == len(ev.Payload) && &a.payload[0] == &ev.Payload[0] {
			e.ahead[i] = ahead{}
			return a.read()
		}
	}
	return pieceReader{e.codec, e.state.Time, ev.ChannelID == e.rec.stream.updates, false}.read(ev.Payload)
}

// pieceReader reads a notification: an update, with its content if that is to be read too,
// or a part of a snapshot.
type pieceReader struct {
	codec    operation.Codec
	near     clock.Tree
	isUpdate bool
	content  bool
}

func (r pieceReader) read(payload []byte) (p piece) {
	p.notification, p.err = control.ParseNotification(payload)
	next := p.notification.Next
	switch {
	case p.err != nil || p.notification.Complete || p.notification.Err != "":
	case !r.isUpdate:
		p.datum, p.err = r.codec.ParseDatum(next)
	default:
		if p.message, p.err = r.codec.Near(r.near).ParseMessage(next); p.err == nil && r.content {
			p.content.op, p.content.err = r.codec.Decode(p.message.Encoded)
		}
	}
	return p
}

// decode reads what an operation says, unless it was read ahead.
func (e *Engine) decode(m *operation.Message) (*operation.Operation, error) {
	if p := e.taking; p != nil && p.message != nil && p.message.Encoded == m.Encoded && (p.content.op != nil || p.content.err != nil) {
		c := p.content
		p.content = content{} // It is the caller's now.
		return c.op, c.err
	}
	return e.codec.Decode(m.Encoded)
}
