package socketio

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/transport"
)

// chunk is how much of a large message must get through in the time that a
// ping may take.
const chunk = 32 << 10

// link is one connection: a goroutine reads, another one writes.
type link struct {
	client     *Client
	conn       *websocket.Conn
	below      *gathered // what conn writes to
	name       string
	generation uint64
	queue      *queue
	decoder    *Decoder
	// patience is how long the relay may be silent, and sign how often it is told, while
	// the clone is busy, that this side is not.
	patience, sign time.Duration
	// room is what small messages are read into.
	room []byte

	loseOnce sync.Once
	cause    error
	lost     chan struct{} // closed when the connection is lost
}

// lose ends the connection for the reason given. The first reason counts.
func (l *link) lose(why error) {
	l.loseOnce.Do(func() {
		l.cause = why
		l.queue.finish()
		close(l.lost)
		_ = l.conn.Close()
	})
}

// run reads and writes until the connection is lost, and says why it was.
func (l *link) run() error {
	written := make(chan struct{})
	go func() {
		defer close(written)
		l.write()
	}()
	l.conn.SetPongHandler(l.measured)
	sign := time.NewTicker(l.sign)
	defer sign.Stop()
	for {
		packet, complete, err := l.next()
		var e transport.Event
		if err == nil && complete {
			e, err = l.event(packet)
		}
		if err == nil && e.Kind != 0 {
			l.emit(e, sign.C)
		}
		if err != nil {
			l.lose(err)
			break
		}
	}
	<-written
	if errors.Is(l.cause, transport.ErrOverflow) {
		return l.cause
	}
	return fmt.Errorf("the connection to the relay %s was lost: %w", l.name, describe(l.cause))
}

// describe puts what WebSockets say into words.
func describe(err error) error {
	var closed *websocket.CloseError
	if errors.As(err, &closed) {
		if closed.Text == "" || closed.Code == websocket.CloseAbnormalClosure {
			return errors.New("the relay closed it")
		}
		return errors.New("the relay closed it: " + closed.Text)
	}
	var timeout interface{ Timeout() bool }
	if errors.As(err, &timeout) && timeout.Timeout() {
		return fmt.Errorf("nothing came or went for too long: %w", err)
	}
	return err
}

// next reads one packet of Engine.IO, answers it if it is a ping, and says
// whether it made a packet of Socket.IO complete.
func (l *link) next() (Packet, bool, error) {
	p, err := l.read()
	if err != nil {
		return Packet{}, false, err
	}
	l.client.update(func(s *transport.Stats) { s.BytesIn += uint64(p.Size()) })
	switch p.Type {
	case EnginePing:
		l.queue.hurry(EnginePacket{Type: EnginePong})
		return Packet{}, false, nil
	case EngineClose:
		return Packet{}, false, errors.New("the relay ended the session")
	case EngineMessage:
		return l.decoder.Message(p)
	case EngineNoop:
		return Packet{}, false, nil
	default:
		return Packet{}, false, fmt.Errorf("the relay sent the packet %q, which is out of place", byte(p.Type))
	}
}

// read reads one message of the WebSocket.
func (l *link) read() (EnginePacket, error) {
	l.conn.SetReadLimit(max(l.decoder.Room(), 0) + 1)
	if err := l.await(); err != nil {
		return EnginePacket{}, err
	}
	kind, r, err := l.conn.NextReader()
	if err != nil {
		return EnginePacket{}, err
	}
	data, err := l.gather(r)
	if err != nil {
		return EnginePacket{}, err
	}
	if kind == websocket.BinaryMessage {
		return EnginePacket{Type: EngineMessage, Binary: true, Data: data}, nil
	}
	return DecodeEngine(data)
}

// gather reads a message to its end. Most are small, and are read into room that is
// there, so that each takes what it needs.
func (l *link) gather(r io.Reader) ([]byte, error) {
	const small = 4 << 10
	if l.room == nil {
		l.room = make([]byte, 0, small)
	}
	data, awaited := l.room, 0
	for {
		n, err := r.Read(data[len(data):cap(data)])
		data = data[:len(data)+n]
		switch {
		case errors.Is(err, io.EOF) && cap(data) == small:
			return bytes.Clone(data), nil
		case errors.Is(err, io.EOF):
			return data, nil
		case err != nil:
			return nil, err
		}
		if len(data) == cap(data) {
			data = slices.Grow(data, len(data))
		}
		if len(data)-awaited >= chunk {
			awaited = len(data)
			if err := l.await(); err != nil {
				return nil, err
			}
		}
	}
}

// await gives the relay its time again: it is heard, or takes what we write,
// and cannot have our answer to its ping before that. Before the handshake
// the attempt has a limit of its own.
func (l *link) await() error {
	if l.patience == 0 {
		return nil
	}
	return l.conn.SetReadDeadline(time.Now().Add(l.patience))
}

// emit gives an event to the clone. While that is busy nothing is read, and so no ping is
// answered: the relay is told unasked, now and then, that somebody is there, lest it take
// a clone that is slow for one that is gone. Relays take such a pong as they take others.
func (l *link) emit(e transport.Event, sign <-chan time.Time) {
	for !l.client.emit(e, sign) {
		l.queue.hurry(EnginePacket{Type: EnginePong})
	}
}

// event is what a packet tells the clone; its kind is zero where it tells nothing.
func (l *link) event(p Packet) (e transport.Event, err error) {
	if p.Namespace != RootNamespace {
		return e, nil
	}
	switch p.Type {
	case Event:
		return l.eventOf(p)
	case Ack:
		refusal, err := AckRefusal(p)
		if err != nil {
			return e, err
		}
		ack := l.queue.acknowledged(p.ID)
		if ack == 0 {
			return e, nil
		}
		e = transport.Event{Kind: transport.Acknowledged, Generation: l.generation, Ack: ack}
		if refusal != "" {
			e.Err = &transport.RefusedError{URL: l.name, Reason: refusal}
		}
		return e, nil
	case Disconnect:
		return e, errors.New("the relay sent us away")
	default:
		return e, fmt.Errorf("the relay sent the packet %q, which is out of place", byte(p.Type))
	}
}

func (l *link) eventOf(p Packet) (e transport.Event, err error) {
	m, err := ParseMessage(p)
	var unknown *UnknownEventError
	if errors.As(err, &unknown) {
		return e, nil
	}
	if err != nil {
		return e, err
	}
	e = transport.Event{
		Generation: l.generation, Present: m.Presence, Payload: m.Payload,
		From: m.Params.FromID, MessageID: m.Params.MessageID,
		SentMessageID: m.Params.SentMessageID, ChannelID: m.Params.ChannelID,
	}
	switch m.Event {
	case EventPresence:
		e.Kind = transport.Presence
	case EventOperation:
		e.Kind = transport.Operation
	case EventSend:
		e.Kind = transport.Send
	case EventReply:
		e.Kind = transport.Reply
	case EventNotify:
		e.Kind = transport.Notify
	default:
		return e, nil // only clones say the others
	}
	l.client.update(func(s *transport.Stats) { s.MessagesIn++ })
	return e, nil
}

// write writes what is queued until the connection is lost. When the client
// is closed it writes what is left and says goodbye; the relay's own goodbye ends
// the reader.
func (l *link) write() {
	if err := l.ping(); err != nil {
		l.lose(err)
		return
	}
	for {
		select {
		case <-l.lost:
			return
		case <-l.client.open.Done():
			if err := l.writeQueued(); err != nil {
				l.lose(err)
				return
			}
			bye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
			if err := l.conn.WriteControl(websocket.CloseMessage, bye, time.Now().Add(l.client.opts.CloseTimeout)); err != nil {
				l.lose(err)
				return
			}
			// The relay may not answer, and a goodbye has its limit.
			select {
			case <-l.lost:
			case <-l.client.alive.Done():
				l.lose(transport.ErrClosed)
			}
			return
		case <-l.queue.ready:
			if err := l.writeQueued(); err != nil {
				l.lose(err)
				return
			}
		}
	}
}

func (l *link) writeQueued() error {
	l.below.gather()
	for {
		frames := l.queue.take()
		if frames == nil {
			return l.below.flush()
		}
		for _, f := range frames {
			if err := l.writeFrame(f); err != nil {
				return err
			}
		}
		l.queue.done(frames)
		if frames[0].Type == EnginePong {
			if err := l.ping(); err != nil {
				return err
			}
		}
	}
}

func (l *link) writeFrame(f EnginePacket) error {
	kind, data := websocket.TextMessage, f.Data
	if f.Binary {
		kind = websocket.BinaryMessage
	} else {
		data = f.Text()
	}
	w, err := l.conn.NextWriter(kind)
	if err != nil {
		return err
	}
	for done := 0; done < len(data); done += chunk {
		if err := l.conn.SetWriteDeadline(time.Now().Add(l.patience)); err != nil {
			return err
		}
		if _, err := w.Write(data[done:min(done+chunk, len(data))]); err != nil {
			return err
		}
		if done > 0 {
			if err := l.await(); err != nil {
				return err
			}
		}
	}
	if err := l.conn.SetWriteDeadline(time.Now().Add(l.patience)); err != nil {
		return err
	}
	l.client.update(func(s *transport.Stats) { s.BytesOut += uint64(f.Size()) })
	return w.Close()
}

// ping measures the way to the relay and back, by WebSocket's own ping, which
// any relay answers; Engine.IO lets only the relay ask.
func (l *link) ping() error {
	now := binary.BigEndian.AppendUint64(nil, uint64(time.Since(l.client.began)))
	return l.conn.WriteControl(websocket.PingMessage, now, time.Now().Add(l.patience))
}

func (l *link) measured(sent string) error {
	if len(sent) != 8 {
		return nil
	}
	took := time.Since(l.client.began) - time.Duration(binary.BigEndian.Uint64([]byte(sent)))
	if took >= 0 && took < longestPing {
		l.client.update(func(s *transport.Stats) { s.RoundTrip = took })
	}
	return nil
}
