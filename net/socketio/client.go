package socketio

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/m-ld/mld-tui/net/transport"
)

// Client is the clone's side of Socket.IO: a transport over WebSocket
// that tries its relays in turn and connects again whenever it loses one. Make
// it with [New].
type Client struct {
	opts      Options
	addresses []address
	events    chan transport.Event
	began     time.Time
	// open ends when Close is called, alive when the time for goodbyes is
	// over; stopped is closed when nothing runs any more.
	open, alive     context.Context //nolint:containedctx // the lives of the client's goroutines, not of a call
	shut, terminate context.CancelFunc
	stopped         chan struct{}

	mu    sync.Mutex
	link  *link // nil while there is no connection
	stats transport.Stats
}

// New makes a client, which begins to connect. It fails only if the options
// are wrong.
func New(o Options) (*Client, error) {
	o = o.orDefaults()
	addresses, err := o.addresses()
	if err != nil {
		return nil, err
	}
	c := &Client{
		opts: o, addresses: addresses,
		began: time.Now(),
		// Without a buffer: what the clone has not taken waits in the network, not in memory.
		events:  make(chan transport.Event),
		stopped: make(chan struct{}),
	}
	c.alive, c.terminate = context.WithCancel(context.Background())
	c.open, c.shut = context.WithCancel(c.alive)
	go c.run()
	return c, nil
}

// Send implements transport.Transport.
func (c *Client) Send(e transport.Envelope) error {
	if c.open.Err() != nil {
		return transport.ErrClosed
	}
	c.mu.Lock()
	l := c.link
	c.mu.Unlock()
	if l == nil {
		if _, err := newQueue(c.opts, 0).message(e); err != nil {
			return err
		}
		return transport.ErrNotConnected
	}
	err := l.queue.put(e)
	if errors.Is(err, transport.ErrOverflow) {
		l.lose(err)
	}
	return err
}

// Events implements transport.Transport.
func (c *Client) Events() <-chan transport.Event { return c.events }

// Close implements transport.Transport.
func (c *Client) Close() error {
	c.mu.Lock()
	c.shut()
	if c.link != nil {
		c.link.queue.finish()
	}
	c.mu.Unlock()
	timer := time.NewTimer(c.opts.CloseTimeout)
	defer timer.Stop()
	select {
	case <-c.stopped:
	case <-timer.C:
	}
	c.terminate()
	<-c.stopped
	return nil
}

// Stats implements transport.Measured.
func (c *Client) Stats() transport.Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.stats
	s.Connected = c.link != nil
	return s
}

// update changes the statistics.
func (c *Client) update(change func(*transport.Stats)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.stats)
}

// emit gives an event to the clone, and waits for it if it must, until something comes
// from a channel, which may be nil: then it is false. Once the client is closing, nobody
// is told any more.
func (c *Client) emit(e transport.Event, until <-chan time.Time) bool {
	if c.open.Err() != nil {
		return true
	}
	select {
	case c.events <- e:
	case <-c.open.Done():
	case <-until:
		return false
	}
	return true
}

// run connects, and connects again. It is the client's goroutine.
func (c *Client) run() {
	defer close(c.stopped)
	defer close(c.events)
	defer c.terminate()
	next, tried, failures := 0, 0, 0
	for {
		began := c.opts.Clock.Now()
		connected := c.attempt(c.addresses[next])
		switch {
		case connected && c.opts.Clock.Now().Sub(began) >= c.opts.Backoff.Settled:
			tried, failures = 0, 1
		case tried+1 < len(c.addresses):
			next, tried = (next+1)%len(c.addresses), tried+1
			if c.open.Err() != nil {
				return
			}
			continue
		default:
			next, tried, failures = (next+1)%len(c.addresses), 0, failures+1
		}
		pause := c.opts.Backoff.wait(failures, c.opts.Random())
		select {
		case <-c.open.Done():
			return
		case <-c.opts.Clock.After(pause):
		}
	}
}

// attempt makes a connection and stays with it until it is lost. It reports
// whether there was one.
func (c *Client) attempt(a address) (connected bool) {
	c.update(func(s *transport.Stats) { s.URL = a.name })
	ctx, cancel := context.WithTimeout(c.open, c.opts.ConnectTimeout)
	l, err := c.connect(ctx, a)
	cancel()
	if err != nil {
		c.opts.Logger.Info("relay not reached", "relay", a.name, "cause", err)
		var generation uint64
		c.update(func(s *transport.Stats) {
			s.Failures++
			s.LastError = err
			generation = s.Generation
		})
		c.emit(transport.Event{Kind: transport.Disconnected, Generation: generation, Err: err}, nil)
		return false
	}
	c.mu.Lock()
	c.stats.Generation++
	l.generation = c.stats.Generation
	c.stats.Reconnects = c.stats.Generation - 1
	c.stats.Failures = 0
	c.stats.ConnectedSince = c.opts.Clock.Now()
	c.stats.MaxPayload = l.queue.maxPayload
	if c.open.Err() != nil {
		l.queue.finish()
	}
	c.link = l
	c.mu.Unlock()
	c.opts.Logger.Info("relay connected", "relay", a.name)

	c.emit(transport.Event{Kind: transport.Connected, Generation: l.generation}, nil)
	err = l.run()

	c.mu.Lock()
	c.link = nil
	c.stats.ConnectedSince, c.stats.MaxPayload, c.stats.RoundTrip = time.Time{}, 0, 0
	c.stats.LastError = err
	c.mu.Unlock()
	c.opts.Logger.Info("relay lost", "relay", a.name, "cause", err)
	c.emit(transport.Event{Kind: transport.Disconnected, Generation: l.generation, Err: err}, nil)
	return true
}
