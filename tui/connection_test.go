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
	t.Parallel()
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
	term.See("offline").Press("I").See("Relay    ws://relay.example, not connected: no route to host", "is kept here, and sent when", "1 thing of others, which made no sense").Press("esc").DontSee("not connected")

	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Unsent = 1 })
	term.See("offline · 1 unsent").Press("I").See("1 change of yours: kept here, and sent when the others are").Press("esc")
	c.Set(func(s *replica.Status, p *[]replica.Peer, _ *replica.Link) {
		s.Online, s.Silo, s.Unsent, *p = true, true, 1234, nil
	})
	term.See("online, alone · 1,234 unsent").Press("I").See("1,234 changes of yours: sent as soon as somebody", "nobody else is here").Press("esc")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) {
		s.Silo, s.Unsent, s.Online, s.Outdated = false, 0, true, true
	})
	term.See("catching up").DontSee("unsent").Press("I").See("it is being fetched").Press("esc").DontSee("it is being fetched")
	c.Set(func(s *replica.Status, _ *[]replica.Peer, _ *replica.Link) { s.Lost = "clone outdated, close it" })
	term.See("clone outdated").Press("I").See("in mld-tui history and", "but do not count them", "up to 65,536").See("Trouble  clone outdated, close it").DontSee("it is being fetched")
}

// The page tells what was got, what waits and for whom, up to where each was heard, and
// whether the data is the same; and it follows what happens while it is open.
func TestConnectionPageFollows(t *testing.T) {
	t.Parallel()
	c := sample(t)
	now := tuitest.Clock()()
	link := replica.Link{Relay: "ws://relay.example", Connected: true, Compared: []replica.Compared{{ID: "1", Level: true, Same: true, At: now}, {ID: "2abcdefgh", Level: true}}}
	link.Exchange = replica.Exchange{
		Last:  replica.Recovered{From: "1", Snapshot: true, Bytes: 12_345, Triples: 1000, Operations: 2, Began: now.Add(-time.Second), Ended: now},
		Waits: 3, WaitBytes: 500, Waiting: []replica.Waiting{{Process: "lr", Tick: 7, For: "l", ForTick: 3}},
		Own: "l", Heard: []replica.Heard{{Process: "l", Tick: 3}, {Process: "lr", Tick: 6}},
	}
	c.Set(func(_ *replica.Status, peers *[]replica.Peer, l *replica.Link) {
		*l, *peers = link, []replica.Peer{{ID: "1", Name: "Wilma", Process: "lr"}, {ID: "2"}}
	})
	term := tuitest.Start(t, c, 120, 50, options())
	term.Press("I").See(
		"Last got  all data from Wilma, 12:00:00: 12.3 kB with 1,000 values and 2", "operations in 1.0 s",
		"Waiting   3 operations wait for earlier ones, with 500 bytes: Wilma 7", "for you 3; and 2 more",
		"Data      the same as that of Wilma, at 12:00:00", "not the same as that of the clone 2abcde, though both",
		"Clocks    Wilma 6, you 1 ", "Your clock is at tick 1.",
	)
	link.RoundTrip, link.Exchange.Waits = 3*time.Millisecond, 0
	link.Exchange.Getting = replica.Recovered{From: "1", Bytes: 2000, Operations: 1, Began: now}
	c.SetLink(link)
	term.See("Traffic   round trip 3 ms", "Coming    what was missed from Wilma: 2.0 kB with 1 operation so far").DontSee("wait for")
	link.Exchange.Getting = replica.Recovered{From: "1", Snapshot: true, Bytes: 2000, Triples: 100, Subjects: 20, AllSubjects: 60_000, Began: now}
	c.SetLink(link)
	term.See("all data from Wilma: 20 of 60,000 subjects so far, in 2.0 kB")
}
