package socketio

import (
	"bytes"
	"errors"
	"fmt"
	"strconv"
)

// Type is the type of a Socket.IO packet. The wire has two more for packets
// with attachments; here these are an Event or Ack with Attachments.
type Type byte

// The types of Socket.IO protocol 5.
const (
	Connect      Type = '0'
	Disconnect   Type = '1'
	Event        Type = '2'
	Ack          Type = '3'
	ConnectError Type = '4'
)

const (
	binaryEvent = '5'
	binaryAck   = '6'
)

// RootNamespace is the only namespace that clones use.
const RootNamespace = "/"

// Packet is one packet of Socket.IO.
type Packet struct {
	Type Type
	// Namespace is RootNamespace or another path beginning with a slash.
	Namespace string
	// ID is what an Event asks to be acknowledged with, and what an Ack
	// carries; it counts only if HasID is set.
	ID    uint64
	HasID bool
	// Data is JSON text; attachments are placeholders in it. Empty if there is none.
	Data        []byte
	Attachments [][]byte
}

// ErrPacket is wrapped by every error about a malformed Socket.IO packet.
var ErrPacket = errors.New("malformed Socket.IO packet")

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", ErrPacket, fmt.Sprintf(format, args...))
}

// Frames gives the Engine.IO packets that carry the packet: its header, then
// its attachments. They share memory with it.
func (p Packet) Frames() []EnginePacket {
	frames := make([]EnginePacket, 0, 1+len(p.Attachments))
	frames = append(frames, EnginePacket{Type: EngineMessage, Data: p.header()})
	for _, a := range p.Attachments {
		frames = append(frames, EnginePacket{Type: EngineMessage, Binary: true, Data: a})
	}
	return frames
}

func (p Packet) header() []byte {
	h := make([]byte, 0, len(p.Data)+len(p.Namespace)+16)
	switch {
	case len(p.Attachments) == 0:
		h = append(h, byte(p.Type))
	case p.Type == Ack:
		h = append(h, binaryAck)
	default:
		h = append(h, binaryEvent)
	}
	if len(p.Attachments) > 0 {
		h = strconv.AppendInt(h, int64(len(p.Attachments)), 10)
		h = append(h, '-')
	}
	if p.Namespace != "" && p.Namespace != RootNamespace {
		h = append(h, p.Namespace...)
		h = append(h, ',')
	}
	if p.HasID {
		h = strconv.AppendUint(h, p.ID, 10)
	}
	return append(h, p.Data...)
}

// parseHeader reads a header text. It returns the number of attachments
// that must follow.
func parseHeader(text []byte, limits Limits) (Packet, int, error) {
	p := Packet{Namespace: RootNamespace}
	if len(text) == 0 {
		return p, 0, malformed("it is empty")
	}
	kind, rest := text[0], text[1:]
	attachments := 0
	switch kind {
	case byte(Connect), byte(Disconnect), byte(Event), byte(Ack), byte(ConnectError):
		p.Type = Type(kind)
	case binaryEvent, binaryAck:
		p.Type = Event
		if kind == binaryAck {
			p.Type = Ack
		}
		digits, after, found := bytes.Cut(rest, []byte{'-'})
		n, err := strconv.ParseUint(string(clip(digits, 24)), 10, 63)
		if !found || err != nil || n == 0 {
			return p, 0, malformed("bad number of attachments %q", clip(digits, 24))
		}
		if n > uint64(limits.Attachments) {
			return p, 0, malformed("%d attachments, at most %d are taken", n, limits.Attachments)
		}
		attachments, rest = int(n), after
	default:
		return p, 0, malformed("unknown type %q", kind)
	}
	if len(rest) > 0 && rest[0] == '/' {
		name, after, _ := bytes.Cut(rest, []byte{','})
		p.Namespace, rest = string(name), after
	}
	digits := 0
	for digits < len(rest) && rest[digits] >= '0' && rest[digits] <= '9' {
		digits++
	}
	if digits > 0 {
		id, err := strconv.ParseUint(string(clip(rest[:digits], 24)), 10, 64)
		if err != nil {
			return p, 0, malformed("bad id %q", clip(rest[:digits], 24))
		}
		p.ID, p.HasID, rest = id, true, rest[digits:]
	}
	p.Data = rest
	return p, attachments, checkData(p, limits)
}

// checkData makes sure that the data is what the type needs, and JSON of a
// bounded depth.
func checkData(p Packet, limits Limits) error {
	var first byte
	if len(p.Data) > 0 {
		first = p.Data[0]
	}
	ok := false
	switch p.Type {
	case Connect:
		ok = first == 0 || first == '{'
	case Disconnect:
		ok = first == 0
	case ConnectError:
		ok = first == '{' || first == '"'
	case Event:
		ok = first == '['
	case Ack:
		ok = first == '[' && p.HasID
	}
	if !ok {
		return malformed("type %q does not go with the data %q", p.Type, clip(p.Data, 40))
	}
	if len(p.Data) > 0 {
		if err := checkJSON(p.Data, limits.Depth); err != nil {
			return err
		}
	}
	return nil
}

// clip keeps quotations in error messages short.
func clip(b []byte, n int) []byte {
	if len(b) > n {
		return b[:n]
	}
	return b
}
