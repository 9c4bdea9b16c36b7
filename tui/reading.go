package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"
)

func (m *Root) listed(msg subjectsMsg) tea.Cmd {
	if !m.list.Deliver(msg.answer) {
		return nil
	}
	var next tea.Cmd
	if r, more := msg.answer.Request, msg.more; !msg.answer.Done {
		next = m.run(msg.ctx, func(ctx context.Context) any { return nextPortion(ctx, r, more) })
	}
	return both(next, m.chosenByList(msg))
}

func (m *Root) chosenByList(msg subjectsMsg) tea.Cmd {
	if msg.answer.Err != nil {
		m.o.Log.Warn("could not list the subjects", "err", msg.answer.Err)
		m.notice = notice{"The subjects could not be read: " + msg.answer.Err.Error(), badNotice}
	}
	// What is chosen follows the person, not the data: only while nothing is
	// chosen, or while they type a filter, the list chooses.
	if m.list.Jumped() || m.subj.Subject() == "" || m.list.Typing() {
		cmd := m.choose()
		if msg.answer.Err == nil && (msg.answer.Done || cmd != nil) {
			m.isBack()
		}
		return cmd
	}
	if row, ok := m.list.Selected(); ok && m.deleted != "" && row.ID != m.deleted {
		gone := m.deleted
		m.deleted = ""
		if m.subj.Subject() == gone {
			return m.choose()
		}
	}
	return nil
}

// choose shows the subject under the list's cursor.
func (m *Root) choose() tea.Cmd {
	row, ok := m.list.Selected()
	if !ok || row.ID == m.subj.Subject() || m.subj.Editor() != nil {
		return nil
	}
	m.subj.Show(row.ID, row.Label)
	return m.describe()
}

func (m *Root) described(d describeMsg) tea.Cmd {
	if d.gen != m.subjGen {
		return nil
	}
	m.subjPending = false
	if d.err != nil {
		m.o.Log.Warn("could not describe a subject", "subject", d.id, "err", d.err)
	}
	m.subj.Set(d.id, d.content, d.err)
	m.tellBeside()
	late := m.pressEarly()
	if m.subjStale {
		return both(m.describe(), late)
	}
	return late
}
