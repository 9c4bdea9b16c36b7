package owner_test

import (
	"context"
	"log/slog"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/m-ld/mld-tui/internal/owner"
)

// door is a host that can be opened and shut.
type door struct {
	host
	open atomic.Bool
}

const doorURL = "http://h/test.example.org"

func (d *door) JoinURL() string {
	if d.open.Load() {
		return doorURL
	}
	return ""
}

func (d *door) Hosts() bool { return d.open.Load() }

func (d *door) Share(context.Context) (string, error) {
	d.open.Store(true)
	return doorURL, nil
}

func (d *door) Unshare(context.Context) error {
	d.open.Store(false)
	return nil
}

// TestWhoSharedKnows: when sharing, or its end, is answered, the client knows that others can
// join, or cannot: what a terminal says of it then goes by that. Statuses of just before, which
// may be under way, do not take it back.
func TestWhoSharedKnows(t *testing.T) {
	s := serve(t, owner.Limits{})
	path := filepath.Join(t.TempDir(), "door.sock")
	l, err := owner.Listen(path)
	if err != nil {
		t.Fatal(err)
	}
	server := owner.Serve(l, s, new(door), owner.Limits{}, slog.New(slog.DiscardHandler))
	defer func() { _ = server.Close() }()
	s.path = path
	c := s.attach(t)
	for range 50 {
		s.Refresh()
		url, err := c.Share(t.Context())
		if err != nil || url != doorURL || c.JoinURL() != doorURL || !c.Hosts() {
			t.Fatalf("shared at %q, %v; the client knows of %q, others join here: %v", url, err, c.JoinURL(), c.Hosts())
		}
		s.Refresh()
		if err := c.Unshare(t.Context()); err != nil || c.JoinURL() != "" || c.Hosts() {
			t.Fatalf("it ended, %v; the client knows of %q, others join here: %v", err, c.JoinURL(), c.Hosts())
		}
	}
}
