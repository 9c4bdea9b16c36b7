package engine

import (
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// republish sends everything in the journal, anyone's, that a clone with the
// given global clock has not seen. Protocol page, section 6.
func (e *Engine) republish(gwc clock.Global) error {
	if err := e.publishPast(gwc); err != nil {
		return err
	}
	missing, err := e.since(gwc)
	if err != nil {
		return err
	}
	for _, m := range missing {
		e.emit(SendOperation{m.Payload})
	}
	return nil
}

// publish sends entries of the journal.
func (e *Engine) publish(entries []*store.Entry) error {
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		e.emit(SendOperation{operation.NewMessage(entry.Prev, encoded, entry.Attr).Payload})
	}
	return nil
}

// since are the messages of the journal that are not covered by a global clock.
// It is an error if edits of this clone itself are missing among them.
func (e *Engine) since(gwc clock.Global) ([]*operation.Message, error) {
	entries, err := e.entriesSince(gwc)
	if err != nil {
		return nil, err
	}
	// How far this clone's own operations are covered: what was there when the
	// journal began, others have.
	seen := gwc.TicksOf(e.state.Time)
	next := max(seen, e.state.StartGWC.TicksOf(e.state.Time))
	var out []*operation.Message
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return nil, err
		}
		if isPast(encoded.Time, e.state.Time) && entry.Prev <= next && encoded.Time.Ticks() > next {
			next = encoded.Time.Ticks()
		}
		out = append(out, operation.NewMessage(entry.Prev, encoded, entry.Attr))
	}
	if next < e.state.GWC.TicksOf(e.state.Time) {
		return nil, e.errOutdated("edits of this clone after its tick %d never reached the others, and its journal has them no more", seen)
	}
	return out, nil
}

// isPast reports whether t is of the process of now, or of one that it was forked
// from.
func isPast(t, now clock.Tree) bool {
	path := t.Path()
	return path == "-" || strings.HasPrefix(now.Path(), path)
}

// publishPast sends the latest operations of processes, as far as they came with a
// snapshot, that a clone with a global clock has not seen. This clone cannot give
// what came before them. Whoever lacks more learns so from them, and then asks for
// a snapshot: else nobody might notice, before that process writes again.
func (e *Engine) publishPast(gwc clock.Global) error {
	tx := e.read()
	if tx == nil {
		return e.batch.err
	}
	for tid := range e.state.GWC.TIDs {
		record, ok := tx.Operation(tid)
		if !ok || record.Tick != 0 {
			continue
		}
		encoded, err := e.codec.Parse(record.Packed)
		if err != nil {
			return err
		}
		if gwc.Lacks(encoded.Time) && encoded.From > 0 {
			// What was before it, it does not say; at the latest it was the tick before.
			e.emit(SendOperation{operation.NewMessage(encoded.From-1, encoded, nil).Payload})
		}
	}
	return nil
}
