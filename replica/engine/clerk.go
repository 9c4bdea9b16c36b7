package engine

import (
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// The clerk keeps the journal short: it fuses operations that follow each other
// directly, and drops the oldest beyond a bound. Protocol page, section 9.
type clerk struct {
	// timer runs while there is something to look at, and place while something large
	// waits to be put in its place.
	timer, place uint64
}

const (
	// clerkDelay is how long after an operation the clerk looks at it.
	clerkDelay = time.Second
	// clerkEntries is how many entries it looks at in one event, fuseBytes about how many
	// bytes of them, all of which it may have to decode and encode, and cutBytes how many
	// it drops.
	clerkEntries = 200
	fuseBytes    = 64 << 10
	cutBytes     = 512 << 10
	// clerkBacklog is how many entries it finds at the opening before it begins at
	// once: a process that only writes something has ended before its time comes.
	clerkBacklog = 16
	// maxFusedBytes is how large a fused operation may get: the reference's
	// measure, which others rely on when they cut.
	maxFusedBytes = 10_000
	// maxTakenBytes is how large an operation may be that is fused to others: in a
	// fusion every triple is written out, and no relay takes over a megabyte.
	maxTakenBytes = 100_000
	// defaultMaxJournal is the bound of the journal in bytes.
	defaultMaxJournal = 64 << 20
	// aloneFactor is how many times as much is kept while others, who may lack it, are
	// not there, or are just given it.
	aloneFactor = 4
)

// openJournal looks at what the processes before this one have left to do.
func (e *Engine) openJournal() error {
	tx := e.read()
	if tx == nil {
		return e.batch.err
	}
	switch entries := tx.CountEntries(tx.Fused(), clerkBacklog); {
	case entries == clerkBacklog || tx.JournalBytes() > e.maxJournal():
		e.administer()
	case entries > 1, tx.IsBehind(): // One entry may be what is left of others.
		e.administerLater()
	}
	return nil
}

// putInPlace has the indexes brought up to date after a large commit, which was not to
// take longer for that; in several commits, so that what comes meanwhile has its turn.
func (e *Engine) putInPlace() {
	e.clerk.place = 0
	if tx := e.write(); tx != nil {
		tx.CatchUp()
	}
}

func (e *Engine) administerLater() {
	if e.clerk.timer == 0 {
		e.clerk.timer = e.after(clerkDelay, e.administer)
	}
}

// administer does some of the clerk's work, and asks for more time if there is
// more to do.
func (e *Engine) administer() {
	e.clerk.timer = 0
	if !e.has {
		return
	}
	if tx := e.read(); tx != nil && tx.IsBehind() {
		e.putInPlace()
	}
	more, err := e.fuseSome()
	if err == nil {
		var over bool
		over, err = e.truncate()
		more = more || over
	}
	if err != nil {
		e.log.Error("the journal could not be kept short", "error", err)
		return
	}
	if more {
		e.clerk.timer = e.after(time.Millisecond, e.administer)
	}
}

// run is a row of entries that follow each other directly.
type run struct {
	entries []*store.Entry
	ops     []*operation.Encoded
	bytes   int
}

func (r *run) add(entry *store.Entry, op *operation.Encoded) {
	r.entries, r.ops = append(r.entries, entry), append(r.ops, op)
	r.bytes += len(entry.Operation)
}

// take puts an entry into the run, if it follows directly; it reports whether it does. What
// cannot be fused is not even parsed: of many clones that write in turn nearly nothing is.
func (r *run) take(codec operation.Codec, entry *store.Entry) (taken bool, err error) {
	n := len(r.entries)
	if n == 0 {
		r.entries, r.bytes = append(r.entries, entry), len(entry.Operation)
		return true, nil
	}
	if !r.mayTake(entry) {
		return false, nil
	}
	if n == 1 {
		first, err := codec.Parse(r.entries[0].Operation)
		if err != nil {
			return false, err
		}
		r.ops = append(r.ops[:0], first)
	}
	op, err := codec.Near(r.ops[n-1].Time).Parse(entry.Operation)
	if err != nil || !r.takes(op) {
		return false, err
	}
	r.add(entry, op)
	return true, nil
}

// mayTake reports whether an entry can follow the run directly, as far as it tells without
// being parsed.
func (r *run) mayTake(entry *store.Entry) bool {
	return entry.PrevTID == r.entries[len(r.entries)-1].TID
}

// takes reports whether an operation can be fused to the run. Agreements stand by
// themselves, for they bound what can be voided.
func (r *run) takes(op *operation.Encoded) bool {
	if len(r.ops) == 0 {
		return true
	}
	last := r.ops[len(r.ops)-1]
	return r.bytes <= maxFusedBytes && len(op.Packed) <= maxTakenBytes && last.Agreed == nil && op.Agreed == nil && operation.Contiguous(last, op)
}

// fuseSome looks at some entries; more is true if there are others.
func (e *Engine) fuseSome() (more bool, err error) {
	tx := e.read()
	if tx == nil {
		return false, e.batch.err
	}
	var runs []run
	var current run
	from := tx.Fused()
	entries, bytes := 0, 0
	for tick := from; len(runs) == 0 || entries < clerkEntries && bytes < fuseBytes; entries++ {
		entry, err := tx.EntryAfter(tick)
		if err != nil {
			return false, err
		}
		if more = entry != nil; !more {
			break
		}
		tick = entry.Tick
		bytes += len(entry.Operation)
		taken, err := current.take(e.codec, entry)
		if err != nil {
			return false, err
		}
		if !taken {
			runs = append(runs, current)
			from = current.entries[len(current.entries)-1].Tick
			current = run{entries: []*store.Entry{entry}, bytes: len(entry.Operation)}
		}
	}
	if from > tx.Fused() {
		if tx = e.write(); tx == nil {
			return false, e.batch.err
		}
		tx.PutFused(from)
	}
	for _, r := range append(runs, current) { // The last may grow still.
		if err := e.fuseRun(r); err != nil {
			return false, err
		}
	}
	return more, nil
}

// fuseRun puts one entry in the place of a run.
func (e *Engine) fuseRun(r run) error {
	if len(r.entries) < 2 {
		return nil
	}
	fused, err := e.fuse(r.ops)
	if fused == nil || err != nil {
		return err
	}
	tx := e.write()
	if tx == nil {
		return e.batch.err
	}
	first, last := r.entries[0], r.entries[len(r.entries)-1]
	entry := &store.Entry{
		Tick: last.Tick, Prev: first.Prev, PrevTID: first.PrevTID, TID: last.TID,
		Operation: e.codec.Encode(fused).Packed, Removed: fusedRemoved(fused, r.entries),
	}
	for _, old := range r.entries {
		if err := tx.DeleteEntry(old); err != nil {
			e.failed(err)
			return err
		}
	}
	err = tx.PutEntry(entry)
	e.failed(err)
	return err
}

// fusedRemoved is what the entries of a run removed of what was there before it.
func fusedRemoved(fused *operation.Operation, entries []*store.Entry) []operation.TripleTIDs {
	type item struct {
		triple model.Triple
		tid    clock.TID
	}
	removed := make(map[item]bool)
	for _, entry := range entries {
		for _, r := range entry.Removed {
			for _, tid := range r.TIDs {
				removed[item{identity(r.Triple), tid}] = true
			}
		}
	}
	var out []operation.TripleTIDs
	for _, d := range fused.Deletes {
		var tids []clock.TID
		for _, tid := range d.TIDs {
			if removed[item{identity(d.Triple), tid}] {
				tids = append(tids, tid)
			}
		}
		if len(tids) > 0 {
			out = append(out, operation.TripleTIDs{Triple: d.Triple, TIDs: tids})
		}
	}
	return out
}

// maxJournal is how many bytes of journal are kept now. While others are not there,
// what was written here may be nowhere else; and while somebody is helped, it is what
// is given: then it is more. A domain that nobody has
// joined has no others: who joins is given a snapshot.
func (e *Engine) maxJournal() uint64 {
	bound := uint64(e.cfg.MaxJournal)
	if bound == 0 {
		bound = defaultMaxJournal
	}
	if e.state.Time.IsID() || e.link.liveness() == live && e.intake.attached && len(e.giving.byReply) == 0 {
		return bound
	}
	return aloneFactor * bound
}

// truncate drops the oldest entries of a journal that is too long. Whoever lacks them
// is given a snapshot.
func (e *Engine) truncate() (more bool, err error) {
	tx := e.read()
	if tx == nil {
		return false, e.batch.err
	}
	bound := e.maxJournal()
	switch {
	case tx.JournalBytes() <= bound:
		return false, nil
	case e.hasLeft(), e.loads():
		// One that has left is only kept for the sake of its journal; and what a
		// snapshot lacks that is being taken goes on top of it, out of the journal.
		return false, nil
	}
	if tx = e.write(); tx == nil {
		return false, e.batch.err
	}
	reach, err := e.inReach(tx)
	if err != nil {
		return false, err
	}
	until := tx.JournalBytes() - min(tx.JournalBytes(), cutBytes)
	for range clerkEntries {
		if bytes := tx.JournalBytes(); bytes <= bound {
			return false, nil
		} else if bytes < until {
			break
		}
		entry, err := tx.EntryAfter(0)
		if err != nil || entry == nil {
			return false, err
		}
		if err := e.drop(tx, entry, reach); err != nil {
			e.failed(err)
			return false, err
		}
	}
	return true, nil
}

// inReach are the operations that a fusion can begin with that is still to come: the
// latest of every process, and those that it follows directly.
func (e *Engine) inReach(tx *store.Tx) (map[clock.TID]bool, error) {
	reach := make(map[clock.TID]bool)
	for tid := range e.state.GWC.TIDs {
		bytes := 0
		for record, ok := tx.Operation(tid); ok && !reach[tid] && bytes < pastBytes; record, ok = tx.Operation(tid) {
			reach[tid] = true
			op, err := e.codec.Parse(record.Packed)
			if err != nil {
				return nil, err
			}
			if record.PrevTID == "" || record.Prev+1 != op.From {
				break
			}
			bytes += len(record.Packed)
			tid = record.PrevTID
		}
	}
	return reach, nil
}

// drop takes the oldest entry out of the journal. Snapshots and cuts need what is in
// reach of a fusion: it stays, as one operation with those before it.
func (e *Engine) drop(tx *store.Tx, entry *store.Entry, reach map[clock.TID]bool) error {
	op, err := e.codec.Parse(entry.Operation)
	if err != nil {
		return err
	}
	start, err := e.state.StartGWC.Set(op.Time)
	if err != nil {
		return err
	}
	e.state.Start, e.state.StartGWC = entry.Tick, start
	var past *operation.Encoded
	if reach[entry.TID] {
		if past, err = e.fusedPast(tx, entry.TID); err != nil {
			return err
		}
	}
	before, ok := tx.Operation(entry.PrevTID)
	err = tx.DeleteEntry(entry)
	if err == nil && past != nil {
		err = tx.PutPast(entry.TID, past.Packed)
	}
	if err == nil && ok && before.Tick == 0 && !e.isLatest(entry.PrevTID) {
		err = tx.DeleteOperation(entry.PrevTID)
	}
	return err
}

// isLatest reports whether an operation is the latest of a process: it may be that of
// several, since they were forked.
func (e *Engine) isLatest(tid clock.TID) (is bool) {
	e.state.GWC.TIDs(func(latest clock.TID) bool {
		is = latest == tid
		return !is
	})
	return is
}
