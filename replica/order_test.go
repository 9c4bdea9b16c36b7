package replica

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/control"
	"github.com/m-ld/mld-tui/replica/engine"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// recorder is a transport that looks, at each message, at what is saved then.
type recorder struct {
	t      *testing.T
	events chan engine.Event
	codec  operation.Codec
	saved  func(fn func(tx *store.Tx) error) error
	sent   atomic.Int64
	forked chan struct{} // closed when a clock was given away
	once   sync.Once
}

func (r *recorder) Events() <-chan engine.Event { return r.events }
func (r *recorder) Link() Link                  { return Link{} }
func (r *recorder) Close() error                { return nil }

func (r *recorder) Send(effect engine.Effect) error {
	err := r.saved(func(tx *store.Tx) error {
		switch effect := effect.(type) {
		case engine.SendOperation:
			r.sent.Add(1)
			m, err := r.codec.ParseMessage(effect.Payload)
			if err != nil {
				return err
			}
			st, _, err := tx.State()
			if err != nil {
				return err
			}
			// It can have been fused at once to what follows it.
			if _, ok := tx.Operation(m.Time.TID()); !ok && st.GWC.AnyLt(m.Time) {
				return fmt.Errorf("the operation at %d is published before it is saved", m.Time.Ticks())
			}
		case engine.SendReply:
			st, _, err := tx.State()
			if err == nil && st.Time.IsID() {
				err = errors.New("a clock is given away before the fork is saved")
			}
			r.once.Do(func() { close(r.forked) }) // It is asked again while it does not know that it was answered.
			return err
		}
		return nil
	})
	if err != nil {
		r.t.Error(err)
	}
	return nil
}

// TestSavedBeforeItIsPublished writes from many sides onto a disk that fails now
// and then. A message leaves only when what it tells of is saved, a write is
// acknowledged only then, and one that failed is neither saved nor published.
func TestSavedBeforeItIsPublished(t *testing.T) {
	rec := &recorder{
		t: t, events: make(chan engine.Event, 10), codec: operation.NewCodec(testDomain), forked: make(chan struct{}),
	}
	var saving, failures atomic.Int64
	full := errors.New("no space left on device")
	commit := func(commit func() error) error {
		if n := saving.Add(1); n > 2 && n%3 == 0 {
			failures.Add(1)
			return full
		}
		return commit()
	}
	var r *Replica
	ready := make(chan struct{})
	rec.saved = func(fn func(*store.Tx) error) error { <-ready; return r.view(fn) }
	r, err := openStore(Config{
		Domain: testDomain, File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true, Transport: rec,
	}, store.Options{Domain: testDomain, Commit: commit})
	if err != nil {
		t.Fatal(err)
	}
	close(ready)
	defer func() { _ = r.Close() }()
	rec.events <- engine.Connected{}
	rec.events <- engine.Presence{}
	awaitStatus(t, r, func(st Status) bool { return st.Silo })

	var wg sync.WaitGroup
	var acknowledged atomic.Int64
	has := func(name string) (has bool) {
		if err := r.view(func(tx *store.Tx) error { has = tx.Has(triple(name, "name", name)); return nil }); err != nil {
			t.Error(err)
		}
		return has
	}
	for g := range 8 {
		wg.Go(func() {
			for n := range 60 {
				name := fmt.Sprintf("s%d-%d", g, n)
				_, err := r.Write(context.Background(), func(model.Graph) (model.Patch, error) {
					return model.Patch{Inserts: []model.Triple{triple(name, "name", name)}}, nil
				})
				switch saved := has(name); {
				case err == nil && !saved:
					t.Errorf("%s was acknowledged, and is not saved", name)
				case err != nil && !errors.Is(err, full):
					t.Errorf("%s: %v", name, err)
				case err != nil && saved:
					t.Errorf("%s was refused, and is saved", name)
				case err == nil:
					acknowledged.Add(1)
				}
			}
		})
	}
	ask := engine.Request{
		From: "other", MessageID: "q", Payload: control.Request{Snapshot: true, NewClock: true}.Encode(),
	}
	for asked := false; !asked; { // It gets no answer when that cannot be saved.
		rec.events <- ask
		insertAnyway(t, r)
		select {
		case <-rec.forked:
			asked = true
		default:
		}
	}
	wg.Wait()
	if failures.Load() == 0 || acknowledged.Load() == 0 {
		t.Fatalf("%d commits failed, and %d writes were saved", failures.Load(), acknowledged.Load())
	}
	// The last are sent before they are acknowledged.
	if sent, acked := rec.sent.Load(), acknowledged.Load(); sent < acked {
		t.Errorf("%d operations were sent, and %d writes acknowledged", sent, acked)
	}
	t.Logf("%d commits failed, %d writes were saved", failures.Load(), acknowledged.Load())
}

// insertAnyway writes until it is saved.
func insertAnyway(t *testing.T, r *Replica) {
	for range 100 {
		if r.Patch(t.Context(), model.Patch{Inserts: []model.Triple{triple("any", "name", "way")}}) == nil {
			return
		}
	}
	t.Fatal("nothing is saved")
}

// awaitStatus waits until the status is as wanted.
func awaitStatus(t *testing.T, r *Replica, wanted func(Status) bool) {
	t.Helper()
	for timeout := time.After(time.Minute); ; {
		st, changed := r.Status()
		if wanted(st) {
			return
		}
		select {
		case <-changed:
		case <-timeout:
			t.Fatalf("the status is %+v", st)
		}
	}
}
