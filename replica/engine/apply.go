package engine

import (
	"fmt"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// apply makes the change of a message whose turn it is. Protocol page, section 7,
// from 5. An error means that it makes no sense, and that nothing was done.
func (e *Engine) apply(m *operation.Message) error {
	op, err := e.decode(m)
	if err != nil {
		return err
	}
	tx := e.write()
	if tx == nil {
		return nil // The store failed, and the whole batch with it.
	}
	if op.IsFusion() { // It may begin with what is known.
		if op, err = e.cutSeen(tx, op); err != nil {
			return err
		}
		if op.From != m.From {
			m = operation.NewMessage(m.Prev, e.codec.Encode(op), nil)
		}
	}
	if op.HasIndexes() {
		// It came as a @list, on which some clones close: it goes on as plain properties
		m = operation.NewMessage(m.Prev, e.codec.Encode(op), nil)
	}
	back := rewound{gwc: e.state.GWC, time: e.state.Time}
	if op.Agreed != nil {
		if back, err = e.rewind(tx, op.Time); err != nil {
			return err
		}
	}
	joined, err := back.time.Join(op.Time)
	if err != nil {
		return err
	}
	if _, ok := back.gwc.TID(op.Time); !ok {
		return clock.ErrForeign
	}
	if _, err := back.gwc.SetTID(op.Time, m.TID()); err != nil {
		return err
	}
	cs := newChanges(tx)
	cs.expect(len(op.Deletes) + len(op.Inserts))
	back.undo(cs)
	// What the message makes known is one tick; the other is for what
	// constraints may have to add.
	local := joined.Tick()
	r := record{message: m, op: op, tick: local.Ticks(), reason: store.ReasonRemote}
	u := &Interim{}
	var refusal error
	r.update = cs.during(func() {
		r.removed = cs.apply(op)
		u = NewInterim(tx, cs.judged(), false)
		for _, c := range e.cfg.Constraints {
			if refusal = c.Apply(u); refusal != nil {
				return
			}
		}
		cs.entail(u.entailed)
	})
	if refusal != nil && isBadRequest(refusal) {
		return e.block(m, refusal) // An agreement that is refused voids nothing.
	} else if refusal != nil {
		return refusal
	}
	e.keep(tx, back, r.tick)
	if _, err := e.journal(tx, cs, r); err != nil {
		return err
	}
	e.state.Time = local.Tick()
	if op.Agreed != nil {
		agreed, err := op.Time.At(op.Agreed.Tick)
		if err != nil {
			return err
		}
		e.state.Agreed = agreed
		e.forgetReach()
	}
	if !u.Asserted().IsEmpty() {
		if err := e.resolve(tx, u.Asserted()); err != nil {
			return err
		}
	}
	if why := unsupportedOperation(op); why != "" && e.state.Unsupported == "" {
		e.state.Unsupported = why
	}
	return nil
}

// deriveAll works out the derived triples of data that came whole.
func (e *Engine) deriveAll(tx *store.Tx) error {
	u := NewInterim(tx, model.Patch{}, false)
	for _, c := range e.cfg.Constraints {
		if d, ok := c.(Deriver); ok {
			d.DeriveAll(u)
		}
	}
	cs := newChanges(tx)
	cs.entail(u.entailed)
	return cs.put()
}

// resolve makes an operation of what constraints have asserted after an operation
// from elsewhere, at the tick that was kept for it.
func (e *Engine) resolve(tx *store.Tx, p model.Patch) error {
	time := e.state.Time
	cs := newChanges(tx)
	op := &operation.Operation{From: time.Ticks(), Time: time, Principal: e.cfg.Principal}
	op.Deletes = heldTIDs(cs, p.Deletes)
	op.Inserts = operation.Plain(time.TID(), p.Inserts)
	if len(op.Deletes) == 0 && len(op.Inserts) == 0 {
		return nil
	}
	r := record{op: op, tick: time.Ticks(), reason: store.ReasonResolution}
	r.update = cs.during(func() { r.removed = cs.apply(op) })
	m := operation.NewMessage(e.state.GWC.TicksOf(time), e.codec.Encode(op), nil)
	r.message = m
	if _, err := e.journal(tx, cs, r); err != nil {
		return err
	}
	e.publish(m.Payload)
	return nil
}

// cutSeen takes from a fusion what is known of it already. Protocol page,
// section 9.
func (e *Engine) cutSeen(tx *store.Tx, op *operation.Operation) (*operation.Operation, error) {
	seen := e.state.GWC.TicksOf(op.Time)
	if seen < op.From {
		return op, nil
	}
	prefixes, err := e.pastOf(tx, op, seen)
	if err != nil {
		return nil, err
	}
	// Each tick of them is hashed once to cut, those from op.From on twice more to drop.
	ticks := 2 * (seen - op.From + 1)
	for _, prefix := range prefixes {
		ticks += 2 * (prefix.Time.Ticks() - prefix.From + 1)
	}
	if ticks > maxDropping/uint64(op.Time.Forks()+1) {
		return nil, fmt.Errorf("%d of its ticks are known already, too many to tell apart", seen-op.From+1)
	}
	cut := op
	for _, prefix := range prefixes {
		if cut, err = operation.Cut(cut, prefix); err != nil {
			return nil, err
		}
	}
	if cut, err = dropUnkept(tx, cut, op, prefixes, seen); err != nil {
		return nil, err
	}
	known := make(map[clock.TID]bool)
	for _, o := range append(prefixes, op) { // Those of a past that is not kept, as op has them.
		for tick := max(op.From, o.From); tick <= min(seen, o.Time.Ticks()); tick++ {
			at, err := o.Time.At(tick)
			if err != nil {
				return nil, err
			}
			known[at.TID()] = true
		}
	}
	return dropKnown(cut, seen, known), nil
}

// dropUnkept deletes from a fusion that was cut what it has deleted of the part that is
// known, but not kept any more, so that it could not be cut by it. What that part has
// inserted, and the fusion does not, was deleted within it; and if it is still here,
// by what is new in the fusion.
func dropUnkept(tx *store.Tx, cut, fusion *operation.Operation, kept []*operation.Operation, seen uint64) (*operation.Operation, error) {
	end := seen + 1
	if len(kept) > 0 {
		end = kept[0].From
	}
	if fusion.From >= end {
		return cut, nil
	}
	unkept := make(map[clock.TID]bool)
	for tick := fusion.From; tick < end; tick++ {
		at, err := fusion.Time.At(tick)
		if err != nil {
			return nil, err
		}
		unkept[at.TID()] = true
	}
	type item struct {
		triple model.Triple
		tid    clock.TID
	}
	stays := make(map[item]bool)
	for _, tt := range fusion.Inserts {
		for _, tid := range tt.TIDs {
			stays[item{identity(tt.Triple), tid}] = true
		}
	}
	out := *cut
	out.Deletes = slices.Clone(cut.Deletes)
	for tt := range tx.HeldOf(unkept) {
		gone := slices.DeleteFunc(tt.TIDs, func(tid clock.TID) bool { return stays[item{identity(tt.Triple), tid}] })
		if len(gone) > 0 {
			out.Deletes = append(out.Deletes, operation.TripleTIDs{Triple: tt.Triple, TIDs: gone})
		}
	}
	return &out, nil
}

// pastOf are the operations of op's process that overlap it, oldest first: the
// one at the tick seen, and before it all that follow each other directly, back
// to where op begins.
func (e *Engine) pastOf(tx *store.Tx, op *operation.Operation, seen uint64) ([]*operation.Operation, error) {
	tid, ok := e.state.GWC.TID(op.Time)
	if !ok { // The process has forked since.
		at, err := op.Time.At(seen)
		if err != nil {
			return nil, err
		}
		tid = at.TID()
	}
	var past []*operation.Operation
	record, ok := tx.Operation(tid)
	for ok {
		encoded, err := e.codec.Parse(record.Packed)
		if err != nil {
			return nil, err
		}
		o, err := e.codec.Decode(encoded)
		if err != nil {
			return nil, err
		}
		past = append([]*operation.Operation{o}, past...)
		if record.PrevTID == "" || record.Prev < op.From || record.Prev+1 != o.From || crossesFork(o, record.Prev) {
			break
		}
		record, ok = tx.Operation(record.PrevTID)
	}
	return past, nil
}

func crossesFork(o *operation.Operation, prev uint64) bool {
	at, err := o.Time.At(prev)
	return err != nil || at.IsZeroID()
}

// maxDropping bounds the work of cutSeen, in nodes of clocks to be hashed: about a
// second. It is counted before any is.
const maxDropping = 1 << 22

// dropKnown leaves out inserts of transactions that are known: they are here, or
// were deleted since, and must not come back.
func dropKnown(op *operation.Operation, seen uint64, known map[clock.TID]bool) *operation.Operation {
	out := *op
	out.From = seen + 1
	out.Inserts = nil
	for _, tt := range op.Inserts {
		var tids []clock.TID
		for _, tid := range tt.TIDs {
			if !known[tid] {
				tids = append(tids, tid)
			}
		}
		if len(tids) > 0 {
			out.Inserts = append(out.Inserts, operation.TripleTIDs{Triple: tt.Triple, TIDs: tids})
		}
	}
	return &out
}

// What this version cannot do, so that it only looks on.
const (
	unsupportedExtensions = "the domain declares extensions, which this version does not know"
	unsupportedShared     = "the domain holds shared values, such as collaborative text, which this version cannot edit"
)

func unsupportedOperation(op *operation.Operation) string {
	if len(op.Updates) > 0 {
		return unsupportedShared
	}
	for _, i := range op.Inserts {
		if why := unsupported(i.Triple); why != "" {
			return why
		}
	}
	return ""
}

// unsupported tells what a triple stands for that this version does not know;
// empty for most.
func unsupported(t model.Triple) string {
	switch {
	case t.S == model.Extensions:
		return unsupportedExtensions
	case t.O.Datatype == sharedText:
		return unsupportedShared
	}
	return ""
}

// sharedText is the datatype of collaborative text. Protocol page, section 12.
const sharedText model.IRI = "http://ext.m-ld.org/tseq/TSeq"
