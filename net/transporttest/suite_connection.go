package transporttest

import (
	"errors"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/net/transport"
)

func testPresence(t *testing.T, n Network) {
	a, b := Watch(t, "alice", n.Connect("alice", domain)), join(t, n, "bob")
	a.AwaitKind(transport.Connected)
	a.AwaitPresence() // told even if nobody is there
	say := func(w *Watcher, present bool) {
		t.Helper()
		w.Must(transport.Envelope{Kind: transport.Present, Present: present})
	}
	say(b, true)
	a.AwaitPresence("bob")
	say(a, true)
	a.AwaitPresence("alice", "bob")
	b.AwaitPresence("alice", "bob")

	c := Watch(t, "carol", n.Connect("carol", domain))
	c.AwaitPresence("alice", "bob")
	say(b, false)
	c.AwaitPresence("alice")
	a.AwaitPresence("alice")

	// Whoever is cut off is gone, and is not back before it says so.
	n.Cut("alice")
	b.AwaitPresence()
	a.AwaitKind(transport.Disconnected)
	a.AwaitKind(transport.Connected)
	a.AwaitPresence()
	say(a, true)
	b.AwaitPresence("alice")

	if err := a.Close(); err != nil {
		t.Error(err)
	}
	b.AwaitPresence()
}

func testGenerations(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	for generation := uint64(1); generation <= 3; generation++ {
		n.Cut("alice")
		e := a.Await("disconnection", func(e transport.Event) bool { return e.Kind == transport.Disconnected })
		if e.Generation != generation || e.Err == nil {
			t.Errorf("the loss of connection %d came as %+v", generation, e)
		}
		if e := a.AwaitKind(transport.Connected); e.Generation != generation+1 {
			t.Errorf("connection %d says that it is %d", generation+1, e.Generation)
		}
		a.AwaitKind(transport.Presence)
		a.Must(transport.Envelope{Kind: transport.Present, Present: true})
		b.Must(operation(strconv.FormatUint(generation, 10)))
		if e := a.AwaitKind(transport.Operation); e.Generation != generation+1 {
			t.Errorf("an operation of connection %d says %d", generation+1, e.Generation)
		}
	}
	m, ok := a.Transport.(transport.Measured)
	if !ok {
		return
	}
	if s := m.Stats(); !s.Connected || s.Generation != 4 || s.Reconnects != 3 || s.ConnectedSince.IsZero() || s.LastError == nil ||
		s.BytesIn == 0 || s.BytesOut == 0 || s.MessagesIn == 0 {
		t.Errorf("the statistics are %+v", s)
	}
}

func testDiscard(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	plug := n.Unplug("alice")
	a.AwaitKind(transport.Disconnected)
	for range 10 {
		if err := a.Send(operation("lost")); !errors.Is(err, transport.ErrNotConnected) {
			t.Fatalf("sending without a connection gave %v", err)
		}
	}
	b.Must(operation("missed"))
	b.Must(transport.Envelope{Kind: transport.Notify, To: "alice", ChannelID: "c", Ack: 1})
	b.AwaitKind(transport.Acknowledged)
	plug()
	a.AwaitKind(transport.Connected)
	a.AwaitKind(transport.Presence)
	a.Must(operation("kept"))
	if e := b.AwaitKind(transport.Operation); string(e.Payload) != "kept" {
		t.Errorf("bob got %q, which was sent without a connection", e.Payload)
	}
	b.Must(operation("new"))
	if e := a.Await("message", func(e transport.Event) bool { return e.Payload != nil }); string(e.Payload) != "new" {
		t.Errorf("alice got %q, which was sent while it was away", e.Payload)
	}
}

func testDiscardQueued(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	resume := n.Stall("alice")
	for i := range 20 {
		a.Must(transport.Envelope{Kind: transport.Notify, To: "bob", ChannelID: "c", Payload: []byte("lost"), Ack: uint64(i) + 1})
	}
	n.Cut("alice")
	a.AwaitKind(transport.Disconnected)
	resume()
	a.AwaitKind(transport.Connected)
	a.AwaitKind(transport.Presence)
	a.Must(transport.Envelope{Kind: transport.Notify, To: "bob", ChannelID: "c", Payload: []byte("kept"), Ack: 99})
	if e := b.AwaitKind(transport.Notify); string(e.Payload) != "kept" {
		t.Errorf("bob got %q, which was queued for a dead connection", e.Payload)
	}
	if e := a.AwaitKind(transport.Acknowledged); e.Ack != 99 {
		t.Errorf("the acknowledgement of %d came, of a dead connection", e.Ack)
	}
}

func testOverflow(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	resume := n.Stall("alice")
	payload := make([]byte, 64<<10) // the network's own buffers hold some
	sent := 0
	var err error
	for deadline := time.Now().Add(Patience); err == nil && time.Now().Before(deadline); {
		if sent == 100*n.QueueMessages {
			t.Fatalf("%d messages fit in a queue of %d", sent, n.QueueMessages)
		}
		if err = a.Send(transport.Envelope{Kind: transport.Operation, Payload: append([]byte(strconv.Itoa(sent)+" "), payload...)}); err == nil {
			sent++
		}
	}
	if !errors.Is(err, transport.ErrOverflow) {
		t.Fatalf("too much for the queue gave %v", err)
	}
	if sent < n.QueueMessages {
		t.Errorf("only %d messages fit in a queue of %d", sent, n.QueueMessages)
	}
	if e := a.AwaitKind(transport.Disconnected); !errors.Is(e.Err, transport.ErrOverflow) {
		t.Errorf("the connection was lost for another reason: %v", e.Err)
	}
	resume()
	a.AwaitKind(transport.Connected)
	a.AwaitKind(transport.Presence)
	a.Must(operation("after"))
	b.AwaitPayload(transport.Operation, "after")
	// What bob got of the first connection has no gaps.
	next := 0
	for _, e := range b.All() {
		if e.Kind != transport.Operation || string(e.Payload) == "after" {
			continue
		}
		if got := string(e.Payload[:slices.Index(e.Payload, ' ')]); got != strconv.Itoa(next) {
			t.Fatalf("message %s came where %d was due", got, next)
		}
		next++
	}
}

func testClose(t *testing.T, n Network) {
	a, b := join(t, n, "alice"), join(t, n, "bob")
	// What was said last is still delivered.
	for i := range 20 {
		a.Must(operation(strconv.Itoa(i)))
	}
	if err := a.Close(); err != nil {
		t.Errorf("close: %v", err)
	}
	for i := range 20 {
		b.AwaitPayload(transport.Operation, strconv.Itoa(i))
	}
	select {
	case <-a.Ended():
	case <-time.After(Patience):
		t.Error("events do not end after close")
	}
	if err := a.Send(operation("late")); !errors.Is(err, transport.ErrClosed) {
		t.Errorf("sending after close gave %v", err)
	}
	if err := a.Close(); err != nil {
		t.Errorf("a second close: %v", err)
	}
	// Closing needs no connection.
	plug := n.Unplug("bob")
	b.AwaitKind(transport.Disconnected)
	if err := b.Close(); err != nil {
		t.Errorf("close without a connection: %v", err)
	}
	plug()
}
