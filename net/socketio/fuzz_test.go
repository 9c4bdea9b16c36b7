package socketio_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/m-ld/mld-tui/net/socketio"
)

// FuzzDecodePacket gives a decoder the packets of a hostile body. What is
// taken must be what is written again, and mean the same.
func FuzzDecodePacket(f *testing.F) {
	for _, c := range vectors {
		body := []byte("4" + c.header)
		for range c.attachments {
			body = append(body, "\x1ebAQID"...)
		}
		f.Add(body)
	}
	f.Add([]byte("51-[\x1e"))
	f.Fuzz(func(t *testing.T, body []byte) {
		limits := socketio.Limits{Bytes: 1 << 16}
		d := socketio.NewDecoder(limits)
		// An error is a fine answer to nonsense; what was taken before it still counts.
		_ = socketio.DecodePayload(body, func(e socketio.EnginePacket) error {
			if e.Type != socketio.EngineMessage {
				return nil
			}
			p, complete, err := d.Message(e)
			if err != nil || !complete {
				return err
			}
			again := decodeAll(t, limits, p)
			if !same(p, again) {
				t.Errorf("%+v became %+v", p, again)
			}
			if p.Type == socketio.Event {
				checkMessage(t, p)
			}
			if p.Type == socketio.Ack {
				_, _ = socketio.AckRefusal(p) // must not panic
			}
			return nil
		})
	})
}

func decodeAll(t *testing.T, limits socketio.Limits, p socketio.Packet) socketio.Packet {
	t.Helper()
	var body bytes.Buffer
	if err := socketio.WritePayload(&body, p.Frames()); err != nil {
		t.Fatal(err)
	}
	// The header may have been written longer than it must be.
	limits.Bytes += 64
	d := socketio.NewDecoder(limits)
	var last socketio.Packet
	err := socketio.DecodePayload(body.Bytes(), func(e socketio.EnginePacket) error {
		got, complete, err := d.Message(e)
		if complete {
			last = got
		}
		return err
	})
	if err != nil {
		t.Fatalf("%+v was written as %q: %v", p, &body, err)
	}
	return last
}

func same(a, b socketio.Packet) bool {
	equal := a.Type == b.Type && a.Namespace == b.Namespace && a.ID == b.ID && a.HasID == b.HasID && bytes.Equal(a.Data, b.Data)
	return equal && len(a.Attachments) == len(b.Attachments) &&
		(len(a.Attachments) == 0 || bytes.Equal(bytes.Join(a.Attachments, nil), bytes.Join(b.Attachments, nil)))
}

// checkMessage: what is understood is understood again from what is passed on.
func checkMessage(t *testing.T, p socketio.Packet) {
	t.Helper()
	m, err := socketio.ParseMessage(p)
	if err != nil {
		return
	}
	again, err := socketio.ParseMessage(m.Packet())
	if err != nil || !reflect.DeepEqual(m, again) {
		t.Errorf("%+v became %+v, %v", m, again, err)
	}
}
