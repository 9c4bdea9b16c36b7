package compliance_test

import (
	"io"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/compliance"
)

// echoServer answers every connection with what it is sent.
func echoServer(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				_, _ = io.Copy(conn, conn)
				_ = conn.Close()
			}()
		}
	}()
	return listener.Addr().String()
}

func dial(t *testing.T, proxy *compliance.Proxy) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(proxy.URI(), "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// echo sends a word and reads it back.
func echo(conn net.Conn, word string) error {
	if _, err := io.WriteString(conn, word); err != nil {
		return err
	}
	_, err := io.ReadFull(conn, make([]byte, len(word)))
	return err
}

func TestProxyCutsAndHeals(t *testing.T) {
	proxy, err := compliance.NewProxy(echoServer(t))
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	before := dial(t, proxy)
	if err := echo(before, "before"); err != nil {
		t.Fatal(err)
	}
	proxy.Cut()
	if err := echo(before, "after"); err == nil {
		t.Error("a connection survived the cut")
	}
	// The refusal can come before or after the connection is made
	if conn, err := net.Dial("tcp", strings.TrimPrefix(proxy.URI(), "http://")); err == nil {
		if err := echo(conn, "during"); err == nil {
			t.Error("a connection came through the cut")
		}
		_ = conn.Close()
	}
	proxy.Heal()
	healed := dial(t, proxy)
	if err := echo(healed, "healed"); err != nil {
		t.Errorf("no connection after healing: %v", err)
	}
	proxy.Close()
	if err := echo(healed, "closed"); err == nil {
		t.Error("a connection survived the end of the proxy")
	}
}

func TestProxyPassesOnTheEndOfInput(t *testing.T) {
	proxy, err := compliance.NewProxy(echoServer(t))
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	conn := dial(t, proxy)
	if _, err := io.WriteString(conn, "all of it"); err != nil {
		t.Fatal(err)
	}
	if err := conn.(*net.TCPConn).CloseWrite(); err != nil {
		t.Fatal(err)
	}
	if answer, err := io.ReadAll(conn); err != nil || string(answer) != "all of it" {
		t.Errorf("got %q, %v", answer, err)
	}
}

func TestProxyIsLate(t *testing.T) {
	const latency = 50 * time.Millisecond
	proxy, err := compliance.NewSlowProxy(echoServer(t), latency)
	if err != nil {
		t.Fatal(err)
	}
	defer proxy.Close()
	conn := dial(t, proxy)
	began := time.Now()
	for _, word := range []string{"one", "two", strings.Repeat("long", 100_000)} {
		if err := echo(conn, word); err != nil {
			t.Fatal(err)
		}
	}
	if took := time.Since(began); took < 3*latency {
		t.Errorf("three words came back within %v", took)
	}
}
