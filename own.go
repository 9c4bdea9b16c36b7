package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/bulk"
	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/internal/settings"
	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
)

// owned is a domain whose file this process has open, for itself and for those
// that attach to it.
type owned struct {
	*replica.Replica

	folder home.Folder
	c      choices
	log    *slog.Logger
	jsonld *jsonld.Context
	wire   *wire.Wire
	server *owner.Server
	unsign func()
	over   sync.WaitGroup
	// starts: a new domain is started, unless there is one of its name at the relay.
	starts bool

	mu       sync.Mutex
	memory   home.Memory
	before   []string // the relays that were known before this session
	embedded *embedded
	// here: the clone meets the others at the relay within.
	here bool
}

// openOwn opens a domain's file, and begins to serve it to other processes.
func openOwn(domain model.Domain, folder home.Folder, c choices, p purpose) (*owned, error) {
	memory, err := folder.Load()
	if err != nil {
		return nil, err
	}
	plan, err := planOpening(domain, folder, memory, c, p)
	if err != nil {
		return nil, err
	}
	user, err := folder.Context(domain)
	if err != nil {
		return nil, err
	}
	ctx, err := jsonld.New(domain, user)
	if err != nil {
		return nil, err
	}
	rules, err := constraintsOf(folder, ctx)
	if err != nil {
		return nil, err
	}
	o := &owned{
		folder: folder, c: c, log: p.log, jsonld: ctx, wire: wire.New(), unsign: func() {},
		before: slices.Clone(memory.Relays), memory: memory, starts: plan.genesis,
	}
	o.Replica, err = replica.Open(replica.Config{
		Domain: domain, File: folder.Data(), Genesis: plan.genesis, GenesisWait: plan.wait(), Principal: principal(domain, c.As), Session: p.session,
		Transport: o.wire, Logger: p.log, MaxJournal: c.JournalMB << 20, Gather: gather(c.Saving),
		Constraints: rules,
		Log:         replica.LogBounds{Age: time.Duration(c.LogDays) * 24 * time.Hour, Bytes: int64(c.LogMB) << 20},
	})
	if err != nil {
		return nil, errors.Join(err, o.wire.Close())
	}
	for _, word := range plan.words {
		p.say(word)
	}
	o.unsign = folder.Sign(p.command)
	if err := o.goOnline(plan, p); err != nil {
		return nil, errors.Join(err, o.Close())
	}
	if c.share != nil && *c.share {
		p.say(joinWith(o.JoinURL()))
	}
	if l, err := owner.Listen(folder.Socket()); err != nil {
		p.log.Warn("other processes cannot attach", "error", err)
	} else {
		o.server = owner.Serve(l, o.Replica, hostOf{o}, owner.Limits{}, p.log)
	}
	o.over.Add(1)
	go o.keepMemory()
	return o, nil
}

// joinWith says what a teammate runs.
func joinWith(joinURL string) string {
	return fmt.Sprintf("a teammate joins with: mld-tui join '%s'", joinURL)
}

// principal is the identity that a person's operations claim.
func principal(domain model.Domain, name string) model.IRI {
	return principalPrefix(domain) + model.IRI(url.PathEscape(name))
}

func principalPrefix(domain model.Domain) model.IRI { return domain.Base() + ".well-known/user/" }

// who names the author of an update.
func who(domain model.Domain) func(replica.Author) (string, bool) {
	return func(a replica.Author) (string, bool) {
		escaped, ok := strings.CutPrefix(string(a.Principal), string(principalPrefix(domain)))
		name, err := url.PathUnescape(escaped)
		return name, ok && err == nil && name != ""
	}
}

// keepMemory remembers that there is data, as soon as there is; and forgets the
// relays of this session if the clone cannot be with those who are there.
func (o *owned) keepMemory() {
	defer o.over.Done()
	o.remember(func(m *home.Memory) { m.Used = time.Now().UTC().Truncate(time.Millisecond) })
	if awaitStatus(context.Background(), o, func(st replica.Status) bool { return !st.Joining }) {
		o.remember(func(m *home.Memory) { m.Begun = true })
	}
	<-o.Done()
	if o.Err() != nil {
		o.remember(func(m *home.Memory) { m.Relays = o.before })
	}
}

func (o *owned) remember(change func(*home.Memory)) {
	o.mu.Lock()
	defer o.mu.Unlock()
	change(&o.memory)
	if err := o.folder.Save(o.memory); err != nil {
		o.log.Warn("the domain's settings are not kept", "error", err)
	}
}

// redirect has the clone meet others at some relays.
func (o *owned) redirect(urls []string) error {
	return o.wire.Redirect(socketio.Options{URLs: urls, ID: o.ID(), Domain: string(o.Domain()), Logger: o.log})
}

// Close leaves the domain: first those who are attached, then the clone, which
// sends what is still to be sent.
func (o *owned) Close() error {
	var err error
	if o.server != nil {
		err = o.server.Close()
	}
	err = errors.Join(err, o.Replica.Close(), o.wire.Close())
	o.over.Wait()
	o.mu.Lock()
	e := o.embedded
	o.mu.Unlock()
	if e != nil {
		err = errors.Join(err, e.close())
	}
	o.unsign()
	return err
}

// Transact implements access.
func (o *owned) Transact(ctx context.Context, request json.RawMessage, each func(json.RawMessage) error) (uint64, error) {
	parsed, err := jrql.ParseJSON(o.jsonld, request)
	if err != nil {
		return 0, err
	}
	switch q := parsed.(type) {
	case *jrql.Query:
		return 0, query(ctx, o, q, each)
	case *jrql.Update:
		w, err := o.Write(ctx, jsonlines.Change(ctx, q, o.Domain()))
		return w.Tick, err
	}
	return 0, fmt.Errorf("a request of the type %T", parsed)
}

// marshal is JSON without escapes that only HTML needs.
func marshal(v any) (json.RawMessage, error) {
	var b strings.Builder
	if err := jsonlines.NewWriter(&b).Write(v); err != nil {
		return nil, err
	}
	return json.RawMessage(strings.TrimSuffix(b.String(), "\n")), nil
}

// Export implements access.
func (o *owned) Export(ctx context.Context) (all iter.Seq[model.Triple], err func() error) {
	var failed error
	return func(yield func(model.Triple) bool) {
		failed = o.Read(ctx, func(g model.Graph) error {
			for t := range bulk.Sorted(g) {
				if err := ctx.Err(); err != nil {
					return err
				}
				if !yield(t) {
					break
				}
			}
			return nil
		})
	}, func() error { return failed }
}

// gatherTime is how long changes wait for others that are to share their flush.
const gatherTime = 5 * time.Millisecond

func gather(saving string) time.Duration {
	if saving == settings.SaveGrouped {
		return gatherTime
	}
	return 0
}
