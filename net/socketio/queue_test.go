package socketio

import (
	"errors"
	"testing"

	"github.com/m-ld/mld-tui/net/transport"
)

func TestQueue(t *testing.T) {
	q := newQueue(Options{ID: "me", QueueMessages: 3, QueueBytes: 1000}, 100)
	operation := transport.Envelope{Kind: transport.Operation, Payload: []byte("x")}
	notify := transport.Envelope{Kind: transport.Notify, To: "you", ChannelID: "c", Ack: 77}
	for _, e := range []transport.Envelope{operation, notify} {
		if err := q.put(e); err != nil {
			t.Fatal(err)
		}
	}
	// The answer to a ping goes before all that waits.
	q.hurry(EnginePacket{Type: EnginePong})
	var got []string
	for frames := q.take(); frames != nil; frames = q.take() {
		got = append(got, string(frames[0].Text()))
		q.done(frames)
	}
	want := []string{
		"3", `451-["operation",{"_placeholder":true,"num":0}]`,
		`451-1["notify",{"fromId":"me","toId":"you","channelId":"c"},{"_placeholder":true,"num":0}]`,
	}
	for i := range want {
		if len(got) != len(want) || got[i] != want[i] {
			t.Fatalf("the queue gave %q", got)
		}
	}
	if n, bytes := len(q.waiting), q.bytes; n != 0 || bytes != 0 {
		t.Errorf("an empty queue counts %d messages of %d bytes", n, bytes)
	}
	if a, b := q.acknowledged(1), q.acknowledged(1); a != 77 || b != 0 {
		t.Errorf("the acknowledgement belongs to %d, and a second one to %d", a, b)
	}
}

func TestQueueIsBounded(t *testing.T) {
	operation := transport.Envelope{Kind: transport.Operation, Payload: make([]byte, 90)}
	for name, o := range map[string]Options{
		"messages": {QueueMessages: 5, QueueBytes: 1 << 20},
		"bytes":    {QueueMessages: 1 << 20, QueueBytes: 5 * 140},
	} {
		q := newQueue(o, 0)
		for i := range 5 {
			if err := q.put(operation); err != nil {
				t.Fatalf("%s: message %d: %v", name, i, err)
			}
		}
		if err := q.put(operation); !errors.Is(err, transport.ErrOverflow) {
			t.Errorf("%s: one too many gave %v", name, err)
		}
		// The connection is done for: nothing may follow what was refused.
		q.done(q.take())
		if err := q.put(operation); !errors.Is(err, transport.ErrNotConnected) {
			t.Errorf("%s: after the overflow: %v", name, err)
		}
	}
	// A relay that never acknowledges is noticed.
	q := newQueue(Options{QueueMessages: 2, QueueBytes: 1 << 20}, 0)
	var err error
	sent := 0
	for ; err == nil && sent < 100; sent++ {
		err = q.put(transport.Envelope{Kind: transport.Notify, To: "you", ChannelID: "c"})
		q.done(q.take())
	}
	if !errors.Is(err, transport.ErrOverflow) {
		t.Errorf("%d messages without acknowledgement gave %v", sent, err)
	}
}
