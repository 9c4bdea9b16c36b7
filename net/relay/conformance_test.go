package relay_test

import (
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

// serve starts a relay that ends with the test.
func serve(t testing.TB, o relay.Options) (*relay.Relay, *httptest.Server) {
	t.Helper()
	r := relay.New(o)
	server := httptest.NewServer(r)
	t.Cleanup(func() {
		r.Close()
		server.Close()
	})
	return r, server
}

// network connects clones through the relay at target, each by a proxy of its
// own.
func network(t *testing.T, target string, bigPayload int) transporttest.Network {
	t.Helper()
	var mu sync.Mutex
	proxies := map[string]*transporttest.Proxy{}
	proxy := func(id string) *transporttest.Proxy {
		mu.Lock()
		defer mu.Unlock()
		if proxies[id] == nil {
			proxies[id] = transporttest.NewProxy(t, target)
		}
		return proxies[id]
	}
	const queue = 500
	return transporttest.Network{
		Connect: func(id, domain string) transport.Transport {
			c, err := socketio.New(socketio.Options{
				URLs: []string{proxy(id).URL()}, ID: id, Domain: domain, QueueMessages: queue,
				Backoff: socketio.Backoff{Min: 1e6, Max: 1e7},
			})
			if err != nil {
				t.Fatal(err)
			}
			return c
		},
		Cut:        func(id string) { proxy(id).Cut() },
		Stall:      func(id string) func() { return proxy(id).Stall() },
		Unplug:     func(id string) func() { return proxy(id).Unplug() },
		BigPayload: bigPayload, QueueMessages: queue,
	}
}

func TestConformance(t *testing.T) {
	transporttest.Run(t, func(t *testing.T) transporttest.Network {
		_, server := serve(t, relay.Options{})
		return network(t, server.Listener.Addr().String(), 10<<20)
	})
}
