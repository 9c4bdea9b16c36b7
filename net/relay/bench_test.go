package relay_test

import (
	"fmt"
	"net/http/httptest"
	"testing"

	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
)

// BenchmarkOperation is the time from one clone's Send to the event at the last of the others.
func BenchmarkOperation(b *testing.B) {
	for _, others := range []int{1, 20} {
		b.Run(fmt.Sprintf("to %d", others), func(b *testing.B) {
			r := relay.New(relay.Options{})
			server := httptest.NewServer(r)
			defer server.Close()
			defer r.Close()
			var clones []*socketio.Client
			for i := range others + 1 {
				c, err := socketio.New(socketio.Options{URLs: []string{server.URL}, ID: fmt.Sprint("clone", i), Domain: domain})
				if err != nil {
					b.Fatal(err)
				}
				defer func() { _ = c.Close() }()
				for e := range c.Events() {
					if e.Kind == transport.Presence {
						break
					}
				}
				clones = append(clones, c)
			}
			payload := make([]byte, 1000)
			for b.Loop() {
				if err := clones[0].Send(transport.Envelope{Kind: transport.Operation, Payload: payload}); err != nil {
					b.Fatal(err)
				}
				for _, c := range clones[1:] {
					if e := <-c.Events(); e.Kind != transport.Operation {
						b.Fatalf("%v came", e.Kind)
					}
				}
			}
		})
	}
}
