package compliance

import (
	"errors"
	"io"
	"net"
	"sync"
	"time"
)

// Proxy passes TCP connections on to a relay. Every clone has one of its own, so that a test can cut it off from its
// domain without touching it. Its methods may be called from any goroutine.
type Proxy struct {
	listener net.Listener
	target   string
	latency  time.Duration
	pumps    sync.WaitGroup

	mu     sync.Mutex
	cut    bool
	closed bool
	conns  map[net.Conn]struct{}
}

// NewProxy listens on a port of the loopback interface for connections to a target address, `host:port`.
func NewProxy(target string) (*Proxy, error) {
	return NewSlowProxy(target, 0)
}

// NewSlowProxy is a [NewProxy] that lets the clone hear the relay only after a while, as over a network.
func NewSlowProxy(target string, latency time.Duration) (*Proxy, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	p := &Proxy{listener: listener, target: target, latency: latency, conns: make(map[net.Conn]struct{})}
	p.pumps.Add(1)
	go p.accept()
	return p, nil
}

// URI is what a clone connects to.
func (p *Proxy) URI() string {
	return "http://" + p.listener.Addr().String()
}

// Cut breaks all connections and refuses new ones, until [Proxy.Heal].
func (p *Proxy) Cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = true
	p.breakAll()
}

// Heal lets new connections through again.
func (p *Proxy) Heal() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.cut = false
}

// Close breaks all connections and gives up the port.
func (p *Proxy) Close() {
	p.mu.Lock()
	p.closed = true
	p.breakAll()
	p.mu.Unlock()
	_ = p.listener.Close()
	p.pumps.Wait()
}

func (p *Proxy) breakAll() {
	for conn := range p.conns {
		reset(conn)
	}
	clear(p.conns)
}

// reset closes a connection as a broken network does, without a goodbye.
func reset(conn net.Conn) {
	if tcp, ok := conn.(*net.TCPConn); ok {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

func (p *Proxy) accept() {
	defer p.pumps.Done()
	for {
		conn, err := p.listener.Accept()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil {
			continue
		}
		p.pumps.Add(1)
		go p.serve(conn)
	}
}

func (p *Proxy) serve(near net.Conn) {
	defer p.pumps.Done()
	if !p.track(near) {
		return
	}
	defer p.forget(near)
	far, err := net.Dial("tcp", p.target)
	if err != nil || !p.track(far) {
		return
	}
	defer p.forget(far)
	half := make(chan struct{})
	go func() {
		defer close(half)
		pump(far, near)
	}()
	pump(near, late(far, p.latency))
	<-half
}

// pump copies one direction, and passes its end on without ending the other direction.
func pump(to, from net.Conn) {
	_, err := io.Copy(to, from)
	if tcp, ok := to.(*net.TCPConn); ok && err == nil {
		_ = tcp.CloseWrite()
	} else {
		reset(to)
		reset(from)
	}
}

// late is a connection whose reader gets everything a while after it has come, in order.
func late(conn net.Conn, by time.Duration) net.Conn {
	if by == 0 {
		return conn
	}
	l := &lateConn{Conn: conn, chunks: make(chan chunk, 1024), closed: make(chan struct{})}
	go l.read(by)
	return l
}

type lateConn struct {
	net.Conn
	chunks chan chunk
	rest   chunk
	closed chan struct{}
	once   sync.Once
}

type chunk struct {
	due  time.Time
	data []byte
	err  error
}

func (l *lateConn) read(by time.Duration) {
	for {
		data := make([]byte, 32<<10)
		n, err := l.Conn.Read(data)
		select {
		case l.chunks <- chunk{time.Now().Add(by), data[:n], err}:
		case <-l.closed:
			return
		}
		if err != nil {
			return
		}
	}
}

func (l *lateConn) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Conn.Close()
}

func (l *lateConn) Read(b []byte) (int, error) {
	if len(l.rest.data) == 0 && l.rest.err == nil {
		l.rest = <-l.chunks
		time.Sleep(time.Until(l.rest.due))
	}
	n := copy(b, l.rest.data)
	l.rest.data = l.rest.data[n:]
	if n == 0 {
		return 0, l.rest.err
	}
	return n, nil
}

// track admits a connection, or resets it if the proxy is cut.
func (p *Proxy) track(conn net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.cut || p.closed {
		reset(conn)
		return false
	}
	p.conns[conn] = struct{}{}
	return true
}

func (p *Proxy) forget(conn net.Conn) {
	p.mu.Lock()
	delete(p.conns, conn)
	p.mu.Unlock()
	_ = conn.Close()
}
