package replica

import (
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/store"
)

// bus connects clones of one process: what one sends, the others get, in order.
type bus struct {
	mu    sync.Mutex
	plugs []*plug
	// tap, if there is one, is shown what a clone wants to send.
	tap func(id string, effect engine.Effect)
}

// plug is the transport of one clone.
type plug struct {
	bus    *bus
	id     string
	events chan engine.Event
	done   chan struct{}
	// Guarded by the bus.
	online bool
	deaf   bool // operations do not come through
}

// newPlug makes a transport that is offline.
func (b *bus) newPlug(id string) *plug {
	p := &plug{bus: b, id: id, events: make(chan engine.Event, 1<<14), done: make(chan struct{})}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.plugs = append(b.plugs, p)
	return p
}

// set goes online or offline.
func (p *plug) set(online bool) {
	p.bus.mu.Lock()
	defer p.bus.mu.Unlock()
	if p.online == online {
		return
	}
	p.online = online
	if online {
		p.events <- engine.Connected{}
	} else {
		p.events <- engine.Disconnected{}
	}
	var ids []string
	for _, q := range p.bus.plugs {
		if q.online {
			ids = append(ids, q.id)
		}
	}
	for _, q := range p.bus.plugs {
		if q.online {
			q.events <- engine.Presence{IDs: ids}
		}
	}
}

// isDeaf loses the operations of others, or not any more.
func (p *plug) isDeaf(deaf bool) {
	p.bus.mu.Lock()
	defer p.bus.mu.Unlock()
	p.deaf = deaf
}

// Send implements Transport.
func (p *plug) Send(effect engine.Effect) error {
	if p.bus.tap != nil {
		p.bus.tap(p.id, effect)
	}
	p.bus.mu.Lock()
	defer p.bus.mu.Unlock()
	if !p.online {
		return fmt.Errorf("offline")
	}
	to := func(id string, ev engine.Event) {
		_, isOperation := ev.(engine.Operation)
		for _, q := range p.bus.plugs {
			if q.online && q != p && (id == "" || q.id == id) && (!isOperation || !q.deaf) {
				q.events <- ev
			}
		}
	}
	switch s := effect.(type) {
	case engine.SendOperation:
		to("", engine.Operation(s))
	case engine.SendRequest:
		to(s.To, engine.Request{From: p.id, MessageID: s.MessageID, Payload: s.Payload})
	case engine.SendReply:
		to(s.To, engine.Reply{From: p.id, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload})
	case engine.SendNotify:
		to(s.To, engine.Notify{From: p.id, ChannelID: s.ChannelID, Payload: s.Payload})
		p.events <- engine.Acknowledged{Ack: s.Ack}
	}
	return nil
}

// Events implements Transport.
func (p *plug) Events() <-chan engine.Event { return p.events }

// Link implements Transport.
func (p *plug) Link() Link { return Link{} }

// Close implements Transport.
func (p *plug) Close() error {
	p.set(false)
	return nil
}

// member is a clone that others are connected with.
type member struct {
	*Replica

	plug *plug
}

// join opens a clone on a bus, online; the first starts the domain.
func (b *bus) join(t *testing.T, cfg Config) member {
	t.Helper()
	b.mu.Lock()
	first := len(b.plugs) == 0
	cfg.ID = fmt.Sprintf("clone-%d-----------", len(b.plugs))
	b.mu.Unlock()
	p := b.newPlug(cfg.ID)
	cfg.Domain, cfg.Genesis, cfg.Transport = testDomain, first, p
	if cfg.File == "" {
		cfg.File = filepath.Join(t.TempDir(), "data.mld")
	}
	r, err := Open(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = r.Close() })
	p.set(true)
	m := member{r, p}
	m.await(t, func(st Status) bool { return !st.Joining && st.Online && !st.Outdated })
	return m
}

// await waits for a status.
func (m member) await(t *testing.T, wanted func(Status) bool) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		st, changed := m.Status()
		if wanted(st) {
			return
		}
		select {
		case <-changed:
		case <-m.Done():
			t.Fatalf("%s is closed: %v", m.ID(), m.Err())
		case <-deadline:
			t.Fatalf("%s stays at %+v", m.ID(), st)
		}
	}
}

// settle waits until all members hold the same, nothing being written. It looks at each
// once, and at all again where two differ: those that are alike may both lack the last.
func settle(t *testing.T, all ...member) {
	t.Helper()
	deadline := time.After(time.Minute)
	for {
		changed, digests := make([]<-chan struct{}, len(all)), make([]store.Digest, len(all))
		for i, m := range all {
			_, changed[i] = m.Status() // An operation is a tick.
			digests[i] = digestOf(t, m)
		}
		i := slices.IndexFunc(digests, func(d store.Digest) bool { return d != digests[0] })
		if i < 0 {
			return
		}
		select {
		case <-changed[0]:
		case <-changed[i]:
		case <-deadline:
			t.Fatalf("%s does not come to hold what %s does", all[i].ID(), all[0].ID())
		}
	}
}
