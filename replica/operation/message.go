package operation

import (
	"github.com/m-ld/mld-tui/replica/pack"
)

// Message is an operation as it travels: with the tick of the operation before
// it, and what it is signed with.
type Message struct {
	// Prev is the latest public tick of the operation's process before it.
	Prev uint64
	*Encoded
	// Attr is the packed attribution; null where there is none.
	Attr []byte
	// Payload is the whole message, as it came or will go.
	Payload []byte
}

// NewMessage writes a message. An empty attr is null.
func NewMessage(prev uint64, e *Encoded, attr []byte) *Message {
	if len(attr) == 0 {
		attr = pack.AppendNil(nil)
	}
	b := pack.AppendMap(make([]byte, 0, len(e.Packed)+len(attr)+40), 3)
	b = pack.AppendUint(pack.AppendString(b, "prev"), prev)
	b = pack.AppendBytes(pack.AppendString(b, "enc"), e.Packed)
	b = append(pack.AppendString(b, "attr"), attr...)
	return &Message{prev, e, attr, b}
}

// ParseMessage reads a message up to the content of its operation.
func (c Codec) ParseMessage(payload []byte) (*Message, error) {
	v, err := pack.Decode(payload)
	if err != nil {
		return nil, err
	}
	m, ok := v.(pack.Map)
	if !ok {
		return nil, malformed("an operation message is not a map")
	}
	prev, ok := pack.Int(m.Get("prev"))
	if !ok {
		return nil, malformed("the tick before an operation is %v", m.Get("prev"))
	}
	enc, ok := m.Get("enc").([]byte)
	if !ok {
		return nil, malformed("an operation message holds no operation")
	}
	switch m.Get("attr").(type) {
	case nil, pack.Map:
	default:
		return nil, malformed("the attribution of an operation is not a map")
	}
	e, err := c.Parse(enc)
	if err != nil {
		return nil, err
	}
	return &Message{prev, e, pack.AppendValue(nil, m.Get("attr")), payload}, nil
}
