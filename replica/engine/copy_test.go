package engine

import (
	"io"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// newEngine is a genesis clone in a file of its own.
func newEngine(t *testing.T) *Engine {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "data.mld"), store.Options{Domain: "test.m-ld.org", NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	n := 0
	e, _, err := Open(s, Config{
		ID: "me", Domain: "test.m-ld.org", Genesis: true, NetworkTimeout: time.Second, MaxMessage: 1 << 20, NoSync: true,
		Now: time.Now, NewID: func() string { n++; return strconv.Itoa(n) }, Rand: rand.New(rand.NewPCG(1, 2)),
		Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	return e
}

// insert writes one triple, and gives the effects and the error.
func insert(e *Engine, name string) (effects []Effect, err error) {
	effects = e.Handle(Write{
		Change: func(model.Graph) (model.Patch, error) {
			return model.Patch{Inserts: []model.Triple{{
				S: "http://test.m-ld.org/" + model.IRI(name), P: "http://test.m-ld.org/#name", O: model.String(name),
			}}}, nil
		},
		Done: func(_ Written, e error) { err = e },
	})
	for _, effect := range effects {
		if done, ok := effect.(WriteDone); ok {
			done.Call()
		}
	}
	return effects, err
}

// TestOldCopyStopsWriting: a clone whose file was put back from a copy would use
// ticks again that others have seen, and they would drop what it writes.
func TestOldCopyStopsWriting(t *testing.T) {
	e := newEngine(t)
	e.Handle(Connected{}, Presence{})
	if _, err := insert(e, "fred"); err != nil {
		t.Fatal(err)
	}
	later, err := clock.Genesis().At(7)
	if err != nil {
		t.Fatal(err)
	}
	op := &operation.Operation{From: 7, Time: later}
	m := operation.NewMessage(1, operation.NewCodec("test.m-ld.org").Encode(op), nil)
	e.Handle(Operation{Payload: m.Payload})
	if _, err := insert(e, "wilma"); err == nil || !strings.Contains(err.Error(), "old copy") {
		t.Errorf("it goes on writing: %v", err)
	}
}
