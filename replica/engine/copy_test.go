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
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// newEngine is a genesis clone in a file of its own.
func newEngine(t *testing.T) *Engine {
	t.Helper()
	return newEngineOn(t, nil)
}

// newEngineOn is newEngine, with a disk that the test looks at.
func newEngineOn(t *testing.T, commit func(func() error) error) *Engine {
	t.Helper()
	s, err := store.Open(filepath.Join(t.TempDir(), "data.mld"), store.Options{Domain: "test.m-ld.org", NoSync: true, Commit: commit})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	n := 0
	e, _, err := Open(s, Config{
		ID: "me", Domain: "test.m-ld.org", Genesis: true, NetworkTimeout: time.Second, MaxMessage: 1 << 20,
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
	return patch(e, model.Patch{Inserts: []model.Triple{{
		S: "http://test.m-ld.org/" + model.IRI(name), P: "http://test.m-ld.org/#name", O: model.String(name),
	}}})
}

// patch writes a change.
func patch(e *Engine, p model.Patch) (effects []Effect, err error) {
	effects = e.Handle(Write{
		Change: func(model.Graph) (model.Patch, error) { return p, nil },
		Done:   func(_ Written, e error) { err = e },
	})
	for _, effect := range effects {
		if done, ok := effect.(WriteDone); ok {
			done.Call()
		}
	}
	return effects, err
}

// sent is the first effect of a type.
func sent[T Effect](t *testing.T, effects []Effect) T {
	t.Helper()
	for _, effect := range effects {
		if s, ok := effect.(T); ok {
			return s
		}
	}
	var none T
	t.Fatalf("no %T in %v", none, effects)
	return none
}

// later is an operation message at a time that the genesis clone has not reached.
func later(t *testing.T, time any) []byte {
	t.Helper()
	at, err := clock.TreeFromValue(time)
	if err != nil {
		t.Fatal(err)
	}
	op := &operation.Operation{From: at.Ticks(), Time: at}
	return operation.NewMessage(0, operation.NewCodec("test.m-ld.org").Encode(op), nil).Payload
}

// TestOldCopyStopsWriting: a clone whose file was put back from a copy would use
// ticks again that others have seen, and they would drop what it writes.
func TestOldCopyStopsWriting(t *testing.T) {
	e := newEngine(t)
	if _, err := insert(e, "fred"); err != nil {
		t.Fatal(err)
	}
	e.Handle(Connected{}, Presence{})
	e.Handle(Request{ // Somebody has joined once.
		From: "other", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode(),
	})
	request := sent[SendRequest](t, e.Handle(Presence{IDs: []string{"other"}}))
	seen, err := clock.GlobalFromValue([]any{1.0, []any{[]any{9.0, "kwGRCQA="}, []any{0.0, "kQE="}}})
	if err != nil {
		t.Fatal(err)
	}
	answer := control.Response{GWC: seen, UpdatesAddress: "updates"}
	e.Handle(Reply{From: "other", MessageID: "r", SentMessageID: request.MessageID, Payload: answer.Encode()})
	if _, err := insert(e, "wilma"); err == nil || !strings.Contains(err.Error(), "old copy") {
		t.Errorf("it goes on writing: %v", err)
	}
}

// TestOwnTicksAreNotTakenFromOthers: an operation that claims ticks that this
// clone never gave out is refused, whoever's it is, and said so; the clone's own
// clock stays.
func TestOwnTicksAreNotTakenFromOthers(t *testing.T) {
	for name, time := range map[string]any{
		"as its own":  []any{7.0},
		"as a cause":  []any{99.0, 0.0, []any{1.0}},
		"with a fork": []any{1.0, []any{1.0}, 999.0},
	} {
		t.Run(name, func(t *testing.T) {
			e := newEngine(t)
			e.Handle(Connected{}, Presence{})
			if _, err := insert(e, "fred"); err != nil {
				t.Fatal(err)
			}
			before, _ := e.Time()
			e.Handle(Operation{Payload: later(t, time)})
			if now, _ := e.Time(); !now.Equal(before) {
				t.Errorf("the clock went from %v to %v", before.Ticks(), now.Ticks())
			}
			if e.Status().Lost == "" {
				t.Error("nobody is told")
			}
			if _, err := insert(e, "wilma"); err != nil {
				t.Error(err)
			}
		})
	}
}
