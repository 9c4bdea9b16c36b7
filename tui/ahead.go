package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// The bounds of what is typed ahead: so much in all, where each key counts as so much
// besides its text.
const (
	maxAhead = 2 * maxPaste
	keyCost  = 32
)

// ahead is what is typed and pasted while an editor saves, or waits for an answer to do
// so. It is meant for what comes after the save, and waits for that in its order: who
// knows the way types faster than a disk writes.
type ahead struct {
	of     *edit.Editor
	inputs []tea.Msg // tea.KeyPressMsg and tea.PasteMsg
	size   int
	full   bool
}

func inputSize(msg tea.Msg) int {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return keyCost + len(msg.Text)
	case tea.PasteMsg:
		return keyCost + len(msg.Content)
	}
	return 0
}

// savingEditor is the editor that takes nothing now, for it saves; nil for none.
func (m *Root) savingEditor() *edit.Editor {
	if e := m.subj.Editor(); e != nil && e.Busy() && m.dialogs.Top() == nil {
		return e
	}
	return nil
}

// isAhead takes a key or a paste that has to wait; it reports false for others.
func (m *Root) isAhead(msg tea.Msg) bool {
	e := m.savingEditor()
	if e == nil {
		return false
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		a, _ := m.keys.Lookup(keymap.Editor, k.String())
		switch {
		case a.ID == keymap.Cancel && !e.Saving: // It only looks, and can be left.
			m.ahead = ahead{}
			return false
		case k.String() == "ctrl+c": // as in a shell: what was typed ahead is dropped
			m.dropAhead()
			return true
		}
	}
	if m.ahead.of != e {
		m.ahead = ahead{of: e}
	}
	if m.ahead.full || m.ahead.size+inputSize(msg) > maxAhead {
		m.ahead.full = true
		m.notice = tooMuchAhead
		return true
	}
	m.ahead.size += inputSize(msg)
	m.ahead.inputs = append(m.ahead.inputs, msg)
	e.Ahead = len(m.ahead.inputs)
	m.subj.Touch()
	return true
}

var tooMuchAhead = notice{"Too much was typed while this was saved: the end of it is dropped.", badNotice}

// playAhead does what was typed ahead, as soon as the editor has saved. Where it has not,
// all is dropped: what was meant for another place must not go into its text.
func (m *Root) playAhead() (cmd tea.Cmd) {
	e := m.ahead.of
	if e == nil || m.savingEditor() == e {
		return nil
	}
	if m.subj.Editor() != nil || m.subj.Subject() != e.Subject || m.dialogs.Top() != nil {
		m.dropAhead()
		return nil
	}
	for len(m.ahead.inputs) > 0 && m.savingEditor() == nil {
		next := m.ahead.inputs[0]
		m.ahead.inputs = m.ahead.inputs[1:]
		m.ahead.size -= inputSize(next)
		switch next := next.(type) {
		case tea.KeyPressMsg:
			cmd = both(cmd, m.key(next))
		case tea.PasteMsg:
			cmd = both(cmd, m.paste(next.Content))
		}
	}
	if n := len(m.ahead.inputs); n > 0 { // One of them has saved again.
		m.ahead.of = m.savingEditor()
		m.ahead.of.Ahead = n
		return cmd
	}
	if m.ahead.full {
		m.notice = tooMuchAhead
	}
	m.ahead = ahead{}
	return cmd
}

// dropAhead forgets what was typed ahead, and says so.
func (m *Root) dropAhead() {
	n, e := len(m.ahead.inputs), m.ahead.of
	m.ahead = ahead{}
	if n == 0 {
		return
	}
	e.Ahead = 0
	m.subj.Touch()
	said := "what you typed since (" + text.Plural(n, "key", "keys") + ") is dropped"
	if e == m.subj.Editor() && !e.Saving {
		said = "not saved yet: " + said
	}
	m.notice = notice{upperFirst(said) + ".", badNotice}
}
