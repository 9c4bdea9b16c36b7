package socketio_test

import (
	"testing"
	"time"

	"github.com/gorilla/websocket"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
)

// TestTrafficIsCounted: what crosses the connections, one after the other, is counted as
// the relay counts it, the greetings before they are there as well; and so are they.
func TestTrafficIsCounted(t *testing.T) {
	type traffic struct{ in, out, messages uint64 }
	crossed, lose := make(chan traffic), make(chan struct{})
	play := func(c *fakeConn) {
		var n traffic
		say := func(kind int, data string) {
			n.in += uint64(len(data))
			if err := c.WriteMessage(kind, []byte(data)); err != nil {
				t.Error(err)
			}
		}
		hear := func() {
			_, data, err := c.ReadMessage()
			if err != nil {
				t.Error(err)
			}
			n.out += uint64(len(data))
		}
		say(websocket.TextMessage, hello)
		hear()
		say(websocket.TextMessage, `40{"sid":"x"}`)
		say(websocket.TextMessage, `42["presence",[]]`)
		hear()
		hear()
		say(websocket.TextMessage, `451-["operation",{"_placeholder":true,"num":0}]`)
		say(websocket.BinaryMessage, "what others did")
		n.messages = 2
		crossed <- n
		<-lose
	}
	clock := newClock()
	w := dial(t, socketio.Options{
		URLs: []string{fake(t, play).URL}, Clock: clock, Random: func() float64 { return 0.5 },
		Backoff: socketio.Backoff{Min: 100 * time.Millisecond, Max: time.Second, Settled: time.Minute, Jitter: 0.5},
	})
	var all traffic
	for connection := uint64(1); connection <= 3; connection++ {
		if connection > 1 {
			clock.pass(t) // Not after the last: nobody would hear what crosses a further one.
		}
		w.AwaitKind(transport.Connected)
		w.Must(transport.Envelope{Kind: transport.Operation, Payload: []byte("what one did oneself")})
		n := <-crossed
		w.AwaitPayload(transport.Operation, "what others did")
		all = traffic{all.in + n.in, all.out + n.out, all.messages + n.messages}
		s := stats(w)
		if got := (traffic{s.BytesIn, s.BytesOut, s.MessagesIn}); got != all {
			t.Errorf("after connection %d it counts %+v, not %+v", connection, got, all)
		}
		if s.Generation != connection || s.Reconnects != connection-1 || !s.ConnectedSince.Equal(clock.Now()) {
			t.Errorf("with connection %d the statistics are %+v", connection, s)
		}
		lose <- struct{}{}
		w.AwaitKind(transport.Disconnected)
	}
}
