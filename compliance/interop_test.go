package compliance_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

const (
	// convergence is how long clones may take to agree, once nobody edits any more. A reconnection of the JavaScript
	// client alone can take five seconds.
	convergence = 2 * time.Minute
	// lifetime bounds a colony.
	lifetime = 10 * time.Minute
	// seedEnv fixes what the clones edit, to see a failure again.
	seedEnv = "MLD_TUI_SEED"
)

// colony is a domain of clones, each behind a proxy.
type colony struct {
	t      *testing.T
	ctx    context.Context
	domain string
	log    *compliance.Log
	seed   uint64
	// rules are the constraints of all members.
	rules   []any
	members []*member
	// data is a directory for them, and relay where they meet.
	data, relay string
}

// member is a clone over its lives.
type member struct {
	*compliance.Peer
	config compliance.PeerConfig
	proxy  *compliance.Proxy
	edits  vocabulary
}

// newColony starts a clone on each engine in turn, the first being genesis.
func newColony(t *testing.T, relay string, engines ...compliance.Engine) *colony {
	t.Helper()
	return newRuledColony(t, nil, relay, engines...)
}

// newRuledColony is newColony, of clones that keep rules.
func newRuledColony(t *testing.T, rules []any, relay string, engines ...compliance.Engine) *colony {
	t.Helper()
	seed := rand.Uint64()
	if fixed := os.Getenv(seedEnv); fixed != "" {
		var err error
		if seed, err = strconv.ParseUint(fixed, 10, 64); err != nil {
			t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), lifetime)
	t.Cleanup(cancel)
	c := &colony{t: t, ctx: ctx, domain: "interop.m-ld.org", log: new(compliance.Log), seed: seed, rules: rules}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("%s=%d; what happened last:\n%s", seedEnv, seed, c.log.Take(c.domain))
			for _, m := range c.members {
				t.Logf("standard error of %s (%s):\n%s", m.ID, m.Engine.Name, m.Stderr())
			}
		}
	})
	c.data, c.relay = t.TempDir(), relay
	for _, engine := range engines {
		c.join(engine)
	}
	return c
}

// join adds a member; the first one is genesis.
func (c *colony) join(engine compliance.Engine) *member {
	c.t.Helper()
	proxy, err := compliance.NewProxy(strings.TrimPrefix(c.relay, "http://"))
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(proxy.Close)
	i := len(c.members)
	id := fmt.Sprintf("clone%d", i)
	m := &member{
		proxy: proxy,
		edits: vocabulary{rand.New(rand.NewPCG(c.seed, uint64(i))), engine.Name == compliance.ReferenceName},
		config: compliance.PeerConfig{
			ID: id, Domain: c.domain, Dir: filepath.Join(c.data, id), Relay: proxy.URI(), Genesis: i == 0, Log: c.log,
			Constraints: c.rules,
		},
	}
	c.start(m, engine)
	c.members = append(c.members, m)
	// The next one needs somebody to join
	c.await(m, func(s compliance.Status) bool { return s.Online })
	return m
}

// start begins a life of a member.
func (c *colony) start(m *member, engine compliance.Engine) {
	c.t.Helper()
	peer, err := compliance.StartPeer(c.ctx, engine, m.config)
	if err != nil {
		c.t.Fatal(err)
	}
	c.t.Cleanup(func() {
		peer.Kill()
		if fault := compliance.Fault(peer.Stderr()); fault != "" {
			c.t.Errorf("%s (%s): %s", m.ID, engine.Name, fault)
		}
	})
	m.Peer = peer
	m.config.Genesis = false
}

func (c *colony) await(m *member, wanted func(compliance.Status) bool) {
	c.t.Helper()
	if err := m.Await(c.ctx, wanted); err != nil {
		c.t.Fatal(err)
	}
}

// edit has the members write at random, all at once, each so many times.
func (c *colony) edit(times int, members ...*member) {
	c.t.Helper()
	var group sync.WaitGroup
	for _, m := range members {
		group.Go(func() {
			for range times {
				if _, err := m.Transact(c.ctx, m.edits.edit()); err != nil && !isBroken(m, err) {
					c.t.Errorf("an edit failed: %v", err)
					return
				}
				// People and apps pause, and the network gets its turn
				time.Sleep(time.Duration(m.edits.IntN(20)) * time.Millisecond)
			}
		})
	}
	group.Wait()
	if c.t.Failed() {
		c.t.FailNow()
	}
}

// converge has every member say a last word, and waits until all have heard all words and hold the same data.
func (c *colony) converge() {
	c.t.Helper()
	word := fmt.Sprintf("word%d", c.members[0].edits.IntN(1<<30))
	for _, m := range c.members {
		if _, err := m.Transact(c.ctx, object{"@id": "words", word: m.ID}); err != nil {
			c.t.Fatal(err)
		}
	}
	ctx, cancel := context.WithTimeout(c.ctx, convergence)
	defer cancel()
	for {
		var changed []<-chan struct{}
		for _, m := range c.members {
			changed = append(changed, m.Changed())
		}
		all := c.read()
		if c.allHeard(word, all) && c.allEqual(all) {
			if len(all[0]) < 3 {
				c.t.Fatalf("the clones agree on next to nothing: %v", all[0])
			}
			return
		}
		if !anyOf(ctx, changed) {
			c.t.Error(c.difference(all))
			c.t.Fatalf("the clones did not converge in %v; all heard all: %v", convergence, c.allHeard(word, all))
		}
	}
}

// anyOf waits until one of the channels is closed, and says whether it was so.
func anyOf(ctx context.Context, channels []<-chan struct{}) bool {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	hit := make(chan struct{}, len(channels))
	for _, channel := range channels {
		go func() {
			select {
			case <-channel:
				hit <- struct{}{}
			case <-inner.Done():
			}
		}()
	}
	select {
	case <-hit:
		return true
	case <-ctx.Done():
		return false
	}
}

// randomEditing is the whole trial: all edit, one is cut off while all edit on, and comes back; then another one's
// process is killed, and starts again from its data. Unless everything is to run, it ends when one has come back.
func randomEditing(t *testing.T, relay string, engines ...compliance.Engine) {
	t.Helper()
	c := newColony(t, relay, engines...)
	c.edit(30, c.members...)
	c.converge()

	victims := c.members
	if !long() {
		victims = victims[1:2]
	}
	for _, victim := range victims {
		victim.proxy.Cut()
		c.await(victim, func(s compliance.Status) bool { return !s.Online })
		c.edit(15, c.members...)
		victim.proxy.Heal()
		// Some go on while the victim recovers
		c.edit(15, c.members...)
		c.converge()
		t.Logf("converged after %s (%s) was cut off", victim.ID, victim.Engine.Name)
	}
	if !long() {
		return
	}

	for i, victim := range c.members {
		victim.Kill()
		others := slices.Delete(slices.Clone(c.members), i, i+1)
		c.edit(15, others...)
		c.start(victim, engines[i])
		c.edit(15, c.members...)
		c.converge()
		t.Logf("converged after %s (%s) was killed", victim.ID, victim.Engine.Name)
	}
}

// A JavaScript clone joins a domain that a Go clone started.
func TestEditingReferenceJoinsGo(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	randomEditing(t, relaytest.Start(t), goEngine(t), js, js)
}

// A Go clone joins a domain that a JavaScript clone started, through our relay.
func TestEditingGoJoinsReference(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	randomEditing(t, relaytest.Start(t), js, goEngine(t), goEngine(t))
}

// A Go clone joins a domain that a JavaScript clone started, through the reference's relay.
func TestEditingGoJoinsReferenceOnReferenceRelay(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	randomEditing(t, referenceRelay(t), js, goEngine(t), js)
}

func TestEditingAllGo(t *testing.T) {
	randomEditing(t, relaytest.Start(t), goEngine(t), goEngine(t), goEngine(t))
}

// The reference alone is a check of the trial itself, and of our relay.

func TestEditingAllReference(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	randomEditing(t, referenceRelay(t), js, js, js)
}

func TestEditingAllReferenceOurRelay(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	randomEditing(t, relaytest.Start(t), js, js, js)
}
