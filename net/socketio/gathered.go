package socketio

import (
	"context"
	"net"
	"sync"
)

// gathered is a connection that, while it gathers, writes what it is given together: each
// write by itself takes a system call. It may be written to from several goroutines.
type gathered struct {
	net.Conn

	mu          sync.Mutex
	isGathering bool
	waiting     []byte
}

// dialGathered dials, and leaves the connection in at.
func dialGathered(at **gathered) func(ctx context.Context, network, address string) (net.Conn, error) {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := new(net.Dialer).DialContext(ctx, network, address)
		if err != nil {
			return nil, err
		}
		*at = &gathered{Conn: conn}
		return *at, nil
	}
}

// gather has what is written wait for flush, or until it is much.
func (g *gathered) gather() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.isGathering = true
}

// flush ends gathering, and writes what waits.
func (g *gathered) flush() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.isGathering = false
	return g.writeWaiting()
}

// Write implements net.Conn. An error may be of what was written before.
func (g *gathered) Write(b []byte) (int, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !g.isGathering {
		return g.Conn.Write(b)
	}
	g.waiting = append(g.waiting, b...)
	if len(g.waiting) < writeBuffer {
		return len(b), nil
	}
	return len(b), g.writeWaiting()
}

func (g *gathered) writeWaiting() error {
	if len(g.waiting) == 0 {
		return nil
	}
	_, err := g.Conn.Write(g.waiting)
	g.waiting = g.waiting[:0]
	return err
}
