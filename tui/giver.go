package tui

import (
	"slices"

	"github.com/m-ld/mld-tui/replica"
)

// giver is who gave data last.
type giver struct{ id, name string }

// noteGiver takes note of who gave data last: they may be gone when it is told.
func (m *Root) noteGiver(got replica.Recovered) {
	if got.From == "" {
		return
	}
	if m.gave.id != got.From {
		m.gave = giver{id: got.From}
	}
	if name, ok := m.peerNamed(got.From); ok {
		m.gave.name = name
	}
}

// gaveName is who gave data last, even if they are gone.
func (m *Root) gaveName(id string) string {
	here := slices.ContainsFunc(m.together.peers, func(p replica.Peer) bool { return p.ID == id })
	switch {
	case here:
		return m.cloneName(id)
	case m.gave.id == id && m.gave.name != "":
		return m.gave.name
	}
	return "a teammate who is not here now"
}
