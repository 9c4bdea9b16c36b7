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

// watched is a transport that shows what goes through it.
type watched struct {
	*wire.Wire

	events chan engine.Event
	sent   func(engine.Effect)
	heard  func(engine.Event)
}

func watch(sent func(engine.Effect), heard func(engine.Event)) *watched {
	w := &watched{wire.New(), make(chan engine.Event), sent, heard}
	go func() {
		defer close(w.events)
		for ev := range w.Wire.Events() {
			heard(ev)
			w.events <- ev
		}
	}()
	return w
}

// Send implements replica.Transport.
func (w *watched) Send(effect engine.Effect) error {
	w.sent(effect)
	return w.Wire.Send(effect)
}

// Events implements replica.Transport.
func (w *watched) Events() <-chan engine.Event { return w.events }

// counted counts what is told on a channel.
type counted struct {
	channel, js string // js is the id of a clone
	// toJS counts the messages to it, and taken those to all that the relay took.
	sent, toJS, taken, refused atomic.Int64
}

func (c *counted) watch() *watched {
	return watch(func(effect engine.Effect) {
		if n, ok := effect.(engine.SendNotify); ok && n.ChannelID == c.channel {
			c.sent.Add(1)
			if n.To == c.js {
				c.toJS.Add(1)
			}
		}
	}, func(ev engine.Event) {
		if a, ok := ev.(engine.Acknowledged); ok && presence.IsAck(a.Ack) { // Of either channel that is no recovery's.
			if a.Err != nil {
				c.refused.Add(1)
			}
			c.taken.Add(1)
		}
	})
}

// user is a clone in this process, with somebody who moves about.
type user struct {
	*replica.Replica

	counted *counted
}

func (c *colony) user(id, channel, js string) user {
	c.t.Helper()
	u := user{counted: &counted{channel: channel, js: js}}
	u.Replica = c.open(replica.Config{ID: id}, u.counted.watch(), c.relay)
	u.await(c, func() bool {
		st, _ := u.Status()
		return st.Present && !st.Joining && st.Online && !st.Outdated
	})
	return u
}

// open opens a clone in this process, and brings it to a relay.
func (c *colony) open(config replica.Config, transport *watched, relay string) *replica.Replica {
	c.t.Helper()
	config.Domain, config.File, config.Transport = model.Domain(c.domain), filepath.Join(c.data, config.ID), transport
	if config.NetworkTimeout == 0 {
		config.NetworkTimeout = 10 * time.Second
	}
	r, err := replica.Open(config)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() { _ = r.Close() })
	if err := transport.Redirect(socketio.Options{URLs: []string{relay}, ID: config.ID, Domain: c.domain}); err != nil {
		c.t.Fatal(err)
	}
	transport.Begin()
	return r
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
	anna, bert := c.user("anna0000000000000000", presence.Channel, js.ID), c.user("bert0000000000000000", presence.Channel, js.ID)
	c.edit(3, c.members...)

	began := time.Now()
	const moves = 12
	for i := range moves {
		here := replica.Presence{
			Name: "Anna", Subject: model.IRI("http://ex.org/" + string(rune('a'+i))),
			Property: "http://ex.org/#name", Value: replica.MarkOf("http://ex.org/slot"),
		}
		for range 50 { // Most of it is gathered.
			anna.Announce(replica.Presence{Name: "Anna", Subject: "http://ex.org/under-way"}, 0)
			anna.Announce(here, 0)
		}
		bert.Announce(replica.Presence{Name: "Bert", Subject: here.Subject, Property: here.Property, Value: here.Value}, 0)
		for u, name := range map[user]string{anna: "Bert", bert: "Anna"} {
			u.await(c, func() bool {
				return slices.ContainsFunc(u.Peers(), func(p replica.Peer) bool { return p.Name == name && p.Subject == here.Subject && p.Value == here.Value })
			})
		}
		if i%4 == 0 {
			c.edit(1, c.members...)
		}
	}
	took := time.Since(began)
	for _, u := range []user{anna, bert} {
		sent, toJS, taken := u.counted.sent.Load(), u.counted.toJS.Load(), u.counted.taken.Load()
		t.Logf("%s: %d messages in %v, %d of them to the JavaScript clone; the relay took %d", u.ID(), sent, took.Round(time.Millisecond), toJS, taken)
		if toJS < 2 || toJS > int64(took/presence.Interval)+2 {
			t.Errorf("%s sent %d messages to the JavaScript clone in %v", u.ID(), toJS, took)
		}
		if taken < sent-3 || u.counted.refused.Load() > 0 { // One to each may be under way.
			t.Errorf("the relay took %d of %d messages of %s, and refused %d", taken, sent, u.ID(), u.counted.refused.Load())
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
