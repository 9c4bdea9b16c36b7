package socketio

import (
	"bytes"
	"errors"
	"net"
	"testing"
)

// noted is a connection that takes down what is written to it, or fails.
type noted struct {
	net.Conn
	writes []string
	err    error
}

func (n *noted) Write(b []byte) (int, error) {
	if n.err != nil {
		return 0, n.err
	}
	n.writes = append(n.writes, string(b))
	return len(b), nil
}

func TestWritesAreGathered(t *testing.T) {
	to := &noted{}
	g := &gathered{Conn: to}
	write := func(b string) {
		t.Helper()
		if n, err := g.Write([]byte(b)); n != len(b) || err != nil {
			t.Fatalf("%d bytes of %d, %v", n, len(b), err)
		}
	}
	expect := func(writes ...string) {
		t.Helper()
		if len(to.writes) != len(writes) {
			t.Fatalf("there were %d writes, not %d", len(to.writes), len(writes))
		}
		for i, w := range writes {
			if to.writes[i] != w {
				t.Errorf("write %d is %q, not %q", i, to.writes[i], w)
			}
		}
		to.writes = nil
	}
	write("a")
	expect("a")
	g.gather()
	write("b")
	write("c")
	expect()
	if err := g.flush(); err != nil {
		t.Fatal(err)
	}
	expect("bc")
	write("d")
	expect("d")
	g.gather()
	much := string(bytes.Repeat([]byte("e"), writeBuffer))
	write("d")
	write(much)
	expect("d" + much)
	if err := g.flush(); err != nil {
		t.Fatal(err)
	}
	expect()
}

func TestWhatWasGatheredCannotBeWritten(t *testing.T) {
	g := &gathered{Conn: &noted{err: errors.ErrUnsupported}}
	g.gather()
	if _, err := g.Write([]byte("a")); err != nil {
		t.Fatal(err)
	}
	if err := g.flush(); !errors.Is(err, errors.ErrUnsupported) {
		t.Errorf("flush said %v", err)
	}
}
