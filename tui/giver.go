package tui

import (
	"slices"
	"time"

	"github.com/m-ld/mld-tui/replica"
)

// giver is who gave all the data, and when that began and was here.
type giver struct {
	id, name     string
	began, ended time.Time
}

// noteGiver takes note of who gave all the data last: they may be gone when it is told.
func (m *Root) noteGiver(got replica.Recovered) {
	if got.From == "" || !got.Snapshot {
		return
	}
	was := m.gave
	if !was.ended.Equal(got.Ended) || was.id != got.From {
		m.gave = giver{id: got.From, began: got.Began, ended: got.Ended}
	}
	if name, ok := m.peerNamed(got.From); ok {
		m.gave.name = name
	}
	if m.gave != was {
		m.feed.Redraw()
		if m.record != nil {
			m.record.Redraw()
		}
	}
}

// gaveAll is the name of who gave all the data at a time; empty where it is not known. The
// log has the time to the millisecond.
func (m *Root) gaveAll(at time.Time) string {
	if at.Before(m.gave.began.Truncate(time.Millisecond)) || at.After(m.gave.ended) {
		return ""
	}
	return m.gave.name
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
