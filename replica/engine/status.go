package engine

// Status tells how the clone stands in its domain.
// Protocol page, section 6, "Status".
type Status struct {
	Online   bool
	Outdated bool
	Silo     bool
	Ticks    uint64
	// Present: the relay has told that others can see this clone.
	Present bool
	// Joining: the clone is new, and waits for its first snapshot.
	Joining bool
	// ReadOnly says why the clone takes no writes; empty if it does.
	ReadOnly string
	// Lost says what stands between the clone and the others for good, such as
	// edits that no other clone can connect to its own history any more.
	Lost string
	// Unsent counts the clone's own operations that nobody was sent yet, as far as is known.
	Unsent int
	// Refusals counts what was refused and is kept: one of each kind.
	Refusals int
	// Conflicts counts the properties that are in conflict: see store.Tx.ConflictAt.
	Conflicts int
}

// Status is the present status.
func (e *Engine) Status() Status { return e.status }

// Others are the other clones that are present, in order.
func (e *Engine) Others() []string { return e.link.others }

func (e *Engine) currentStatus() Status {
	live := e.link.liveness()
	st := Status{
		Refusals: len(e.refusals.list), Unsent: int(e.state.Unsent),
		Online: live != unknown, Present: e.link.listed, Joining: !e.has, ReadOnly: e.readOnly(), Lost: e.link.lost,
	}
	if !e.has {
		st.Outdated = true
		return st
	}
	st.Silo = live == alone
	lone := e.state.Time.IsID() && e.rec == nil // Nobody has joined it, or is said to be there.
	st.Outdated = !lone && !e.intake.current && (e.link.everLive || !st.Silo || e.isApart())
	st.Ticks, st.Conflicts = e.state.Time.Ticks(), e.conflicts
	switch {
	case st.Lost != "": // It says more: why nobody can give what is waited for, and what to do.
	case e.intake.stuck:
		st.Lost = "edits of others wait here for earlier ones that nobody who is present can give"
		if e.intake.refused != "" {
			st.Lost += ": " + e.intake.refused + "; get the newest mld-tui, or move the data away and join anew"
		}
	case e.intake.refused != "":
		st.Lost = e.intake.refused
	default:
		st.Lost = e.warning
	}
	return st
}
