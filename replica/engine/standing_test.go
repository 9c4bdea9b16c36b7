package engine

import (
	"bytes"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
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

// copyOf closes a clone, copies its file, and opens it again.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(t.TempDir(), "copy.mld")
	if err := os.WriteFile(copied, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return copied
}

// leaves makes sure that a clone has left the domain, and says what to do.
func (p *pub) leaves(c *seat) {
	p.t.Helper()
	err := p.write(c, "more-of-"+c.id)
	if err == nil || !strings.Contains(err.Error(), "old copy") || !strings.Contains(err.Error(), "mld-tui rescue test.m-ld.org") {
		p.t.Errorf("%s goes on writing: %v", c.id, err)
	}
	if st := c.e.Status(); !strings.Contains(st.ReadOnly, "old copy") {
		p.t.Errorf("the status of %s is %+v", c.id, st)
	}
}

// pair is a domain of two: one that started it, and one whose file a test copies.
func pair(t *testing.T) (p *pub, first, second *seat) {
	p = newPub(t)
	first = p.open("first", filepath.Join(t.TempDir(), "first.mld"), true)
	p.come(first)
	second = p.open("second", filepath.Join(t.TempDir(), "second.mld"), false)
	p.come(second)
	p.pass()
	p.mustWrite(first, "fred")
	p.mustWrite(second, "wilma")
	p.has(first, "fred", "wilma")
	p.has(second, "fred", "wilma")
	return p, first, second
}

// TestOldCopies puts back an old copy of a file, in all the ways in which its clone
// may find out. What others write, it must not drop, nor they what it writes.
func TestOldCopies(t *testing.T) {
	for name, test := range map[string]func(t *testing.T, p *pub, first, second *seat, old string){
		"which has written nothing": func(_ *testing.T, p *pub, _, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.come(c)
			p.leaves(c)
		},
		"which has written as often as was lost": func(_ *testing.T, p *pub, first, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.mustWrite(c, "new1", "new2")
			p.come(c)
			p.leaves(c)
			p.has(c, "new1", "new2")
			p.has(first, "lost1", "lost2")
		},
		"which has written more often than was lost": func(_ *testing.T, p *pub, _, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.mustWrite(c, "new1", "new2", "new3", "new4")
			p.come(c)
			p.leaves(c)
		},
		"and meets the others when they come": func(_ *testing.T, p *pub, first, _ *seat, old string) {
			p.offline(first)
			c := p.open("copy", old, false)
			p.come(c)
			p.mustWrite(c, "alone")
			p.come(first)
			p.pass()
			p.leaves(c)
		},
		"and is opened again": func(t *testing.T, p *pub, _, _ *seat, old string) {
			c := p.open("copy", old, false)
			p.come(c)
			p.shut(c)
			c = p.open("again", old, false)
			p.leaves(c)
			if ids := c.e.Others(); len(ids) > 0 {
				t.Errorf("it sees %v without a connection", ids)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, first, second := pair(t)
			p.shut(second)
			old := copyOf(t, second.path)
			second = p.open("second2", second.path, false)
			p.come(second)
			p.mustWrite(second, "lost1", "lost2")
			p.has(first, "lost1", "lost2")
			p.shut(second)
			test(t, p, first, second, old)
			if st := first.e.Status(); st.ReadOnly != "" {
				t.Errorf("the other is read-only: %s", st.ReadOnly)
			}
			p.mustWrite(first, "after")
		})
	}
}

// TestTwoOfOneFile runs two clones from one file at the same time: at the latest
// when both have written, at least one of them has left.
func TestTwoOfOneFile(t *testing.T) {
	for name, test := range map[string]func(p *pub, first, one, two *seat){
		"one after the other": func(p *pub, _, one, two *seat) {
			p.mustWrite(one, "one")
			_ = p.write(two, "two")
		},
		"at the same time": func(p *pub, _, one, two *seat) {
			// Neither has heard of the other's.
			p.offline(one)
			p.mustWrite(one, "one")
			p.mustWrite(two, "two")
			p.come(one)
		},
		"both, and then a third asks": func(p *pub, first, one, two *seat) {
			p.offline(first)
			p.mustWrite(one, "one")
			p.come(first)
			_ = p.write(two, "two")
		},
	} {
		t.Run(name, func(t *testing.T) {
			p, first, second := pair(t)
			p.shut(second)
			copied := copyOf(t, second.path)
			one, two := p.open("one", second.path, false), p.open("two", copied, false)
			p.come(one)
			p.come(two)
			test(p, first, one, two)
			for range 5 {
				p.pass()
			}
			left := 0
			for _, c := range []*seat{one, two} {
				if c.e.Status().ReadOnly != "" {
					p.leaves(c)
					left++
				}
			}
			if left == 0 {
				t.Error("both go on")
			}
		})
	}
}

// TestNoFalseAlarm restarts a clone, kills it before its commits reach anybody,
// and has it hear its own operations again: it stays.
func TestNoFalseAlarm(t *testing.T) {
	p, first, second := pair(t)
	for round := range 5 {
		p.offline(second)
		p.mustWrite(second, "offline"+strconv.Itoa(round))
		p.mustWrite(first, "meanwhile"+strconv.Itoa(round))
		p.shut(second)
		second = p.open("second"+strconv.Itoa(round), second.path, false)
		p.come(second)
		third := p.open("third"+strconv.Itoa(round), filepath.Join(t.TempDir(), "third.mld"), false)
		p.come(third) // From either: both fork.
		p.mustWrite(third, "third"+strconv.Itoa(round))
		p.pass()
		p.has(first, "offline"+strconv.Itoa(round), "third"+strconv.Itoa(round))
		p.has(second, "meanwhile"+strconv.Itoa(round), "third"+strconv.Itoa(round))
		for _, c := range p.seats {
			if c.e != nil && c.e.Status().ReadOnly != "" {
				t.Fatalf("%s: %s", c.id, c.e.Status().ReadOnly)
			}
		}
	}
}

// TestResumesAtAnotherTick: two clones from one file give their operations
// different TIDs.
func TestResumesAtAnotherTick(t *testing.T) {
	p, _, second := pair(t)
	p.shut(second)
	one, two := p.open("one", second.path, false), p.open("two", copyOf(t, second.path), false)
	a, _ := one.e.Time()
	b, _ := two.e.Time()
	if a.Equal(b) {
		t.Errorf("both are at %d", a.Ticks())
	}
	var tids []clock.TID
	for _, c := range []*seat{one, two} {
		p.mustWrite(c, "x")
		now, _ := c.e.Time()
		tids = append(tids, now.TID())
	}
	if tids[0] == tids[1] {
		t.Errorf("two operations have the TID %s", tids[0])
	}
}
