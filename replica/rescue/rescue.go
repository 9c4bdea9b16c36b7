// Package rescue finds the edits in a clone's file that its domain does not have and
// cannot get any more as they are: the file is an old copy, was used twice, or holds
// what no journal can bring to the others. Another clone, which has the domain's data,
// can write them again as edits of its own.
//
// It reads both files, each at one state, and changes neither.
package rescue

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// Plan is what there is to bring over.
type Plan struct {
	// Edits are what operations of the file would change in the domain, oldest
	// first; each is an operation's, but the first may be what was deleted before what
	// the file's journal keeps.
	Edits []model.Patch
	// Uncertain are triples that the file has and the domain has not, of operations
	// that the file's journal does not hold any more: the domain never had them, or
	// somebody has deleted them since.
	Uncertain []model.Triple
}

// Compare plans how to bring over what old has and now, the domain's present data,
// has not. The domain must be the same.
func Compare(old, now *store.Tx, domain model.Domain) (Plan, error) {
	c := &comparison{old: old, now: now, codec: operation.NewCodec(domain)}
	var ok bool
	var err error
	if c.was, ok, err = old.State(); err != nil || !ok {
		return Plan{}, err // It had never joined: there is nothing in it.
	}
	if c.is, _, err = now.State(); err != nil {
		return Plan{}, err
	}
	if err := c.read(); err != nil {
		return Plan{}, err
	}
	edits := c.edits()
	if p := c.forgotten(edits); !p.IsEmpty() {
		edits = append([]model.Patch{p}, edits...)
	}
	return Plan{Edits: edits, Uncertain: c.uncertain()}, nil
}

type comparison struct {
	old, now *store.Tx
	codec    operation.Codec
	was, is  store.State
	// journal is the file's, and shared how far the domain has seen the operations
	// of the file's own process.
	journal []*operation.Operation
	shared  uint64
	// held are the TIDs that the journal gives to triples.
	held map[model.Triple][]clock.TID
}

// read reads the journal, and finds out what of it the domain has.
func (c *comparison) read() error {
	c.held = make(map[model.Triple][]clock.TID)
	for tick := uint64(0); ; {
		entry, err := c.old.EntryAfter(tick)
		if err != nil {
			return err
		}
		if entry == nil {
			break
		}
		tick = entry.Tick
		encoded, err := c.codec.Parse(entry.Operation)
		if err != nil {
			return err
		}
		op, err := c.codec.Decode(encoded)
		if err != nil {
			return err
		}
		c.journal = append(c.journal, op)
		for _, i := range op.Inserts {
			c.held[key(i.Triple)] = append(c.held[key(i.Triple)], i.TIDs...)
		}
	}
	c.shared = c.is.GWC.TicksOf(c.was.Time)
	// A clone that nobody had joined may have a name in common with the domain, and
	// its ticks, but not its operations.
	if c.was.Standing != store.Sound || c.was.Time.IsID() {
		c.shared = min(c.shared, c.evidence())
	}
	return nil
}

// isOwn reports whether an operation is of the file's own process, or one that it
// was forked from.
func (c *comparison) isOwn(t clock.Tree) bool {
	return t.Path() == "-" || strings.HasPrefix(c.was.Time.Path(), t.Path())
}

// evidence is the last tick of the file's own process of which it is sure that the
// domain has it from this file, and not from its other self: what was there before
// the journal, what others have seen before they wrote, and what is in the data.
func (c *comparison) evidence() uint64 {
	sure := c.was.StartGWC.TicksOf(c.was.Time)
	made := make(map[clock.TID]uint64)
	for _, op := range c.journal {
		if !c.isOwn(op.Time) {
			sure = max(sure, min(op.Time.TicksOf(c.was.Time), c.was.Time.Ticks()))
			continue
		}
		for tick := op.From; tick <= op.Time.Ticks(); tick++ {
			if at, err := op.Time.At(tick); err == nil {
				made[at.TID()] = tick
			}
		}
	}
	var all store.Cursor
	for tt := range all.Next(c.now) {
		for _, tid := range tt.TIDs {
			if slices.Contains(c.held[key(tt.Triple)], tid) {
				sure = max(sure, made[tid])
			}
		}
	}
	return sure
}

// isMissing reports whether the domain lacks an operation of the journal, or a part
// of it.
func (c *comparison) isMissing(op *operation.Operation) bool {
	if c.isOwn(op.Time) {
		return op.Time.Ticks() > c.shared
	}
	return op.Time.Ticks() > c.is.GWC.TicksOf(op.Time)
}

// edits are what the missing operations would still change: the last that touches a
// triple counts.
func (c *comparison) edits() (edits []model.Patch) {
	last := make(map[model.Triple]int)
	deleted := make(map[model.Triple][]clock.TID)
	for n, op := range c.journal {
		if !c.isMissing(op) {
			continue
		}
		for _, d := range op.Deletes {
			last[key(d.Triple)] = n
			deleted[key(d.Triple)] = append(deleted[key(d.Triple)], d.TIDs...)
		}
		for _, i := range op.Inserts {
			last[key(i.Triple)] = n
		}
	}
	for n, op := range c.journal {
		if !c.isMissing(op) {
			continue
		}
		var p model.Patch
		inserted := make(map[model.Triple]bool)
		for _, i := range op.Inserts {
			inserted[key(i.Triple)] = true
			if last[key(i.Triple)] == n && !c.now.Has(i.Triple) && c.old.Has(i.Triple) {
				p.Inserts = append(p.Inserts, i.Triple)
			}
		}
		for _, d := range op.Deletes {
			// What somebody else has asserted besides stays, as ever.
			tids := c.now.TIDs(d.Triple)
			others := slices.ContainsFunc(tids, func(tid clock.TID) bool { return !slices.Contains(deleted[key(d.Triple)], tid) })
			if last[key(d.Triple)] == n && !inserted[key(d.Triple)] && len(tids) > 0 && !others && !c.old.Has(d.Triple) {
				p.Deletes = append(p.Deletes, d.Triple)
			}
		}
		if !p.IsEmpty() {
			edits = append(edits, p)
		}
	}
	return edits
}

// forgotten are deletions that the journal does not tell of any more, but the log of
// updates does: the domain has nothing of a triple but what was deleted in this file.
func (c *comparison) forgotten(edits []model.Patch) (p model.Patch) {
	removed := make(map[model.Triple][]clock.TID)
	for _, u := range c.old.UpdatesAfter(0) {
		for _, s := range u.Shifts {
			if len(s.Removed) > 0 && c.now.Has(s.Triple) && !c.old.Has(s.Triple) {
				removed[key(s.Triple)] = append(removed[key(s.Triple)], s.Removed...)
			}
		}
	}
	for _, edit := range edits {
		for _, t := range edit.Deletes {
			delete(removed, key(t))
		}
	}
	var all store.Cursor
	for tt := range all.Next(c.now) { // In its order, for a map has none.
		gone := removed[key(tt.Triple)]
		if len(gone) > 0 && !slices.ContainsFunc(tt.TIDs, func(tid clock.TID) bool { return !slices.Contains(gone, tid) }) {
			p.Deletes = append(p.Deletes, tt.Triple)
		}
	}
	return p
}

// uncertain are the triples that only the file has, and that are not of its journal.
func (c *comparison) uncertain() (triples []model.Triple) {
	var all store.Cursor
	for tt := range all.Next(c.old) {
		known := slices.ContainsFunc(tt.TIDs, func(tid clock.TID) bool { return slices.Contains(c.held[key(tt.Triple)], tid) })
		if len(tt.TIDs) > 0 && !known && !c.now.Has(tt.Triple) {
			triples = append(triples, tt.Triple)
		}
	}
	return triples
}

// key is a triple without the data beside it.
func key(t model.Triple) model.Triple {
	t.O.Data = ""
	return t
}
