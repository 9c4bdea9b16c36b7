package tui_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

func TestConnectionPage(t *testing.T) {
	for _, s := range sizes {
		t.Run(fmt.Sprintf("%dx%d", s[0], s[1]), func(t *testing.T) {
			c := sample(t)
			c.SetLink(replica.Link{
				Relay: "wss://relay.example.org/socket.io", Connected: true, Since: tuitest.Clock()().Add(-time.Hour),
				RoundTrip: 17 * time.Millisecond, BytesIn: 1_234_567, BytesOut: 8_900, Reconnections: 2, LastError: "connection reset by peer",
			})
			term := tuitest.Start(t, c, s[0], s[1], options())
			golden.RequireEqual(t, term.Press("I").Screen())
		})
	}
	c := sample(t)
	c.SetLink(replica.Link{Relay: "ws://relay.example", LastError: "no route to host"})
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Online, s.Refusals = false, 1 })
	term := tuitest.Start(t, c, 120, 30, options())
	term.See("offline").Press("I").See("Not connected to ws://relay.example.", "no route to host", "is kept, and goes to the others", "1 thing of others made no sense").Press("esc").DontSee("Not connected")

	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Online, s.Outdated = true, true })
	term.See("catching up").Press("I").See("it is being fetched").Press("esc").DontSee("it is being fetched")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Lost = "clone outdated, close it" })
	term.See("clone outdated").Press("I").See("Clone outdated, close it").DontSee("it is being fetched")
}
