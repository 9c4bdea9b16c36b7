package transporttest

import (
	"testing"

	"github.com/m-ld/mld-tui/net/transport"
	"go.uber.org/goleak"
)

// Network is one network that clones can be connected by. Its maker arranges
// with t.Cleanup for its end.
type Network struct {
	// Connect makes the transport of a clone.
	Connect func(id, domain string) transport.Transport
	// Cut severs the clone's connection. It can connect again at once.
	Cut func(id string)
	// Stall holds up what the clone sends and gets, without severing
	// anything, until resume is called.
	Stall func(id string) (resume func())
	// Unplug severs the clone's connection, and it cannot connect until
	// plug is called.
	Unplug func(id string) (plug func())
	// BigPayload is the size of a payload that must still pass.
	BigPayload int
	// QueueMessages is the bound of a transport's queue, in messages.
	QueueMessages int
}

// Run runs the suite. Each test gets a network of its own from fresh.
func Run(t *testing.T, fresh func(t *testing.T) Network) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Network)
	}{
		{"operations reach all others of the domain and are not echoed", testOperations},
		{"order is kept", testOrder},
		{"directed messages reach the one", testDirected},
		{"acknowledgements come for those who asked", testAcknowledged},
		{"presence follows what clones say and do", testPresence},
		{"generations count connections", testGenerations},
		{"nothing is kept for a later connection", testDiscard},
		{"what waits in a connection dies with it", testDiscardQueued},
		{"overflow drops the connection and not a message", testOverflow},
		{"big payloads pass", testBig},
		{"payloads of all bytes and of none pass", testBytes},
		{"envelopes without sense are refused", testInvalid},
		{"concurrent senders lose nothing", testConcurrent},
		{"close ends it", testClose},
	} {
		t.Run(c.name, func(t *testing.T) {
			// Cleanups run last in, first out: the leak check comes after all others.
			ignore := goleak.IgnoreCurrent()
			t.Cleanup(func() {
				if err := leaks(ignore); err != nil {
					t.Error(err)
				}
			})
			c.test(t, fresh(t))
		})
	}
}

const domain = "conformance.m-ld.org"

// join connects a clone and waits until it knows who is present.
func join(t *testing.T, n Network, id string) *Watcher {
	t.Helper()
	w := Watch(t, id, n.Connect(id, domain))
	w.AwaitKind(transport.Connected)
	w.AwaitKind(transport.Presence)
	return w
}

func operation(payload string) transport.Envelope {
	return transport.Envelope{Kind: transport.Operation, Payload: []byte(payload)}
}
