package engine

import (
	"bytes"
	"cmp"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/control"
)

// A domain can split so that clones do not fit each other: each has edits that the
// other lacks, and no journal has them any more. Whoever is present then is the domain,
// and who does not fit is apart: it says so, and is silent, which is to say that it is not
// present, helps nobody and publishes nothing; but it asks those who are present, again
// whenever somebody comes. So there are never two domains of one name at a relay, of which
// a newcomer would get now the one and now the other.
//
// If nobody is present, those who are apart would wait for ever, be it that they fit each
// other. So after a random while one of them comes forward: it is the domain from then on,
// and not outdated. It keeps in mind that it is apart, for it cannot know whether those that
// it does not fit come back; and until somebody has joined it, or fits it, they take
// precedence:
//
//   - It steps back, and is silent again, as soon as somebody else is present, and asks
//     who that is.
//   - It steps back when somebody asks for help whom a rev-up cannot bring what it lacks
//     and who has seen what is not here, unless that clone is apart itself. A clone that
//     is not apart is present at once where it sees nobody.
//
// Two who are apart do not make each other step back but where both come forward at once;
// and who was asked to step back by one that is not apart finds it present. So it does not
// go to and fro. The reference knows nothing of this; its clones never are apart.

// Where several of each side were there before they met, everyone finds somebody whom it
// fits. Then the side precedes which has heard from more clones since: most people are
// there. Who finds somebody present who precedes is apart, though others fit it; for they
// find the same. Nobody need be asked for that twice: who is asked for help by one whom it
// cannot help asks that one.
//
// They find it each in its own time, though. So who is apart asks only the one that precedes,
// while that is present: if it asked one of its own side that has not found it yet, it would
// be present again, and could be found in turn when that one is apart; and so on, until by
// chance all of them were apart at once, or none of them asked any more.

// precedes reports whether those who have seen one thing are the domain, before those who
// have seen the other, where neither fits the other. It never says so of both.
func precedes(one, other clock.Global) bool {
	return cmp.Or(
		cmp.Compare(one.Ahead(other), other.Ahead(one)),
		bytes.Compare(one.AppendMsgPack(nil), other.AppendMsgPack(nil)),
	) > 0
}

// isApart reports whether the clone was told that it does not fit those who are present,
// and has met nobody since whom it fits.
func (e *Engine) isApart() bool { return e.has && e.state.Apart != "" }

// isSilent reports whether the clone is apart and has not come forward.
func (e *Engine) isSilent() bool { return e.isApart() && !e.link.announced }

// setApart keeps in the file why the clone does not fit; that it does, if why is empty.
func (e *Engine) setApart(why string) {
	if e.state.Apart != why && e.write() != nil {
		e.state.Apart = why
	}
}

// comeApart takes it that the clone does not fit those who are present.
func (e *Engine) comeApart(why string) {
	e.link.lost = why
	e.intake.current = false
	e.setApart(why)
	e.withdraw()
}

// foundUnfit takes it that a clone which has seen something does not fit this one, by a
// snapshot. That somebody else fits is asked for only where nothing tells that there is.
//
// Once is not enough: who recovers itself may just be given what it lacks, or hold it
// already. Who goes by that would be silent, and ask people to rescue edits that all have.
func (r *recovery) foundUnfit(id string, seen clock.Global) {
	e := r.e
	first := precedes(seen, e.state.GWC)
	if first {
		e.link.preceding = id
	} else {
		e.checks.never(id)
	}
	late := false
	if first || r.unfit {
		if late = e.mayBeLate(id); !late {
			r.outdated = e.errOutdated("this clone and others each have edits that the other lacks, and the journals have them no more").Error()
		}
		e.intake.current = false
	}
	if first && !r.unfit {
		e.failRecovery("another clone does not fit, and precedes")
	} else {
		r.ask()
	}
	if late && e.rec == nil { // To ask again at once would be too early.
		e.retryAfter(e.cfg.NetworkTimeout + e.retryDelay())
	}
}

// unfit is a clone that was found to lack what this one cannot give it, and when.
type unfit struct {
	id string
	at time.Time
}

// After how many network timeouts a clone that has found one unfit is sure of it: if it finds
// another one unfit as well, or the same one again. What was found longer ago is forgotten.
const (
	sureByAnother = 1
	sureByTheSame = 4
	unfitKept     = 32
)

// mayBeLate reports whether what a clone lacks may be on its way to it: from whoever else is
// there.
func (e *Engine) mayBeLate(id string) bool {
	since := e.cfg.Now().Sub(e.link.unfit.at)
	if since > unfitKept*e.cfg.NetworkTimeout {
		e.link.unfit, since = unfit{id, e.cfg.Now()}, 0
	}
	patience := sureByAnother * e.cfg.NetworkTimeout
	if id == e.link.unfit.id {
		patience = sureByTheSame * e.cfg.NetworkTimeout
	}
	return len(e.link.others) > 1 && !e.isApart() && since < patience
}

// withdraw tells others that this clone helps nobody any more.
func (e *Engine) withdraw() {
	e.giving.closeAll()
	e.link.publishing = false
	e.emptyOutbox()
	if e.link.announced {
		e.link.announced = false
		e.emit(SendPresent{false})
	}
}

// whomToAsk is the one to ask for what was missed; empty if it is just anyone. A clone that
// is apart asks the one that precedes: only that can tell whether it fits again.
func (e *Engine) whomToAsk() string {
	if id := e.link.preceding; e.isApart() && slices.Contains(e.link.others, id) {
		return id
	}
	return ""
}

// waitApart has a clone that is apart come forward after a while.
func (e *Engine) waitApart() {
	e.link.lost = e.state.Apart
	e.intake.current = false
	e.waitForOthers()
}

// waitForOthers has a clone that is outdated and alone be the domain after a while, if
// nobody is present until then. The while is random, so that of several one comes first,
// and long beside what it takes others to come back when the relay was away.
func (e *Engine) waitForOthers() {
	timeouts := 2 + 3*e.cfg.Rand.Float64()
	e.stop(e.forward)
	e.forward = e.after(time.Duration(timeouts*float64(e.cfg.NetworkTimeout)), func() {
		if e.link.liveness() != alone {
			return
		}
		e.log.Info("nobody else is there: this clone, which was outdated, is the domain now")
		e.intake.current = true
		e.link.lost = ""
		if e.isSilent() {
			e.comeForward()
		}
	})
}

// comeForward makes a clone that is apart present. What it heard while it was silent
// is of others, who will send again what fits.
func (e *Engine) comeForward() {
	in := &e.intake
	in.held, in.heldBytes, in.overflown, in.buffer = nil, 0, false, buffer{}
	e.survive()
}

// yieldTo reports whether this clone, which has come forward, is to step back before one
// that asks for a rev-up.
func (e *Engine) yieldTo(req control.Request) bool {
	return e.isApart() && !req.Snapshot && !req.Apart && req.Time.AnyLtGlobal(e.state.StartGWC) && e.state.GWC.AnyLt(req.Time)
}

// stepBack makes a clone that has come forward silent again.
func (e *Engine) stepBack() {
	e.log.Info("somebody is there who may be of the domain that this clone did not fit: it steps back")
	e.withdraw()
	e.detach(true)
	if e.link.liveness() == alone {
		e.waitApart()
	}
}
