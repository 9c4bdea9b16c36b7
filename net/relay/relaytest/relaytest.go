// Package relaytest runs a relay for tests that need one to meet at.
package relaytest

import (
	"net/http/httptest"
	"testing"

	"github.com/m-ld/mld-tui/net/relay"
)

// Start runs a relay that lets everybody in, on a port of the loopback interface, until
// the end of the test, and gives its URL.
func Start(t testing.TB) string {
	t.Helper()
	r := relay.New(relay.Options{})
	server := httptest.NewServer(r)
	t.Cleanup(func() {
		// The relay first: the server waits for all requests, and polls are long.
		r.Close()
		server.Close()
	})
	return server.URL
}
