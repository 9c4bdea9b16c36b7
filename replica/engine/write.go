package engine

import (
	"cmp"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/beside"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// handleWrite makes a local transaction. Protocol page, section 8.
func (e *Engine) handleWrite(w Write) {
	e.batch.writers = append(e.batch.writers, w.Done)
	written, err := e.localWrite(w)
	e.emit(WriteDone{func() { w.Done(written, err) }})
}

func (e *Engine) localWrite(w Write) (Written, error) {
	if err := e.writable(); err != nil {
		return Written{}, err
	}
	tx := e.write()
	if tx == nil {
		return Written{}, e.batch.err
	}
	patch, err := w.Change(tx)
	if err != nil {
		return Written{}, err
	}
	written, _, err := e.transact(tx, intent{patch: patch, agree: w.Agree, partOf: w.PartOf, principal: w.Principal, session: w.Session})
	return written, err
}

// intent is what a local transaction is to do.
type intent struct {
	patch model.Patch
	// withdraw are TIDs to take from triples that have others as well.
	withdraw []operation.TripleTIDs
	// undoes is the number of the record that it puts back; zero for none. See
	// store.Update, also for stacked.
	undoes  uint64
	stacked bool
	// partOf is as in store.Update.
	partOf uint64
	// agree is the proof of an agreement; nil for none.
	agree any
	// principal is who does it, and session in which session; empty for the clone's own.
	principal model.IRI
	session   string
}

// transact makes a local transaction, and tells what became of triples by it. On an
// error, which is not the store's, nothing was written.
func (e *Engine) transact(tx *store.Tx, in intent) (Written, update, error) {
	patch := model.Patch{Deletes: canonical(in.patch.Deletes), Inserts: canonical(in.patch.Inserts)}
	u := NewInterim(tx, patch, true)
	for _, c := range e.cfg.Constraints {
		if err := c.Check(u); err != nil {
			return Written{}, update{}, err
		}
	}
	patch = model.Patch{Deletes: u.Deletes(), Inserts: u.Inserts()}
	check := beside.Begin(len(patch.Inserts), func() error { return e.checkPatch(patch) })
	time := e.state.Time.Tick()
	if e.inARow > maxInARow {
		time = time.Tick() // What leaves out a tick is not fused to what was before it.
	}
	tid := time.TID()
	cs := newChanges(tx)
	cs.expect(len(patch.Deletes) + len(patch.Inserts))
	op := &operation.Operation{From: time.Ticks(), Time: time, Principal: cmp.Or(in.principal, e.cfg.Principal)}
	op.Inserts = operation.Plain(tid, patch.Inserts)
	op.Deletes = withdrawn(heldTIDs(cs, patch.Deletes), in.withdraw)
	if in.agree != nil {
		op.Agreed = &operation.Agreed{Tick: time.Ticks(), Proof: in.agree}
	}
	if len(op.Deletes) == 0 && len(op.Inserts) == 0 {
		return Written{Tick: e.state.Time.Ticks()}, update{}, nil
	}
	encode := beside.Begin(len(op.Deletes)+len(op.Inserts), func() *operation.Encoded { return e.codec.Encode(op) })
	var removed []operation.TripleTIDs
	done := cs.during(func() {
		removed = cs.removeAll(op.Deletes)
		cs.addAll(op.Inserts, patch.Inserts)
		cs.entail(u.entailed)
	})
	if err := check(); err != nil { // Nothing was written yet.
		return Written{}, update{}, err
	}
	encoded := encode()
	m := operation.NewMessage(e.state.GWC.TicksOf(time), encoded, nil)
	switch {
	case len(m.Payload) > e.cfg.MaxMessage:
		return Written{}, update{}, model.Errorf(StatusTooBig, "the change is too big: it makes a message of %d bytes, "+
			"and relays take %d; write it in several parts", len(m.Payload), e.cfg.MaxMessage)
	case !encoded.IsReadable(op):
		return Written{}, update{}, model.Errorf(StatusTooBig, "the change is too big: it is of %d triples; write it in several parts",
			len(op.Deletes)+len(op.Inserts))
	}
	updated, err := e.journal(tx, cs, record{
		message: m, op: op, tick: time.Ticks(), removed: removed, update: done,
		reason: store.ReasonLocal, undoes: in.undoes, stacked: in.stacked, partOf: in.partOf,
		session: cmp.Or(in.session, e.cfg.Session),
	})
	if err != nil {
		return Written{}, update{}, err
	}
	e.state.Time = time
	if e.inARow > maxInARow {
		e.inARow = 0
	}
	e.inARow += len(op.Deletes) + len(op.Inserts)
	if op.Agreed != nil {
		e.state.Agreed = time
		if e.loads() { // What it voids of the snapshot, only those can undo who have its journal.
			e.failRecovery("an agreement was made, which the snapshot that was coming does not know")
		}
	}
	e.countUnsent()
	e.publish(m.Payload)
	return Written{Tick: time.Ticks(), Updated: updated}, done, nil
}

// maxInARow is about how many triples this clone writes in operations that can be
// fused to one another. The reference fuses all of a process's past that can be when
// it gives a snapshot, and overflows its stack at 75,000. Protocol page, section 9.
const maxInARow = 20_000

// withdrawn adds TIDs to withdraw to deletes; a triple is deleted once.
func withdrawn(deletes, withdraw []operation.TripleTIDs) []operation.TripleTIDs {
	if len(withdraw) == 0 {
		return deletes
	}
	deleted := make(map[model.Triple]bool, len(deletes))
	for _, d := range deletes {
		deleted[identity(d.Triple)] = true
	}
	for _, w := range withdraw {
		if !deleted[identity(w.Triple)] {
			deletes = append(deletes, w)
		}
	}
	return deletes
}

func (e *Engine) writable() error {
	switch {
	case !e.has:
		return model.Errorf(StatusOffline, "this clone has not joined %s yet: it waits until somebody who has the data is there",
			e.cfg.Domain)
	case e.readOnly() != "":
		return model.Errorf(StatusUnknown, "this clone is read-only: %s", e.readOnly())
	}
	return nil
}

// checkPatch refuses what other clones could not read, or what this one does not
// know how to write.
func (e *Engine) checkPatch(p model.Patch) error {
	if err := e.codec.CheckAllWritable(p.Inserts); err != nil {
		return err
	}
	for _, t := range p.Inserts {
		if why := unsupported(t); why != "" {
			return model.Errorf(model.StatusUnsupported, "<%s> cannot be written: %s", t.S, why)
		}
	}
	return nil
}

// canonical are triples with the values that every clone has of them.
func canonical(triples []model.Triple) []model.Triple {
	given := true
	for i, t := range triples {
		o := t.O.Canonical()
		if o == t.O {
			continue
		}
		if given {
			triples, given = slices.Clone(triples), false
		}
		triples[i].O = o
	}
	return triples
}

// heldTIDs are triples to delete, with the TIDs that they have now; what is
// absent has none, and is left out.
func heldTIDs(cs *changes, deletes []model.Triple) []operation.TripleTIDs {
	var out []operation.TripleTIDs
	for _, t := range deletes {
		if tids := cs.held(t); len(tids) > 0 {
			out = append(out, operation.TripleTIDs{Triple: t, TIDs: tids})
		}
	}
	return out
}

func identity(t model.Triple) model.Triple {
	t.O.Data = ""
	return t
}

// record is an operation on its way into the journal.
type record struct {
	message *operation.Message
	op      *operation.Operation // what the message says
	// tick is the clone's own, at which the operation is applied.
	tick    uint64
	removed []operation.TripleTIDs
	// update is what followers are to be told, and why; without a reason they
	// are told nothing.
	update
	reason  store.Reason
	undoes  uint64
	stacked bool
	partOf  uint64
	session string
}

// journal writes a change set with the operation that it comes from: the data,
// the journal, the log and the global clock, together; it tells whether followers
// are given an update. On an error, which is not the store's, nothing was
// written.
func (e *Engine) journal(tx *store.Tx, cs *changes, r record) (updated bool, err error) {
	m := r.message
	prevTID, ok := e.state.GWC.TID(m.Time)
	if !ok {
		return false, clock.ErrForeign
	}
	tid := m.TID()
	seen := e.state.GWC
	gwc, err := seen.SetTID(m.Time, tid)
	if err != nil {
		return false, err
	}
	entry := &store.Entry{
		Tick: r.tick, Prev: e.state.GWC.TicksOf(m.Time), PrevTID: prevTID, TID: tid,
		Operation: m.Packed, Attr: m.Attr, Removed: r.removed,
	}
	var u *store.Update
	var addUpdate func() error
	if r.reason != 0 && len(r.shifts) > 0 {
		u = &store.Update{
			Tick: r.tick, TID: tid, Time: e.cfg.Now(), Reason: r.reason,
			Principal: m.Principal, Process: m.Time.Path(), From: m.From, Ticks: m.Time.Ticks(), Self: r.reason != store.ReasonRemote,
			Session: r.session, Undoes: r.undoes, Stacked: r.stacked, PartOf: r.partOf, Shifts: r.shifts,
		}
		addUpdate = tx.BeginUpdate(u)
	}
	err = cs.put()
	if err == nil {
		err = tx.PutEntry(entry)
	}
	if err == nil {
		err = e.dropPast(tx, m, prevTID, gwc)
	}
	log := &updates{tx: tx}
	if err == nil {
		err = e.giveBack(tx, r, log)
	}
	if err == nil {
		err = e.inherit(tx, r.op)
	}
	if err == nil {
		err = e.noteDeleted(tx, m, r.op, seen, r.shifts, log)
	}
	if err == nil {
		err = e.noteConflicts(tx, m, seen, r.shifts, log)
	}
	e.state.GWC = gwc
	e.failed(err)
	e.administerLater()
	if u == nil {
		return false, nil
	}
	e.logged(u, addUpdate())
	return r.visible(), nil
}

// logUpdate adds to the log, which is what followers read, and history.
func (e *Engine) logUpdate(tx *store.Tx, u *store.Update) { e.logged(u, tx.AppendUpdate(u)) }

// logged tells followers of what was added to the log.
func (e *Engine) logged(u *store.Update, err error) {
	e.failed(err)
	if u.Visible() {
		e.emit(Updated{u})
	}
}

// dropPast forgets the operation of a process that came with a snapshot, when
// the process has moved on: no fusion can reach back to it.
func (e *Engine) dropPast(tx *store.Tx, m *operation.Message, prev clock.TID, gwc clock.Global) error {
	if m.From <= e.state.GWC.TicksOf(m.Time)+1 {
		return nil // It follows that one.
	}
	if !tx.IsPast(prev) {
		return nil
	}
	for tid := range gwc.TIDs {
		if tid == prev {
			return nil // A fork of it has not moved on.
		}
	}
	return tx.DeleteOperation(prev)
}
