package relay_test

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/net/relay"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transport"
	"github.com/m-ld/mld-tui/net/transporttest"
)

// TestBehindTLS: TLS, HTTP/2 for those who poll, and the time-outs are the
// caller's; long polls and WebSockets must outlast them.
func TestBehindTLS(t *testing.T) {
	r := relay.New(relay.Options{})
	server := httptest.NewUnstartedServer(r)
	server.EnableHTTP2 = true
	const timeout = time.Second // In which hands are shaken, too.
	server.Config.ReadTimeout, server.Config.WriteTimeout = timeout, timeout
	// Else it is the same, and a post can meet a connection that is just being closed.
	server.Config.IdleTimeout = transporttest.Patience
	server.StartTLS()
	t.Cleanup(func() {
		r.Close()
		server.Close()
	})
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	c, err := socketio.New(socketio.Options{
		URLs: []string{server.URL}, ID: "a", Domain: domain, TLS: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12},
	})
	if err != nil {
		t.Fatal(err)
	}
	a := transporttest.Watch(t, "a", c)
	a.AwaitKind(transport.Presence)

	for name, client := range map[string]*http.Client{
		"HTTP/2.0": server.Client(),
		"HTTP/1.1": {Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}}},
	} {
		t.Run(name, func(t *testing.T) {
			defer client.CloseIdleConnections()
			h := handmade(t, server, "b")
			h.client = *client
			h.join()
			answer := make(chan string)
			go func() {
				text := ""
				defer func() { answer <- text }()
				text = h.poll()
			}()
			select {
			case got := <-answer:
				t.Fatalf("the poll was answered %q", got)
			case <-time.After(timeout + timeout/2): // nothing is to happen
			}
			payload := make([]byte, 3<<20)
			a.Must(transport.Envelope{Kind: transport.Operation, Payload: payload})
			want := `451-["operation",` + placeholder + "]\x1eb" + base64.StdEncoding.EncodeToString(payload)
			if got := <-answer; got != want {
				t.Errorf("the poll was answered %.60q with %d bytes, not %d", got, len(got), len(want))
			}
			h.post(want)
			if e := a.AwaitKind(transport.Operation); len(e.Payload) != len(payload) {
				t.Errorf("%d bytes came", len(e.Payload))
			}
			h.post("1")
		})
	}
	for _, e := range a.All() {
		if e.Kind == transport.Disconnected {
			t.Errorf("the WebSocket was lost: %v", e.Err)
		}
	}
}

// TestRelayThatComesBack: npm clients and ours come back after the relay has
// sent everybody away.
func TestRelayThatComesBack(t *testing.T) {
	var now atomic.Pointer[relay.Relay]
	now.Store(relay.New(relay.Options{}))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		now.Load().ServeHTTP(w, req)
	}))
	t.Cleanup(func() {
		now.Load().Close()
		server.Close()
	})
	n := startNpm(t)
	var names []string
	for name, opts := range transports {
		names = append(names, name)
		n.connect(name, server.URL, opts)
		n.await(name, "connect", nil)
	}
	a := clone(t, server, "a")
	now.Swap(relay.New(relay.Options{})).Close()
	a.AwaitKind(transport.Connected)
	for _, name := range names {
		if s := n.await(name, "disconnect", nil); s.Reason == "io server disconnect" {
			t.Errorf("%s believes that it was sent away for good", name)
		}
		n.await(name, "connect", nil)
		n.do("present", name, map[string]any{"present": true})
	}
	a.AwaitPresence("default options", "polling only", "websocket only")
}
