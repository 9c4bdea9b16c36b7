package socketio

import (
	"bytes"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
)

// EngineType is the type of an Engine.IO packet, as its digit on the wire.
type EngineType byte

// The types of Engine.IO protocol 4.
const (
	EngineOpen    EngineType = '0'
	EngineClose   EngineType = '1'
	EnginePing    EngineType = '2'
	EnginePong    EngineType = '3'
	EngineMessage EngineType = '4'
	EngineUpgrade EngineType = '5'
	EngineNoop    EngineType = '6'
)

// separator stands between the packets of a long-polling body.
const separator = 0x1e

// EnginePacket is one packet of Engine.IO.
type EnginePacket struct {
	Type EngineType
	// Binary says that Data is bytes rather than text; Type is then
	// EngineMessage.
	Binary bool
	Data   []byte
}

// ErrEngine is wrapped by every error about a malformed Engine.IO packet.
var ErrEngine = errors.New("malformed Engine.IO packet")

// DecodeEngine reads a packet from the text of one WebSocket frame. The
// packet's data is a part of text.
func DecodeEngine(text []byte) (EnginePacket, error) {
	if len(text) == 0 {
		return EnginePacket{}, fmt.Errorf("%w: it is empty", ErrEngine)
	}
	t := EngineType(text[0])
	if t < EngineOpen || t > EngineNoop {
		return EnginePacket{}, fmt.Errorf("%w: unknown type %q", ErrEngine, text[0])
	}
	return EnginePacket{Type: t, Data: text[1:]}, nil
}

// Text gives the packet as the text of one WebSocket frame. It is not for
// binary packets, whose frame is their Data.
func (p EnginePacket) Text() []byte {
	text := make([]byte, 0, 1+len(p.Data))
	text = append(text, byte(p.Type))
	return append(text, p.Data...)
}

// Size is the number of bytes of the packet in a WebSocket frame.
func (p EnginePacket) Size() int {
	if p.Binary {
		return len(p.Data)
	}
	return 1 + len(p.Data)
}

// DecodePayload gives each packet of a long-polling body to visit, in order,
// and stops at the first error, its own or of visit. Text packets refer to
// body.
func DecodePayload(body []byte, visit func(EnginePacket) error) error {
	for more := true; more; {
		var one []byte
		one, body, more = bytes.Cut(body, []byte{separator})
		packet, err := decodePolled(one)
		if err != nil {
			return err
		}
		if err := visit(packet); err != nil {
			return err
		}
	}
	return nil
}

func decodePolled(one []byte) (EnginePacket, error) {
	if len(one) == 0 || one[0] != 'b' {
		return DecodeEngine(one)
	}
	data := make([]byte, base64.StdEncoding.DecodedLen(len(one)-1))
	n, err := base64.StdEncoding.Decode(data, one[1:])
	if err != nil {
		return EnginePacket{}, fmt.Errorf("%w: bad Base64: %w", ErrEngine, err)
	}
	return EnginePacket{Type: EngineMessage, Binary: true, Data: data[:n]}, nil
}

// WritePayload writes packets as a long-polling body, without holding the
// encoded whole in memory.
func WritePayload(w io.Writer, packets []EnginePacket) error {
	for i, p := range packets {
		if i > 0 {
			if _, err := w.Write([]byte{separator}); err != nil {
				return err
			}
		}
		if err := writePolled(w, p); err != nil {
			return err
		}
	}
	return nil
}

func writePolled(w io.Writer, p EnginePacket) error {
	if !p.Binary {
		if _, err := w.Write([]byte{byte(p.Type)}); err != nil {
			return err
		}
		_, err := w.Write(p.Data)
		return err
	}
	if _, err := w.Write([]byte{'b'}); err != nil {
		return err
	}
	encoder := base64.NewEncoder(base64.StdEncoding, w)
	if _, err := encoder.Write(p.Data); err != nil {
		return err
	}
	return encoder.Close()
}

// Handshake is the data of the packet that opens an Engine.IO session. Times
// are in milliseconds.
type Handshake struct {
	SID          string   `json:"sid"`
	Upgrades     []string `json:"upgrades"`
	PingInterval int64    `json:"pingInterval"`
	PingTimeout  int64    `json:"pingTimeout"`
	MaxPayload   int64    `json:"maxPayload"`
}
