package socketio_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

const hello = `0{"sid":"s","upgrades":[],"pingInterval":25000,"pingTimeout":20000,"maxPayload":1000}`

// script is what a fake relay does with one connection; the connection is
// closed when it returns.
type script func(c *fakeConn)

// fakeRelay answers each connection by the next script, and the last one again
// and again.
type fakeRelay struct {
	*httptest.Server
	t       *testing.T
	mu      sync.Mutex
	scripts []script
	asked   []*url.URL
	running sync.WaitGroup
}

func fake(t *testing.T, scripts ...script) *fakeRelay {
	t.Helper()
	f := &fakeRelay{t: t, scripts: scripts}
	f.Server = httptest.NewServer(f)
	t.Cleanup(func() {
		f.CloseClientConnections()
		f.Close()
		f.running.Wait()
	})
	return f
}

func (f *fakeRelay) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	f.running.Add(1)
	defer f.running.Done()
	f.mu.Lock()
	f.asked = append(f.asked, r.URL)
	play := f.scripts[0]
	if len(f.scripts) > 1 {
		f.scripts = f.scripts[1:]
	}
	f.mu.Unlock()
	if !websocket.IsWebSocketUpgrade(r) {
		f.t.Errorf("not a WebSocket request: %v", r.URL)
	}
	upgrader := websocket.Upgrader{}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // The client, or the test, has ended it meanwhile.
	}
	defer func() { _ = conn.Close() }()
	play(&fakeConn{Conn: conn, t: f.t})
}

func (f *fakeRelay) requests() []*url.URL {
	f.mu.Lock()
	defer f.mu.Unlock()
	return append([]*url.URL(nil), f.asked...)
}

type fakeConn struct {
	*websocket.Conn
	t *testing.T
}

func (c *fakeConn) say(texts ...string) {
	for _, text := range texts {
		// If the client is gone, the test will notice what it misses.
		_ = c.WriteMessage(websocket.TextMessage, []byte(text))
	}
}

func (c *fakeConn) hear(want string) {
	c.t.Helper()
	// A client that was closed says nothing more; one that should not be gone
	// will be missed.
	if _, got, err := c.ReadMessage(); err == nil && string(got) != want {
		c.t.Errorf("the client said %.100q, not %q", got, want)
	}
}

// open lets the client in.
func (c *fakeConn) open() {
	c.say(hello)
	c.hear("40")
	c.say(`40{"sid":"x"}`, `42["presence",[]]`)
}

// drain reads until the client goes.
func (c *fakeConn) drain() {
	for {
		if _, _, err := c.ReadMessage(); err != nil {
			return
		}
	}
}

// fakeClock stands still; each wait goes to the test, which decides when it is over.
type fakeClock struct {
	mu    sync.Mutex
	now   time.Time
	waits chan wait
}

type wait struct {
	time.Duration
	over chan time.Time
}

func newClock() *fakeClock {
	return &fakeClock{now: time.Unix(1_000_000, 0), waits: make(chan wait, 100)}
}

func (c *fakeClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *fakeClock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

func (c *fakeClock) After(d time.Duration) <-chan time.Time {
	w := wait{Duration: d, over: make(chan time.Time, 1)}
	c.waits <- w
	return w.over
}

// pass lets the next wait be over and says how long it would have been.
func (c *fakeClock) pass(t *testing.T) time.Duration {
	t.Helper()
	select {
	case w := <-c.waits:
		c.advance(w.Duration)
		w.over <- c.Now()
		return w.Duration
	case <-time.After(transporttest.Patience):
		t.Fatal("the client does not wait for anything")
		return 0
	}
}

func dial(t *testing.T, o socketio.Options) *transporttest.Watcher {
	t.Helper()
	if o.ID == "" {
		o.ID = "me"
	}
	if o.Domain == "" {
		o.Domain = "test.m-ld.org"
	}
	if o.Clock == nil && o.Backoff.Min == 0 {
		o.Backoff = socketio.Backoff{Min: time.Millisecond, Max: 10 * time.Millisecond}
	}
	c, err := socketio.New(o)
	if err != nil {
		t.Fatal(err)
	}
	return transporttest.Watch(t, "client", c)
}

func stats(w *transporttest.Watcher) transport.Stats {
	return w.Transport.(transport.Measured).Stats()
}
