package main

import (
	"log/slog"
	"net/url"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/net/transporttest"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// meeting is where real clones of one domain meet, on disk: at a real relay in this process.
type meeting struct {
	t     *testing.T
	log   *slog.Logger
	relay *embedded
}

func meet(t *testing.T) meeting {
	t.Helper()
	log := slog.New(slog.DiscardHandler)
	relay, err := startEmbedded("", nil, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = relay.close() })
	return meeting{t, log, relay}
}

// network is one that can be cut, between a clone and the relay.
func (m meeting) network() *transporttest.Proxy {
	m.t.Helper()
	relay, err := url.Parse(m.relay.url)
	if err != nil {
		m.t.Fatal(err)
	}
	return transporttest.NewProxy(m.t, relay.Host)
}

// opening is how somebody's clone is opened.
type opening struct {
	name    string
	genesis bool
	// file is where its data is; a new one, where it is empty.
	file string
	// alone: it does not come to the relay.
	alone bool
	// through is the network between it and the relay, if that is to be cut.
	through *transporttest.Proxy
	// tap is put between the clone and its connection, if there is one.
	tap func(replica.Transport) replica.Transport
	// gather is for how long it waits for more to share a commit with.
	gather time.Duration
	// timeout is how long others may take to answer; as usual, if zero.
	timeout time.Duration
}

// open opens a clone, for as long as the test lasts unless it leaves before.
func (m meeting) open(o opening) (r *replica.Replica, leave func()) {
	t := m.t
	t.Helper()
	cfg := replica.Config{
		Domain: tuitest.Domain, ID: replica.NewID(), File: o.file, Genesis: o.genesis,
		Principal: principal(tuitest.Domain, o.name), Logger: m.log, Gather: o.gather,
		NetworkTimeout: o.timeout, Session: replica.NewSession(),
	}
	if cfg.File == "" {
		cfg.File = filepath.Join(t.TempDir(), "data.mld")
	}
	begin, end := func() {}, func() {}
	if !o.alone {
		relay := m.relay.url
		if o.through != nil {
			relay = relayURL(o.through.Addr(), m.relay.token)
		}
		w, err := wire.Connect(socketio.Options{
			URLs: []string{relay}, ID: cfg.ID, Domain: string(tuitest.Domain), Logger: m.log,
			Backoff: socketio.Backoff{Min: time.Millisecond, Max: 20 * time.Millisecond},
		})
		if err != nil {
			t.Fatal(err)
		}
		cfg.Transport, begin, end = w, w.Begin, func() { _ = w.Close() }
		if o.tap != nil {
			cfg.Transport = o.tap(w)
		}
	}
	r, err := replica.Open(cfg)
	if err != nil {
		end()
		t.Fatal(err)
	}
	leave = sync.OnceFunc(func() { _ = r.Close(); end() })
	t.Cleanup(leave)
	begin()
	return r, leave
}

// current: a clone is online, and has all that others have.
func current(r *replica.Replica) func() bool {
	return func() bool { st, _ := r.Status(); return !st.Joining && st.Online && !st.Outdated }
}
