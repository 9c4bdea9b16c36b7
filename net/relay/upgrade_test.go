package relay_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

// TestUpgrade goes by hand through what browsers and Node do: a poll is
// pending when the WebSocket is probed, and messages come at every step.
func TestUpgrade(t *testing.T) {
	r, server := serve(t, relay.Options{})
	witness := clone(t, server, "witness")
	say := func(payload string) {
		t.Helper()
		witness.Must(transport.Envelope{Kind: transport.Operation, Payload: []byte(payload)})
	}
	const header = `451-["operation",{"_placeholder":true,"num":0}]`

	h := handmade(t, server, "a")
	h.join()
	pending := make(chan string)
	go func() {
		text := ""
		defer func() { pending <- text }()
		text = h.poll()
	}()
	socket := handmade(t, server, "a")
	socket.query.Set("sid", h.query.Get("sid"))
	conn := socket.socket()
	write(t, conn, "2probe")
	if got := read(t, conn); got != "3probe" {
		t.Fatalf("the probe was answered %s", got)
	}
	// The pending poll is let go, so that the client can pause.
	if got := <-pending; got != "6" {
		t.Fatalf("the pending poll was answered %q", got)
	}
	// What comes between the poll and the change goes by the next poll …
	say("one")
	got := h.poll()
	for got == "6" {
		got = h.poll()
	}
	if got != header+"\x1ebb25l" {
		t.Errorf("the poll was answered %q", got)
	}
	// … and what comes when nobody polls waits for the WebSocket.
	say("two")
	say("three")
	witness.Must(transport.Envelope{Kind: transport.Send, To: "witness", MessageID: "m", Payload: []byte("back")})
	witness.AwaitKind(transport.Send) // both are queued by now
	h.post("42[\"present\",true]")
	write(t, conn, "5")
	for _, want := range []string{header, "two", header, "three", `42["presence",["a"]]`} {
		if got := read(t, conn); got != want {
			t.Errorf("the WebSocket gave %q, not %q", got, want)
		}
	}
	if status, _, _ := h.do("GET", "", nil); status != 400 {
		t.Errorf("a poll after the upgrade was answered %d", status)
	}
	if status, _, _ := h.do("POST", "42[]", nil); status != 400 {
		t.Errorf("a post after the upgrade was answered %d", status)
	}
	say("four")
	if got := read(t, conn) + read(t, conn); got != header+"four" {
		t.Errorf("after the upgrade came %q", got)
	}
	if s := r.Stats(); s.Upgraded != 2 || s.Clients != 2 {
		t.Errorf("the statistics are %+v", s)
	}
}

// TestUpgradeWithPollPending lets the client change over with a poll still
// pending, as one does that does not wait.
func TestUpgradeWithPollPending(t *testing.T) {
	_, server := serve(t, relay.Options{})
	h := handmade(t, server, "a")
	h.join()
	conn := handmadeUpgrade(t, h)
	pending := make(chan string)
	go func() {
		text := ""
		defer func() { pending <- text }()
		_, text, _ = h.do("GET", "", nil)
	}()
	write(t, conn, "5")
	if got := <-pending; got != "6" && !strings.Contains(got, "the session is on WebSocket") {
		t.Errorf("the pending poll was answered %q", got)
	}
	write(t, conn, `42["present",true]`)
	if got := read(t, conn); got != `42["presence",["a"]]` {
		t.Errorf("after the upgrade came %q", got)
	}
}

func handmadeUpgrade(t *testing.T, h *raw) *websocket.Conn {
	t.Helper()
	socket := handmade(t, h.server, h.query.Get("@id"))
	socket.query.Set("sid", h.query.Get("sid"))
	conn := socket.socket()
	write(t, conn, "2probe")
	if got := read(t, conn); got != "3probe" {
		t.Fatalf("the probe was answered %s", got)
	}
	return conn
}

// TestUpgradeThatFails: the client goes on polling, and may try again.
func TestUpgradeThatFails(t *testing.T) {
	r, server := serve(t, relay.Options{UpgradeTimeout: 2e9})
	h := handmade(t, server, "a")
	h.join()
	for name, spoil := range map[string]func(*websocket.Conn){
		"cut":     func(c *websocket.Conn) { _ = c.NetConn().Close() },
		"silence": func(*websocket.Conn) {},
		"nonsense": func(c *websocket.Conn) {
			_ = c.WriteMessage(websocket.TextMessage, []byte("40"))
		},
		"too much": func(c *websocket.Conn) {
			_ = c.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("5", 1000)))
		},
	} {
		conn := handmadeUpgrade(t, h)
		if other, _, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(strings.Replace(h.url(), "=polling", "=websocket", 1), "http"), nil); err == nil {
			_ = other.Close()
			t.Errorf("%s: two probes at once were let in", name)
		}
		spoil(conn)
		if name != "cut" {
			_ = gone(t, conn)
		}
		awaitProbeEnd(t, h)
		h.post(`42["present",true]`)
		got := h.poll()
		for got == "6" { // the relay may not know yet, and let polls go
			got = h.poll()
		}
		h.post(`42["present",false]`)
		if got += h.poll(); got != `42["presence",["a"]]42["presence",[]]` {
			t.Fatalf("%s: the polls were answered %q", name, got)
		}
	}
	// The last try works.
	conn := handmadeUpgrade(t, h)
	write(t, conn, "5")
	awaitStats(t, r, "upgraded", func(s relay.Stats) bool { return s.Upgraded == 1 })
}

// awaitProbeEnd waits until the relay would take another probe.
func awaitProbeEnd(t *testing.T, h *raw) {
	t.Helper()
	// A request that is no WebSocket's fails after the session was found free, and leaves it free.
	socket := handmade(t, h.server, "a")
	socket.query.Set("sid", h.query.Get("sid"))
	socket.query.Set("transport", "websocket")
	header := http.Header{"Connection": {"upgrade"}, "Upgrade": {"websocket"}}
	for deadline := time.Now().Add(transporttest.Patience); ; time.Sleep(time.Millisecond) {
		_, text, _ := socket.do("GET", "", header)
		if !strings.Contains(text, "being upgraded") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the probe never ends: %s", text)
		}
	}
}
