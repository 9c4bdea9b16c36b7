package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// couple are engines that hear each other at once, on a clock of their own.
type couple struct {
	t     testing.TB
	now   time.Time
	parts []*part
	// queue are the events that are on their way.
	queue    []func()
	emptying bool
}

// part is one of them.
type part struct {
	*Engine

	of     *couple
	path   string
	online bool
	timers []alarm
}

type alarm struct {
	at    time.Time
	token uint64
}

func (c *couple) add(bounds store.LogBounds, maxJournal int) *part {
	c.t.Helper()
	p := &part{of: c, path: filepath.Join(c.t.TempDir(), "data.mld")}
	s, err := store.Open(p.path, store.Options{Domain: "test.m-ld.org", NoSync: true, Log: bounds})
	if err != nil {
		c.t.Fatal(err)
	}
	n, id := 0, fmt.Sprintf("part-%d----------", len(c.parts))
	e, effects, err := Open(s, Config{
		ID: id, Domain: "test.m-ld.org", Genesis: len(c.parts) == 0, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
		MaxJournal: maxJournal, Now: func() time.Time { return c.now },
		NewID: func() string { n++; return fmt.Sprint(id, n) }, Rand: rand.New(rand.NewPCG(1, 2)),
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	p.Engine = e
	c.t.Cleanup(func() {
		e.Close()
		_ = e.Store().Close()
	})
	c.parts = append(c.parts, p)
	p.do(effects)
	return p
}

// connect has all who were added meet, or one leave.
func (c *couple) connect(p *part, online bool) {
	p.online = online
	var ids []string
	for _, q := range c.parts {
		if q.online {
			ids = append(ids, q.cfg.ID)
		}
	}
	if online {
		p.handle(Connected{})
	} else {
		p.handle(Disconnected{})
	}
	for _, q := range c.parts {
		if q.online {
			q.handle(Presence{IDs: ids})
		}
	}
}

// handle gives an event, after those that are on their way, and waits for what comes
// of it.
func (p *part) handle(ev Event) {
	c := p.of
	c.queue = append(c.queue, func() { p.do(p.Handle(ev)) })
	if c.emptying {
		return
	}
	c.emptying = true
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		next()
	}
	c.emptying = false
}

func (p *part) do(effects []Effect) {
	others := func(id string, ev Event) {
		for _, q := range p.of.parts {
			if q != p && q.online && p.online && (id == "" || q.cfg.ID == id) {
				q.handle(ev)
			}
		}
	}
	for _, effect := range effects {
		switch s := effect.(type) {
		case SetTimer:
			p.timers = append(p.timers, alarm{p.of.now.Add(s.After), s.Token})
		case WriteDone:
			s.Call()
		case Replaced:
			_ = s.Old.Close()
		case Closed:
			p.of.t.Fatalf("%s is closed: %v", p.cfg.ID, s.Err)
		case SendOperation:
			others("", Operation(s))
		case SendRequest:
			others(s.To, Request{From: p.cfg.ID, MessageID: s.MessageID, Payload: s.Payload})
		case SendReply:
			others(s.To, Reply{From: p.cfg.ID, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload})
		case SendNotify:
			others(s.To, Notify{From: p.cfg.ID, ChannelID: s.ChannelID, Payload: s.Payload})
			p.handle(Acknowledged{Ack: s.Ack})
		}
	}
}

// pass lets time go by.
func (c *couple) pass(d time.Duration) {
	for end := c.now.Add(d); ; {
		var next *part
		at := -1
		for _, p := range c.parts {
			for i, a := range p.timers {
				if !a.at.After(end) && (next == nil || a.at.Before(next.timers[at].at)) {
					next, at = p, i
				}
			}
		}
		if next == nil {
			c.now = end
			return
		}
		a := next.timers[at]
		next.timers = slices.Delete(next.timers, at, at+1)
		if a.at.After(c.now) {
			c.now = a.at
		}
		next.handle(Timer{a.token})
	}
}

// edit gives one of some subjects another value.
func (p *part) edit(n int) {
	p.of.t.Helper()
	s := model.IRI(fmt.Sprintf("http://test.m-ld.org/s%d", n%20))
	p.handle(Write{
		Change: func(g model.Graph) (patch model.Patch, err error) {
			patch.Deletes = slices.Collect(g.Match(model.Pattern{S: s}))
			patch.Inserts = []model.Triple{{S: s, P: "http://test.m-ld.org/#value", O: model.String(fmt.Sprintf("the value number %d of all", n))}}
			return patch, nil
		},
		Done: func(_ Written, err error) {
			if err != nil {
				p.of.t.Fatal(err)
			}
		},
	})
}

// size is that of the file without the room that it has to spare.
func (p *part) size() int64 {
	p.of.t.Helper()
	text, err := os.ReadFile(p.path)
	if err != nil {
		p.of.t.Fatal(err)
	}
	copied := filepath.Join(p.of.t.TempDir(), "copy.mld")
	if err := os.WriteFile(copied, text, 0o600); err != nil {
		p.of.t.Fatal(err)
	}
	_, after, err := store.Compact(copied, store.Options{Domain: "test.m-ld.org"})
	if err != nil {
		p.of.t.Fatal(err)
	}
	return after.File
}

func (p *part) journal() (bytes uint64) {
	_ = p.Store().View(func(tx *store.Tx) error { bytes = tx.JournalBytes(); return nil })
	return bytes
}

func (p *part) digest() (d store.Digest) {
	_ = p.Store().View(func(tx *store.Tx) error { d = tx.Digest(); return nil })
	return d
}

func (c *couple) verify() {
	c.t.Helper()
	for _, p := range c.parts {
		if faults, err := p.Store().Verify(); err != nil || len(faults) > 0 {
			c.t.Error(faults, err)
		}
	}
}

var start = time.UnixMilli(1_700_000_000_000)

// TestSteadyEditsDoNotGrowTheFile edits the same few subjects for long, alone, and
// with another who edits as well: the journal and the file come to a size, and stay.
func TestSteadyEditsDoNotGrowTheFile(t *testing.T) {
	const maxJournal = 100_000
	bounds := store.LogBounds{Bytes: 100_000}
	for name, edits := range map[string]int{"alone": 20_000, "together": 8_000} {
		t.Run(name, func(t *testing.T) {
			c := &couple{t: t, now: start}
			one := c.add(bounds, maxJournal)
			one.edit(0)
			if name == "together" {
				c.connect(one, true)
				c.connect(c.add(bounds, maxJournal), true)
				c.pass(10 * time.Second)
			}
			spent := one.room()
			var sizes []int64
			for n := range edits {
				c.parts[n%len(c.parts)].edit(n)
				c.pass(20 * time.Millisecond)
				if n%(edits/4) == 0 {
					c.pass(10 * time.Second)
					sizes = append(sizes, one.size())
				}
			}
			c.pass(10 * time.Second)
			size, room := one.size(), one.room()
			t.Logf("in use at each quarter are %d bytes, at the end %d, %d of them journal; the file had %d bytes, and has %d",
				sizes, size, one.journal(), spent, room)
			// After a quarter the bounds were reached, and nothing should grow any more.
			if size > sizes[1]+sizes[1]/10 || one.journal() > maxJournal+maxFusedBytes || size > 700_000 || room > spent {
				t.Error("it grows on")
			}
			c.verify()
		})
	}
}

// room is the size of the file, with room to spare.
func (p *part) room() int64 {
	info, err := os.Stat(p.path)
	if err != nil {
		p.of.t.Fatal(err)
	}
	return info.Size()
}

// TestWhoMissedMoreThanIsKept is refused a rev-up, and given a snapshot; what it
// wrote meanwhile stays, and reaches the others.
func TestWhoMissedMoreThanIsKept(t *testing.T) {
	c := &couple{t: t, now: start}
	one := c.add(store.LogBounds{}, 20_000)
	one.edit(0)
	c.connect(one, true)
	two, three := c.add(store.LogBounds{}, 20_000), c.add(store.LogBounds{}, 20_000)
	c.connect(two, true)
	c.connect(three, true)
	c.pass(10 * time.Second)
	for _, missed := range []struct {
		edits    int
		snapshot bool
	}{{50, false}, {2000, true}} {
		snapshots := func() (n int) {
			_ = two.Store().View(func(tx *store.Tx) error {
				for _, u := range tx.UpdatesAfter(0) {
					if u.Reason == store.ReasonSnapshot {
						n++
					}
				}
				return nil
			})
			return n
		}
		before := snapshots()
		c.connect(two, false)
		two.edit(19)
		for n := range missed.edits {
			[]*part{one, three}[n%2].edit(n % 19)
			c.pass(20 * time.Millisecond)
		}
		c.connect(two, true)
		c.pass(30 * time.Second)
		if got := snapshots() > before; got != missed.snapshot {
			t.Errorf("after %d edits that it missed, it got a snapshot: %t", missed.edits, got)
		}
		if two.Status().Outdated || two.digest() != one.digest() || three.digest() != one.digest() {
			t.Errorf("after %d edits that one missed, they differ", missed.edits)
		}
		if tid := two.state.GWC; !tid.Equal(one.state.GWC) {
			t.Error("what it wrote alone did not reach the others")
		}
	}
	c.verify()
}
