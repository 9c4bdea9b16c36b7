package compliance_test

import (
	"net/http/httptest"
	"testing"

	"github.com/m-ld/mld-tui/net/relay"
)

// ourRelay runs our relay until the end of the test, and returns its address.
func ourRelay(t *testing.T) string {
	t.Helper()
	r := relay.New(relay.Options{})
	server := httptest.NewServer(r)
	t.Cleanup(func() {
		// The relay first: the server waits for all requests, and polls are long
		r.Close()
		server.Close()
	})
	return server.URL
}
