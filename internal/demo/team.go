package demo

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/wire"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/net/socketio"
	"github.com/m-ld/mld-tui/replica"
)

// Options say how a team works.
type Options struct {
	// Folder is where their files are; it is there.
	Folder string
	// Relay is where they meet, by its URL.
	Relay string
	// Seed is what everything follows from.
	Seed uint64
	// Pace is how many times faster than usual they work; 1 if zero.
	Pace float64
	// Principal is the identity that the operations of a person claim.
	Principal func(name string) model.IRI
	// Logger takes what happens.
	Logger *slog.Logger
}

// Team is the clones of people who are present. Its methods are for one goroutine,
// but Close, which ends Play, may be called from any.
type Team struct {
	o       Options
	script  *Script
	clones  []*replica.Replica
	wires   []*wire.Wire
	closing context.Context //nolint:containedctx // It ends with Close.
	end     context.CancelFunc
	playing sync.WaitGroup
}

// assembly is how long the clones may take to come together: they are in one process.
const assembly = time.Minute

// Assemble opens the clones, the first of which begins the domain, with no data yet;
// it returns when all of them are there.
func Assemble(ctx context.Context, o Options) (*Team, error) {
	if o.Pace == 0 {
		o.Pace = 1
	}
	t := &Team{o: o, script: NewScript(o.Seed)}
	t.closing, t.end = context.WithCancel(context.Background())
	ctx, cancel := context.WithTimeout(ctx, assembly)
	defer cancel()
	for i := range team {
		if err := t.open(ctx, i); err != nil {
			return nil, errors.Join(fmt.Errorf("%s cannot take part in the demo: %w", people[i].name, err), t.Close())
		}
	}
	return t, nil
}

func (t *Team) open(ctx context.Context, i int) error {
	id := replica.NewID()
	w, err := wire.Connect(socketio.Options{URLs: []string{t.o.Relay}, ID: id, Domain: string(Domain), Logger: t.o.Logger})
	if err != nil {
		return err
	}
	r, err := replica.Open(replica.Config{
		Domain: Domain, ID: id, File: filepath.Join(t.o.Folder, people[i].id+".mld"), Genesis: i == 0,
		Principal: t.o.Principal(people[i].name), Transport: w, Logger: t.o.Logger,
	})
	if err != nil {
		return errors.Join(err, w.Close())
	}
	t.clones, t.wires = append(t.clones, r), append(t.wires, w)
	w.Begin()
	r.Announce(replica.Presence{Name: people[i].name}, 0)
	for {
		st, changed := r.Status()
		if !st.Joining && st.Online {
			return nil
		}
		select {
		case <-changed:
		case <-r.Done():
			return r.Err()
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Tell has the team write the domain's data, so that who is there has the history of
// it. It gives the subjects by which one sees that all has come.
func (t *Team) Tell(ctx context.Context) (last []model.IRI, err error) {
	for _, c := range Chapters(t.o.Seed) {
		if err := t.clones[c.Who].Patch(ctx, c.Patch); err != nil {
			return nil, fmt.Errorf("the demo's data cannot be written: %w", err)
		}
		last = append(last, c.Last)
	}
	return last, nil
}

// Play has the team begin to work, in the background, until Close.
func (t *Team) Play() {
	t.playing.Go(func() {
		began := time.Now()
		for {
			s := t.script.Next()
			due := time.Duration(float64(s.At) / t.o.Pace)
			select {
			case <-time.After(due - time.Since(began)):
			case <-t.closing.Done():
				return
			}
			if _, err := t.do(t.closing, s); err != nil && t.closing.Err() == nil {
				t.o.Logger.Warn("the team could not do what it wanted", "error", err)
			}
		}
	})
}

// Step does what comes next, as soon as all of the team know what was done before: what one
// changes is worked out from that. It reports whether it has changed the data. It is not to
// be called while they Play.
func (t *Team) Step(ctx context.Context) (changed bool, err error) {
	s := t.script.Next()
	for _, c := range t.clones[1:] {
		if err := same(ctx, t.clones[0], c); err != nil {
			return false, err
		}
	}
	return t.do(ctx, s)
}

// same waits until two clones have the same data.
func same(ctx context.Context, a, b *replica.Replica) error {
	for {
		_, here := a.Status()
		_, there := b.Status()
		one, err := a.Digest(ctx)
		if err != nil {
			return err
		}
		two, err := b.Digest(ctx)
		if err != nil || one == two {
			return err
		}
		select {
		case <-here:
		case <-there:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// do does a step.
func (t *Team) do(ctx context.Context, s Step) (changed bool, err error) {
	r := t.clones[s.Who]
	r.Announce(replica.Presence{Name: people[s.Who].name, Subject: s.Subject, Property: s.Property}, 0)
	if s.Change == nil {
		return false, nil
	}
	w, err := r.Write(ctx, func(g model.Graph) (model.Patch, error) { return s.Change(g), nil })
	return w.Updated, err
}

// Close ends the work, and closes the clones. It may be called again.
func (t *Team) Close() error {
	t.end()
	t.playing.Wait()
	var all []error
	for i := range t.clones {
		all = append(all, t.clones[i].Close(), t.wires[i].Close())
	}
	t.clones, t.wires = nil, nil
	return errors.Join(all...)
}
