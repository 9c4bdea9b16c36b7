package relay_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/transport"
)

// TestSlowConsumer: one client does not read. Others go on; it is dropped when
// its queue is full, and hears no DISCONNECT.
func TestSlowConsumer(t *testing.T) {
	for _, by := range []string{"websocket", "polling"} {
		t.Run(by, func(t *testing.T) {
			r, server := serve(t, relay.Options{MaxPayload: 1 << 20, MaxQueueBytes: 8 << 20})
			a, b := clone(t, server, "a"), clone(t, server, "b")
			slow := handmade(t, server, "slow")
			var conn *websocket.Conn
			if by == "websocket" {
				conn = slow.joined()
				write(t, conn, `42["present",true]`)
			} else {
				slow.join()
				slow.post(`42["present",true]`)
			}
			a.AwaitPresence("slow")
			megabyte := strings.Repeat("x", 1<<20)
			sent := 0
			for r.Stats().Dropped[relay.ReasonSlow] == 0 {
				if sent++; sent > 200 {
					t.Fatal("the slow client was given 200 MB")
				}
				a.Must(transport.Envelope{Kind: transport.Operation, Payload: []byte(megabyte)})
				b.AwaitKind(transport.Operation) // nobody else waits
			}
			if sent < 8 {
				t.Errorf("the slow client was dropped after %d MB", sent)
			}
			a.AwaitPresence()
			if conn != nil {
				_ = gone(t, conn)
			} else if status, _, _ := slow.do("GET", "", nil); status != 400 {
				t.Errorf("a poll of the dropped session was answered %d", status)
			}
			awaitStats(t, r, "nothing queued", func(s relay.Stats) bool { return s.QueuedBytes == 0 && s.Clients == 2 })
		})
	}
}

// TestCountedMessages: the queue is bounded in messages too.
func TestCountedMessages(t *testing.T) {
	r, server := serve(t, relay.Options{MaxQueueMessages: 50})
	a := clone(t, server, "a")
	handmade(t, server, "slow").join() // and never polls again
	for range 60 {
		a.Must(transport.Envelope{Kind: transport.Operation})
	}
	awaitDrop(t, r, relay.ReasonSlow, 1)
}

// TestAcknowledgementsWaitForTheReceiver: whoever streams to a slow clone is
// slowed down, but not beyond a limit.
func TestAcknowledgementsWaitForTheReceiver(t *testing.T) {
	const delay = 300 * time.Millisecond
	_, server := serve(t, relay.Options{AckDelay: delay})
	a := clone(t, server, "a")
	slow := handmade(t, server, "slow")
	slow.join()
	send := func(ack uint64, size int) {
		t.Helper()
		a.Must(transport.Envelope{Kind: transport.Notify, To: "slow", ChannelID: "c", Payload: make([]byte, size), Ack: ack})
	}
	began := time.Now()
	send(1, 1000)
	a.AwaitKind(transport.Acknowledged)
	send(2, 2<<20)
	a.AwaitKind(transport.Acknowledged)
	if took := time.Since(began); took < delay {
		t.Errorf("with 2 MB waiting the acknowledgement came in %v", took)
	}
	// It comes at once when the receiver has read.
	began = time.Now()
	send(3, 1000)
	got := ""
	for strings.Count(got, `"notify"`) < 3 {
		got += slow.poll()
	}
	if e := a.AwaitKind(transport.Acknowledged); e.Ack != 3 {
		t.Errorf("the acknowledgement of %d came", e.Ack)
	}
	if took := time.Since(began); took > transportDelay(delay) {
		t.Errorf("after the receiver had read, the acknowledgement took %v", took)
	}
	// And when the receiver is gone.
	send(4, 2<<20)
	send(5, 10)
	slow.post("1")
	a.AwaitKind(transport.Acknowledged)
	a.AwaitKind(transport.Acknowledged)
}

// transportDelay leaves room for a slow machine.
func transportDelay(d time.Duration) time.Duration { return d + 10*time.Second }

func TestPings(t *testing.T) {
	o := relay.Options{PingInterval: 50 * time.Millisecond, PingTimeout: 2 * time.Second}
	r, server := serve(t, o)
	witness := clone(t, server, "witness")

	deaf := handmade(t, server, "deaf").joined()
	write(t, deaf, `42["present",true]`)
	witness.AwaitPresence("deaf")
	witness.AwaitPresence()
	_ = gone(t, deaf)
	awaitDrop(t, r, relay.ReasonTimeout, 1)

	polls := handmade(t, server, "polls")
	polls.join()
	for pings := 0; pings < 3; {
		if polls.poll() == "2" {
			pings++
			polls.post("3")
		}
	}
	// A poller that polls no more.
	awaitDrop(t, r, relay.ReasonTimeout, 2)
	if s := r.Stats(); s.Clients != 1 {
		t.Errorf("the statistics are %+v", s)
	}
	for _, e := range witness.All() {
		if e.Kind == transport.Disconnected {
			t.Errorf("a client that answers was dropped: %v", e.Err)
		}
	}
}

// TestSlowLinkIsNotDead: a client that takes long over a big message, but takes it,
// is not dropped for its late pong.
func TestSlowLinkIsNotDead(t *testing.T) {
	o := relay.Options{PingInterval: 50 * time.Millisecond, PingTimeout: 2 * time.Second}
	r, server := serve(t, o)
	a := clone(t, server, "a")
	conn := handmade(t, server, "slow").joined()
	const size = 24 << 20 // more than the system's buffers hold
	a.Must(transport.Envelope{Kind: transport.Operation, Payload: make([]byte, size)})
	var message io.Reader
	for kind := websocket.TextMessage; kind == websocket.TextMessage; {
		var err error
		if kind, message, err = conn.NextReader(); err != nil {
			t.Fatal(err)
		}
		if kind == websocket.TextMessage {
			write(t, conn, "3") // whatever it was; pongs too many are ignored
		}
	}
	began, total := time.Now(), 0
	for buffer := make([]byte, 1<<20); total < size; time.Sleep(100 * time.Millisecond) { // the pace of the link
		n, err := io.ReadFull(message, buffer)
		if total += n; err != nil {
			t.Fatalf("after %d bytes and %v: %v; dropped %v", total, time.Since(began), err, r.Stats().Dropped)
		}
	}
	if took := time.Since(began); took < o.PingTimeout {
		t.Errorf("it took only %v", took)
	}
	write(t, conn, "3")
	write(t, conn, `42["present",true]`)
	a.AwaitPresence("slow")
}

func TestReplacedByANewerConnection(t *testing.T) {
	r, server := serve(t, relay.Options{})
	witness := clone(t, server, "witness")
	older := handmade(t, server, "a").joined()
	write(t, older, `42["present",true]`)
	witness.AwaitPresence("a")
	newer := handmade(t, server, "a").joined()
	if err := gone(t, older); !strings.Contains(err.Error(), "another connection has the same @id") {
		t.Errorf("the older connection was told %v", err)
	}
	witness.AwaitPresence() // the newer one has not said that it is present
	witness.Must(transport.Envelope{Kind: transport.Send, To: "a", MessageID: "m", Payload: []byte("to the newer")})
	if got := read(t, newer) + read(t, newer); !strings.HasSuffix(got, "to the newer") {
		t.Errorf("the newer connection got %s", got)
	}
	write(t, newer, `42["present",true]`)
	witness.AwaitPresence("a")
	awaitDrop(t, r, relay.ReasonReplaced, 1)

	// The same id in another domain is another clone.
	other := handmade(t, server, "a")
	other.query.Set("@domain", "other.m-ld.org")
	other.joined()
	write(t, newer, `42["present",false]`)
	witness.AwaitPresence()
	if s := r.Stats(); s.Domains != 2 || s.Clients != 3 || s.Dropped[relay.ReasonReplaced] != 1 {
		t.Errorf("the statistics are %+v", s)
	}
}

func TestClose(t *testing.T) {
	r, server := serve(t, relay.Options{})
	conn := handmade(t, server, "a").joined()
	polls := handmade(t, server, "b")
	polls.join()
	pending := make(chan string)
	go func() {
		text := ""
		defer func() { pending <- text }()
		text = polls.poll()
	}()
	// One that is stuck in a write, and one that has not joined.
	stuck := handmade(t, server, "stuck").joined()
	handmade(t, server, "stranger").socket()
	a := clone(t, server, "c")
	for range 40 {
		a.Must(transport.Envelope{Kind: transport.Send, To: "stuck", MessageID: "m", Payload: make([]byte, 1<<20)})
	}
	awaitStats(t, r, "stuck", func(s relay.Stats) bool { return s.QueuedBytes > 10<<20 })

	began := time.Now()
	r.Close()
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("closing took %v", took)
	}
	if err := gone(t, conn); !strings.Contains(err.Error(), "shutting down") {
		t.Errorf("a client was told %v", err)
	}
	if got := <-pending; got != "1" {
		t.Errorf("the pending poll was answered %q", got)
	}
	_ = stuck.Close()
	if status, text, _ := handmade(t, server, "late").do("GET", "", nil); status != 503 || !strings.Contains(text, "shutting down") {
		t.Errorf("a late client was answered %d: %s", status, text)
	}
	if s := r.Stats(); s.Clients != 0 || s.Domains != 0 || s.Dropped[relay.ReasonShutdown] != 5 || s.Connections != 5 {
		t.Errorf("the statistics are %+v", s)
	}
	r.Close()
	a.AwaitKind(transport.Disconnected)
}

// TestClientsThatVanish: a connection that is cut in any state leaves nothing behind.
func TestClientsThatVanish(t *testing.T) {
	r, server := serve(t, relay.Options{})
	witness := clone(t, server, "witness")
	conn := handmade(t, server, "a").joined()
	write(t, conn, `42["present",true]`)
	witness.AwaitPresence("a")
	_ = conn.NetConn().Close()
	witness.AwaitPresence()

	polls := handmade(t, server, "b")
	polls.join()
	polls.post(`42["present",true]`)
	witness.AwaitPresence("b")
	polls.poll()
	tcp, err := net.Dial("tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tcp.Write([]byte("GET " + strings.TrimPrefix(polls.url(), server.URL) + " HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	witness.Must(transport.Envelope{Kind: transport.Operation, Payload: []byte("x")})
	if _, err := tcp.Read(make([]byte, 1)); err != nil { // the poll is answered: it had come
		t.Fatal(err)
	}
	if _, err := tcp.Write([]byte("GET " + strings.TrimPrefix(polls.url(), server.URL) + " HTTP/1.1\r\nHost: x\r\n\r\n")); err != nil {
		t.Fatal(err)
	}
	_ = tcp.Close()
	witness.AwaitPresence()

	leaves := handmade(t, server, "c").joined()
	write(t, leaves, "41")
	_ = gone(t, leaves)
	awaitDrop(t, r, relay.ReasonLeft, 3)
	awaitStats(t, r, "one client", func(s relay.Stats) bool { return s.Clients == 1 && s.Domains == 1 })
}
