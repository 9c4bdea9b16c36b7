package engine

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// batch is what the events of one Handle have in common: one transaction, and
// the effects that wait for it.
type batch struct {
	tx      *store.Tx // writes; nil until something is written
	view    *store.Tx // reads; nil until something is read and nothing is written
	before  store.State
	had     bool
	err     error
	effects []Effect
	// safe are effects of what is on disk already, whatever becomes of the rest.
	safe    []Effect
	writers []func(Written, error)
	// released counts the messages that had waited and were applied.
	released int
	// read counts the bytes that were read to be given to others.
	read int
	// loaded is what it has cost to load a snapshot, which has transactions of its own.
	loaded int
	// onCommit are called when the batch is on disk, before its effects.
	onCommit []func()
}

// The bounds of what is done in one commit, so that a write that comes meanwhile soon
// has its turn.
const (
	maxEvents = 1024
	// maxWork is as store.Tx counts it: about 10 ms.
	maxWork = 6_000
)

// work is what the batch has cost so far, as store.Tx counts it.
func (b *batch) work() int {
	n := b.loaded
	for _, tx := range []*store.Tx{b.tx, b.view} {
		if tx != nil {
			n += tx.Work()
		}
	}
	return n
}

func (e *Engine) begin() {
	e.batch = batch{before: e.state, had: e.has}
}

// emit gives an effect, to be carried out after the commit.
func (e *Engine) emit(effect Effect) { e.batch.effects = append(e.batch.effects, effect) }

// write is the transaction to write to; nil, after an error, when there is none.
func (e *Engine) write() *store.Tx {
	b := &e.batch
	if b.tx == nil && b.err == nil {
		if b.view != nil {
			_ = b.view.Close()
			b.view = nil
		}
		b.tx, b.err = e.store.Begin()
	}
	if b.err != nil {
		return nil
	}
	return b.tx
}

// read is a transaction to read from: what this batch has written is in it.
func (e *Engine) read() *store.Tx {
	b := &e.batch
	if b.tx != nil {
		return b.tx
	}
	if b.view == nil && b.err == nil {
		b.view, b.err = e.store.Snapshot()
	}
	if b.err != nil {
		return nil
	}
	return b.view
}

// failed remembers that the store failed: nothing of the batch will count.
func (e *Engine) failed(err error) {
	if err != nil && e.batch.err == nil {
		e.batch.err = err
	}
}

// commit ends the batch, and gives its effects.
func (e *Engine) commit() []Effect {
	e.saveRefusals()
	b := &e.batch
	if b.view != nil {
		_ = b.view.Close()
	}
	conflicts, isBehind := e.conflicts, false
	if b.tx != nil && b.err == nil {
		conflicts = b.tx.CountConflicts()
		if b.err = b.tx.PutState(e.state); b.err == nil {
			b.err = b.tx.Commit()
		}
		isBehind = b.tx.IsBehind()
	}
	if b.err != nil {
		return e.rollback()
	}
	e.conflicts = conflicts
	if b.tx != nil && e.has {
		e.refusals.dirty = false
	}
	if isBehind && e.clerk.place == 0 {
		e.clerk.place = e.after(0, e.putInPlace)
	}
	for _, f := range b.onCommit {
		f()
	}
	return append(b.safe, b.effects...)
}

// rollback undoes the batch. Its writers are told; what it had taken from others
// is asked for again.
func (e *Engine) rollback() []Effect {
	b := e.batch
	if b.tx != nil {
		_ = b.tx.Close() // Done already, if it came to a commit.
	}
	e.log.Error("the store failed", "error", b.err)
	tried := e.state
	e.state, e.has = b.before, b.had
	known := e.readAgain(tried)
	clear(e.origins)
	e.emptyOutbox() // What was not saved may be in there.
	e.begin()
	var announced []bool // What it was before each change.
	for _, effect := range b.effects {
		switch effect := effect.(type) {
		case SetTimer: // Who set it still waits for it.
			e.emit(effect)
		case SendPresent: // It is not said.
			announced = append(announced, !effect.Present)
		}
	}
	if len(announced) > 0 {
		e.link.announced = announced[0]
	}
	text := "the change could not be saved (%w): nothing of it was kept; make room on the disk, or check the file"
	if !known {
		text = "the disk failed while the change was being saved (%w), and may have kept it: look after the disk, " +
			"then open the domain again"
	}
	err := model.Errorf(model.StatusUnknown, text, b.err)
	for _, done := range b.writers {
		e.emit(WriteDone{func() { done(Written{}, err) }})
	}
	e.endGivings("the data could not be saved")
	e.abandonRecovery()
	switch e.link.liveness() {
	case live:
		e.detach(true)
		e.retryLater()
	case alone: // It has all that there is, and must be seen by who comes.
		if e.isSilent() {
			e.waitApart()
		} else {
			e.announce()
		}
	}
	if !known {
		e.fail(err)
	}
	return append(b.safe, e.batch.effects...)
}

// readAgain takes up what the store holds after a commit that failed; it reports whether
// the clone can go on from it. It cannot where the store holds what was to be saved, and not
// what was there before: that has reached the file, but could not be flushed. Nor can it
// where that cannot be told. But what nobody else sees, such as what was cut from the
// journal, may be done or not: the file tells.
func (e *Engine) readAgain(tried store.State) (known bool) {
	same := func(a, b store.State) bool { return a.Time.Equal(b.Time) && a.GWC.Equal(b.GWC) }
	var saved store.State
	has := false
	err := e.store.View(func(tx *store.Tx) (err error) {
		saved, has, err = tx.State()
		return err
	})
	if err != nil || has && same(saved, tried) && (!e.has || !same(tried, e.state)) {
		return false
	}
	if e.has && has {
		saved.Time = e.state.Time // It may have been taken up further on. See resume.
		e.state = saved
	}
	return true
}
