package compliance_test

import (
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/presence"
)

// counted is a transport that counts what is told of presence.
type counted struct {
	*wire.Wire

	events chan engine.Event
	js     string // the id of a clone
	// toJS counts the messages to it, and taken those to all that the relay took.
	sent, toJS, taken, refused atomic.Int64
}

// Send implements replica.Transport.
func (c *counted) Send(effect engine.Effect) error {
	if n, ok := effect.(engine.SendNotify); ok && n.ChannelID == presence.Channel {
		c.sent.Add(1)
		if n.To == c.js {
			c.toJS.Add(1)
		}
	}
	return c.Wire.Send(effect)
}

// Events implements replica.Transport.
func (c *counted) Events() <-chan engine.Event { return c.events }

func (c *counted) pump() {
	defer close(c.events)
	for ev := range c.Wire.Events() {
		if a, ok := ev.(engine.Acknowledged); ok && presence.IsAck(a.Ack) {
			if a.Err != nil {
				c.refused.Add(1)
			}
			c.taken.Add(1)
		}
		c.events <- ev
	}
}

// user is a clone in this process, with somebody who moves about.
type user struct {
	*replica.Replica

	transport *counted
}

func (c *colony) user(id, js string) user {
	c.t.Helper()
	transport := &counted{Wire: wire.New(), events: make(chan engine.Event), js: js}
	go transport.pump()
	r, err := replica.Open(replica.Config{
		Domain: model.Domain(c.domain), ID: id, File: filepath.Join(c.data, id), Transport: transport, NetworkTimeout: 10 * time.Second,
	})
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = r.Close() })
	if err := transport.Redirect(socketio.Options{URLs: []string{c.relay}, ID: id, Domain: c.domain}); err != nil {
		c.t.Fatal(err)
	}
	transport.Begin()
	u := user{r, transport}
	u.await(c, func() bool {
		st, _ := r.Status()
		return st.Present && !st.Joining && st.Online && !st.Outdated
	})
	return u
}

// await waits until something is so of a user's clone.
func (u user) await(c *colony, wanted func() bool) {
	c.t.Helper()
	for {
		_, changed := u.Status()
		if wanted() {
			return
		}
		select {
		case <-changed:
		case <-u.Done():
			c.t.Fatalf("%s is closed: %v", u.ID(), u.Err())
		case <-c.ctx.Done():
			st, _ := u.Status()
			c.t.Fatalf("%s stays at %+v and sees %+v", u.ID(), st, u.Peers())
		}
	}
}

// presenceBesides has two users move about as fast as they can, in a domain with a
// JavaScript clone, which must go on as if nothing were.
func presenceBesides(t *testing.T, relay string) {
	c := newColony(t, relay, jsEngine(t), goEngine(t))
	js := c.members[0]
	anna, bert := c.user("anna0000000000000000", js.ID), c.user("bert0000000000000000", js.ID)
	c.edit(3, c.members...)

	began := time.Now()
	const moves = 12
	for i := range moves {
		here := replica.Presence{Name: "Anna", Subject: model.IRI("http://ex.org/" + string(rune('a'+i)))}
		for range 50 { // Most of it is gathered.
			anna.Announce(replica.Presence{Name: "Anna", Subject: "http://ex.org/under-way"}, 0)
			anna.Announce(here, 0)
		}
		bert.Announce(replica.Presence{Name: "Bert", Subject: here.Subject}, 0)
		for u, name := range map[user]string{anna: "Bert", bert: "Anna"} {
			u.await(c, func() bool {
				return slices.ContainsFunc(u.Peers(), func(p replica.Peer) bool { return p.Name == name && p.Subject == here.Subject })
			})
		}
		if i%4 == 0 {
			c.edit(1, c.members...)
		}
	}
	took := time.Since(began)
	for _, u := range []user{anna, bert} {
		sent, toJS, taken := u.transport.sent.Load(), u.transport.toJS.Load(), u.transport.taken.Load()
		t.Logf("%s: %d messages in %v, %d of them to the JavaScript clone; the relay took %d", u.ID(), sent, took.Round(time.Millisecond), toJS, taken)
		if toJS < 2 || toJS > int64(took/presence.Interval)+2 {
			t.Errorf("%s sent %d messages to the JavaScript clone in %v", u.ID(), toJS, took)
		}
		if taken < sent-3 || u.transport.refused.Load() > 0 { // One to each may be under way.
			t.Errorf("the relay took %d of %d messages of %s, and refused %d", taken, sent, u.ID(), u.transport.refused.Load())
		}
		if i := slices.IndexFunc(u.Peers(), func(p replica.Peer) bool { return p.ID == js.ID }); i < 0 || u.Peers()[i].Name != "" {
			t.Errorf("%s sees %+v", u.ID(), u.Peers())
		}
	}

	// It is there, has missed nothing, and still takes and gives; what it said of faults is looked at in the end.
	c.await(js, func(s compliance.Status) bool { return s.Online && !s.Outdated })
	c.edit(3, c.members...)
	c.converge()
}

// TestPresenceLeavesTheReferenceAlone uses our relay.
func TestPresenceLeavesTheReferenceAlone(t *testing.T) { presenceBesides(t, relaytest.Start(t)) }

// TestPresenceThroughTheReferenceRelay uses the reference's.
func TestPresenceThroughTheReferenceRelay(t *testing.T) { presenceBesides(t, referenceRelay(t)) }
