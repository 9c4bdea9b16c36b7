package engine

import (
	"errors"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
	"github.com/m-ld/mld-tui/replica/store"
)

// A file can be an older state of its clone: put back from a copy, used by two
// processes at once through a copy, or without its last commit because the disk
// damaged it. What the clone wrote then would have ticks that others have seen with
// other operations, and they would drop it without a word. Protocol page,
// section 14. Three things keep that from happening:
//
//   - A clone takes up its clock, when it is opened, at a tick some way on that
//     nobody can foretell. So two clones from one file differ in the TIDs of their
//     operations, and not only in what these say.
//   - Whoever helps in a recovery says what it has seen of this clone's process. If
//     that is not what this clone has made, the clone leaves the domain, and is only
//     read from then on. An operation that it should have made itself, and has not,
//     does not decide it, but begins a recovery; and so does a request by somebody who
//     has seen too much, which is answered only when somebody has judged what this
//     clone holds: else what it has would hide what others have.
//   - A file that may lack its last commit takes no writes before one of the others
//     has said what it has seen.

// MaxSkip bounds how far on a clone takes up its clock. It is large beside what is
// written between two openings, and small beside the 36⁸ ticks for which the
// reference has room.
const MaxSkip = 1 << 16

// resume makes ready a clone that was here before.
//
// The ticks that it leaves out are the price of that a copy is safe: what was written
// before does not directly precede what is written now, so that operations of different
// openings never fuse. The journal of a clone that is opened anew for each write has one
// entry for each, and is bounded by MaxJournal alone. Nothing in the file could spare
// that: that it was closed with all said is as true in a copy. Nor could its inode, or
// when it was changed, beside it: they are the same when a file system is rolled back.
func (e *Engine) resume() error {
	lone := e.state.Time.IsID() // Nobody has joined it: there is nobody to disagree with.
	switch {
	case e.state.Standing == store.Doubtful && lone:
		e.log.Error("the file was damaged where it says what its last change is: that may be missing; look after the disk", "file", e.store.Path())
		e.warning = "the file was damaged, and the last change may be missing: look after the disk"
		e.state.Standing = store.Sound
		e.write()
	case e.state.Standing != store.Sound:
		e.log.Error("this clone is read-only", "because", e.readOnly(), "file", e.store.Path())
	}
	if lone {
		return nil
	}
	time, err := e.state.Time.At(e.state.Time.Ticks() + 1 + e.cfg.Rand.Uint64N(MaxSkip))
	e.state.Time = time // It is saved with the first event that changes something.
	return err
}

// readOnly says why the clone takes no writes; empty if it does.
func (e *Engine) readOnly() string {
	switch e.state.Standing {
	case store.Copied:
		return e.rescue() + ": its file is an old copy, or is used twice, and others hold edits of this clone that it does not know of"
	case store.Doubtful:
		return "its file was damaged, and the last change may be missing, until one of the others says that it is not; " +
			"if nobody else is left, close it and run mld-tui rescue --alone " + string(e.cfg.Domain)
	case store.Broken:
		return e.rescue() + ": its file is damaged where it keeps its clocks"
	case store.Sound:
	}
	return e.state.Unsupported
}

// rescue says how edits that cannot reach the others any more can be got out. It
// comes first in a message, for a line of the screen may not have room for all.
func (e *Engine) rescue() string {
	return fmt.Sprintf("close it and run mld-tui rescue %s", e.cfg.Domain)
}

// hasLeft reports whether the clone takes no part in the domain any more.
func (e *Engine) hasLeft() bool {
	return e.has && (e.state.Standing == store.Copied || e.state.Standing == store.Broken)
}

// judge compares what another clone has seen of this clone's process with what this
// clone has made; it reports whether the clone may go on.
func (e *Engine) judge(seen clock.Global) bool {
	foreign, err := e.isForeign(seen)
	switch {
	case err != nil:
		e.failed(err)
		return false
	case foreign:
		e.leave()
		return false
	case e.state.Standing == store.Doubtful && e.write() != nil:
		e.log.Info("nothing is missing: writing goes on")
		e.state.Standing = store.Sound
	}
	e.link.judged = true
	return true
}

// isForeign reports whether a global clock has an operation of this clone's process
// that the clone has neither made nor voided.
func (e *Engine) isForeign(seen clock.Global) (bool, error) {
	tid, whole := seen.TID(e.state.Time)
	tick := seen.TicksOf(e.state.Time)
	switch {
	case tid == clock.BlockedTID || seen.AnyLt(e.state.Agreed): // It may be voided; they do not know it yet.
		return false, nil
	case e.state.Time.IsPassedByGlobal(seen): // It is: see isUprooted.
		return false, nil
	case !whole: // Somebody has forked this very process, unless that was before it was voided.
		return e.state.Voided == 0, nil
	case tick > e.state.Time.Ticks():
		return true, nil
	}
	made, err := e.hasMade(tick, tid)
	return !made, err
}

// mayHelp reports whether to answer one who asks for help; if not, this clone asks
// it instead.
func (e *Engine) mayHelp(from string, asker clock.Tree) bool {
	before := e.state.Voided > 0 && asker.HasForked(e.state.Time) // It knows this process as it was before it was voided.
	if e.link.judged || before || e.state.Time.IsPassedBy(asker) {
		return true
	}
	made, err := e.hasMade(asker.TicksOf(e.state.Time), "")
	if made && !asker.HasForked(e.state.Time) || err != nil {
		e.failed(err)
		return err == nil
	}
	e.log.Info("another clone has seen more of this one than there is", "id", from)
	if e.rec == nil || e.rec.check {
		e.abandonRecovery()
		e.rec = &recovery{e: e, tried: make(map[string]bool), only: from}
		e.rec.askOne(from) // Though it need not be present yet.
	}
	return false
}

// hasMade reports whether this clone's process made an operation at a tick, with a
// TID if that is known; it may have, if that is further back than the journal
// reaches, or than something was voided.
func (e *Engine) hasMade(tick uint64, tid clock.TID) (bool, error) {
	if tick <= max(e.state.StartGWC.TicksOf(e.state.Time), e.state.Voided) {
		return true, nil
	}
	tx := e.read()
	if tx == nil {
		return false, e.batch.err
	}
	// Operations of its own are in the journal at their own ticks; one that was fused
	// is at that of the last.
	entry, err := tx.EntryAfter(tick - 1)
	if entry == nil || err != nil {
		return false, err
	}
	encoded, err := e.codec.Parse(entry.Operation)
	if err != nil || !isPast(encoded.Time, e.state.Time) || tick < encoded.From || tick > encoded.Time.Ticks() {
		return false, err
	}
	at, err := encoded.Time.At(tick)
	return err == nil && (tid == "" || at.TID() == tid), err
}

// suspect notices a message that speaks of this clone's process as nobody but the
// clone itself could; it reports whether that is so. One message alone, which anybody
// may have made up, does not decide that the file is an old copy: the message is
// refused, and a recovery tells what the others hold.
func (e *Engine) suspect(m *operation.Message) bool {
	var why string
	switch {
	case e.state.Time.IsPassedBy(m.Time):
		return false // It has an agreement among its causes that this clone does not know.
	case m.Time.TicksOf(e.state.Time) > e.state.Time.Ticks(), m.Time.HasForked(e.state.Time) && e.state.Voided == 0:
		why = "it claims ticks of this clone's own that were never given out"
	case m.Time.Path() != e.state.Time.Path():
		return false
	default:
		made, err := e.hasMade(m.Time.Ticks(), m.Time.TID())
		if made || err != nil {
			e.failed(err)
			return false
		}
		why = "it claims a tick of this clone's own, which this clone has used for something else or not at all"
	}
	e.refuse(m, store.RefusedRule, errors.New(why))
	e.troubled("others may hold edits of this clone that it does not know of", false)
	return true
}

// leave takes the clone out of its domain: it is only read from now on. It has
// nothing to say that others could take, and does not know what it says to them.
func (e *Engine) leave() {
	if e.write() == nil {
		return
	}
	e.state.Standing = store.Copied
	e.log.Error("this clone is read-only", "because", e.readOnly(), "file", e.store.Path())
	e.abandonRecovery()
	e.stop(e.retry)
	e.detach(true)
	e.intake.held, e.intake.heldBytes = nil, 0
	e.withdraw()
}

// errOutdated is what is told of edits that no journal can bring to the others.
func (e *Engine) errOutdated(format string, args ...any) error {
	return model.Errorf(StatusOutdated, "clone outdated, "+e.rescue()+": "+format, args...)
}
