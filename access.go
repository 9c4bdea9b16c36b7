package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"github.com/m-ld/mld-tui/internal/home"
	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/store"
	"github.com/m-ld/mld-tui/tui"
)

// access is a domain that a command can use: its clone, which this process or
// another has open.
type access interface {
	tui.Clone

	// Transact does a request of json-rql.
	Transact(ctx context.Context, request json.RawMessage, each func(json.RawMessage) error) (tick uint64, err error)
	// Add writes those triples that are not there; see replica.Replica.Add.
	Add(ctx context.Context, triples []model.Triple, partOf uint64) (replica.Added, error)
	// Lacking tells what Add would write.
	Lacking(ctx context.Context, triples []model.Triple) (replica.Lacking, error)
	// AsOf is the data as it was at a moment.
	AsOf(ctx context.Context, m replica.Moment) (past, error)
	// Export gives all triples of one state; err says afterwards whether that
	// was all.
	Export(ctx context.Context) (all iter.Seq[model.Triple], err func() error)
	JoinURL() string
	// Hosts reports whether others join through the process that has the domain open.
	Hosts() bool
	Share(ctx context.Context) (string, error)
	Unshare(ctx context.Context) error
	Join(ctx context.Context, relay string) error
	// Done is closed when the clone cannot be used any more.
	Done() <-chan struct{}
	Close() error
}

// purpose is what a domain is opened for.
type purpose struct {
	// command is the name of what is done.
	command string
	// create: a domain that is not there is started.
	create bool
	// join: a domain that is not there is joined, and never started.
	join bool
	// online: the process lives long, and others can meet in it.
	online bool
	// fresh: what others did is wanted, and they are waited for a little.
	fresh bool
	// session is in which what is written is kept apart from what others write who share
	// the clone, and from what was written before; empty for a command that ends soon.
	session string
	// say tells a person what they should know.
	say func(string)
	log *slog.Logger
}

// How long a process may take to answer that has the file, or to let go of it.
const attachTimeout = 5 * time.Second

// openDomain attaches to the process that has a domain open, or opens it.
func openDomain(ctx context.Context, domain model.Domain, c choices, p purpose) (access, error) {
	folder := c.home.Domain(domain)
	if c.context != "" {
		if err := folder.SetContext(c.context, domain); err != nil {
			return nil, err
		}
	}
	if c.constraints != "" {
		if err := setConstraints(folder, c.constraints, domain); err != nil {
			return nil, err
		}
	}
	c, err := c.in(folder)
	if err != nil {
		p.say(err.Error())
	}
	limited, cancel := context.WithTimeout(replica.WithSession(replica.WithPrincipal(ctx, principal(domain, c.As)), p.session), attachTimeout)
	defer cancel()
	var locked error
	for wait := 5 * time.Millisecond; ; wait *= 2 {
		client, err := attach(limited, folder, domain)
		if err == nil {
			a := guest{client}
			if c.constraints != "" {
				p.say("the rules hold as soon as the domain is opened anew: another process has it open without them")
			}
			return a, useNamed(ctx, a, c, p)
		}
		if limited.Err() != nil && locked != nil {
			return nil, lockedBy(folder, domain, locked)
		}
		if !errors.Is(err, owner.ErrNobody) {
			return nil, err
		}
		own, err := openOwn(domain, folder, c, p)
		if err == nil {
			return own, nil
		}
		if !errors.Is(err, store.ErrLocked) {
			return nil, err
		}
		locked = err
		// Another process is about to listen, or to leave; or it never does.
		select {
		case <-limited.Done():
			return nil, lockedBy(folder, domain, locked)
		case <-time.After(min(wait, 200*time.Millisecond)):
		}
	}
}

// attach attaches to the process that has a domain open.
func attach(ctx context.Context, folder home.Folder, domain model.Domain) (*owner.Client, error) {
	jsonldContext, err := folder.Context(domain)
	if err != nil {
		return nil, err
	}
	return owner.Attach(ctx, folder.Socket(), jsonldContext)
}

// useNamed has the process that has the domain open do what flags say.
func useNamed(ctx context.Context, a access, c choices, p purpose) error {
	if c.genesis {
		p.say(fmt.Sprintf("%s is open already: --genesis has no effect", a.Domain()))
	}
	for _, relay := range c.flagged {
		if err := a.Join(ctx, relay); err != nil {
			return err
		}
	}
	if c.share != nil && *c.share {
		joinURL, err := a.Share(ctx)
		if err == nil {
			p.say(joinWith(joinURL))
		}
		return err
	}
	return nil
}

// lockedBy says which process has a file.
func lockedBy(folder home.Folder, domain model.Domain, err error) error {
	n, ok := folder.Signed()
	if !ok {
		return err
	}
	return fmt.Errorf("the data of %s is %w, mld-tui %s (number %d), which does not answer: end it, or use another --data folder",
		domain, store.ErrLocked, n.Command, n.PID)
}

// heldBy is lockedBy for what needs the file for itself.
func heldBy(folder home.Folder, domain model.Domain, err error) error {
	n, ok := folder.Signed()
	if !ok {
		return err
	}
	return fmt.Errorf("the data of %s is %w, mld-tui %s (number %d): end it first", domain, store.ErrLocked, n.Command, n.PID)
}

// isDone reports whether the channel is closed.
func isDone(done <-chan struct{}) bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

// isCurrent reports whether a clone knows what can be known now.
func isCurrent(st replica.Status) bool { return !st.Joining && st.Online && !st.Outdated }

// awaitStatus waits until the status is as wanted; it reports whether it is.
func awaitStatus(ctx context.Context, a access, wanted func(replica.Status) bool) bool {
	for {
		st, changed := a.Status()
		if wanted(st) {
			return true
		}
		select {
		case <-changed:
		case <-a.Done():
			return false
		case <-ctx.Done():
			return false
		}
	}
}
