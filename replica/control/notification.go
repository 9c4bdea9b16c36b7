package control

import (
	"fmt"

	"github.com/m-ld/mld-tui/replica/pack"
)

// Notification is one message of a stream: the next datum, or its end, or an
// error that ends it.
type Notification struct {
	Next     []byte
	Complete bool
	Err      string
}

// Encode writes a notification.
func (n Notification) Encode() []byte {
	b := pack.AppendMap(nil, 1)
	switch {
	case n.Complete:
		return pack.AppendBool(pack.AppendString(b, "complete"), true)
	case n.Err != "":
		b = pack.AppendMap(pack.AppendString(b, "error"), 2)
		b = pack.AppendUint(pack.AppendString(b, "status"), 5000)
		return pack.AppendString(pack.AppendString(b, "message"), n.Err)
	default:
		return pack.AppendBytes(pack.AppendString(b, "next"), n.Next)
	}
}

// ParseNotification reads a notification.
func ParseNotification(payload []byte) (Notification, error) {
	v, err := pack.Decode(payload)
	if err != nil {
		return Notification{}, err
	}
	m, _ := v.(pack.Map)
	if next, ok := m.Get("next").([]byte); ok {
		return Notification{Next: next}, nil
	}
	if complete, _ := m.Get("complete").(bool); complete {
		return Notification{Complete: true}, nil
	}
	if m.Has("error") {
		text := "the other clone could not go on"
		if e, ok := m.Get("error").(pack.Map); ok {
			if s, ok := e.Get("message").(string); ok && s != "" {
				text = s
			}
		}
		return Notification{Err: text}, nil
	}
	return Notification{}, fmt.Errorf("%w: a notification of nothing known", pack.ErrMalformed)
}
