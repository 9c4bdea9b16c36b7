package engine

import "slices"

// liveness is what is known of the other clones.
type liveness uint8

const (
	unknown liveness = iota // not connected, or not told yet
	alone                   // nobody else is present
	live                    // somebody is
)

// link is the clone's side of the transport.
type link struct {
	connected bool
	// known: the relay has told who is present.
	known  bool
	others []string
	// announced: others were told that this clone can help them.
	announced bool
	// listed: the relay has told that this clone is present.
	listed   bool
	everLive bool
	// publishing: operations go out as they are written. Else they wait in the
	// journal, until it is known what the others have.
	publishing bool
	// judged: somebody has said what was seen of this clone, and that is so.
	judged bool
	lost   string
	// unfit is who was first found to lack what this clone cannot give.
	unfit unfit
	// preceding is who was last found not to fit, and to precede.
	preceding string
	// keptBack: something was not sent to all, because the only one who was present was
	// given it. Who comes later may have been helped by that one before.
	keptBack bool
	// outbox is what goes out before what is written from now on.
	outbox   outbox
	reminder reminder
}

func (l *link) liveness() liveness {
	switch {
	case !l.connected || !l.known:
		return unknown
	case len(l.others) == 0:
		return alone
	default:
		return live
	}
}

func (e *Engine) handleConnected() {
	e.stop(e.link.reminder.timer)
	e.link = link{connected: true, everLive: e.link.everLive}
	e.checks.tries = nil
	e.intake.quiets = 0
}

func (e *Engine) handleDisconnected() {
	was := e.link.liveness()
	e.stop(e.link.reminder.timer)
	e.link = link{everLive: e.link.everLive}
	e.giving.closeAll() // Nothing can be sent any more.
	e.giving.late = late{}
	if was != unknown {
		e.decide()
	}
}

func (e *Engine) handlePresence(ids []string) {
	if !e.link.connected {
		return
	}
	was, known := e.link.liveness(), e.link.others
	e.link.known = true
	e.link.others = nil
	e.link.listed = slices.Contains(ids, e.cfg.ID)
	for _, id := range ids {
		if id != e.cfg.ID {
			e.link.others = append(e.link.others, id)
		}
	}
	slices.Sort(e.link.others)
	e.link.others = slices.Compact(e.link.others)
	lacks := func(ids []string) func(string) bool {
		return func(id string) bool {
			_, ok := slices.BinarySearch(ids, id)
			return !ok
		}
	}
	hasCome := slices.ContainsFunc(e.link.others, lacks(known))
	if hasCome && len(e.link.others) > 1 { // Else nobody but this clone can have helped it.
		e.remindLater()
	}
	hasGone := slices.ContainsFunc(known, lacks(e.link.others))
	switch {
	case e.link.liveness() != was:
		e.decide()
	case e.rec != nil && !slices.Contains(e.link.others, e.rec.from):
		e.rec.lost()
	case e.rec != nil:
	case hasCome && e.intake.stuck: // Who has come may have what is missing.
		e.cheerUp()
	case hasCome && e.link.lost != "", hasGone && e.isApart(): // Who has gone may have preceded one whom this clone fits.
		e.retryLater()
	case e.link.keptBack:
		for _, id := range e.link.others {
			if lacks(known)(id) {
				e.checkBack(id)
			}
		}
	}
}

// decide is called when the liveness has changed.
// Protocol page, section 6.
func (e *Engine) decide() {
	e.abandonRecovery()
	e.stop(e.retry)
	e.stop(e.forward)
	e.emptyOutbox()
	if e.hasLeft() {
		return
	}
	switch e.link.liveness() {
	case unknown:
		e.detach(false)
	case alone:
		if e.genesis != 0 {
			e.startDomain()
		}
		switch {
		case !e.has: // Nobody to join: it waits.
		case e.isSilent():
			e.waitApart()
		default:
			e.survive()
		}
	case live:
		e.link.everLive = true
		if e.isApart() && e.link.announced {
			e.stepBack()
		}
		e.link.publishing = false // Until it is known what they have.
		e.stop(e.genesis)         // Whoever is there will tell whether there is such a domain.
		e.recover(false)
	}
}

// survive makes the clone the last survivor, that takes what comes, and helps whoever
// comes. If others had more, who left before they gave it, it waits a while before it takes
// itself for the domain.
func (e *Engine) survive() {
	e.intake.attached = true
	e.link.publishing = true
	e.announce()
	e.takeHeld(func() {})
	if e.currentStatus().Outdated {
		e.waitForOthers()
	}
}

func (e *Engine) announce() {
	if e.link.connected && e.has && !e.link.announced {
		e.link.announced = true
		e.emit(SendPresent{true})
	}
}

// detach stops taking operations from the domain as they come; they are held
// until a recovery is through.
func (e *Engine) detach(outdated bool) {
	e.pause()
	if outdated {
		e.intake.current = false
	}
	e.stop(e.intake.timer)
	e.intake.timer = 0
	for _, w := range e.intake.buffer.all() {
		e.hold(w.Payload)
	}
	e.intake.buffer = buffer{}
}
