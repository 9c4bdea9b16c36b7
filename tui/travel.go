package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/help"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
)

// travel goes so many steps back on the way that one came, where below zero, or forward
// again. Where only the subjects of a type were listed since, they are all again.
func (m *Root) travel(steps int) tea.Cmd {
	for range max(steps, -steps) {
		if steps < 0 {
			m.subj.Back()
		} else {
			m.subj.Forward()
		}
	}
	if now := m.list.Type(); now != "" && now != m.subj.Only() {
		m.listType(m.subj.Only())
	}
	m.setFocus(layout.Subject)
	return m.describe()
}

// followType lists the subjects of the type that the chosen one has.
func (m *Root) followType(t model.IRI) {
	m.subj.FollowToType(t)
	m.listType(t)
	m.setFocus(layout.Subjects)
}

// listType lists the subjects of a type, or all, with the cursor on the chosen one.
func (m *Root) listType(t model.IRI) {
	l := m.list.Listing()
	l.Type, l.Filter, l.Subject = t, "", m.subj.Subject()
	m.list.Show(l)
}

// footerOf is a footer of actions.
func (m *Root) footerOf(ids ...keymap.ID) help.Footer {
	return help.Footer{Keys: m.keys, First: ids, Disabled: m.disabled, Words: m.footerWords()}
}

// footerWords say what a key does just now, where it is not what it mostly does.
func (m *Root) footerWords() map[keymap.ID]string {
	g := m.theme.Glyph
	words := make(map[keymap.ID]string)
	if t, ok := m.subj.Term(); ok && !t.IsRef() {
		words[keymap.Follow], words[keymap.EditValue] = "edit", ""
	}
	if t, ok := m.subj.Value(); ok && t.P == model.RDFType {
		words[keymap.Follow] = "list " + text.CutName(text.Safe(m.names.Type(t.O.IRI()), g), 20, g)
	}
	if _, ok := m.listValue(); ok {
		words[keymap.Follow] = "open the list"
	}
	if _, _, ok := m.subj.ListHere(); ok {
		words[keymap.AddValue] = "add an item"
	}
	if m.list.Type() != "" {
		words[keymap.OnlyType] = "all types"
		if m.subj.CanGoBack() {
			words[keymap.Back] = "back"
		}
	}
	return words
}
