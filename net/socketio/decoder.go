package socketio

import "encoding/json"

// Limits bound what a [Decoder] takes. Zero fields mean the defaults.
type Limits struct {
	// Attachments is the most binary attachments of one packet: 10 by
	// default, as the JavaScript parser has it.
	Attachments int
	// Bytes is the most bytes of one packet, its header and all its attachments
	// together: 64 MiB and a little by default.
	Bytes int64
	// Depth is how deep JSON may be nested: 16 by default.
	Depth int
}

// DefaultMaxPayload is the size of the largest message that clients and relays
// of this package take unless told otherwise. A large snapshot message fits.
const DefaultMaxPayload = 64 << 20

// HeaderAllowance is what a packet may have beyond its payload.
const HeaderAllowance = 64 << 10

func (l Limits) orDefaults() Limits {
	if l.Attachments == 0 {
		l.Attachments = 10
	}
	if l.Bytes == 0 {
		l.Bytes = DefaultMaxPayload + HeaderAllowance
	}
	if l.Depth == 0 {
		l.Depth = 16
	}
	return l
}

// Decoder puts the messages of an Engine.IO connection together to Socket.IO
// packets. After an error the connection is beyond use, and the decoder with it.
type Decoder struct {
	limits  Limits
	pending Packet
	missing int
	size    int64
}

// NewDecoder makes a decoder for one connection.
func NewDecoder(limits Limits) *Decoder {
	return &Decoder{limits: limits.orDefaults()}
}

// Pending says whether attachments of a packet are still to come.
func (d *Decoder) Pending() bool { return d.missing > 0 }

// Room is how many more bytes the decoder takes for the packet at hand. A
// reader can use it to refuse a frame before it has read it.
func (d *Decoder) Room() int64 { return d.limits.Bytes - d.size }

// Message takes the next Engine.IO message. The packet counts only if complete
// is true. It refers to the memory of the messages that it came from.
func (d *Decoder) Message(m EnginePacket) (p Packet, complete bool, err error) {
	if m.Type != EngineMessage {
		return Packet{}, false, malformed("type %q is not a message", m.Type)
	}
	d.size += int64(len(m.Data))
	if d.size > d.limits.Bytes {
		return Packet{}, false, malformed("it has more than %d bytes", d.limits.Bytes)
	}
	if m.Binary {
		return d.attachment(m.Data)
	}
	if d.missing > 0 {
		return Packet{}, false, malformed("text where an attachment was due")
	}
	p, attachments, err := parseHeader(m.Data, d.limits)
	if err != nil {
		return Packet{}, false, err
	}
	if attachments > 0 {
		d.pending, d.missing = p, attachments
		return Packet{}, false, nil
	}
	d.size = 0
	return p, true, nil
}

func (d *Decoder) attachment(data []byte) (Packet, bool, error) {
	if d.missing == 0 {
		return Packet{}, false, malformed("bytes that belong to no packet")
	}
	d.pending.Attachments = append(d.pending.Attachments, data)
	d.missing--
	if d.missing > 0 {
		return Packet{}, false, nil
	}
	p := d.pending
	d.pending, d.size = Packet{}, 0
	return p, true, nil
}

// checkJSON says whether text is JSON nested at most depth deep. The depth is
// looked at first, for the JSON scanner keeps a stack.
func checkJSON(text []byte, depth int) error {
	inString, escaped, open := false, false, 0
	for _, c := range text {
		switch {
		case escaped:
			escaped = false
		case inString:
			escaped = c == '\\'
			inString = c != '"'
		case c == '"':
			inString = true
		case c == '[' || c == '{':
			if open++; open > depth {
				return malformed("its JSON is nested more than %d deep", depth)
			}
		case c == ']' || c == '}':
			open--
		}
	}
	if !json.Valid(text) {
		return malformed("bad JSON %q", clip(text, 40))
	}
	return nil
}
