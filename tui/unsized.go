package tui

import tea "charm.land/bubbletea/v2"

// maxUnsized bounds the keys and pastes that wait for the size of the window.
const maxUnsized = 256

// unsized is what was pressed and pasted before the terminal had told its size, which at the
// start comes in no order with them: it is meant for the window that comes, and not for one
// in which there is room for nothing.
type unsized struct {
	over   bool // the size has come
	inputs []tea.Msg
}

// isUnsized takes an input that has to wait; it reports false for others.
func (m *Root) isUnsized(input tea.Msg) bool {
	if m.unsized.over {
		return false
	}
	if len(m.unsized.inputs) < maxUnsized {
		m.unsized.inputs = append(m.unsized.inputs, input)
	}
	return true
}

// resize takes the size of the window, and what has waited for it.
func (m *Root) resize(w, h int) (cmd tea.Cmd) {
	m.w, m.h = w, h
	m.arrange()
	waited := m.unsized.inputs
	m.unsized = unsized{over: true}
	for _, input := range waited {
		cmd = tea.Batch(cmd, m.handle(input))
	}
	return cmd
}
