package tui

import (
	"context"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// frame is the least time between two deliveries of what the clone does.
const frame = 25 * time.Millisecond

// The bounds of a batch: beyond them, only what is needed to read anew is kept.
const (
	maxBatch   = 300
	maxTouched = 4096
)

// batch is the updates of one frame.
type batch struct {
	updates []replica.Update // the latest of them
	skipped int              // older ones that are left out
	touched map[model.IRI]struct{}
	labels  model.Labels           // the properties that give a name
	renamed map[model.IRI]struct{} // the subjects of which one has changed, and that may have gone
	all     bool                   // anything may have changed
	tick    uint64
	closed  bool // no more will come: the clone has closed
}

func (b *batch) add(u replica.Update) {
	b.tick = u.Tick
	if u.Reason.IsGap() {
		b.all = true
	}
	if len(b.updates) == maxBatch {
		n := copy(b.updates, b.updates[maxBatch/2:])
		b.updates = b.updates[:n]
		b.skipped += maxBatch / 2
	}
	b.updates = append(b.updates, u)
	keeps := b.keeping(u)
	for n, ts := range [2][]model.Triple{u.Deletes, u.Inserts} {
		for _, t := range ts {
			if b.all {
				return
			}
			if b.touched == nil {
				b.touched = make(map[model.IRI]struct{})
			}
			b.touched[t.S] = struct{}{}
			// The slot of a list has the name of its item; one that has gone keeps it.
			gone := n == 0 && !keeps[t.S] && !ofList(t)
			if b.labels.Has(t.P) || t.P == model.JSONRQLItem && n == 1 || gone {
				if b.renamed == nil {
					b.renamed = make(map[model.IRI]struct{})
				}
				b.renamed[t.S] = struct{}{}
			}
			b.all = len(b.touched) > maxTouched
		}
	}
}

// keeping are the subjects that have something after an update, as far as that tells; only
// where it deletes anything.
func (b *batch) keeping(u replica.Update) map[model.IRI]bool {
	if b.all || len(u.Deletes) == 0 {
		return nil
	}
	keeps := make(map[model.IRI]bool, len(u.Inserts))
	for _, t := range u.Inserts {
		keeps[t.S] = true
	}
	return keeps
}

// touches reports whether a subject may have changed.
func (b *batch) touches(id model.IRI) bool {
	_, ok := b.touched[id]
	return ok || b.all
}

// renames reports whether a subject may have another name, or have gone.
func (b *batch) renames(id model.IRI) bool {
	_, ok := b.renamed[id]
	return ok || b.all
}

// refersTo reports whether a reference to a subject came or went.
func (b *batch) refersTo(id model.IRI) bool {
	for _, u := range b.updates {
		for _, ts := range [2][]model.Triple{u.Deletes, u.Inserts} {
			for _, t := range ts {
				if t.O.IsRef() && t.O.IRI() == id {
					return true
				}
			}
		}
	}
	return false
}

// gather turns updates into batches, of which the next comes at the earliest a
// frame after the one before. It takes updates as fast as they come, whatever
// the speed of who takes the batches. The batches end with one that is closed,
// or with ctx.
func gather(ctx context.Context, updates <-chan replica.Update, labels model.Labels, out chan<- batch) {
	pending := batch{labels: labels}
	var last time.Time
	var due <-chan time.Time
	some, ready := false, false
	for {
		var send chan<- batch
		if some && ready {
			send = out
		}
		select {
		case <-ctx.Done():
			return
		case u, ok := <-updates:
			if !ok {
				updates, pending.closed = nil, true
			} else {
				pending.add(u)
			}
			some = true
			if wait := frame - time.Since(last); wait <= 0 || !ok {
				ready = true
			} else if due == nil {
				due = time.After(wait)
			}
		case <-due:
			due, ready = nil, true
		case send <- pending:
			if pending.closed {
				return
			}
			pending, some, ready, due, last = batch{labels: labels}, false, false, nil, time.Now()
		}
	}
}
