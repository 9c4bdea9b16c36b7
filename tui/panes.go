package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/layout"
)

// doInPane carries out an action of the pane with the focus.
func (m *Root) doInPane(id keymap.ID) tea.Cmd {
	switch m.focus {
	case layout.Subject:
		return m.doInSubject(id)
	case layout.Referrers:
		return m.doInReferrers(id)
	case layout.Changes:
		return m.doInFeed(id)
	default:
		if id == keymap.Open {
			m.setFocus(layout.Subject)
			cmd := m.choose()
			if row, ok := m.list.Selected(); ok && row.Property != "" { // It was found by what is there.
				m.subj.GoToProperty(row.Property)
			}
			return cmd
		}
		if m.list.Do(id) {
			return m.choose()
		}
		return nil
	}
}

func (m *Root) doInSubject(id keymap.ID) tea.Cmd {
	switch id {
	case keymap.Follow:
		return m.followValue()
	case keymap.Leave:
		if !m.subj.Listed() && m.subj.CanGoBack() {
			return m.travel(-1)
		}
		m.setFocus(layout.Subjects)
	case keymap.EditValue:
		m.warn(m.subj.EditValue())
	case keymap.AddValue:
		m.warn(m.subj.AddValue())
	case keymap.AddProp:
		m.warn(m.subj.AddProperty())
	default:
		m.subj.Do(id)
	}
	return nil
}

// setFocus gives a pane the keys.
func (m *Root) setFocus(p layout.Pane) {
	m.focus = p
	switch p {
	case layout.Subject, layout.Referrers:
		m.side = layout.Subject
	case layout.Changes:
		m.side = p
	}
	m.list.Blur()
	m.subj.Blur()
	if p != layout.Changes {
		m.feed.Blur()
	}
	m.refs.Blur()
	switch p {
	case layout.Subjects:
		m.list.Focus()
	case layout.Subject:
		m.subj.Focus()
	case layout.Changes:
		m.feed.Focus()
	case layout.Referrers:
		m.refs.Focus()
	}
	m.arrange()
}
