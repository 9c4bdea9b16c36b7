// Package wire joins a clone to the transport: it turns the engine's effects into
// envelopes, and what comes into the engine's events. Neither of the two knows of
// the other.
package wire

import (
	"errors"
	"sync"

	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/engine"
)

// Wire is a replica.Transport over Socket.IO. It can be turned to other relays.
// Its methods may be called from any goroutine.
type Wire struct {
	events chan engine.Event
	gate   chan struct{}
	open   sync.Once

	mu     sync.Mutex
	client *socketio.Client // nil at first
	turned chan struct{}    // closed when there is another client, or none any more
	closed bool
}

// New makes a transport that goes nowhere until Redirect. Nothing comes from
// it until Begin.
func New() *Wire {
	w := &Wire{events: make(chan engine.Event, 64), gate: make(chan struct{}), turned: make(chan struct{})}
	go w.pump()
	return w
}

// Connect makes a transport to one of some relays. Nothing comes from it until
// Begin.
func Connect(o socketio.Options) (*Wire, error) {
	w := New()
	if err := w.Redirect(o); err != nil {
		return nil, errors.Join(err, w.Close())
	}
	return w, nil
}

// Begin lets in what comes. It may be called again.
func (w *Wire) Begin() { w.open.Do(func() { close(w.gate) }) }

// Redirect leaves the relays for others. To the clone it is a lost connection.
func (w *Wire) Redirect(o socketio.Options) error {
	client, err := socketio.New(o)
	if err != nil {
		return err
	}
	w.mu.Lock()
	old := w.client
	if w.closed {
		old = client
	} else {
		w.client = client
		w.turn()
	}
	w.mu.Unlock()
	if old == nil {
		return nil
	}
	return old.Close()
}

func (w *Wire) turn() {
	close(w.turned)
	w.turned = make(chan struct{})
}

// pump gives the events of one client after the other, until the last is closed.
func (w *Wire) pump() {
	defer close(w.events)
	<-w.gate
	var client *socketio.Client
	for {
		w.mu.Lock()
		next, turned, closed := w.client, w.turned, w.closed
		w.mu.Unlock()
		switch {
		case next != client:
			client = next
			for ev := range client.Events() {
				if event := eventOf(ev); event != nil {
					w.events <- event
				}
			}
			w.events <- engine.Disconnected{}
		case closed:
			return
		default:
			<-turned
		}
	}
}

// HasRelay reports whether it goes anywhere.
func (w *Wire) HasRelay() bool { return w.current() != nil }

func (w *Wire) current() *socketio.Client {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.client
}

// eventOf is what the engine makes of an event; nil for nothing.
func eventOf(ev transport.Event) engine.Event {
	switch ev.Kind {
	case transport.Connected:
		return engine.Connected{}
	case transport.Disconnected:
		return engine.Disconnected{}
	case transport.Presence:
		return engine.Presence{IDs: ev.Present}
	case transport.Operation:
		return engine.Operation{Payload: ev.Payload}
	case transport.Send:
		return engine.Request{From: ev.From, MessageID: ev.MessageID, Payload: ev.Payload}
	case transport.Reply:
		return engine.Reply{
			From: ev.From, MessageID: ev.MessageID, SentMessageID: ev.SentMessageID, Payload: ev.Payload,
		}
	case transport.Notify:
		return engine.Notify{From: ev.From, ChannelID: ev.ChannelID, Payload: ev.Payload}
	case transport.Acknowledged:
		return engine.Acknowledged{Ack: ev.Ack, Err: ev.Err}
	case transport.Present:
	}
	return nil
}

// Send implements replica.Transport.
func (w *Wire) Send(effect engine.Effect) error {
	client := w.current()
	if client == nil {
		return errors.New("there is no relay")
	}
	switch s := effect.(type) {
	case engine.SendPresent:
		return client.Send(transport.Envelope{Kind: transport.Present, Present: s.Present})
	case engine.SendOperation:
		return client.Send(transport.Envelope{Kind: transport.Operation, Payload: s.Payload})
	case engine.SendRequest:
		return client.Send(transport.Envelope{
			Kind: transport.Send, To: s.To, MessageID: s.MessageID, Payload: s.Payload,
		})
	case engine.SendReply:
		return client.Send(transport.Envelope{
			Kind: transport.Reply, To: s.To, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload,
		})
	case engine.SendNotify:
		return client.Send(transport.Envelope{
			Kind: transport.Notify, To: s.To, ChannelID: s.ChannelID, Payload: s.Payload, Ack: s.Ack,
		})
	default:
		return nil // Not for a transport.
	}
}

// Events implements replica.Transport.
func (w *Wire) Events() <-chan engine.Event { return w.events }

// Link implements replica.Transport.
func (w *Wire) Link() replica.Link {
	client := w.current()
	if client == nil {
		return replica.Link{}
	}
	s := client.Stats()
	link := replica.Link{
		Relay: s.URL, Connected: s.Connected, Since: s.ConnectedSince, RoundTrip: s.RoundTrip,
		BytesIn: s.BytesIn, BytesOut: s.BytesOut, Reconnections: s.Reconnects,
	}
	if s.LastError != nil {
		link.LastError = s.LastError.Error()
	}
	return link
}

// Close implements replica.Transport. What still comes is thrown away, so that
// nobody waits for a reader.
func (w *Wire) Close() error {
	w.Begin()
	w.mu.Lock()
	client, closed := w.client, w.closed
	if !closed {
		w.closed = true
		w.turn()
	}
	w.mu.Unlock()
	done := make(chan error, 1)
	go func() {
		if client == nil || closed {
			done <- nil
			return
		}
		done <- client.Close()
	}()
	for range w.events {
	}
	return <-done
}
