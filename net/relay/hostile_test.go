package relay_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

// undisturbed lets two clones talk while something hostile goes on, and says
// whether they noticed.
func undisturbed(t *testing.T, server *httptest.Server) (check func()) {
	t.Helper()
	a, b := clone(t, server, "witness a"), clone(t, server, "witness b")
	return func() {
		t.Helper()
		a.Must(transport.Envelope{Kind: transport.Operation, Payload: []byte("still here")})
		b.AwaitPayload(transport.Operation, "still here")
		for _, w := range []*transporttest.Watcher{a, b} {
			for _, e := range w.All() {
				if e.Kind == transport.Disconnected {
					t.Errorf("a witness was disconnected: %v", e.Err)
				}
			}
		}
	}
}

const placeholder = `{"_placeholder":true,"num":0}`

// hostile messages, after joining; each is its client's end.
var hostile = map[string][]string{
	"nothing":                        {""},
	"not Engine.IO":                  {"hello"},
	"not Socket.IO":                  {"4x"},
	"a server's packet":              {`0{"sid":"x"}`},
	"a ping":                         {"2"},
	"an upgrade":                     {"5"},
	"a second connect":               {"40"},
	"an event elsewhere":             {`42/admin,["present",true]`},
	"a connect error":                {`44{"message":"x"}`},
	"an event without a name":        {`42[]`},
	"an event that is no array":      {`42{}`},
	"bad JSON":                       {`42["present",`},
	"deep JSON":                      {"42" + strings.Repeat("[", 500_000)},
	"deep objects":                   {`42["send",` + strings.Repeat(`{"a":`, 100_000)},
	"a server's event":               {`42["presence",["me"]]`},
	"an operation of text":           {`42["operation","text"]`},
	"an operation with two payloads": {`452-["operation",` + placeholder + `]`, "b", "b"},
	"a payload that is not there":    {`451-["operation",{"_placeholder":true,"num":7}]`, "b"},
	"parameters that are no object":  {`451-["send",7,` + placeholder + `]`, "b"},
	"parameters of numbers":          {`451-["notify",{"toId":7},` + placeholder + `]`, "b"},
	"no number of attachments":       {`45-["operation"]`},
	"no attachments":                 {`450-["operation"]`},
	"a giant count of attachments":   {`45999999999-["operation",` + placeholder + `]`},
	"an endless count":               {"45" + strings.Repeat("9", 100_000) + "-[]"},
	"text for an attachment":         {`451-["operation",` + placeholder + `]`, `42["present",true]`},
	"an attachment without a header": {"b"},
	"a packet over the limit":        {`42["` + strings.Repeat("x", 300_000) + `"]`},
	"attachments over the limit":     {`453-["operation",` + placeholder + `]`, "b100000", "b100000", "b100000"},
}

func TestHostileMessagesOverWebSocket(t *testing.T) {
	r, server := serve(t, relay.Options{MaxPayload: 200_000})
	check := undisturbed(t, server)
	dropped := uint64(0)
	for name, messages := range hostile {
		conn := handmade(t, server, "enemy").joined()
		for _, m := range messages {
			kind, data := websocket.TextMessage, []byte(m)
			if strings.HasPrefix(m, "b") {
				kind, data = websocket.BinaryMessage, blob(m)
			}
			_ = conn.WriteMessage(kind, data) // the relay may have hung up
		}
		_ = gone(t, conn)
		dropped++
		awaitDrop(t, r, relay.ReasonProtocol, dropped)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	check()
}

func TestHostileMessagesByPolling(t *testing.T) {
	r, server := serve(t, relay.Options{MaxPayload: 200_000})
	check := undisturbed(t, server)
	dropped := uint64(0)
	for name, messages := range hostile {
		h := handmade(t, server, "enemy")
		h.join()
		var body []string
		for _, m := range messages {
			if strings.HasPrefix(m, "b") {
				m = "b" + base64.StdEncoding.EncodeToString(blob(m))
			}
			body = append(body, m)
		}
		if status, text, _ := h.do("POST", strings.Join(body, "\x1e"), nil); status != 400 && status != 413 {
			t.Errorf("%s was answered %d: %s", name, status, text)
		}
		dropped++
		awaitDrop(t, r, relay.ReasonProtocol, dropped)
		if status, _, _ := h.do("GET", "", nil); status != 400 {
			t.Errorf("%s: the session lives on", name)
		}
	}
	check()
}

// blob makes the bytes that "b" or "b1000" stands for.
func blob(m string) []byte {
	size := 1
	if len(m) > 1 {
		_, _ = fmt.Sscanf(m, "b%d", &size)
	}
	return make([]byte, size)
}

// TestUnknownIsIgnored: what Socket.IO would give to nobody is no offence.
func TestUnknownIsIgnored(t *testing.T) {
	_, server := serve(t, relay.Options{})
	conn := handmade(t, server, "a").joined()
	for _, m := range []string{"6", "3", `42["hello",{"a":[]}]`, `435[null]`, `429["hello"]`, `42["present"]`} {
		write(t, conn, m)
	}
	write(t, conn, `427["present",true]`)
	if a, b := read(t, conn), read(t, conn); a != `42["presence",["a"]]` || b != `437[null]` {
		t.Errorf("the answer was %s and %s", a, b)
	}
	// A message for nobody is refused in its acknowledgement, and no harm done.
	write(t, conn, `451-8["send",{"fromId":"a"},`+placeholder+`]`)
	if err := conn.WriteMessage(websocket.BinaryMessage, nil); err != nil {
		t.Fatal(err)
	}
	if got := read(t, conn); got != `438["send needs a toId"]` {
		t.Errorf("the answer was %s", got)
	}
	// Whoever asks for a namespace made a mistake that coming back will not mend.
	write(t, conn, "40/admin,")
	if got := read(t, conn); !strings.HasPrefix(got, `44/admin,{"message":"Invalid namespace`) {
		t.Errorf("the answer was %s", got)
	}
}

// TestStrangersAreKeptSmall: before joining, a client can make the relay keep little.
func TestStrangersAreKeptSmall(t *testing.T) {
	r, server := serve(t, relay.Options{ConnectTimeout: 2 * time.Second})
	check := undisturbed(t, server)
	h := handmade(t, server, "a")
	h.handshake()
	if status, _, _ := h.do("POST", "40"+strings.Repeat(" ", 20_000), nil); status != 413 {
		t.Errorf("a stranger's big post was answered %d", status)
	}
	awaitDrop(t, r, relay.ReasonProtocol, 1)
	conn := handmade(t, server, "b").socket()
	_ = conn.WriteMessage(websocket.TextMessage, []byte("40"+strings.Repeat(" ", 20_000)))
	_ = gone(t, conn)
	awaitDrop(t, r, relay.ReasonProtocol, 2)
	for name, first := range map[string]string{"event": `42["present",true]`, "disconnect elsewhere": "41/x,"} {
		conn := handmade(t, server, "c").socket()
		write(t, conn, first)
		_ = gone(t, conn)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	idle := handmade(t, server, "d").socket()
	if err := gone(t, idle); !strings.Contains(err.Error(), "no CONNECT came") {
		t.Errorf("an idle client was told %v", err)
	}
	handmade(t, server, "e").handshake()
	awaitDrop(t, r, relay.ReasonIdle, 2)
	check()
}

// TestTrickle: whoever sends byte by byte, or stops half-way, is dropped.
func TestTrickle(t *testing.T) {
	r, server := serve(t, relay.Options{PingInterval: 100 * time.Millisecond, PingTimeout: 2 * time.Second})
	check := undisturbed(t, server)

	t.Run("an attachment that never comes", func(t *testing.T) {
		conn := handmade(t, server, "a").joined()
		write(t, conn, `451-["operation",`+placeholder+`]`)
		_ = gone(t, conn) // pings are not answered
	})
	t.Run("a frame that never ends", func(t *testing.T) {
		conn := handmade(t, server, "b").joined()
		// The header says 60 MB, of which little comes.
		frame := []byte{0x82, 0xff, 0, 0, 0, 0, 3, 0x93, 0x87, 0, 0, 0, 0, 0}
		trickle(t, conn.NetConn(), frame)
	})
	t.Run("a post that never ends", func(t *testing.T) {
		h := handmade(t, server, "c")
		h.join()
		conn, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		trickle(t, conn, []byte("POST "+strings.TrimPrefix(h.url(), server.URL)+" HTTP/1.1\r\nHost: x\r\nContent-Length: 60000000\r\n\r\n"))
	})
	awaitStats(t, r, "all dropped", func(s relay.Stats) bool { return s.Clients == 2 })
	check()
}

// trickle sends a beginning and then a byte at a time, until the relay hangs up.
func trickle(t *testing.T, conn net.Conn, beginning []byte) {
	t.Helper()
	hungUp := make(chan struct{})
	go func() {
		defer close(hungUp)
		_, _ = io.Copy(io.Discard, conn)
	}()
	deadline := time.After(transporttest.Patience)
	for next := beginning; ; next = []byte{'x'} {
		_, _ = conn.Write(next)
		select {
		case <-hungUp:
			return
		case <-deadline:
			_ = conn.Close()
			<-hungUp
			t.Fatal("the relay never hung up")
		case <-time.After(10 * time.Millisecond): // the pace of the trickle
		}
	}
}

// TestManyHalfMessagesCostLittle: lengths are believed only as their bytes come.
func TestManyHalfMessagesCostLittle(t *testing.T) {
	_, server := serve(t, relay.Options{})
	check := undisturbed(t, server)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	for i := range 50 {
		conn := handmade(t, server, fmt.Sprint("enemy", i)).joined()
		write(t, conn, `4510-["operation",`+placeholder+`]`)
		// 67,000,000 bytes announced, none sent.
		if _, err := conn.NetConn().Write([]byte{0x82, 0xff, 0, 0, 0, 0, 3, 0xfe, 0x56, 0xc0, 0, 0, 0, 0}); err != nil {
			t.Fatal(err)
		}
	}
	check()
	runtime.GC()
	runtime.ReadMemStats(&after)
	if grown := int64(after.HeapAlloc) - int64(before.HeapAlloc); grown > 20<<20 {
		t.Errorf("50 clients that announced 3 GB hold %d bytes", grown)
	}
}

func TestOverlappingRequests(t *testing.T) {
	r, server := serve(t, relay.Options{})
	check := undisturbed(t, server)
	h := handmade(t, server, "a")
	h.join()
	answers := make(chan string, 2)
	for range 2 {
		go func() {
			_, text, _ := h.do("GET", "", nil)
			answers <- text
		}()
	}
	if got := <-answers + <-answers; !strings.Contains(got, "two polls at once") || !strings.Contains(got, "1") {
		t.Errorf("two polls were answered %q", got)
	}
	awaitDrop(t, r, relay.ReasonProtocol, 1)
	check()
}
