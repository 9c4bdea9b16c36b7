package transporttest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"strconv"
	"sync"
	"testing"

	"github.com/m-ld/mld-tui/net/transport"
)

func testOperations(t *testing.T, n Network) {
	a, b, c := join(t, n, "alice"), join(t, n, "bob"), join(t, n, "carol")
	stranger := Watch(t, "stranger", n.Connect("alice2", "elsewhere.m-ld.org"))
	stranger.AwaitKind(transport.Presence)

	a.Must(operation("from alice"))
	if e := b.AwaitPayload(transport.Operation, "from alice"); e.Generation != 1 {
		t.Errorf("bob's operation belongs to generation %d, not 1", e.Generation)
	}
	c.AwaitPayload(transport.Operation, "from alice")
	b.Must(operation("from bob"))
	a.AwaitPayload(transport.Operation, "from bob")
	c.AwaitPayload(transport.Operation, "from bob")
	stranger.Must(operation("from the stranger"))

	// Whatever would have been echoed or have strayed came before these.
	for _, w := range []*Watcher{a, b, c, stranger} {
		w.Must(transport.Envelope{Kind: transport.Present, Present: true})
	}
	for _, w := range []*Watcher{a, b, c} {
		w.AwaitPresence("alice", "bob", "carol")
	}
	stranger.AwaitPresence("alice2")
	expect := map[*Watcher]string{a: "from bob", b: "from alice", c: "from alice|from bob", stranger: ""}
	for w, want := range expect {
		got := ""
		for _, e := range w.All() {
			if e.Kind != transport.Operation {
				continue
			}
			if got != "" {
				got += "|"
			}
			got += string(e.Payload)
		}
		if got != want {
			t.Errorf("%s got the operations %q, not %q", w.name, got, want)
		}
	}
}

func testOrder(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	const count = 300
	for i := range count {
		switch i % 3 {
		case 0:
			a.Must(operation(strconv.Itoa(i)))
		case 1:
			a.Must(transport.Envelope{Kind: transport.Notify, To: "bob", ChannelID: "c", Payload: []byte(strconv.Itoa(i))})
		case 2:
			a.Must(transport.Envelope{Kind: transport.Send, To: "bob", MessageID: "m", Payload: []byte(strconv.Itoa(i))})
		}
	}
	next := 0
	for next < count {
		e := b.Await("message "+strconv.Itoa(next), func(e transport.Event) bool { return e.Payload != nil })
		if string(e.Payload) != strconv.Itoa(next) {
			t.Fatalf("message %q came where %d was due", e.Payload, next)
		}
		next++
	}
}

func testDirected(t *testing.T, n Network) {
	a, b, c := join(t, n, "alice"), join(t, n, "bob"), join(t, n, "carol")
	a.Must(transport.Envelope{Kind: transport.Send, To: "bob", MessageID: "m1", Payload: []byte("request")})
	e := b.AwaitKind(transport.Send)
	if e.From != "alice" || e.MessageID != "m1" || string(e.Payload) != "request" {
		t.Errorf("bob got the send %+v", e)
	}
	b.Must(transport.Envelope{Kind: transport.Reply, To: "alice", MessageID: "m2", SentMessageID: "m1", Payload: []byte("response")})
	e = a.AwaitKind(transport.Reply)
	if e.From != "bob" || e.MessageID != "m2" || e.SentMessageID != "m1" || string(e.Payload) != "response" {
		t.Errorf("alice got the reply %+v", e)
	}
	b.Must(transport.Envelope{Kind: transport.Notify, To: "alice", ChannelID: "ch", Payload: []byte("next")})
	e = a.AwaitKind(transport.Notify)
	if e.From != "bob" || e.ChannelID != "ch" || string(e.Payload) != "next" {
		t.Errorf("alice got the notify %+v", e)
	}
	// Whatever carol overheard came before this.
	a.Must(transport.Envelope{Kind: transport.Send, To: "carol", MessageID: "m3", Payload: []byte("end")})
	if e := c.Await("message", func(e transport.Event) bool { return e.Payload != nil }); string(e.Payload) != "end" {
		t.Errorf("carol overheard %+v", e)
	}
}

func testAcknowledged(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	envelopes := []transport.Envelope{
		{Kind: transport.Send, To: "bob", MessageID: "1", Ack: 11},
		{Kind: transport.Reply, To: "bob", MessageID: "2", SentMessageID: "1", Ack: 12},
		{Kind: transport.Notify, To: "bob", ChannelID: "c"}, // did not ask
		{Kind: transport.Notify, To: "bob", ChannelID: "c", Ack: 13},
		{Kind: transport.Send, To: "nobody", MessageID: "3", Ack: 14}, // the relay took it, though there is nobody
	}
	for _, e := range envelopes {
		e.Payload = []byte("x")
		a.Must(e)
	}
	for _, want := range []uint64{11, 12, 13, 14} {
		if e := a.AwaitKind(transport.Acknowledged); e.Ack != want || e.Err != nil || e.Generation != 1 {
			t.Fatalf("got %+v where the acknowledgement of %d was due", e, want)
		}
	}
	for range 4 {
		b.Await("message", func(e transport.Event) bool { return e.Payload != nil })
	}
}

func testBig(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	big := make([]byte, n.BigPayload)
	source := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // bytes that repeat from run to run
	for i := range big {
		big[i] = byte(source.Uint32())
	}
	a.Must(transport.Envelope{Kind: transport.Operation, Payload: big})
	a.Must(transport.Envelope{Kind: transport.Notify, To: "bob", ChannelID: "c", Payload: big, Ack: 1})
	for _, k := range []transport.Kind{transport.Operation, transport.Notify} {
		if e := b.AwaitKind(k); !bytes.Equal(e.Payload, big) {
			t.Errorf("the %v of %d bytes came as other %d bytes", k, len(big), len(e.Payload))
		}
	}
	a.AwaitKind(transport.Acknowledged)
}

func testBytes(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	all := make([]byte, 256)
	for i := range all {
		all[i] = byte(i)
	}
	for _, payload := range [][]byte{all, {}, {0x1e}, []byte("\xff\xfe4b5\x1e")} {
		a.Must(transport.Envelope{Kind: transport.Operation, Payload: payload})
		if e := b.AwaitKind(transport.Operation); !bytes.Equal(e.Payload, payload) {
			t.Errorf("%q came as %q", payload, e.Payload)
		}
	}
	// Ids are text, of any kind.
	odd := `it's "m1"` + " \\ é 日本 😀 \u2028 <&>"
	a.Must(transport.Envelope{Kind: transport.Send, To: "bob", MessageID: odd, Payload: all})
	if e := b.AwaitKind(transport.Send); e.MessageID != odd {
		t.Errorf("the id %q came as %q", odd, e.MessageID)
	}
}

func testInvalid(t *testing.T, n Network) {
	a := join(t, n, "alice")
	for _, e := range []transport.Envelope{
		{},
		{Kind: transport.Connected},
		{Kind: transport.Send, MessageID: "m"},
		{Kind: transport.Send, To: "bob"},
		{Kind: transport.Reply, To: "bob", MessageID: "m"},
		{Kind: transport.Notify, To: "bob"},
	} {
		if err := a.Send(e); !errors.Is(err, transport.ErrInvalid) {
			t.Errorf("sending %+v gave %v", e, err)
		}
	}
	if e := a.All(); e[len(e)-1].Kind == transport.Disconnected {
		t.Error("the connection was lost over it")
	}
}

func testConcurrent(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	const senders, each = 8, 50
	var all sync.WaitGroup
	for s := range senders {
		all.Go(func() {
			for i := range each {
				if err := a.Send(operation(fmt.Sprintf("%d %d", s, i))); err != nil {
					t.Errorf("sender %d: %v", s, err)
				}
			}
		})
	}
	all.Wait()
	var next [senders]int
	for range senders * each {
		e := b.AwaitKind(transport.Operation)
		var s, i int
		if _, err := fmt.Sscanf(string(e.Payload), "%d %d", &s, &i); err != nil || i != next[s] {
			t.Fatalf("%q came where number %d of its sender was due", e.Payload, next[s])
		}
		next[s]++
	}
}
