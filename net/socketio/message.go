package socketio

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
)

// Names of the events that clones and relays exchange (protocol section 5).
const (
	EventPresence  = "presence"
	EventPresent   = "present"
	EventOperation = "operation"
	EventSend      = "send"
	EventReply     = "reply"
	EventNotify    = "notify"
)

// Params address a send, a reply or a notify.
type Params struct {
	FromID        string `json:"fromId"`
	ToID          string `json:"toId"`
	MessageID     string `json:"messageId,omitempty"`
	SentMessageID string `json:"sentMessageId,omitempty"`
	ChannelID     string `json:"channelId,omitempty"`
}

// Message is one event between a clone and a relay.
type Message struct {
	Event string
	// Present is the argument of EventPresent.
	Present bool
	// Presence is the argument of EventPresence: ascending, each once.
	Presence []string
	// Params and Payload are the arguments of EventSend, EventReply and
	// EventNotify; an EventOperation has only the Payload.
	Params  Params
	Payload []byte
}

// UnknownEventError says that an event is none of those that clones and
// relays exchange. Socket.IO ignores such events.
type UnknownEventError struct{ Event string }

// Error implements error.
func (e *UnknownEventError) Error() string {
	return fmt.Sprintf("unknown event %q", clip([]byte(e.Event), 40))
}

// Packet encodes the message, without an id.
func (m Message) Packet() Packet {
	p := Packet{Type: Event, Namespace: RootNamespace}
	args := []any{m.Event}
	switch m.Event {
	case EventPresent:
		args = append(args, m.Present)
	case EventPresence:
		args = append(args, append([]string{}, m.Presence...))
	case EventOperation:
		args = append(args, placeholder{true, 0})
		p.Attachments = [][]byte{m.Payload}
	default:
		args = append(args, m.Params, placeholder{true, 0})
		p.Attachments = [][]byte{m.Payload}
	}
	p.Data = mustJSON(args)
	return p
}

// AckPacket encodes the acknowledgement with the id. Its argument is null, or the refusal.
func AckPacket(id uint64, refusal string) Packet {
	args := []any{nil}
	if refusal != "" {
		args[0] = refusal
	}
	return Packet{Type: Ack, Namespace: RootNamespace, ID: id, HasID: true, Data: mustJSON(args)}
}

// AckRefusal reads an acknowledgement: why the relay refused, or nothing if
// it took the message.
func AckRefusal(p Packet) (string, error) {
	var args []json.RawMessage
	if err := json.Unmarshal(p.Data, &args); err != nil {
		return "", malformed("an acknowledgement that is not an array")
	}
	if len(args) == 0 || bytes.Equal(args[0], []byte("null")) {
		return "", nil
	}
	var text string
	if json.Unmarshal(args[0], &text) == nil {
		return text, nil
	}
	return string(clip(args[0], 200)), nil
}

type placeholder struct {
	Placeholder bool `json:"_placeholder"`
	Num         int  `json:"num"`
}

// ParseMessage reads the event in a packet of type Event. Payloads must be
// bytes: one attachment, where the arguments have the place for it.
func ParseMessage(p Packet) (Message, error) {
	var args []json.RawMessage
	var m Message
	if err := json.Unmarshal(p.Data, &args); err != nil || len(args) == 0 {
		return m, malformed("an event that is not an array with a name")
	}
	if err := json.Unmarshal(args[0], &m.Event); err != nil {
		return m, malformed("an event whose name is not a string")
	}
	args = args[1:]
	switch m.Event {
	case EventPresent:
		m.Present = len(args) > 0 && bytes.Equal(args[0], []byte("true"))
		return m, nil
	case EventPresence:
		return m, m.parsePresence(args)
	case EventOperation:
		return m, m.parsePayload(p, args, 0)
	case EventSend, EventReply, EventNotify:
		if len(args) == 0 || len(args[0]) == 0 || args[0][0] != '{' || json.Unmarshal(args[0], &m.Params) != nil {
			return m, malformed("%s without parameters", m.Event)
		}
		return m, m.parsePayload(p, args, 1)
	default:
		return m, &UnknownEventError{Event: m.Event}
	}
}

func (m *Message) parsePresence(args []json.RawMessage) error {
	if len(args) == 0 || json.Unmarshal(args[0], &m.Presence) != nil || m.Presence == nil {
		return malformed("presence without an array of ids")
	}
	slices.Sort(m.Presence)
	m.Presence = slices.Compact(m.Presence)
	return nil
}

func (m *Message) parsePayload(p Packet, args []json.RawMessage, at int) error {
	if len(p.Attachments) != 1 || len(args) <= at {
		return malformed("%s needs one binary payload", m.Event)
	}
	var place placeholder
	if err := json.Unmarshal(args[at], &place); err != nil || !place.Placeholder || place.Num != 0 {
		return malformed("%s whose payload is not binary", m.Event)
	}
	m.Payload = p.Attachments[0]
	return nil
}

// mustJSON encodes values made of strings, numbers and booleans, which cannot fail.
func mustJSON(v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic("socketio: plain values must encode: " + err.Error())
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'})
}
