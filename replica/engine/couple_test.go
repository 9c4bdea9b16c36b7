package engine

import (
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

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
	// watch sees what each event gives.
	watch func([]Effect)
	// deaf: the relay acknowledges nothing.
	deaf bool
}

// part is one of them.
type part struct {
	*Engine

	of         *couple
	path       string
	bounds     store.LogBounds
	maxJournal int
	online     bool
	// present: it has said that it is, and steps are how often it has said one or the other.
	present bool
	steps   int
	timers  []alarm
	// gathers: notifications are gathered, and not handled.
	gathers  bool
	gathered []Event
}

type alarm struct {
	at    time.Time
	token uint64
}

func (c *couple) add(bounds store.LogBounds, maxJournal int) *part {
	c.t.Helper()
	p := &part{of: c, path: filepath.Join(c.t.TempDir(), "data.mld"), bounds: bounds, maxJournal: maxJournal}
	c.parts = append(c.parts, p)
	p.open()
	return p
}

// three are clones that have met, of a domain in which there is something.
func (c *couple) three(maxJournal int) (one, two, three *part) {
	c.t.Helper()
	one = c.add(store.LogBounds{}, maxJournal)
	one.edit(0)
	c.connect(one, true)
	two, three = c.add(store.LogBounds{}, maxJournal), c.add(store.LogBounds{}, maxJournal)
	c.connect(two, true)
	c.connect(three, true)
	c.pass(10 * time.Second)
	return one, two, three
}

// open starts a clone, or starts it again.
func (p *part) open() {
	c := p.of
	c.t.Helper()
	place := slices.Index(c.parts, p)
	s, err := store.Open(p.path, store.Options{Domain: "test.m-ld.org", NoSync: true, Log: p.bounds})
	if err != nil {
		c.t.Fatal(err)
	}
	n, id := 0, fmt.Sprintf("part-%d----------", place)
	e, effects, err := Open(s, Config{
		ID: id, Domain: "test.m-ld.org", Genesis: place == 0, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
		MaxJournal: p.maxJournal, Now: func() time.Time { return c.now },
		NewID: func() string { n++; return fmt.Sprint(id, n) }, Rand: rand.New(rand.NewPCG(uint64(place+1), 2)),
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
	p.do(effects)
}

// reopen starts a clone again from its file.
func (p *part) reopen() {
	p.of.connect(p, false)
	p.Close()
	_ = p.Store().Close()
	p.timers = nil
	p.open()
}

// connect has a clone meet the others, or leave them.
func (c *couple) connect(p *part, online bool) {
	p.online = online
	if !online {
		p.handle(Disconnected{})
		p.isPresent(false)
		return
	}
	p.handle(Connected{})
	p.handle(Presence{IDs: c.presence()})
}

// presence is what the relay tells.
func (c *couple) presence() (ids []string) {
	for _, p := range c.parts {
		if p.present {
			ids = append(ids, p.cfg.ID)
		}
	}
	return ids
}

// isPresent has all hear whether a clone is present.
func (p *part) isPresent(is bool) {
	if p.present == is {
		return
	}
	p.present = is
	for _, q := range p.of.parts {
		if q.online {
			q.handle(Presence{IDs: p.of.presence()})
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
	if p.of.watch != nil {
		p.of.watch(effects)
	}
	others := func(id string, ev Event) {
		for _, q := range p.of.parts {
			if q == p || !q.online || !p.online || id != "" && q.cfg.ID != id {
				continue
			}
			if _, is := ev.(Notify); is && q.gathers {
				q.gathered = append(q.gathered, ev)
				continue
			}
			q.handle(ev)
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
		case SendPresent:
			p.steps++
			p.isPresent(s.Present)
		case SendOperation:
			others("", Operation(s))
		case SendRequest:
			others(s.To, Request{From: p.cfg.ID, MessageID: s.MessageID, Payload: s.Payload})
		case SendReply:
			others(s.To, Reply{From: p.cfg.ID, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload})
		case SendNotify:
			others(s.To, Notify{From: p.cfg.ID, ChannelID: s.ChannelID, Payload: s.Payload})
			if !p.of.deaf {
				p.handle(Acknowledged{Ack: s.Ack})
			}
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
