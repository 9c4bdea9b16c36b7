package owner

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

// session is one client of a server.
type session struct {
	server *Server
	conn   net.Conn
	out    *jsonlines.Writer
	jsonld *jsonld.Context

	ctx    context.Context // of all that is done for the client
	cancel context.CancelFunc
	slots  chan struct{}  // taken by requests under way
	orders chan func()    // transactions, one after the other
	finite sync.WaitGroup // requests that come to an end
	all    sync.WaitGroup
	pasts  pasts
	seat   atomic.Pointer[replica.Seat] // of who is at the client

	attached string // the id of the request with which it came, which each status answers
	// telling is held while the client is told of a status, so that they come in their order;
	// named is the version of the names that were told.
	telling sync.Mutex
	named   uint64

	// broken: the client has not taken what was sent.
	broken atomic.Bool

	mu      sync.Mutex
	cancels map[string]context.CancelFunc
}

// stalling writes with a bound on the time.
type stalling struct {
	net.Conn
	limit time.Duration
}

func (w stalling) Write(b []byte) (int, error) {
	if err := w.SetWriteDeadline(time.Now().Add(w.limit)); err != nil {
		return 0, err
	}
	return w.Conn.Write(b)
}

func newSession(s *Server, conn net.Conn) *session {
	ctx, cancel := context.WithCancel(context.Background())
	return &session{
		server: s, conn: conn, out: jsonlines.NewWriter(stalling{conn, s.limits.Stall}),
		ctx: ctx, cancel: cancel,
		slots: make(chan struct{}, s.limits.Requests), orders: make(chan func(), s.limits.Requests),
		cancels: make(map[string]context.CancelFunc),
	}
}

// run serves the client until it leaves, or the server closes.
func (c *session) run() {
	c.all.Add(1)
	go func() {
		defer c.all.Done()
		for order := range c.orders {
			order()
		}
	}()
	err := c.read()
	leaving := false
	select {
	case <-c.server.closing:
		leaving = true
		c.farewell()
		// Who does not read now must not keep the owner.
		_ = c.conn.SetWriteDeadline(time.Now().Add(c.server.limits.Farewell))
	default:
	}
	c.cancel()
	close(c.orders)
	c.all.Wait()
	c.pasts.close()
	if seat := c.seat.Load(); seat != nil {
		seat.Leave()
	}
	switch {
	case c.broken.Load():
	case leaving:
		_ = c.send(reply{Type: typeClosed})
	case err != nil:
		c.server.log.Debug("an attached process was cut off", "error", err)
		_ = c.send(failure("", err))
	}
	_ = c.conn.Close()
}

// farewell waits, not for ever, until what was asked is answered.
func (c *session) farewell() {
	done := make(chan struct{})
	go func() {
		c.finite.Wait()
		close(done)
	}()
	timer := time.NewTimer(c.server.limits.Farewell)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
	}
}

// read takes requests until there are no more. An error says what was wrong with
// the last.
func (c *session) read() error {
	scanner := bufio.NewScanner(c.conn)
	scanner.Buffer(nil, c.server.limits.Line)
	for scanner.Scan() {
		if len(scanner.Bytes()) == 0 {
			continue
		}
		var r request
		if err := json.Unmarshal(scanner.Bytes(), &r); err != nil {
			return fmt.Errorf("not a message: %w", err)
		}
		select {
		case <-c.server.closing:
			return nil // Not done: the client hears so.
		default:
		}
		if r.Type == "cancel" {
			c.stop(r.ID)
		} else if err := c.take(r); err != nil {
			return err
		}
	}
	if err := scanner.Err(); errors.Is(err, bufio.ErrTooLong) {
		return fmt.Errorf("a message is longer than %d bytes", c.server.limits.Line)
	}
	return nil
}

func (c *session) stop(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if cancel := c.cancels[id]; cancel != nil {
		cancel()
	}
}

// take begins with a request; it waits while too many are under way.
func (c *session) take(r request) error {
	if c.jsonld == nil || r.Type == "attach" {
		return c.attach(r)
	}
	if r.ID == "" {
		return errors.New("a request has no id")
	}
	h, ok := handlers[r.Type]
	if !ok {
		return c.send(failure(r.ID, fmt.Errorf("there is no request %q", r.Type)))
	}
	claims, err := claiming(c.ctx, r)
	if err != nil {
		return c.send(failure(r.ID, err))
	}
	select {
	case c.slots <- struct{}{}:
	case <-c.ctx.Done():
		return nil
	case <-c.server.closing:
		return nil
	}
	ctx, cancel := context.WithCancel(claims)
	c.mu.Lock()
	_, taken := c.cancels[r.ID]
	if !taken {
		c.cancels[r.ID] = cancel
	}
	c.mu.Unlock()
	if taken {
		cancel()
		return fmt.Errorf("the id %q is of two requests at once", r.ID)
	}
	c.all.Add(1)
	if !h.endless {
		c.finite.Add(1)
	}
	work := func() {
		defer c.all.Done()
		if !h.endless {
			defer c.finite.Done()
		}
		c.answer(ctx, r, h.handle)
		c.mu.Lock()
		delete(c.cancels, r.ID)
		c.mu.Unlock()
		cancel()
		<-c.slots
	}
	if h.ordered {
		c.orders <- work // There is room for as many as there are slots.
	} else {
		go work()
	}
	return nil
}

func (c *session) answer(ctx context.Context, r request, h handler) {
	body, err := h(ctx, c, r)
	last := reply{RequestID: r.ID, Type: typeComplete, Body: body}
	if err != nil {
		last = failure(r.ID, err)
	}
	_ = c.send(last)
}

// send writes a line. A client that does not read is cut off.
func (c *session) send(r reply) error {
	err := c.out.Write(r)
	if err != nil {
		c.broken.Store(true)
		c.cancel()
		_ = c.conn.SetReadDeadline(time.Now())
	}
	return err
}
