package transporttest

import (
	"net"
	"sync"
	"testing"
)

// Proxy is a TCP proxy that can be cut, stalled and unplugged: the network
// between one clone and its relay. It is safe for concurrent use.
type Proxy struct {
	target   string
	listener net.Listener
	running  sync.WaitGroup

	mu      sync.Mutex
	changed *sync.Cond
	stalled bool
	down    bool
	closed  bool
	conns   map[net.Conn]bool
}

// NewProxy begins to pass connections on to the target address. It ends with the test.
func NewProxy(t testing.TB, target string) *Proxy {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatalf("the proxy cannot listen: %v", err)
	}
	p := &Proxy{target: target, listener: listener, conns: map[net.Conn]bool{}}
	p.changed = sync.NewCond(&p.mu)
	p.running.Go(p.accept)
	t.Cleanup(p.Close)
	return p
}

// Addr is where the proxy listens, as host:port.
func (p *Proxy) Addr() string { return p.listener.Addr().String() }

// URL is where the proxy listens, as clones take it.
func (p *Proxy) URL() string { return "http://" + p.Addr() }

// Cut severs all connections. New ones can be made.
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut()
}

func (p *Proxy) cut() {
	for c := range p.conns {
		_ = c.Close()
		delete(p.conns, c)
	}
	p.changed.Broadcast()
}

// Stall holds up all bytes, both ways, without severing anything, until the
// returned function is called.
func (p *Proxy) Stall() (resume func()) {
	p.set(func() { p.stalled = true })
	return func() { p.set(func() { p.stalled = false }) }
}

// Unplug severs all connections, and each new one at once, until the returned
// function is called.
func (p *Proxy) Unplug() (plug func()) {
	p.set(func() {
		p.down = true
		p.cut()
	})
	return func() { p.set(func() { p.down = false }) }
}

// Close ends the proxy and waits for it.
func (p *Proxy) Close() {
	_ = p.listener.Close()
	p.set(func() {
		p.closed = true
		p.cut()
	})
	p.running.Wait()
}

func (p *Proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	p.changed.Broadcast()
}

func (p *Proxy) accept() {
	for {
		client, err := p.listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("tcp", p.target)
		if err != nil {
			_ = client.Close()
			continue
		}
		if !p.keep(client, server) {
			continue
		}
		var both sync.WaitGroup
		both.Go(func() { p.pump(client, server) })
		both.Go(func() { p.pump(server, client) })
		p.running.Go(func() {
			both.Wait()
			p.mu.Lock()
			defer p.mu.Unlock()
			delete(p.conns, client)
			delete(p.conns, server)
		})
	}
}

func (p *Proxy) keep(conns ...net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range conns {
		if p.down || p.closed {
			_ = c.Close()
		} else {
			p.conns[c] = true
		}
	}
	return !p.down && !p.closed
}

// pump passes bytes on. When one side ends, so does the other.
func (p *Proxy) pump(to, from net.Conn) {
	defer func() {
		_ = to.Close()
		_ = from.Close()
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := from.Read(buffer)
		if err != nil || !p.flows(from) {
			return
		}
		if _, err := to.Write(buffer[:n]); err != nil {
			return
		}
	}
}

// flows waits while the proxy is stalled, and says whether the bytes may still
// go: what was held up when the connection was cut is lost.
func (p *Proxy) flows(from net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	for p.stalled && p.conns[from] {
		p.changed.Wait()
	}
	return p.conns[from]
}
