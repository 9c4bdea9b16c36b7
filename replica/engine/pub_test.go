package engine

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"strconv"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// pub is a relay in one goroutine: it carries out what its engines want, and
// remembers the timers, which a test fires.
type pub struct {
	t     *testing.T
	seats map[string]*seat
	order []string
}

// seat is a clone at it.
type seat struct {
	id      string
	e       *Engine
	s       *store.Store
	path    string
	timers  []SetTimer
	log     bytes.Buffer
	inbox   []Event
	online  bool
	present bool
	closed  error
}

func newPub(t *testing.T) *pub { return &pub{t: t, seats: make(map[string]*seat)} }

// open opens a file as a clone that is not at the relay yet.
func (p *pub) open(id, path string, genesis bool) *seat {
	p.t.Helper()
	s, err := store.Open(path, store.Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		p.t.Fatal(err)
	}
	c := &seat{id: id, s: s, path: path}
	n := 0
	e, effects, err := Open(s, Config{
		ID: id, Domain: "test.m-ld.org", Genesis: genesis, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
		Now: time.Now, NewID: func() string { n++; return id + strconv.Itoa(n) },
		Rand:   rand.New(rand.NewPCG(rand.Uint64(), rand.Uint64())),
		Logger: slog.New(slog.NewTextHandler(&c.log, nil)),
	})
	if err != nil {
		p.t.Fatal(err)
	}
	c.e = e
	p.seats[id], p.order = c, append(p.order, id)
	p.carryOut(c, effects)
	p.t.Cleanup(func() { p.shut(c) })
	return c
}

// shut closes a clone, and frees its file.
func (p *pub) shut(c *seat) {
	if c.e == nil {
		return
	}
	p.offline(c)
	c.e.Close()
	_ = c.e.Store().Close()
	c.e = nil
}

func (p *pub) present() (ids []string) {
	for _, id := range p.order {
		if c := p.seats[id]; c.online && c.present && c.e != nil {
			ids = append(ids, id)
		}
	}
	return ids
}

func (p *pub) tellPresence() {
	for _, id := range p.order {
		p.to(id, Presence{IDs: p.present()})
	}
}

// come brings a clone to the relay, and waits until all is quiet.
func (p *pub) come(c *seat) {
	p.t.Helper()
	c.online = true
	c.inbox = append(c.inbox, Connected{})
	p.tellPresence()
	p.settle()
}

func (p *pub) offline(c *seat) {
	if !c.online {
		return
	}
	c.online, c.present = false, false
	c.inbox = append(c.inbox, Disconnected{})
	p.tellPresence()
	p.settle()
}

// settle carries on until nothing is left to do but what timers bring.
func (p *pub) settle() {
	p.t.Helper()
	for range 10_000 {
		busy := false
		for _, id := range p.order {
			c := p.seats[id]
			if c.e == nil || len(c.inbox) == 0 {
				continue
			}
			busy = true
			ev := c.inbox[0]
			c.inbox = c.inbox[1:]
			p.carryOut(c, c.e.Handle(ev))
		}
		if !busy {
			return
		}
	}
	p.t.Fatal("they never come to rest")
}

// pass lets the time pass of all timers that were set so far.
func (p *pub) pass() {
	p.t.Helper()
	for _, id := range p.order {
		c := p.seats[id]
		due := c.timers
		c.timers = nil
		for _, timer := range due {
			if c.e != nil {
				p.carryOut(c, c.e.Handle(Timer{Token: timer.Token}))
			}
		}
	}
	p.settle()
}

func (p *pub) to(id string, ev Event) {
	if c := p.seats[id]; c != nil && c.online {
		c.inbox = append(c.inbox, ev)
	}
}

func (p *pub) carryOut(c *seat, effects []Effect) {
	for _, effect := range effects {
		switch effect := effect.(type) {
		case SetTimer:
			c.timers = append(c.timers, effect)
		case WriteDone:
			effect.Call()
		case Closed:
			c.closed = effect.Err
		case Replaced:
			_ = effect.Old.Close()
		case SendPresent:
			c.present = effect.Present
			p.tellPresence()
		case SendOperation:
			for _, id := range p.order {
				if id != c.id && c.online {
					p.to(id, Operation(effect))
				}
			}
		case SendRequest:
			p.to(effect.To, Request{From: c.id, MessageID: effect.MessageID, Payload: effect.Payload})
		case SendReply:
			p.to(effect.To, Reply{From: c.id, MessageID: effect.MessageID, SentMessageID: effect.SentMessageID, Payload: effect.Payload})
		case SendNotify:
			p.to(effect.To, Notify{From: c.id, ChannelID: effect.ChannelID, Payload: effect.Payload})
			p.to(c.id, Acknowledged{Ack: effect.Ack})
		}
	}
}

// write inserts a subject by a clone.
func (p *pub) write(c *seat, name string) error {
	p.t.Helper()
	var err error
	p.carryOut(c, c.e.Handle(Write{
		Change: func(model.Graph) (model.Patch, error) {
			return model.Patch{Inserts: []model.Triple{nameOf(name)}}, nil
		},
		Done: func(_ Written, e error) { err = e },
	}))
	p.settle()
	return err
}

func (p *pub) mustWrite(c *seat, names ...string) {
	p.t.Helper()
	for _, name := range names {
		if err := p.write(c, name); err != nil {
			p.t.Fatalf("%s cannot write %s: %v", c.id, name, err)
		}
	}
}

func nameOf(name string) model.Triple {
	return model.Triple{S: "http://test.m-ld.org/" + model.IRI(name), P: "http://test.m-ld.org/#name", O: model.String(name)}
}

// has makes sure of what a clone holds.
func (p *pub) has(c *seat, names ...string) {
	p.t.Helper()
	if err := c.e.Store().View(func(tx *store.Tx) error {
		for _, name := range names {
			if !tx.Has(nameOf(name)) {
				p.t.Errorf("%s does not have %s", c.id, name)
			}
		}
		return nil
	}); err != nil {
		p.t.Error(err)
	}
}
