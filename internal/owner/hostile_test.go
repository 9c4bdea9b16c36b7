package owner_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
)

func dial(t *testing.T, path string) net.Conn {
	t.Helper()
	conn, err := net.Dial("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// fine makes sure that the server still serves others.
func fine(t *testing.T, s *served) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	if err := s.attach(t).Patch(ctx, model.Patch{Inserts: []model.Triple{tr("x", "y", model.Number(1))}}); err != nil {
		t.Errorf("others are not served any more: %v", err)
	}
}

// TestBrokenClientsAreCutOffAlone sends what is no protocol.
func TestBrokenClientsAreCutOffAlone(t *testing.T) {
	s := serve(t, owner.Limits{Line: 1 << 16})
	const attach = `{"@type":"attach","id":"a"}` + "\n"
	for name, c := range map[string]struct{ text, want string }{
		"no JSON":        {"hello\n", "not a message"},
		"another JSON":   {"[1]\n", "not a message"},
		"no attach":      {`{"@type":"export","id":"a"}` + "\n", "attach"},
		"attached twice": {attach + attach, "attach"},
		"bad context":    {`{"@type":"attach","id":"a","@context":"http://far.away/"}` + "\n", "context"},
		"no id":          {attach + `{"@type":"export"}` + "\n", "no id"},
		"one id twice": {
			attach + `{"@type":"follow","id":"f"}` + "\n" + `{"@type":"follow","id":"f"}` + "\n", "two requests",
		},
		"a line without end": {attach + strings.Repeat("x", 1<<17), "longer than"},
		"no patch":           {attach + `{"@type":"patch","id":"p"}` + "\n", "patch is missing"},
		"nothing to add":     {attach + `{"@type":"add","id":"p"}` + "\n", "what to add is missing"},
		"adds and deletes":   {attach + `{"@type":"add","id":"p","patch":{"deletes":[{"s":"x"}]}}` + "\n", "to be deleted besides"},
		"an unknown request": {attach + `{"@type":"dance","id":"p"}` + "\n", `no request \"dance\"`},
		"a bad triple":       {attach + `{"@type":"patch","id":"p","patch":{"inserts":[{"s":"x"}]}}` + "\n", "5001"},
	} {
		t.Run(name, func(t *testing.T) {
			conn := dial(t, s.path)
			go func() { _, _ = conn.Write([]byte(c.text)) }() // It may be cut off in the middle.
			lines := bufio.NewScanner(conn)
			for lines.Scan() {
				if strings.Contains(lines.Text(), `"error"`) {
					break
				}
			}
			if !strings.Contains(lines.Text(), c.want) {
				t.Errorf("the last answer is %q, %v; without %q", lines.Text(), lines.Err(), c.want)
			}
			fine(t, s)
		})
	}
}

// TestWhoDoesNotReadIsCutOff has a client ask for more than it reads.
func TestWhoDoesNotReadIsCutOff(t *testing.T) {
	s := serve(t, owner.Limits{Stall: time.Second})
	big := tr("big", "text", model.String(strings.Repeat("x", 9000)))
	if err := s.Patch(t.Context(), model.Patch{Inserts: []model.Triple{big}}); err != nil {
		t.Fatal(err)
	}
	conn := dial(t, s.path)
	text := `{"@type":"attach","id":"a"}` + "\n"
	for i := range 2000 {
		text += fmt.Sprintf(`{"@type":"describe","id":"%d","subject":%q}`+"\n", i, big.S)
	}
	_, err := conn.Write([]byte(text))
	for ; err == nil; _, err = conn.Write([]byte("\n")) { // Until it is cut off.
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Fatal("a client that did not read was not cut off")
	}
	fine(t, s)
}

// TestTheOwnerLeavesInTime closes the server while a client does not read.
func TestTheOwnerLeavesInTime(t *testing.T) {
	s := serve(t, owner.Limits{Stall: time.Hour, Farewell: 50 * time.Millisecond})
	big := tr("big", "text", model.String(strings.Repeat("x", 9000)))
	if err := s.Patch(t.Context(), model.Patch{Inserts: []model.Triple{big}}); err != nil {
		t.Fatal(err)
	}
	conn := dial(t, s.path)
	text := `{"@type":"attach","id":"a"}` + "\n"
	for i := range 500 {
		text += fmt.Sprintf(`{"@type":"describe","id":"%d","subject":%q}`+"\n", i, big.S)
	}
	if err := conn.SetWriteDeadline(time.Now().Add(200 * time.Millisecond)); err != nil {
		t.Fatal(err)
	}
	_, _ = conn.Write([]byte(text)) // As much as fits.
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		if err := s.server.Close(); err != nil {
			t.Error(err)
		}
	}()
	await(t, closed, "the end of the server")
}

// TestTooManyAttach has more clients than are allowed.
func TestTooManyAttach(t *testing.T) {
	s := serve(t, owner.Limits{Connections: 2})
	first := s.attach(t)
	s.attach(t)
	if _, err := owner.Attach(t.Context(), s.path, nil); err == nil || !strings.Contains(err.Error(), "too many") {
		t.Errorf("the third was let in: %v", err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(time.Minute)
	for { // Until the server has noticed.
		c, err := owner.Attach(t.Context(), s.path, nil)
		if err == nil {
			_ = c.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatal(err)
		}
	}
}

// TestARefusalIsHeard has an owner that refuses before anything was said to it.
func TestARefusalIsHeard(t *testing.T) {
	path := filepath.Join(t.TempDir(), "owner")
	listener, err := net.Listen("unix", path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			_, _ = conn.Write([]byte(`{"@type":"error","message":"too many"}` + "\n"))
			_ = conn.Close()
		}
	}()
	for range 500 {
		if _, err := owner.Attach(t.Context(), path, nil); err == nil || !strings.Contains(err.Error(), "too many") {
			t.Fatalf("the refusal was not heard: %v", err)
		}
	}
}

// TestACancelledRequestEnds follows without end, and stops.
func TestACancelledRequestEnds(t *testing.T) {
	s := serve(t, owner.Limits{Requests: 4})
	c := s.attach(t)
	for range 20 { // More than there may be at once.
		updates, stop := c.Follow(0)
		stop()
		ended := make(chan struct{})
		go func() {
			defer close(ended)
			for range updates {
			}
		}()
		await(t, ended, "the end of the updates")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := c.Transact(ctx, json.RawMessage(`{"@describe":"x"}`), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled request: %v", err)
	}
	fine(t, s)
}
