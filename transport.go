package main

import (
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/engine"
)

// wire joins a clone to a transport: it turns the engine's effects into
// envelopes, and what comes into the engine's events.
type wire struct {
	client *socketio.Client
	events chan engine.Event
}

// connect makes a clone's transport to one of some relays.
func connect(o socketio.Options) (*wire, error) {
	client, err := socketio.New(o)
	if err != nil {
		return nil, err
	}
	w := &wire{client, make(chan engine.Event, 64)}
	go w.pump()
	return w, nil
}

func (w *wire) pump() {
	defer close(w.events)
	for ev := range w.client.Events() {
		switch ev.Kind {
		case transport.Connected:
			w.events <- engine.Connected{}
		case transport.Disconnected:
			w.events <- engine.Disconnected{}
		case transport.Presence:
			w.events <- engine.Presence{IDs: ev.Present}
		case transport.Operation:
			w.events <- engine.Operation{Payload: ev.Payload}
		case transport.Send:
			w.events <- engine.Request{From: ev.From, MessageID: ev.MessageID, Payload: ev.Payload}
		case transport.Reply:
			w.events <- engine.Reply{
				From: ev.From, MessageID: ev.MessageID, SentMessageID: ev.SentMessageID, Payload: ev.Payload,
			}
		case transport.Notify:
			w.events <- engine.Notify{From: ev.From, ChannelID: ev.ChannelID, Payload: ev.Payload}
		case transport.Acknowledged:
			w.events <- engine.Acknowledged{Ack: ev.Ack, Err: ev.Err}
		case transport.Present:
		}
	}
}

// Send implements replica.Transport.
func (w *wire) Send(effect engine.Effect) error {
	switch s := effect.(type) {
	case engine.SendPresent:
		return w.client.Send(transport.Envelope{Kind: transport.Present, Present: s.Present})
	case engine.SendOperation:
		return w.client.Send(transport.Envelope{Kind: transport.Operation, Payload: s.Payload})
	case engine.SendRequest:
		return w.client.Send(transport.Envelope{
			Kind: transport.Send, To: s.To, MessageID: s.MessageID, Payload: s.Payload,
		})
	case engine.SendReply:
		return w.client.Send(transport.Envelope{
			Kind: transport.Reply, To: s.To, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload,
		})
	case engine.SendNotify:
		return w.client.Send(transport.Envelope{
			Kind: transport.Notify, To: s.To, ChannelID: s.ChannelID, Payload: s.Payload, Ack: s.Ack,
		})
	default:
		return nil // Not for a transport.
	}
}

// Events implements replica.Transport.
func (w *wire) Events() <-chan engine.Event { return w.events }

// Link implements replica.Transport.
func (w *wire) Link() replica.Link {
	s := w.client.Stats()
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
func (w *wire) Close() error {
	done := make(chan error, 1)
	go func() { done <- w.client.Close() }()
	for range w.events { //nolint:revive // Only to the end.
	}
	return <-done
}
