package relay_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

func TestMain(m *testing.M) { transporttest.Main(m) }

// raw speaks to a relay by hand.
type raw struct {
	t      *testing.T
	server *httptest.Server
	query  url.Values
	client http.Client
}

func handmade(t *testing.T, server *httptest.Server, id string) *raw {
	t.Helper()
	r := &raw{t: t, server: server, query: url.Values{"EIO": {"4"}, "@id": {id}, "@domain": {domain}, "transport": {"polling"}}}
	r.client.Transport = &http.Transport{}
	t.Cleanup(r.client.CloseIdleConnections)
	return r
}

func (r *raw) url() string { return r.server.URL + "/socket.io/?" + r.query.Encode() }

func (r *raw) do(method, body string, header http.Header) (int, string, http.Header) {
	r.t.Helper()
	req, err := http.NewRequest(method, r.url(), strings.NewReader(body))
	if err != nil {
		r.t.Fatal(err)
	}
	for name, values := range header {
		req.Header[name] = values
	}
	resp, err := r.client.Do(req)
	if err != nil {
		r.t.Fatalf("%s: %v", method, err)
	}
	defer func() { _ = resp.Body.Close() }()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		r.t.Fatalf("%s: %v", method, err)
	}
	return resp.StatusCode, string(text), resp.Header
}

func (r *raw) poll() string {
	r.t.Helper()
	status, text, _ := r.do("GET", "", nil)
	if status != 200 {
		r.t.Fatalf("a poll was answered %d: %s", status, text)
	}
	return text
}

func (r *raw) post(body string) {
	r.t.Helper()
	if status, text, _ := r.do("POST", body, nil); status != 200 || text != "ok" {
		r.t.Fatalf("a post was answered %d: %s", status, text)
	}
}

// handshake begins a session by polling.
func (r *raw) handshake() socketio.Handshake {
	r.t.Helper()
	text := r.poll()
	var h socketio.Handshake
	if text[0] != '0' || json.Unmarshal([]byte(text[1:]), &h) != nil {
		r.t.Fatalf("the handshake is %s", text)
	}
	r.query.Set("sid", h.SID)
	return h
}

// join joins by polling.
func (r *raw) join() {
	r.t.Helper()
	r.handshake()
	r.post("40")
	if got := r.poll(); !strings.HasPrefix(got, `40{"sid":"`) || !strings.Contains(got, "\x1e"+`42["presence",[`) {
		r.t.Fatalf("joining was answered %s", got)
	}
}

// socket opens a WebSocket: of the session, or a new one.
func (r *raw) socket() *websocket.Conn {
	r.t.Helper()
	r.query.Set("transport", "websocket")
	conn, resp, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(r.url(), "http"), nil)
	if err != nil {
		r.t.Fatalf("no WebSocket: %v, %v", err, resp)
	}
	r.t.Cleanup(func() { _ = conn.Close() })
	return conn
}

// joined opens a WebSocket and joins.
func (r *raw) joined() *websocket.Conn {
	r.t.Helper()
	conn := r.socket()
	read(r.t, conn) // the handshake
	write(r.t, conn, "40")
	read(r.t, conn)
	read(r.t, conn) // presence
	return conn
}

func read(t *testing.T, conn *websocket.Conn) string {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(transporttest.Patience)); err != nil {
		t.Fatal(err)
	}
	_, text, err := conn.ReadMessage()
	if err != nil {
		t.Fatalf("reading from the WebSocket: %v", err)
	}
	return string(text)
}

func write(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatalf("writing to the WebSocket: %v", err)
	}
}

// gone reads until the relay drops the connection, and gives its words.
func gone(t *testing.T, conn *websocket.Conn) error {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(transporttest.Patience)); err != nil {
		t.Fatal(err)
	}
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			if timeout, ok := err.(interface{ Timeout() bool }); ok && timeout.Timeout() {
				t.Fatal("the relay did not drop the connection")
			}
			return err
		}
		if s := string(text); strings.HasPrefix(s, "41") || strings.HasPrefix(s, "44{") {
			t.Fatalf("the relay said %s, after which a clone never comes back", s)
		}
	}
}

// clone connects our own client, as a witness that others are not disturbed.
func clone(t *testing.T, server *httptest.Server, id string) *transporttest.Watcher {
	t.Helper()
	c, err := socketio.New(socketio.Options{
		URLs: []string{server.URL}, ID: id, Domain: domain,
		Backoff: socketio.Backoff{Min: time.Millisecond, Max: 10 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := transporttest.Watch(t, id, c)
	w.AwaitKind(transport.Presence)
	return w
}

func awaitStats(t *testing.T, r *relay.Relay, what string, holds func(relay.Stats) bool) {
	t.Helper()
	for deadline := time.Now().Add(transporttest.Patience); ; time.Sleep(time.Millisecond) {
		s := r.Stats()
		if holds(s) {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s: never so; the statistics are %+v", what, s)
		}
	}
}

func awaitDrop(t *testing.T, r *relay.Relay, why relay.Reason, count uint64) {
	t.Helper()
	awaitStats(t, r, fmt.Sprintf("%d dropped as %s", count, why), func(s relay.Stats) bool { return s.Dropped[why] == count })
}
