package engine

import "github.com/m-ld/mld-tui/replica/clock"

// Who gives a rev-up may itself lack what others have: because it is recovering, or because
// what it has received waits for its causes. Whom it helps may have come too late to hear of
// that, and takes it that it has been given everything; so a clone of the reference gives what
// waits as well. Protocol page, section 6. Here, what waits may turn out to be nonsense, and is
// told to all as soon as it is applied.
//
// Clones of this engine need not be told: they ask all others as well. See checks.

// late is what somebody could not be given, for it was not here yet.
type late struct {
	to string
	// gwc is what there was to give; zero if nothing is owed.
	gwc clock.Global
}

// isWhole reports whether everything is applied that this clone has received, and nothing is
// known to be missing.
func (e *Engine) isWhole() bool {
	in := &e.intake
	return in.attached && !in.settling && len(in.held) == 0 && in.buffer.len() == 0
}

// noteLate takes note that a clone was given everything that there is, if that may not be all.
func (e *Engine) noteLate(g *giving) {
	if owed := &e.giving.late; !g.fuses && !e.isWhole() && owed.gwc.IsZero() {
		*owed = late{g.to, e.state.GWC}
	}
}

// tellLate tells all what somebody could not be given, when this clone is whole.
func (e *Engine) tellLate() {
	owed := e.giving.late
	if owed.gwc.IsZero() || !e.isWhole() || !e.link.publishing {
		return
	}
	e.giving.late = late{}
	if err := e.republish(owed.to, owed.gwc); err != nil {
		e.log.Warn("what came late cannot be sent to the others", "error", err)
	}
}
