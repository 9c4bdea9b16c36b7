package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/palette"
)

// openPalette offers everything that can be done, in whichever pane.
func (m *Root) openPalette() {
	items := palette.Actions(m.keys, m.disabledAnywhere, m.theme.Glyph.ASCII)
	p := palette.New("What to do?", "type a few letters of it", m.keys, items)
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		return m.doAnywhere(keymap.ID(item.ID))
	})
}

// paneOf is the pane in which an action can be done: the one with the focus, if
// it is one of its own.
func (m *Root) paneOf(id keymap.ID) layout.Pane {
	a, _ := m.keys.Get(id)
	here := m.paneScope(m.focus)
	if a.In(keymap.Global) || a.In(here) {
		return m.focus
	}
	for _, p := range []layout.Pane{layout.Subject, layout.Subjects, layout.Changes} {
		if a.In(m.paneScope(p)) {
			return p
		}
	}
	return m.focus
}

func (*Root) paneScope(p layout.Pane) keymap.Scope {
	switch p {
	case layout.Subject:
		return keymap.Subject
	case layout.Changes:
		return keymap.Changes
	default:
		return keymap.Subjects
	}
}

// disabledAnywhere says why an action could not be done even if its pane had the
// focus.
func (m *Root) disabledAnywhere(id keymap.ID) string {
	was := m.focus
	m.focus = m.paneOf(id)
	defer func() { m.focus = was }()
	return m.disabled(id)
}

// doAnywhere carries out an action in the pane where it can be done.
func (m *Root) doAnywhere(id keymap.ID) tea.Cmd {
	if p := m.paneOf(id); p != m.focus {
		m.setFocus(p)
	}
	return m.Do(id)
}
