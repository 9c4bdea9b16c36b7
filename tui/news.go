package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/layout"
)

func (m *Root) status(s statusMsg) tea.Cmd {
	arrived := m.bar.Status.Joining && !s.status.Joining
	if lost := s.status.Lost; lost != "" && lost != m.bar.Status.Lost {
		m.warn(lost)
	}
	contested := m.bar.Known && s.status.Conflicts != m.bar.Status.Conflicts
	m.bar.Status, m.bar.Link, m.bar.Known, m.bar.Open = s.status, s.link, true, s.open
	m.together.peers = s.peers
	m.present(s.self, s.peers)
	m.noteGiver(s.link.Exchange.Last)
	m.refreshConnection(s.link)
	if m.saved != nil && (!s.status.Online || s.status.Outdated) {
		m.saved.since = m.o.Now()
	}
	if m.o.ReadOnly && m.bar.Status.ReadOnly == "" {
		m.bar.Status.ReadOnly = "it was opened for looking only"
	}
	if arrived {
		m.list.ReadAnew()
	}
	if m.bar.Closed {
		return nil
	}
	cmd := tea.Batch(m.accompany(), m.awaitStatus(s))
	if contested && m.then.past == nil { // That all values are to be kept, no update tells.
		m.list.Refresh()
		cmd = tea.Batch(cmd, m.describe())
	}
	return cmd
}

// count counts what one has not seen.
func (m *Root) count(b batch) {
	if !m.lay.Panes[layout.Changes].IsZero() || m.lay.Mode == layout.TooSmall {
		m.unread = 0
		return
	}
	m.unread += b.skipped
	for _, u := range b.updates {
		if !m.who(u.Author).Self && u.Tick > m.past {
			m.unread++
		}
	}
}

// who names the author of an update: by the principal that they claim, else by what
// they announced, else by a tag of their process.
func (m *Root) who(a replica.Author) changes.Who {
	w := changes.Who{Self: a.Self}
	name, known := "", false
	if m.o.Who != nil {
		name, known = m.o.Who(a)
	}
	if !known && !a.Self && a.Principal == "" {
		name, known = m.clone.NameOf(a)
	}
	switch {
	case known:
		w.Self = a.Self && m.isMe(name) && !m.together.roster.IsBeside(a) // Others may share the clone.
		w.Name = m.together.roster.Called(name, a)
		w.Mark = m.together.roster.MarkOf(w.Name)
	case a.Self:
		w.Name = "you"
	case a.Principal != "":
		w.Name = m.principal(a.Principal)
		w.Mark = m.together.roster.MarkOf(w.Name)
	default:
		w.Name, w.Unnamed = "someone "+a.Tag(), true
	}
	return w
}

// maxPrincipals is of how many it is remembered how they are called.
const maxPrincipals = 1000

// principal is what somebody is called of whom only an id is known: by what that ends with,
// unless the id of another ends so, too.
func (m *Root) principal(id model.IRI) string {
	short := m.names.Subject(id)
	name := replica.LastPart(id)
	if short != string(id) || name == "" {
		return short // It is of the domain.
	}
	called := &m.together.principals
	if *called == nil || len(*called) > maxPrincipals {
		*called = make(map[string]model.IRI)
	}
	if _, known := (*called)[name]; !known {
		(*called)[name] = id
	}
	if (*called)[name] != id {
		return short
	}
	return name
}

// whoOrYou names who made a change, with "you" for oneself, and tells whether that is oneself.
func (m *Root) whoOrYou(a replica.Author) (name string, self bool) {
	w := m.who(a)
	if w.Self {
		w.Name = "you"
	}
	return w.Name, w.Self
}
