package engine

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// republish sends everything in the journal, anyone's, that a clone with the
// given global clock has not seen. Protocol page, section 6. It is told by to, who is present.
//
// What is only late is not sent: where nobody else is present, who may lack it, and that
// clone is being given it, for it has asked, too.
func (e *Engine) republish(to string, gwc clock.Global) error {
	late := uint64(0)
	if r := e.rec; r != nil && r.from == to && len(e.link.others) == 1 {
		late = max(r.given, e.giving.reaches(to))
	}
	if late == 0 { // Else it has the past, or could not be given what came after.
		if err := e.publishPast(gwc); err != nil {
			return err
		}
	}
	missing, kept, err := e.since(gwc, late)
	if err != nil {
		return err
	}
	e.link.keptBack = e.link.keptBack || kept
	e.sendMissing(to, missing)
	return nil
}

// publishEntries sends entries of the journal.
func (e *Engine) publishEntries(to string, entries []*store.Entry) error {
	var missing []*operation.Message
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		missing = append(missing, operation.NewMessage(entry.Prev, encoded, entry.Attr))
	}
	e.sendMissing(to, missing)
	return nil
}

// since are the messages of the journal that are not covered by a global clock, but for
// those up to a local tick; kept, if there are such. It is an error if the journal lacks
// edits of this clone itself that are not covered.
func (e *Engine) since(gwc clock.Global, tick uint64) (out []*operation.Message, kept bool, err error) {
	entries, err := e.entriesSince(gwc)
	if err != nil {
		return nil, false, err
	}
	// How far this clone's own operations are covered: what was there when the
	// journal began, others have.
	seen := gwc.TicksOf(e.state.Time)
	next := max(seen, e.state.StartGWC.TicksOf(e.state.Time))
	for _, entry := range entries {
		encoded, err := e.codec.Parse(entry.Operation)
		if err != nil {
			return nil, false, err
		}
		if isPast(encoded.Time, e.state.Time) && entry.Prev <= next && encoded.Time.Ticks() > next {
			next = encoded.Time.Ticks()
		}
		if entry.Tick <= tick {
			kept = true
		} else {
			out = append(out, operation.NewMessage(entry.Prev, encoded, entry.Attr))
		}
	}
	if next < e.state.GWC.TicksOf(e.state.Time) {
		return nil, false, e.errOutdated("edits of this clone after its tick %d never reached the others, and its journal has them no more", seen)
	}
	return out, kept, nil
}

// entriesSince are the entries of the journal that a global clock does not cover, in
// order. They are found from the latest operation of every process back, for each names
// the one before it: what is covered costs nothing, however long the journal is.
func (e *Engine) entriesSince(gwc clock.Global) (entries []*store.Entry, err error) {
	tx := e.read()
	if tx == nil {
		return nil, e.batch.err
	}
	var ticks []uint64
	seen, codec := make(map[clock.TID]bool), e.codec
	for tid := range e.state.GWC.TIDs {
		if tid == clock.BlockedTID { // What it did before is not named.
			return e.scanSince(tx, gwc)
		}
		for !seen[tid] {
			seen[tid] = true
			record, ok := tx.Operation(tid)
			if !ok || record.Tick == 0 {
				break
			}
			encoded, err := codec.Parse(record.Packed)
			if err != nil {
				return nil, err
			}
			codec = codec.Near(encoded.Time)
			if !gwc.Lacks(encoded.Time) {
				break
			}
			ticks = append(ticks, record.Tick)
			tid = record.PrevTID
		}
	}
	slices.Sort(ticks)
	for _, tick := range ticks {
		entry, err := tx.EntryAfter(tick - 1)
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	return entries, nil
}

// scanSince is entriesSince by a look at each entry.
func (e *Engine) scanSince(tx *store.Tx, gwc clock.Global) (entries []*store.Entry, err error) {
	codec := e.codec
	for tick := uint64(0); ; {
		entry, err := tx.EntryAfter(tick)
		if err != nil || entry == nil {
			return entries, err
		}
		tick = entry.Tick
		encoded, err := codec.Parse(entry.Operation)
		if err != nil {
			return nil, err
		}
		codec = codec.Near(encoded.Time)
		if gwc.Lacks(encoded.Time) {
			entries = append(entries, entry)
		}
	}
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
