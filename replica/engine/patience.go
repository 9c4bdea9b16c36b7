package engine

import "time"

// What waits for what does not come is not waited for for ever: others are asked, each in
// turn, then for a snapshot; then nobody for a while, in which somebody may come; and then
// it is dropped.
const (
	// maxPuzzles is how many recoveries are tried, each with another clone, and
	// with checks of all others, before a snapshot is, and then none.
	maxPuzzles = 3
	// stuckPatience is how many network timeouts nobody is asked then, and what waits is
	// kept; or how many one that is outdated waits. It is doubled each time thereafter, at
	// most maxQuiets times.
	stuckPatience = 30
	maxQuiets     = 6
)

// waitForBuffer gives what is in the buffer some time.
func (e *Engine) waitForBuffer() {
	in := &e.intake
	if in.timer != 0 {
		return
	}
	patience := e.cfg.NetworkTimeout
	if in.stuck {
		patience = e.quiet()
	}
	in.timer = e.after(patience, func() {
		in.timer = 0
		switch {
		case in.buffer.len() == 0 || !in.attached:
		case e.checks.going, in.next != 0:
			e.waitForBuffer()
		case in.stuck:
			e.forget()
		case in.puzzles < maxPuzzles:
			e.troubled("operations wait for others that do not come", false)
		case !in.begged:
			in.begged = true
			e.troubled("operations wait for others that nobody gave", true)
		default:
			in.stuck = true
			e.log.Error("operations wait for others that nobody can give", "waiting", in.buffer.len())
			e.waitForBuffer()
		}
	})
}

// quiet is how long nobody is asked now, for all who are there have been, in vain.
func (e *Engine) quiet() time.Duration {
	n := min(e.intake.quiets, maxQuiets)
	e.intake.quiets++
	return (stuckPatience << n) * e.cfg.NetworkTimeout
}

// forget drops what waits for what nobody has who was there. Who has it sends it again,
// together with the rest, to a clone that says what it has.
func (e *Engine) forget() {
	e.log.Warn("operations are dropped that waited for others that nobody could give", "waiting", e.intake.buffer.len())
	e.intake.buffer = buffer{}
	e.isClear()
}

// cheerUp has a clone that is stuck try again, for somebody has come.
func (e *Engine) cheerUp() {
	e.intake.stuck, e.intake.puzzles = false, maxPuzzles-1
	e.retryLater()
}
