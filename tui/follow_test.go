package tui

import (
	"context"
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

func TestGatherLosesNothing(t *testing.T) {
	updates, out := make(chan replica.Update), make(chan batch)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go gather(ctx, updates, out)
	const n = 5000
	for i := range n { // nobody takes batches meanwhile, and nobody waits for that
		updates <- replica.Update{
			Tick:    uint64(i + 1),
			Inserts: []model.Triple{{S: model.IRI(fmt.Sprint("http://x.org/", i))}},
		}
	}
	close(updates)
	b := <-out
	if !b.closed {
		t.Fatal("the end of the updates is not in the batch")
	}
	if got := len(b.updates) + b.skipped; got != n || len(b.updates) > maxBatch {
		t.Errorf("%d updates are kept and %d counted, of %d", len(b.updates), b.skipped, n)
	}
	if last := b.updates[len(b.updates)-1]; last.Tick != n || b.tick != n {
		t.Errorf("the last update is of tick %d, the batch of %d", last.Tick, b.tick)
	}
	if !b.all || !b.touches("http://x.org/anything") || len(b.touched) > maxTouched+1 {
		t.Errorf("of so many subjects, %d are kept, and all is %t", len(b.touched), b.all)
	}
}

func TestGatherTouches(t *testing.T) {
	var b batch
	b.add(replica.Update{Deletes: []model.Triple{{S: "http://x.org/a"}}, Inserts: []model.Triple{{S: "http://x.org/b"}}})
	for id, want := range map[model.IRI]bool{"http://x.org/a": true, "http://x.org/b": true, "http://x.org/c": false} {
		if b.touches(id) != want {
			t.Errorf("that %s is touched is %t", id, !want)
		}
	}
	b.add(replica.Update{Reason: replica.ReasonSnapshot})
	if !b.touches("http://x.org/c") {
		t.Error("a snapshot does not touch everything")
	}
}

func TestGatherEnds(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		gather(ctx, make(chan replica.Update), make(chan batch))
		close(ended)
	}()
	cancel()
	<-ended
}
