package tui

import tea "charm.land/bubbletea/v2"

// SettleMsg asks the root to say when nothing is under way: it puts Mark at the
// end of the window's title once it has taken the given number of key presses and
// pastes, has shown what happened up to Tick, and waits for no result, nor for a timer
// that is over; with Busy, what the keys have asked for need not have come. It is the seam for
// tests, which so wait for events and not for time.
type SettleMsg struct {
	Mark   string
	Inputs int
	Tick   uint64
	Busy   bool
}

// settled answers a SettleMsg, once what it waits for is so. While one waits, no batch is taken
// beyond its tick: where others write without end, all would never be still.
func (m *Root) settled() tea.Cmd {
	s := m.settle
	if s == nil || m.inputs < s.Inputs || !s.Busy && !m.isSettled(s.Tick) {
		return nil
	}
	m.mark, m.settle = s.Mark, nil
	if !m.batchHeld {
		return nil
	}
	m.batchHeld = false
	return m.nextBatch()
}

// isSettled reports whether all is shown that happened up to a tick, and nothing is under way.
func (m *Root) isSettled(tick uint64) bool {
	return m.unsized.over && m.underWay == 0 && !m.isWaking() && m.batchTick >= tick && m.bar.Status.Ticks >= tick
}
