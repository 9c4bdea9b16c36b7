package socketio_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

func TestMain(m *testing.M) { transporttest.Main(m) }

// nobody is where nobody listens. Of a server that was closed, another process could get
// the port.
const nobody = "http://127.0.0.1:1"

func TestParseURL(t *testing.T) {
	for given, want := range map[string]string{
		"http://localhost:3000":           "http://localhost:3000/socket.io/",
		"https://example.org/":            "https://example.org/socket.io/",
		"https://example.org/a/relay?x=1": "https://example.org/a/relay/?x=1",
		"ws://h:1/socket.io/#f":           "http://h:1/socket.io/",
		"wss://h":                         "https://h/socket.io/",
		"http://[::1]:8080?token=a%20b":   "http://[::1]:8080/socket.io/?token=a%20b",
	} {
		u, err := socketio.ParseURL(given)
		if err != nil || u.String() != want {
			t.Errorf("%s became %v, %v", given, u, err)
		}
	}
	for _, bad := range []string{"", "localhost:3000", "example.org", "ftp://x", "http://", "http://:80/", "http://x/?a=%zz", "http://\x7f/"} {
		if u, err := socketio.ParseURL(bad); err == nil {
			t.Errorf("%q became %v", bad, u)
		}
	}
}

func TestOptionsThatAreWrong(t *testing.T) {
	for name, o := range map[string]socketio.Options{
		"no relay":  {ID: "a", Domain: "d"},
		"no id":     {URLs: []string{"http://x"}, Domain: "d"},
		"no domain": {URLs: []string{"http://x"}, ID: "a"},
		"bad URL":   {URLs: []string{"http://x", "nonsense"}, ID: "a", Domain: "d"},
	} {
		if _, err := socketio.New(o); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
}

func TestWhatARelayIsAsked(t *testing.T) {
	f := fake(t, func(c *fakeConn) { c.open(); c.drain() })
	w := dial(t, socketio.Options{
		URLs: []string{f.URL + "/some/path?token=a%26b&x=1"}, ID: "clone 1", Domain: "d.m-ld.org",
		Query: url.Values{"more": {"y"}},
	})
	w.AwaitKind(transport.Connected)
	asked := f.requests()[0]
	want := url.Values{
		"token": {"a&b"}, "x": {"1"}, "more": {"y"},
		"@id": {"clone 1"}, "@domain": {"d.m-ld.org"}, "EIO": {"4"}, "transport": {"websocket"},
	}
	if got := asked.Query().Encode(); asked.Path != "/some/path/" || got != want.Encode() {
		t.Errorf("the relay was asked for %s with %s", asked.Path, got)
	}
	if u := stats(w).URL; u != f.URL+"/some/path/" {
		t.Errorf("the statistics show %s; no token should be seen", u)
	}
}

func TestBackoff(t *testing.T) {
	clock, random := newClock(), 0.5
	w := dial(t, socketio.Options{
		URLs: []string{nobody}, Clock: clock, Random: func() float64 { return random },
		Backoff: socketio.Backoff{Min: 100 * time.Millisecond, Max: time.Second, Settled: time.Minute, Jitter: 0.5},
	})
	for _, want := range []time.Duration{100, 200, 400, 800, 1000, 1000} {
		e := w.AwaitKind(transport.Disconnected)
		if e.Generation != 0 || !strings.Contains(e.Err.Error(), "cannot be reached") {
			t.Errorf("the failed attempt came as %+v", e)
		}
		if got := clock.pass(t); got != want*time.Millisecond {
			t.Errorf("waited %v, not %d ms", got, want)
		}
	}
	if s := stats(w); s.Failures < 6 || s.Connected || s.LastError == nil {
		t.Errorf("the statistics are %+v", s)
	}
	if err := w.Send(transport.Envelope{Kind: transport.Operation}); !errors.Is(err, transport.ErrNotConnected) {
		t.Errorf("sending gave %v", err)
	}
}

func TestJitter(t *testing.T) {
	for random, want := range map[float64]time.Duration{0: 50, 0.5: 100, 0.75: 125} {
		clock := newClock()
		dial(t, socketio.Options{
			URLs: []string{nobody}, Clock: clock, Random: func() float64 { return random },
			Backoff: socketio.Backoff{Min: 100 * time.Millisecond, Max: time.Second, Jitter: 0.5},
		})
		if got := clock.pass(t); got != want*time.Millisecond {
			t.Errorf("random %v made the wait %v, not %d ms", random, got, want)
		}
	}
}

// TestBackoffStartsAfresh: only a connection that lasted shows that things are well.
func TestBackoffStartsAfresh(t *testing.T) {
	clock := newClock()
	hold := make(chan struct{})
	f := fake(t, func(c *fakeConn) { c.open() }, func(c *fakeConn) { c.open() }, func(c *fakeConn) { c.open() },
		func(c *fakeConn) { c.open(); <-hold }, func(c *fakeConn) { c.open(); c.drain() })
	w := dial(t, socketio.Options{
		URLs: []string{f.URL}, Clock: clock, Random: func() float64 { return 0.5 },
		Backoff: socketio.Backoff{Min: 100 * time.Millisecond, Max: time.Second, Settled: time.Minute, Jitter: 0.5},
	})
	for _, want := range []time.Duration{100, 200, 400} {
		if got := clock.pass(t); got != want*time.Millisecond {
			t.Errorf("waited %v after a connection that did not last, not %d ms", got, want)
		}
	}
	w.Await("fourth connection", func(e transport.Event) bool { return e.Kind == transport.Connected && e.Generation == 4 })
	clock.advance(time.Hour)
	close(hold)
	if got := clock.pass(t); got != 100*time.Millisecond {
		t.Errorf("waited %v after a connection that lasted", got)
	}
	w.AwaitKind(transport.Connected)
}

func TestRelaysAreTriedInTurn(t *testing.T) {
	clock := newClock()
	lose := make(chan struct{})
	f := fake(t, func(c *fakeConn) { c.open(); <-lose }, func(c *fakeConn) { c.open(); c.drain() })
	w := dial(t, socketio.Options{
		URLs: []string{nobody + "/one", f.URL + "/two", nobody + "/three"}, Clock: clock, Random: func() float64 { return 0.5 },
		Backoff: socketio.Backoff{Min: 100 * time.Millisecond, Max: time.Second, Settled: time.Minute, Jitter: 0.5},
	})
	w.AwaitKind(transport.Disconnected)
	w.AwaitKind(transport.Connected) // without a wait: the round is not over
	if u := stats(w).URL; !strings.HasSuffix(u, "/two/") {
		t.Errorf("the statistics show %s", u)
	}
	// It comes back to the relay that served it well.
	clock.advance(time.Hour)
	close(lose)
	w.AwaitKind(transport.Disconnected)
	clock.pass(t)
	w.AwaitKind(transport.Connected)
	if u := stats(w).URL; !strings.HasSuffix(u, "/two/") {
		t.Errorf("after the loss the statistics show %s", u)
	}
	for _, e := range w.All() {
		if e.Kind == transport.Disconnected && strings.Contains(e.Err.Error(), "/three") {
			t.Errorf("the third relay was tried: %v", e.Err)
		}
	}
}

func TestRefusals(t *testing.T) {
	answer := func(status int, body string) string {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = w.Write([]byte(body))
		}))
		t.Cleanup(s.Close)
		return s.URL
	}
	for name, c := range map[string]struct {
		url, want string
		status    int
	}{
		"token":         {answer(403, `{"code":4,"message":"the token is wrong"}`), "the token is wrong; check the token in the join URL", 403},
		"no relay":      {answer(404, "not here\n"), "answered 404: not here; is it a relay", 404},
		"empty":         {answer(200, ""), "answered 200: OK", 200},
		"connect error": {fake(t, func(c *fakeConn) { c.say(hello); c.hear("40"); c.say(`44{"message":"not you"}`) }).URL, "refused us: not you", 0},
	} {
		e := dial(t, socketio.Options{URLs: []string{c.url}}).AwaitKind(transport.Disconnected)
		var refused *transport.RefusedError
		if !errors.As(e.Err, &refused) || refused.Status != c.status || !strings.Contains(e.Err.Error(), c.want) {
			t.Errorf("%s: %v", name, e.Err)
		}
	}
}

func TestNoRelayAtAll(t *testing.T) {
	for name, play := range map[string]script{
		"silence after the handshake": func(c *fakeConn) { c.drain() },
		"another protocol":            func(c *fakeConn) { c.say("hello"); c.drain() },
		"no handshake":                func(c *fakeConn) { c.say("40"); c.drain() },
		"no answer to connect":        func(c *fakeConn) { c.say(hello); c.drain() },
		"an event before connect":     func(c *fakeConn) { c.say(hello, `42["presence",[]]`); c.drain() },
		"a huge handshake":            func(c *fakeConn) { c.say("0" + strings.Repeat(" ", 70_000)); c.drain() },
	} {
		t.Run(name, func(t *testing.T) {
			w := dial(t, socketio.Options{URLs: []string{fake(t, play).URL}, ConnectTimeout: 50 * time.Millisecond, MaxPayload: 1})
			for range 2 { // and it tries again
				if e := w.AwaitKind(transport.Disconnected); e.Err == nil || e.Generation != 0 {
					t.Errorf("the attempt failed as %+v", e)
				}
			}
		})
	}
}

func TestWhatLosesAConnection(t *testing.T) {
	for name, c := range map[string]struct {
		play script
		want string
	}{
		"disconnect":     {func(c *fakeConn) { c.say("41") }, "sent us away"},
		"engine close":   {func(c *fakeConn) { c.say("1") }, "ended the session"},
		"bad packet":     {func(c *fakeConn) { c.say("4x") }, "malformed Socket.IO"},
		"bad engine":     {func(c *fakeConn) { c.say("x") }, "malformed Engine.IO"},
		"bad event":      {func(c *fakeConn) { c.say(`42["operation","text"]`) }, "binary payload"},
		"deep JSON":      {func(c *fakeConn) { c.say("42" + strings.Repeat("[", 10_000)) }, "deep"},
		"too large":      {func(c *fakeConn) { _ = c.WriteMessage(websocket.BinaryMessage, make([]byte, 200_000)) }, "read limit"},
		"attachments":    {func(c *fakeConn) { c.say(`459999999999-["a"]`) }, "attachments"},
		"a second hello": {func(c *fakeConn) { c.say(hello) }, "out of place"},
		"close": {func(c *fakeConn) {
			_ = c.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(4001, "another connection has the same @id"), time.Now().Add(time.Second))
		}, "the relay closed it: another connection has the same @id"},
		"cut": {func(c *fakeConn) { _ = c.NetConn().Close() }, "was lost"},
	} {
		t.Run(name, func(t *testing.T) {
			f := fake(t, func(conn *fakeConn) { conn.open(); c.play(conn); conn.drain() }, func(conn *fakeConn) { conn.open(); conn.drain() })
			w := dial(t, socketio.Options{URLs: []string{f.URL}, MaxPayload: 100_000})
			e := w.AwaitKind(transport.Disconnected)
			if e.Generation != 1 || !strings.Contains(e.Err.Error(), c.want) {
				t.Errorf("the connection was lost as %+v", e)
			}
			w.Await("reconnection", func(e transport.Event) bool { return e.Kind == transport.Connected && e.Generation == 2 })
		})
	}
}

func TestWhatIsIgnored(t *testing.T) {
	f := fake(t, func(c *fakeConn) {
		c.open()
		c.say("6", `42["hello",{"a":[1]}]`, `42["present",true]`, `42/other,["presence",["x"]]`, `43999[null]`, `42["presence",["end"]]`)
		c.drain()
	})
	w := dial(t, socketio.Options{URLs: []string{f.URL}})
	w.AwaitPresence("end")
	if got := len(w.All()); got != 3 { // connected, presence, presence
		t.Errorf("%d events came", got)
	}
}

// TestPing: the relay's ping is answered before what waits, and silence loses the connection.
func TestPing(t *testing.T) {
	t.Run("silence", func(t *testing.T) {
		quiet := strings.NewReplacer("25000", "300", "20000", "200").Replace(hello)
		f := fake(t, func(c *fakeConn) {
			c.say(quiet)
			c.hear("40")
			c.say(`40{"sid":"x"}`, "2")
			c.hear("3")
			c.drain()
		}, func(c *fakeConn) { c.open(); c.drain() })
		e := dial(t, socketio.Options{URLs: []string{f.URL}}).AwaitKind(transport.Disconnected)
		if !strings.Contains(e.Err.Error(), "too long") {
			t.Errorf("silence came as %v", e.Err)
		}
	})
	t.Run("round trip", func(t *testing.T) {
		f := fake(t, func(c *fakeConn) { c.open(); c.say("2"); c.drain() })
		w := dial(t, socketio.Options{URLs: []string{f.URL}})
		w.AwaitKind(transport.Connected)
		await(t, "round trip", func() bool { return stats(w).RoundTrip > 0 })
	})
}

// TestBusyIsNotDead: while the clone takes no events, no ping is read that waits behind
// them; the relay is told all the same that somebody is there.
func TestBusyIsNotDead(t *testing.T) {
	quick := strings.NewReplacer("20000", "60").Replace(hello)
	told := make(chan struct{})
	f := fake(t, func(c *fakeConn) {
		c.say(quick)
		c.hear("40")
		c.say(`40{"sid":"x"}`, `42["presence",[]]`, "2")
		c.hear("3")
		c.hear("3")
		close(told)
		c.say(`42["presence",["end"]]`)
		c.drain()
	})
	c, err := socketio.New(socketio.Options{URLs: []string{f.URL}, ID: "me", Domain: "test.m-ld.org"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if e := <-c.Events(); e.Kind != transport.Connected {
		t.Fatalf("%v came", e.Kind)
	}
	select {
	case <-told:
	case <-time.After(transporttest.Patience):
		t.Fatal("the relay was told nothing")
	}
	for _, want := range []string{"", "end"} {
		if e := <-c.Events(); e.Kind != transport.Presence || strings.Join(e.Present, "") != want {
			t.Errorf("%v of %v came", e.Kind, e.Present)
		}
	}
}

func TestTooLarge(t *testing.T) {
	f := fake(t, func(c *fakeConn) { c.open(); c.drain() })
	w := dial(t, socketio.Options{URLs: []string{f.URL}})
	w.AwaitKind(transport.Connected)
	var tooLarge *transport.TooLargeError
	err := w.Send(transport.Envelope{Kind: transport.Operation, Payload: make([]byte, 1001)})
	if !errors.As(err, &tooLarge) || tooLarge.Limit != 1000 || tooLarge.Size != 1001 {
		t.Errorf("a payload over the relay's limit gave %v", err)
	}
	w.Must(transport.Envelope{Kind: transport.Operation, Payload: make([]byte, 1000)})
	if s := stats(w); s.MaxPayload != 1000 || !s.Connected {
		t.Errorf("the statistics are %+v", s)
	}
}

// TestAcknowledgementRefused: our relay says why, if it does.
func TestAcknowledgementRefused(t *testing.T) {
	f := fake(t, func(c *fakeConn) {
		c.open()
		c.hear(`451-1["send",{"fromId":"me","toId":"you","messageId":"m"},{"_placeholder":true,"num":0}]`)
		c.hear("x")
		c.say(`431["no way"]`)
		c.drain()
	})
	w := dial(t, socketio.Options{URLs: []string{f.URL}})
	w.AwaitKind(transport.Connected)
	w.Must(transport.Envelope{Kind: transport.Send, To: "you", MessageID: "m", Payload: []byte("x"), Ack: 9})
	if e := w.AwaitKind(transport.Acknowledged); e.Ack != 9 || e.Err == nil || !strings.Contains(e.Err.Error(), "no way") {
		t.Errorf("the refusal came as %+v", e)
	}
}

// TestCloseAtAnyTime: closing waits neither for a dial, nor for a relay that does not
// answer, nor for events that nobody reads.
func TestCloseAtAnyTime(t *testing.T) {
	for name, play := range map[string]script{
		"while joining": func(c *fakeConn) { c.drain() },
		"with a flood": func(c *fakeConn) {
			c.open()
			for c.WriteMessage(websocket.TextMessage, []byte(`42["presence",[]]`)) == nil {
			}
		},
		"with a deaf relay": func(c *fakeConn) {
			c.open()
			c.SetCloseHandler(func(int, string) error { return nil })
			for _, _, err := c.ReadMessage(); err == nil; _, _, err = c.ReadMessage() {
			}
			_, _ = c.NetConn().Read(make([]byte, 1)) // until the client hangs up
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := fake(t, play)
			c, err := socketio.New(socketio.Options{URLs: []string{f.URL}, ID: "me", Domain: "d", CloseTimeout: 100 * time.Millisecond})
			if err != nil {
				t.Fatal(err)
			}
			await(t, "request", func() bool { return len(f.requests()) > 0 })
			began := time.Now()
			if err := c.Close(); err != nil {
				t.Error(err)
			}
			if took := time.Since(began); took > 5*time.Second {
				t.Errorf("closing took %v", took)
			}
		})
	}
}

func await(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(transporttest.Patience); !holds(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("there was no %s", what)
		}
	}
}
