package tui

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/engine"
)

// largeDomain is the domain of a LargeClone; its subjects are LargeID(0) and so on.
const largeDomain model.Domain = "large.m-ld.org"

// LargeID is a subject of the large domain.
func LargeID(i int) model.IRI { return model.IRI(fmt.Sprintf("http://large.m-ld.org/s%06d", i)) }

// LargeCount is the property of subjects that others change.
const LargeCount model.IRI = "http://large.m-ld.org/#count"

// LargeClone is a real clone with its file on disk, of Many subjects, that counts what is
// read of it. Whatever is in the way of others' operations is theirs to choose.
type LargeClone struct {
	*replica.Replica

	// Calls are reads, and Rows what they gave.
	Calls, Rows atomic.Int64
	// Line is its connection to others.
	Line *Line
	file string
}

var large struct {
	sync.Mutex
	folder string
	clone  *LargeClone
}

// OpenLarge gives the large clone, which is made once for all tests.
func OpenLarge(tb testing.TB) *LargeClone {
	tb.Helper()
	large.Lock()
	defer large.Unlock()
	if large.clone != nil {
		return large.clone
	}
	folder, err := os.MkdirTemp("", "mld-tui-large-")
	if err != nil {
		tb.Fatal(err)
	}
	large.folder = folder
	c := &LargeClone{file: filepath.Join(folder, "data.mld")}
	if err := c.open(); err != nil {
		tb.Fatal(err)
	}
	const portion = 5000
	for from := 0; from < Many; from += portion {
		var ts []model.Triple
		for i := from; i < from+portion; i++ {
			ts = append(
				ts, model.Triple{S: LargeID(i), P: model.RDFType, O: model.Ref("http://large.m-ld.org/#Thing")},
				model.Triple{S: LargeID(i), P: largeDomain.Labels()[0], O: model.String(fmt.Sprintf("Subject number %d", i))},
				model.Triple{S: LargeID(i), P: LargeCount, O: model.Number(0)},
			)
		}
		if err := c.Patch(tb.Context(), model.Patch{Inserts: ts}); err != nil {
			tb.Fatal(err)
		}
	}
	large.clone = c
	return c
}

func (c *LargeClone) open() (err error) {
	id := replica.NewID()
	c.Line = NewLine(id)
	c.Replica, err = replica.Open(replica.Config{Domain: largeDomain, ID: id, File: c.file, Genesis: true, Transport: c.Line})
	return err
}

// Reopen closes the clone and opens its file again, as at the start of the program.
func (c *LargeClone) Reopen(tb testing.TB) {
	tb.Helper()
	if err := errors.Join(c.Close(), c.open()); err != nil {
		tb.Fatal(err)
	}
}

// closeLarge closes it and removes its file, if a test has made it.
func closeLarge() {
	if large.clone != nil {
		_ = large.clone.Close()
	}
	if large.folder != "" {
		_ = os.RemoveAll(large.folder)
	}
}

func (c *LargeClone) count(rows int) {
	c.Calls.Add(1)
	c.Rows.Add(int64(rows))
}

// Subjects counts.
func (c *LargeClone) Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error) {
	p, err := c.Replica.Subjects(ctx, q)
	c.count(len(p.Rows))
	return p, err
}

// Find counts.
func (c *LargeClone) Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (bool, error) {
	c.count(0)
	return c.Replica.Find(ctx, q, func(rows []replica.SubjectRow) error {
		c.Rows.Add(int64(len(rows)))
		return each(rows)
	})
}

// Referrers counts.
func (c *LargeClone) Referrers(ctx context.Context, q replica.ReferrersQuery) (replica.ReferrersPage, error) {
	p, err := c.Replica.Referrers(ctx, q)
	c.count(len(p.Rows))
	return p, err
}

// Describe counts.
func (c *LargeClone) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	ts, err := c.Replica.Describe(ctx, id)
	c.count(len(ts))
	return ts, err
}

// History counts.
func (c *LargeClone) History(ctx context.Context, q replica.HistoryQuery) (replica.HistoryPage, error) {
	p, err := c.Replica.History(ctx, q)
	c.count(len(p.Entries))
	return p, err
}

// Line is a transport within the process, to one other. What comes as an operation may be
// held, to be let in at a chosen speed.
type Line struct {
	id     string
	events chan engine.Event

	mu     sync.Mutex
	other  *Line
	holds  bool
	queued []engine.Event

	present atomic.Bool
}

// NewLine makes a transport that is not connected yet.
func NewLine(id string) *Line { return &Line{id: id, events: make(chan engine.Event, 1<<16)} }

// Connect joins two lines.
func (l *Line) Connect(o *Line) {
	l.mu.Lock()
	l.other = o
	l.mu.Unlock()
	o.mu.Lock()
	o.other = l
	o.mu.Unlock()
	for _, x := range []*Line{l, o} {
		x.present.Store(false)
		x.events <- engine.Connected{}
		x.events <- engine.Presence{} // Nobody has said yet that it can help.
	}
}

// tellPresence tells both who is present, as a relay does.
func (l *Line) tellPresence(o *Line) {
	var ids []string
	for _, x := range []*Line{l, o} {
		if x.present.Load() {
			ids = append(ids, x.id)
		}
	}
	for _, x := range []*Line{l, o} {
		x.events <- engine.Presence{IDs: ids}
	}
}

// Disconnect parts them.
func (l *Line) Disconnect() {
	l.mu.Lock()
	o := l.other
	l.other, l.queued = nil, nil
	l.mu.Unlock()
	o.mu.Lock()
	o.other = nil
	o.mu.Unlock()
	l.events <- engine.Disconnected{}
	o.events <- engine.Disconnected{}
}

// Hold keeps operations back, or not any more.
func (l *Line) Hold(holds bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.holds = holds
}

// Held is how many operations are kept back.
func (l *Line) Held() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(l.queued)
}

// Let lets in so many of them.
func (l *Line) Let(n int) {
	l.mu.Lock()
	some := slices.Clone(l.queued[:min(n, len(l.queued))])
	l.queued = l.queued[len(some):]
	l.mu.Unlock()
	for _, ev := range some {
		l.events <- ev
	}
}

func (l *Line) take(ev engine.Event) {
	l.mu.Lock()
	if _, is := ev.(engine.Operation); is && l.holds {
		l.queued = append(l.queued, ev)
		l.mu.Unlock()
		return
	}
	l.mu.Unlock()
	l.events <- ev
}

// Send implements replica.Transport.
func (l *Line) Send(effect engine.Effect) error {
	l.mu.Lock()
	o := l.other
	l.mu.Unlock()
	if o == nil {
		return errors.New("nobody is at the other end")
	}
	switch s := effect.(type) {
	case engine.SendPresent:
		l.present.Store(s.Present)
		l.tellPresence(o)
	case engine.SendOperation:
		o.take(engine.Operation(s))
	case engine.SendRequest:
		o.take(engine.Request{From: l.id, MessageID: s.MessageID, Payload: s.Payload})
	case engine.SendReply:
		o.take(engine.Reply{From: l.id, MessageID: s.MessageID, SentMessageID: s.SentMessageID, Payload: s.Payload})
	case engine.SendNotify:
		o.take(engine.Notify{From: l.id, ChannelID: s.ChannelID, Payload: s.Payload})
		l.take(engine.Acknowledged{Ack: s.Ack})
	}
	return nil
}

// Events implements replica.Transport.
func (l *Line) Events() <-chan engine.Event { return l.events }

// Link implements replica.Transport.
func (l *Line) Link() replica.Link {
	l.mu.Lock()
	defer l.mu.Unlock()
	return replica.Link{Connected: l.other != nil, Since: time.Time{}}
}

// Close implements replica.Transport.
func (l *Line) Close() error { return nil }
