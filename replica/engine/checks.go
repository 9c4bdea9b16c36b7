package engine

import (
	"slices"
	"time"
)

// checks are the rev-ups that a clone asks of others when a recovery is through.
// The one that helped may not have been whole itself, and may have gone before it
// was; or it had from this clone what the others still lack. So each of the others
// is asked for what this clone has missed, and tells with its answer what it has
// missed. Operations are taken from the domain meanwhile as ever.
//
// Whoever is behind may just be recovering. It is asked once more after a while,
// and only what is missing then is sent to all. Who cannot give a rev-up has
// something that this clone has not, and is asked for a snapshot if that stays so.
// Who does not answer is asked again, less and less often.
type checks struct {
	// going: some were not asked yet, or are to be asked once more soon.
	going bool
	// left are those to ask now, and again those to ask once more when that is
	// done; attempt counts how often that was so.
	left, again []string
	attempt     int
	// unable are those that could not give a rev-up, twice.
	unable []string
	// news: something came that was not known. Then others may not know it
	// either, and there is another round.
	news   bool
	rounds int
	timer  uint64
	// tries is how often a clone was asked for a snapshot, on this connection.
	tries map[string]int
}

const (
	// maxChecks is how many are asked in a round, by chance where more are there.
	maxChecks = 8
	// maxRounds is how many rounds a recovery has at most: while much is being
	// written, a check can be faster than the operation itself.
	maxRounds = 3
	// maxAttempts is how often one is asked that does not answer, and maxWait how
	// many network timeouts lie between at most.
	maxAttempts = 8
	maxWait     = 4
	// maxTries is how often a clone is asked for a snapshot that does not give it.
	maxTries = 3
)

// askAgain remembers one to ask once more.
func (c *checks) askAgain(id string) {
	if !slices.Contains(c.again, id) {
		c.again = append(c.again, id)
	}
}

// count counts how often a clone was asked for a snapshot.
func (c *checks) count(id string, n int) {
	if c.tries == nil {
		c.tries = make(map[string]int)
	}
	c.tries[id] += n
}

// never has a clone not be asked for a snapshot any more, on this connection.
func (c *checks) never(id string) { c.count(id, maxTries) }

// checkBack checks a clone that has asked for help, could not be helped, and has seen what
// is not here.
func (e *Engine) checkBack(id string) {
	c := &e.checks
	switch {
	case !e.intake.attached || c.tries[id] >= maxTries || slices.Contains(c.left, id): // It is asked anyway, or never.
	case e.rec == nil && !c.going && len(c.again) == 0:
		*c = checks{going: true, rounds: maxRounds, tries: c.tries, left: []string{id}}
		e.nextCheck()
	case e.rec == nil || e.rec.only != id:
		c.askAgain(id)
	}
}

// checkOthers begins the checks after a recovery from one of the others.
func (e *Engine) checkOthers(helper string) {
	e.stopChecks()
	e.beginRound(helper)
}

func (e *Engine) beginRound(without string) {
	c := &e.checks
	*c = checks{going: true, rounds: c.rounds + 1, tries: c.tries}
	c.left = slices.DeleteFunc(slices.Clone(e.link.others), func(id string) bool { return id == without })
	e.cfg.Rand.Shuffle(len(c.left), func(i, j int) { c.left[i], c.left[j] = c.left[j], c.left[i] })
	c.left = c.left[:min(len(c.left), maxChecks)]
	e.nextCheck()
}

// stopChecks forgets what is left to check.
func (e *Engine) stopChecks() {
	e.stop(e.checks.timer)
	e.checks = checks{tries: e.checks.tries}
}

// nextCheck asks the next, or ends the round.
func (e *Engine) nextCheck() {
	c := &e.checks
	for len(c.left) > 0 {
		id := c.left[0]
		c.left = c.left[1:]
		if slices.Contains(e.link.others, id) {
			e.rec = &recovery{e: e, tried: make(map[string]bool), only: id, check: true, push: c.attempt > 0}
			e.rec.ask()
			return
		}
	}
	switch {
	case len(c.unable) > 0 && e.takeFrom(c.unable):
	case len(c.again) > 0 && c.attempt < maxAttempts:
		c.left, c.again, c.unable = c.again, nil, nil
		c.timer = e.after(e.cfg.NetworkTimeout*time.Duration(min(1<<c.attempt, maxWait)), e.nextCheck)
		c.attempt++
		c.going = c.attempt == 1
	case c.news && c.rounds < maxRounds:
		e.beginRound("")
	default:
		c.going = false
	}
}

// takeFrom asks one of those who cannot give a rev-up for a snapshot; it reports
// whether there was one.
func (e *Engine) takeFrom(unable []string) bool {
	c := &e.checks
	for _, id := range unable {
		if c.tries[id] < maxTries && slices.Contains(e.link.others, id) {
			c.count(id, 1)
			e.log.Info("another clone has what is not here", "id", id)
			e.intake.current = false
			e.recoverFrom(id, true)
			return true
		}
	}
	return false
}

// checked ends a check; in vain, if there was no answer.
func (e *Engine) checked(r *recovery, inVain bool) {
	r.discard()
	e.rec = nil
	c := &e.checks
	switch {
	case r.unable && c.attempt > 0:
		c.unable = append(c.unable, r.only)
	case inVain:
		c.askAgain(r.only)
	}
	if r.outdated != "" {
		e.link.lost = r.outdated
	}
	e.nextCheck()
}
