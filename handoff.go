package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// handoff is an access that outlives the process that has the domain open: when
// that ends, another takes over, perhaps this one. What was asked meanwhile waits;
// those who follow the updates miss none, for they are of one and the same clone.
type handoff struct {
	open   func(context.Context) (access, error)
	log    *slog.Logger
	domain model.Domain
	ctx    context.Context // until Close
	cancel context.CancelFunc
	done   chan struct{}

	mu      sync.Mutex
	now     access        // nil while there is none
	swapped chan struct{} // closed when now has changed
	status  replica.Status
	peers   []replica.Peer
	link    replica.Link
	changed chan struct{} // closed when the status has changed
	err     error

	announced announced
	principal model.IRI // what is written claims it; empty for that with which it was opened
}

// newHandoff opens a domain, and again whenever it is lost.
func newHandoff(ctx context.Context, open func(context.Context) (access, error), log *slog.Logger) (*handoff, error) {
	a, err := open(ctx)
	if err != nil {
		return nil, err
	}
	h := &handoff{
		open: open, log: log, domain: a.Domain(), done: make(chan struct{}),
		swapped: make(chan struct{}), changed: make(chan struct{}),
	}
	h.ctx, h.cancel = context.WithCancel(context.Background())
	h.use(a)
	st, _ := a.Status()
	h.publish(st, a.Peers(), a.Link())
	go h.run(a)
	return h, nil
}

// use makes an access the present one; nil for none.
func (h *handoff) use(a access) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = a
	close(h.swapped)
	h.swapped = make(chan struct{})
}

func (h *handoff) publish(st replica.Status, peers []replica.Peer, link replica.Link) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.status, h.peers, h.link = st, peers, link
	close(h.changed)
	h.changed = make(chan struct{})
}

// run sees to it that there is an access, until Close, or until the clone itself
// cannot go on.
func (h *handoff) run(a access) {
	defer close(h.done)
	for {
		h.mirror(a)
		if h.ctx.Err() != nil {
			return // Close closes it.
		}
		h.use(nil)
		st, peers, link := h.lost("the process that had the domain open has ended; this one takes over")
		h.publish(st, peers, link)
		if o, mine := a.(*owned); mine {
			h.fail(o.Err())
			_ = a.Close()
			return
		}
		_ = a.Close()
		h.log.Info(link.LastError)
		var err error
		if a, err = h.reopen(); err != nil {
			return
		}
		h.use(a)
		go h.announceAgain(a)
	}
}

// mirror makes the status of an access this one's, until it is done.
func (h *handoff) mirror(a access) {
	for {
		st, changed := a.Status()
		h.publish(st, a.Peers(), a.Link())
		select {
		case <-changed:
		case <-a.Done():
			return
		case <-h.ctx.Done():
			return
		}
	}
}

func (h *handoff) lost(why string) (replica.Status, []replica.Peer, replica.Link) {
	h.mu.Lock()
	defer h.mu.Unlock()
	st, link := h.status, h.link
	st.Online, st.Silo, st.Present, st.Others = false, false, false, 0
	link.Connected, link.LastError = false, why
	return st, nil, link
}

func (h *handoff) fail(err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.err = err
}

// reopen tries until it can open the domain, or attach to whoever has.
func (h *handoff) reopen() (access, error) {
	for wait := 100 * time.Millisecond; ; wait = min(2*wait, 2*time.Second) {
		a, err := h.open(h.ctx)
		if err == nil {
			return a, nil
		}
		if h.ctx.Err() != nil {
			return nil, err
		}
		h.log.Warn("the domain cannot be opened", "error", err)
		st, peers, link := h.lost(err.Error())
		h.publish(st, peers, link)
		select {
		case <-time.After(wait):
		case <-h.ctx.Done():
			return nil, err
		}
	}
}

// backendTimeout is how long a request waits for a process that can do it.
const backendTimeout = 10 * time.Second

// backend is the present access; it waits while there is none.
func (h *handoff) backend(ctx context.Context) (access, error) {
	timer := time.NewTimer(backendTimeout)
	defer timer.Stop()
	for {
		h.mu.Lock()
		now, swapped, why := h.now, h.swapped, h.link.LastError
		h.mu.Unlock()
		if now != nil {
			return now, nil
		}
		select {
		case <-swapped:
		case <-h.done:
			return nil, h.closed()
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-timer.C:
			return nil, fmt.Errorf("the domain is not open: %s", why)
		}
	}
}

func (h *handoff) closed() error {
	if err := h.Err(); err != nil {
		return err
	}
	return errors.New("the domain is closed")
}

// request does something with the present access, and with the next if that went
// before it did it. What only reads may be done twice.
func request[T any](ctx context.Context, h *handoff, reads bool, do func(access) (T, error)) (T, error) {
	for {
		a, err := h.backend(ctx)
		if err != nil {
			var none T
			return none, err
		}
		v, err := do(a)
		if !errors.Is(err, owner.ErrGone) || !reads && !owner.NotDone(err) {
			return v, err
		}
		h.awaitSwap(ctx, a)
	}
}

// awaitSwap waits until an access is not the present one any more.
func (h *handoff) awaitSwap(ctx context.Context, a access) {
	for {
		h.mu.Lock()
		now, swapped := h.now, h.swapped
		h.mu.Unlock()
		if now != a {
			return
		}
		select {
		case <-swapped:
		case <-h.done:
			return
		case <-ctx.Done():
			return
		}
	}
}

// Domain implements access.
func (h *handoff) Domain() model.Domain { return h.domain }

// Subjects implements access.
func (h *handoff) Subjects(ctx context.Context, q replica.SubjectsQuery) (replica.SubjectsPage, error) {
	return request(ctx, h, true, func(a access) (replica.SubjectsPage, error) { return a.Subjects(ctx, q) })
}

// Find implements access. What it has found before its process went may be found
// again.
func (h *handoff) Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (bool, error) {
	return request(ctx, h, true, func(a access) (bool, error) { return a.Find(ctx, q, each) })
}

// Types implements access.
func (h *handoff) Types(ctx context.Context) ([]replica.TypeCount, error) {
	return request(ctx, h, true, func(a access) ([]replica.TypeCount, error) { return a.Types(ctx) })
}

// Referrers implements access.
func (h *handoff) Referrers(ctx context.Context, q replica.ReferrersQuery) (replica.ReferrersPage, error) {
	return request(ctx, h, true, func(a access) (replica.ReferrersPage, error) { return a.Referrers(ctx, q) })
}

// Describe implements access.
func (h *handoff) Describe(ctx context.Context, id model.IRI) ([]model.Triple, error) {
	return request(ctx, h, true, func(a access) ([]model.Triple, error) { return a.Describe(ctx, id) })
}

// Uses implements access.
func (h *handoff) Uses(ctx context.Context, property model.IRI, most int) ([]model.Triple, error) {
	return request(ctx, h, true, func(a access) ([]model.Triple, error) { return a.Uses(ctx, property, most) })
}

// List implements access.
func (h *handoff) List(ctx context.Context, q replica.ListQuery) (replica.ListPage, error) {
	return request(ctx, h, true, func(a access) (replica.ListPage, error) { return a.List(ctx, q) })
}

// Export implements access. It does not outlive the process that it reads from.
func (h *handoff) Export(ctx context.Context) (all iter.Seq[model.Triple], err func() error) {
	a, failed := h.backend(ctx)
	if failed != nil {
		return func(func(model.Triple) bool) {}, func() error { return failed }
	}
	return a.Export(ctx)
}

// Status implements access.
func (h *handoff) Status() (replica.Status, <-chan struct{}) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.status, h.changed
}

// Link implements access.
func (h *handoff) Link() replica.Link {
	h.mu.Lock()
	a, link := h.now, h.link
	h.mu.Unlock()
	if a == nil {
		return link
	}
	return a.Link() // It changes without the status.
}

// Follow implements access.
func (h *handoff) Follow(after uint64) (updates <-chan replica.Update, stop func()) {
	out := make(chan replica.Update)
	ctx, cancel := context.WithCancel(h.ctx)
	go func() {
		defer close(out)
		defer cancel()
		for last := after; ; {
			h.mu.Lock()
			a, swapped := h.now, h.swapped
			h.mu.Unlock()
			if a != nil {
				last = pass(ctx, a, last, out)
				h.awaitSwap(ctx, a)
			} else {
				select {
				case <-swapped:
				case <-h.done:
				case <-ctx.Done():
				}
			}
			if ctx.Err() != nil || isDone(h.done) {
				return
			}
		}
	}()
	return out, cancel
}

// pass gives the updates of one access; it returns the tick of the last.
func pass(ctx context.Context, a access, last uint64, out chan<- replica.Update) uint64 {
	updates, stop := a.Follow(last)
	defer stop()
	for {
		select {
		case u, ok := <-updates:
			if !ok {
				return last
			}
			select {
			case out <- u:
				last = u.Tick
			case <-ctx.Done():
				return last
			}
		case <-ctx.Done():
			return last
		}
	}
}

// Done implements access.
func (h *handoff) Done() <-chan struct{} { return h.done }

// Err is why the clone cannot go on; nil if it can.
func (h *handoff) Err() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.err
}

// Close implements access.
func (h *handoff) Close() error {
	h.cancel()
	<-h.done
	h.mu.Lock()
	a := h.now
	h.now = nil
	h.mu.Unlock()
	if a == nil {
		return nil
	}
	return a.Close()
}
