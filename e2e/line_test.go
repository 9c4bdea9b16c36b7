package e2e

import (
	"io"
	"net"
	"net/url"
	"os/exec"
	"sync"
	"testing"
)

// relay is a relay in a process of its own.
type relay struct {
	url  string
	kill func()
}

func (d *desk) relay(address string) *relay {
	d.t.Helper()
	cmd := exec.Command(program, "relay", "--listen", address)
	cmd.Env = d.env()
	out := process(d.t, cmd)
	return &relay{url: out.line("http://"), kill: func() { stop(cmd, out) }}
}

// line is a way to a relay that can be cut.
type line struct {
	url string // that of the relay, by this way
	to  string

	mu    sync.Mutex
	down  bool
	conns map[net.Conn]struct{}
	over  sync.WaitGroup
}

func newLine(t *testing.T, relayURL string) *line {
	t.Helper()
	u, err := url.Parse(relayURL)
	if err != nil {
		t.Fatal(err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &line{to: u.Host, conns: make(map[net.Conn]struct{})}
	u.Host = l.Addr().String()
	p.url = u.String()
	p.over.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			p.over.Go(func() { p.pass(c) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		p.cut()
		p.over.Wait()
	})
	return p
}

// pass passes on what comes on a connection, and what is answered.
func (p *line) pass(in net.Conn) {
	defer p.forget(in)
	if !p.remember(in) {
		return
	}
	out, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer p.forget(out)
	if !p.remember(out) {
		return
	}
	var both sync.WaitGroup
	for _, way := range [][2]net.Conn{{in, out}, {out, in}} {
		both.Go(func() {
			_, _ = io.Copy(way[0], way[1])
			_, _ = in.Close(), out.Close()
		})
	}
	both.Wait()
}

func (p *line) remember(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[c] = struct{}{}
	return !p.down
}

func (p *line) forget(c net.Conn) {
	_ = c.Close()
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.conns, c)
}

// cut ends all connections, and takes no other.
func (p *line) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = true
	for c := range p.conns {
		_ = c.Close()
	}
}

// mend lets connections through again.
func (p *line) mend() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.down = false
}
