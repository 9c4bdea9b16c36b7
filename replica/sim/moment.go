package sim

import "github.com/m-ld/mld-tui/replica/clock"

// moment is what a clone knows at a time, or by a global clock.
//
// Ticks alone do not tell. What an agreement voids can be a fork, and then the process
// goes on without it: another process can come to have the same path in the tree, and
// clocks from before and after the agreement, compared node by node, speak of different
// things. But up to the first agreement that a clone does not know, its clock and that
// of the agreement are of one history, and each agreement knows those before. So
// agreements are counted in order, and what knows more of them than a clone does is
// not known to it, whatever the ticks say.
type moment struct {
	t *truth
	// agreed is how many agreements are known.
	agreed  int
	ticksOf func(clock.Tree) uint64
}

func (t *truth) at(time clock.Tree) moment { return t.moment(time.TicksOf) }

func (t *truth) atGlobal(gwc clock.Global) moment { return t.moment(gwc.TicksOf) }

func (t *truth) moment(ticksOf func(clock.Tree) uint64) moment {
	m := moment{t: t, ticksOf: ticksOf}
	for m.agreed < len(t.agreements) && m.reaches(t.agreements[m.agreed].time) {
		m.agreed++
	}
	return m
}

// reaches reports whether the ticks of a time are known, of whichever history.
func (m moment) reaches(time clock.Tree) bool { return m.ticksOf(time) >= time.Ticks() }

// knows reports whether an operation is known. One that is void then may be said to
// be.
func (m moment) knows(o *op) bool { return o.after <= m.agreed && m.reaches(o.time) }

// voids reports whether an agreement that is known voids an operation: the first that
// the operation does not know, for the others know what that one knows.
func (m moment) voids(o *op) bool {
	return !o.agreed && o.after < m.agreed && !m.t.at(m.t.agreements[o.after].time).reaches(o.time)
}

// counts reports whether an operation is known, and neither void nor against the law.
func (m moment) counts(o *op) bool { return m.knows(o) && !m.voids(o) && !o.unlawful() }
