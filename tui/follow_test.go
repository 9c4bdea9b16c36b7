package tui

import (
	"context"
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

func TestGatherLosesNothing(t *testing.T) {
	t.Parallel()
	updates, out := make(chan replica.Update), make(chan batch)
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go gather(ctx, updates, nil, out)
	const n = 5000
	for i := range n { // nobody takes batches meanwhile, and nobody waits for that
		updates <- replica.Update{
			Tick:    uint64(i + 1),
			Inserts: []model.Triple{{S: model.IRI(fmt.Sprint("http://x.org/", i))}},
		}
	}
	close(updates)
	listed, last, all := 0, uint64(0), false
	for b := range batches(out) {
		if len(b.updates) > maxBatch || len(b.touched) > maxTouched+1 {
			t.Errorf("a batch holds %d updates of %d subjects", len(b.updates), len(b.touched))
		}
		listed += len(b.updates) + b.skipped
		for _, u := range b.updates {
			if u.Tick <= last {
				t.Fatalf("the update of tick %d comes after that of %d", u.Tick, last)
			}
			last = u.Tick
		}
		all = all || b.all && b.touches("http://x.org/anything")
	}
	if listed != n || last != n {
		t.Errorf("%d updates were listed or counted of %d, up to tick %d", listed, n, last)
	}
	if !all {
		t.Error("so many subjects do not stand for all")
	}
}

// batches are those that come, up to the last one.
func batches(out <-chan batch) func(yield func(batch) bool) {
	return func(yield func(batch) bool) {
		for b := range out {
			if !yield(b) || b.closed {
				return
			}
		}
	}
}

func TestGatherTouches(t *testing.T) {
	t.Parallel()
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
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		gather(ctx, make(chan replica.Update), nil, make(chan batch))
		close(ended)
	}()
	cancel()
	<-ended
}

// A batch may come after the log, with the same change, was read: it is counted once.
func TestEarlierMomentCountsNoChangeTwice(t *testing.T) {
	t.Parallel()
	read := then{ago: 1, newest: 7}
	read.older(batch{updates: []replica.Update{{Tick: 6}, {Tick: 7}}})
	if read.ago != 1 {
		t.Errorf("%d changes ago, and 1 was", read.ago)
	}
	read.older(batch{updates: []replica.Update{{Tick: 8}, {Tick: 9}}, skipped: 2})
	if read.ago != 5 {
		t.Errorf("%d changes ago, and 5 were", read.ago)
	}
	lost := then{ago: unknown}
	if lost.older(batch{updates: []replica.Update{{Tick: 8}}}); lost.ago != unknown {
		t.Errorf("%d changes are counted from what is not known", lost.ago)
	}
}
