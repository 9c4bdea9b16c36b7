package owner_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// FuzzLines gives an owner lines of anybody after a greeting: it answers in JSON or
// cuts the client off, and goes on serving.
func FuzzLines(f *testing.F) {
	for _, seed := range []string{
		`{"@type":"transact","id":"1","request":{"@describe":"?s","@where":{"@id":"?s"}}}`, `{"@type":"transact","id":"1","request":{"@id":"x","p":[1,{"@value":1e300}]}}`,
		`{"@type":"patch","id":"1","patch":{"inserts":[{"s":"http://test.example.org/x","p":"http://test.example.org/#y","o":{"value":"1","type":"http://www.w3.org/2001/XMLSchema#string"}}]}}`,
		`{"@type":"subjects","id":"1","query":{"limit":-1,"after":"x","contains":"y","labels":["z"]}}`, `{"@type":"describe","id":"1","subject":"x"}`,
		`{"@type":"follow","id":"1","after":18446744073709551615,"exact":true}` + "\n" + `{"@type":"cancel","id":"1"}`, `{"@type":"export","id":"1"}`,
		`{"@type":"share","id":"1"}`, `{"@type":"refusals","id":"1"}`, `{"@type":"attach","id":"1"}`, `[]`, `{"@type":"dance"}`, "",
	} {
		f.Add([]byte(seed))
	}
	dir := f.TempDir()
	r, err := replica.Open(replica.Config{Domain: domain, File: filepath.Join(dir, "data.mld"), Genesis: true})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = r.Close() })
	path := filepath.Join(dir, "s")
	l, err := owner.Listen(path)
	if err != nil {
		f.Fatal(err)
	}
	server := owner.Serve(l, r, host{make(chan string, 1024)}, owner.Limits{Line: 1 << 16}, slog.New(slog.DiscardHandler))
	f.Cleanup(func() { _ = server.Close() })
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.Contains(text, []byte("join")) {
			return // The host of this test has room for few.
		}
		conn, err := net.Dial("unix", path)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.Close() }()
		if err := conn.SetDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		go func() {
			_, _ = conn.Write([]byte(`{"@type":"attach","id":"first"}` + "\n"))
			_, _ = conn.Write(text)
			_, _ = conn.Write([]byte("\n" + `{"@type":"dance","id":"the last"}` + "\n"))
		}()
		lines := bufio.NewScanner(conn)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var answer struct {
				RequestID string `json:"requestId"`
			}
			if err := json.Unmarshal(lines.Bytes(), &answer); err != nil {
				t.Fatalf("%q is no answer: %v", lines.Bytes(), err)
			}
			if answer.RequestID == "the last" {
				break
			}
		}
		if errors.Is(lines.Err(), os.ErrDeadlineExceeded) {
			t.Fatal("no answer")
		}
		if err := r.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tr("x", "y", model.Number(1))}}); err != nil {
			t.Fatal(err)
		}
	})
}
