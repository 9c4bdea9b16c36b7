package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/layout"
)

func (m *Root) listed(msg subjectsMsg) tea.Cmd {
	if !m.list.Deliver(msg.answer) {
		return nil
	}
	var next tea.Cmd
	if r, more := msg.answer.Request, msg.more; !msg.answer.Done {
		next = m.run(msg.ctx, func(ctx context.Context) any { return nextPortion(ctx, r, more) })
	}
	return tea.Batch(next, m.chosenByList(msg))
}

func (m *Root) chosenByList(msg subjectsMsg) tea.Cmd {
	if msg.answer.Err != nil {
		m.o.Log.Warn("could not list the subjects", "err", msg.answer.Err)
		m.warn("the subjects could not be read: " + msg.answer.Err.Error())
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

// target is the subject that an action on subjects means: the one under the
// cursor of the pane with the focus.
func (m *Root) target() model.IRI {
	if m.focus == layout.Subjects {
		row, _ := m.list.Selected()
		return row.ID
	}
	return m.subj.Subject()
}

// point has the list's cursor follow the subject that is shown, where it is listed.
func (m *Root) point() {
	if id := m.subj.Subject(); id != m.pointed {
		m.pointed = id
		m.list.Point(id)
	}
}

// agree has both panes be about one subject before a key of theirs acts: where one is shown
// that is not listed, a key of the list acts on what its cursor is on, which is shown again.
// What is written to the subject is worked in.
func (m *Root) agree(id keymap.ID) tea.Cmd {
	switch a, _ := m.keys.Get(id); {
	case m.focus == layout.Subject && a.Writes:
		m.subj.Stay()
	case m.focus == layout.Subjects && a.In(keymap.Subjects):
		return m.choose()
	}
	return nil
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
	if d.err == nil && len(d.content.Did) == 0 { // Else one sees what became of it.
		m.sayAbsent(d.content.Absence)
	}
	m.tellBeside()
	late := m.pressEarly()
	if m.subjStale {
		return tea.Batch(m.describe(), late)
	}
	return late
}
