package relay_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

const domain = "relay.m-ld.org"

// npm drives npm socket.io clients, all in one process.
type npm struct {
	t       *testing.T
	process *reference.Process
	missed  []said
}

// said is one line of the clients.
type said struct {
	Name, Event, Transport, Reason, Message, Tag string
	Presence                                     []string
	Payload                                      []byte
	Params                                       socketio.Params
	Err                                          *string
}

func startNpm(t *testing.T) *npm {
	t.Helper()
	dir := reference.Dir(t)
	script, err := filepath.Abs("testdata/clients.mjs")
	if err != nil {
		t.Fatal(err)
	}
	return &npm{t: t, process: reference.Node(t, dir, script)}
}

func (n *npm) do(command, name string, params map[string]any) {
	n.t.Helper()
	line := map[string]any{"do": command, "name": name}
	for k, v := range params {
		line[k] = v
	}
	if err := n.process.Send(line); err != nil {
		n.t.Fatal(err)
	}
}

func (n *npm) connect(name, uri string, opts map[string]any) {
	n.t.Helper()
	all := map[string]any{"query": map[string]any{"@id": name, "@domain": domain}, "reconnectionDelay": 50, "reconnectionDelayMax": 200}
	for k, v := range opts {
		all[k] = v
	}
	n.do("connect", name, map[string]any{"uri": uri, "opts": all})
}

// await waits for a line of the client, and keeps those of others for later.
func (n *npm) await(name, event string, wanted func(said) bool) said {
	n.t.Helper()
	fits := func(s said) bool { return s.Name == name && s.Event == event && (wanted == nil || wanted(s)) }
	if i := slices.IndexFunc(n.missed, fits); i >= 0 {
		s := n.missed[i]
		n.missed = slices.Delete(n.missed, i, i+1)
		return s
	}
	for {
		var s said
		if err := n.process.Read(&s); err != nil {
			n.t.Fatalf("waiting for %s of %s: %v; seen instead: %+v", event, name, err, n.missed)
		}
		if fits(s) {
			return s
		}
		n.missed = append(n.missed, s)
	}
}

func (n *npm) awaitPresence(name string, ids ...string) {
	n.t.Helper()
	n.await(name, "presence", func(s said) bool {
		slices.Sort(s.Presence) // the Node relay has them as they came
		return slices.Equal(s.Presence, ids)
	})
}

var transports = map[string]map[string]any{
	"default options": {},
	"polling only":    {"transports": []string{"polling"}},
	"websocket only":  {"transports": []string{"websocket"}},
}

// converse lets npm clients and ours exchange everything that crosses a transport.
func converse(t *testing.T, uri string, opts map[string]any) {
	n := startNpm(t)
	n.connect("js1", uri, opts)
	n.connect("js2", uri, opts)
	c, err := socketio.New(socketio.Options{URLs: []string{uri}, ID: "go", Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	g := transporttest.Watch(t, "go", c)
	for _, name := range []string{"js1", "js2"} {
		n.await(name, "connect", nil)
		n.do("present", name, map[string]any{"present": true})
	}
	if opts["transports"] == nil {
		n.await("js1", "upgrade", nil)
		n.await("js2", "upgrade", nil)
	}
	g.AwaitPresence("js1", "js2")
	n.awaitPresence("js1", "js1", "js2")

	payload := make([]byte, 300_000)
	for i := range payload {
		payload[i] = byte(i * 7)
	}
	for i, size := range []int{0, 1, 3, 1000, len(payload)} {
		n.do("operation", "js1", map[string]any{"payload": payload[:size]})
		if s := n.await("js2", "operation", nil); !bytes.Equal(s.Payload, payload[:size]) {
			t.Errorf("js2 got %d other bytes for %d", len(s.Payload), size)
		}
		if e := g.AwaitKind(transport.Operation); !bytes.Equal(e.Payload, payload[:size]) {
			t.Errorf("Go got %d other bytes for %d", len(e.Payload), size)
		}
		g.Must(transport.Envelope{Kind: transport.Operation, Payload: payload[:size]})
		for _, name := range []string{"js1", "js2"} {
			if s := n.await(name, "operation", nil); !bytes.Equal(s.Payload, payload[:size]) {
				t.Errorf("%s got %d other bytes for %d of Go's", name, len(s.Payload), size)
			}
		}
		params := socketio.Params{FromID: "js1", ToID: "go", MessageID: fmt.Sprint("m", i)}
		n.do("direct", "js1", map[string]any{"event": "send", "params": params, "payload": payload[:size], "tag": params.MessageID})
		if s := n.await("js1", "ack", nil); s.Err != nil || s.Tag != params.MessageID {
			t.Errorf("the acknowledgement says %v of %s", s.Err, s.Tag)
		}
		if e := g.AwaitKind(transport.Send); e.From != "js1" || e.MessageID != params.MessageID || !bytes.Equal(e.Payload, payload[:size]) {
			t.Errorf("Go got the send %s from %s with %d bytes", e.MessageID, e.From, len(e.Payload))
		}
		g.Must(transport.Envelope{Kind: transport.Reply, To: "js2", MessageID: "r", SentMessageID: "s", Payload: payload[:size], Ack: 5})
		s := n.await("js2", "reply", nil)
		if s.Params != (socketio.Params{FromID: "go", ToID: "js2", MessageID: "r", SentMessageID: "s"}) || !bytes.Equal(s.Payload, payload[:size]) {
			t.Errorf("js2 got the reply %+v with %d bytes", s.Params, len(s.Payload))
		}
		g.AwaitKind(transport.Acknowledged)
		params = socketio.Params{FromID: "js2", ToID: "js1", ChannelID: "ch"}
		n.do("direct", "js2", map[string]any{"event": "notify", "params": params, "payload": payload[:size], "tag": "n"})
		if s := n.await("js1", "notify", nil); s.Params != params || !bytes.Equal(s.Payload, payload[:size]) {
			t.Errorf("js1 got the notify %+v with %d bytes", s.Params, len(s.Payload))
		}
		n.await("js2", "ack", nil)
	}

	n.do("cut", "js1", nil)
	s := n.await("js1", "disconnect", nil)
	if s.Reason == "io server disconnect" {
		t.Error("js1 believes that the relay sent it away")
	}
	n.await("js1", "connect", nil)
	n.do("present", "js1", map[string]any{"present": true})
	n.awaitPresence("js1", "js1", "js2")
	n.do("close", "js1", nil)
	n.awaitPresence("js2", "js2")
	g.AwaitPresence("js2")
}

func TestNpmClientsOfOurRelay(t *testing.T) {
	for name, opts := range transports {
		t.Run(name, func(t *testing.T) {
			_, server := serve(t, relay.Options{})
			converse(t, server.URL, opts)
		})
	}
}

// TestNpmClientsLoseNothingInTheUpgrade lets clients connect, poll, and upgrade in
// the middle of a stream of operations.
func TestNpmClientsLoseNothingInTheUpgrade(t *testing.T) {
	n := startNpm(t)
	r, server := serve(t, relay.Options{})
	c, err := socketio.New(socketio.Options{URLs: []string{server.URL}, ID: "go", Domain: domain})
	if err != nil {
		t.Fatal(err)
	}
	g := transporttest.Watch(t, "go", c)
	g.AwaitKind(transport.Presence)

	stop, stopped := make(chan struct{}), make(chan uint32)
	go func() {
		for i := uint32(0); ; i++ {
			select {
			case <-stop:
				stopped <- i
				return
			case <-time.After(200 * time.Microsecond): // a stream, not a flood
			}
			if err := c.Send(transport.Envelope{Kind: transport.Operation, Payload: binary.BigEndian.AppendUint32(nil, i)}); err != nil {
				t.Errorf("operation %d: %v", i, err)
			}
		}
	}()
	const clients, count = 6, 50
	name := func(i int) string { return fmt.Sprint("js", i) }
	for i := range clients {
		n.connect(name(i), server.URL, nil)
	}
	for i := range clients {
		n.await(name(i), "connect", nil)
		// And the other way round: its own operations, across its upgrade.
		n.do("count", name(i), map[string]any{"count": count, "size": 100 + i})
	}
	for i := range clients {
		n.await(name(i), "upgrade", nil)
		n.await(name(i), "counted", nil)
	}
	close(stop)
	total := <-stopped
	if err := c.Send(transport.Envelope{Kind: transport.Operation, Payload: binary.BigEndian.AppendUint32(nil, total)}); err != nil {
		t.Fatal(err)
	}

	next := [clients]uint32{}
	for got := 0; got < clients*count; got++ {
		e := g.AwaitKind(transport.Operation)
		who := len(e.Payload) - 100
		if i := binary.BigEndian.Uint32(e.Payload); i != next[who] {
			t.Fatalf("number %d of client %d came where %d was due", i, who, next[who])
		}
		next[who]++
	}
	for i := range clients {
		// From the first that it got, to the last, without a gap.
		due := n.await(name(i), "operation", func(s said) bool { return len(s.Payload) == 4 })
		first := binary.BigEndian.Uint32(due.Payload)
		for j := first + 1; j <= total; j++ {
			s := n.await(name(i), "operation", func(s said) bool { return len(s.Payload) == 4 })
			if k := binary.BigEndian.Uint32(s.Payload); k != j {
				t.Fatalf("%s got number %d where %d was due", name(i), k, j)
			}
		}
	}
	if s := r.Stats(); s.Upgraded != clients+1 || len(s.Dropped) != 0 {
		t.Errorf("the relay's statistics are %+v", s)
	}
}
