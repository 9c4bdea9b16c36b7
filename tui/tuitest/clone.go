package tuitest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// Clone is a clone in memory, without a domain around it: others' changes are
// made by Remote. It is safe for concurrent use. It keeps the promises of
// tui.Clone: a Patch is one transaction and one update; updates come in order,
// and none is lost, however slow a follower is; pages are in the order of IRIs.
type Clone struct {
	domain model.Domain
	now    func() time.Time

	mu        sync.Mutex
	triples   map[model.IRI]map[model.Triple]struct{}
	ids       []model.IRI // sorted, of the subjects that have triples
	log       []replica.Update
	own       []replica.Update // one's own changes that are not undone
	undone    []replica.Update // and those that put some back
	status    replica.Status
	changed   chan struct{}
	peers     []replica.Peer
	named     map[string]string // the peers that were here, by their processes
	link      replica.Link
	announced []replica.Presence
	followers map[*follower]struct{}
	closed    bool
	refuse    error
	gate      chan struct{} // reads wait for it; nil when they need not
	writes    chan struct{} // and for this one, patches
	reads     int
	rowsRead  int
	pasts     int                // that are open
	forgot    uint64             // the history up to this tick
	listings  map[listed][]entry // until the data changes
	conflicts map[model.Pattern][]replica.Contender
}

// NewClone makes an empty clone that is online and alone.
func NewClone(d model.Domain, now func() time.Time) *Clone {
	return &Clone{
		domain: d, now: now,
		triples:   make(map[model.IRI]map[model.Triple]struct{}),
		status:    replica.Status{Online: true, Silo: true},
		changed:   make(chan struct{}),
		named:     make(map[string]string),
		link:      replica.Link{Relay: "ws://127.0.0.1:4000", Connected: true},
		followers: make(map[*follower]struct{}),
		conflicts: make(map[model.Pattern][]replica.Contender),
	}
}

// Load puts triples into an empty clone, as if they had always been there.
func (c *Clone) Load(ts ...model.Triple) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range ts {
		if c.triples[t.S] == nil {
			c.triples[t.S] = make(map[model.Triple]struct{})
		}
		c.triples[t.S][t] = struct{}{}
	}
	c.ids = slices.Sorted(maps.Keys(c.triples))
	c.listings = nil
}

// Domain is the name of the domain.
func (c *Clone) Domain() model.Domain { return c.domain }

// wait holds a read while the gate is closed.
func (c *Clone) wait(ctx context.Context) error {
	c.mu.Lock()
	gate := c.gate
	c.reads++
	c.mu.Unlock()
	return pass(ctx, gate)
}

// pass waits for a gate; there may be none.
func pass(ctx context.Context, gate chan struct{}) error {
	if gate != nil {
		select {
		case <-gate:
		case <-ctx.Done():
		}
	}
	return ctx.Err()
}

// Hold makes all reads wait until release is called.
func (c *Clone) Hold() (release func()) {
	return c.hold(&c.gate)
}

// HoldPatches makes all patches wait until release is called.
func (c *Clone) HoldPatches() (release func()) {
	return c.hold(&c.writes)
}

func (c *Clone) hold(gate *chan struct{}) (release func()) {
	closed := make(chan struct{})
	c.mu.Lock()
	*gate = closed
	c.mu.Unlock()
	return sync.OnceFunc(func() {
		c.mu.Lock()
		*gate = nil
		c.mu.Unlock()
		close(closed)
	})
}

// Reads counts the reads, and the rows of subjects that they gave.
func (c *Clone) Reads() (reads, rows int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.reads, c.rowsRead
}

func (c *Clone) row(id model.IRI, labels model.Labels) replica.SubjectRow {
	r := replica.SubjectRow{ID: id}
	for at := range c.conflicts {
		r.InConflict = r.InConflict || at.S == id
	}
	ts := c.sorted(id)
	for _, t := range ts {
		if t.P == model.RDFType && t.O.IsRef() {
			r.Types = append(r.Types, t.O.IRI())
		}
	}
	name := model.NewNaming(labels)
	for _, t := range ts {
		name.Take(t)
	}
	r.Label = name.Name()
	return r
}

func (c *Clone) sorted(id model.IRI) []model.Triple {
	return slices.SortedFunc(maps.Keys(c.triples[id]), model.Triple.Compare)
}

// Describe gives the triples of a subject.
func (c *Clone) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	end, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	return c.sorted(id), nil
}

// Refuse makes every following Patch fail; nil ends that.
func (c *Clone) Refuse(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.refuse = err
}

// Patch applies a change of one's own.
func (c *Clone) Patch(ctx context.Context, p model.Patch) error {
	c.mu.Lock()
	gate := c.writes
	c.mu.Unlock()
	if err := pass(ctx, gate); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.closed:
		return errors.New("the clone is closed; start it again")
	case c.refuse != nil:
		return c.refuse
	case c.status.ReadOnly != "":
		return errors.New("this clone is read-only: " + c.status.ReadOnly)
	}
	p, err := c.keepLists(p)
	if err != nil {
		return err
	}
	for _, t := range p.Inserts {
		if err := t.Check(); err != nil {
			return err
		}
	}
	c.own, c.undone = append(c.own, c.apply(p, replica.ReasonLocal, replica.Author{Self: true, Process: "l"})), nil
	return nil
}

// Remote applies a change of somebody else.
func (c *Clone) Remote(process string, p model.Patch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.apply(p, replica.ReasonRemote, replica.Author{Process: process})
}

// Because applies a change that is not just that somebody has written.
func (c *Clone) Because(why replica.Reason, by replica.Author, p model.Patch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.apply(p, why, by)
}

// Snapshot puts other data in the place of all, as a snapshot from a process does.
func (c *Clone) Snapshot(from string, ts ...model.Triple) {
	c.mu.Lock()
	clear(c.triples)
	c.mu.Unlock()
	c.Load(ts...)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.publish(replica.Update{Reason: replica.ReasonSnapshot, Author: replica.Author{Process: from}})
}

func (c *Clone) apply(p model.Patch, why replica.Reason, by replica.Author) replica.Update {
	u := replica.Update{Reason: why, Author: by}
	for _, t := range p.Deletes {
		if _, there := c.triples[t.S][t]; there && !slices.Contains(p.Inserts, t) {
			delete(c.triples[t.S], t)
			u.Deletes = append(u.Deletes, t)
		}
	}
	for _, t := range p.Inserts {
		if _, there := c.triples[t.S][t]; !there {
			c.addID(t.S)
			c.triples[t.S][t] = struct{}{}
			u.Inserts = append(u.Inserts, t)
		}
	}
	for _, t := range u.Deletes {
		c.dropID(t.S)
	}
	var asserted []model.Triple
	if why == replica.ReasonLocal {
		asserted = p.Inserts
	}
	c.settle(u, asserted)
	c.publish(u)
	return u
}

func (c *Clone) addID(id model.IRI) {
	if c.triples[id] != nil {
		return
	}
	c.triples[id] = make(map[model.Triple]struct{})
	i, _ := slices.BinarySearch(c.ids, id)
	c.ids = slices.Insert(c.ids, i, id)
}

func (c *Clone) dropID(id model.IRI) {
	if ts, there := c.triples[id]; there && len(ts) == 0 {
		delete(c.triples, id)
		i, _ := slices.BinarySearch(c.ids, id)
		c.ids = slices.Delete(c.ids, i, i+1)
	}
}

func (c *Clone) publish(u replica.Update) {
	c.listings = nil
	c.status.Ticks++
	u.Tick, u.TID, u.Time = c.status.Ticks, fmt.Sprintf("t%d", c.status.Ticks), c.now()
	c.log = append(c.log, u)
	for f := range c.followers {
		f.add(u)
	}
	c.wake()
}

func (c *Clone) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// Ticks is the clone's time.
func (c *Clone) Ticks() uint64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.status.Ticks
}

// Status gives the status, and a channel that is closed at its next change.
func (c *Clone) Status() (replica.Status, <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.status, c.changed
}

// Set changes the status, the peers and the link.
func (c *Clone) Set(change func(*replica.Status, *[]replica.Peer, *replica.Link)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.status, &c.peers, &c.link)
	for _, p := range c.peers {
		if p.Name != "" {
			c.named[p.Process] = p.Name
		}
	}
	c.wake()
}

// SetLink changes the link without a word, as links do.
func (c *Clone) SetLink(l replica.Link) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.link = l
}

// Peers lists those who are present.
func (c *Clone) Peers() []replica.Peer {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.peers)
}

// Link tells of the connection.
func (c *Clone) Link() replica.Link {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.link
}

// Close ends the clone: followers get what they have not had yet, then no more.
func (c *Clone) Close() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed {
		return
	}
	c.closed = true
	for f := range c.followers {
		f.end()
	}
	c.wake()
}
