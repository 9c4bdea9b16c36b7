package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
)

// elsewhere are the panes with the action that goes to each, in the order in which a key
// that means nothing here is looked for.
var elsewhere = []struct {
	scope keymap.Scope
	goes  keymap.ID
}{
	{keymap.Subject, keymap.GoSubject},
	{keymap.Subjects, keymap.GoList},
	{keymap.Changes, keymap.GoChanges},
	{keymap.Referrers, keymap.GoRefs},
}

// deadKey says of a letter that means nothing in the pane with the focus where it means
// something. Other keys, and those that only go back, are pressed out of habit.
func (m *Root) deadKey(k tea.KeyPressMsg) {
	if k.Text == "" {
		return
	}
	plain := m.theme.Glyph.ASCII
	key := keymap.KeyText(k.String(), plain)
	for _, e := range elsewhere {
		a, ok := m.keys.Lookup(e.scope, k.String())
		switch {
		case !ok:
			continue
		case a.ID == keymap.Leave || a.ID == keymap.LeaveRefs:
			return
		}
		m.notice = notice{"Not here: press " + m.keys.Key(e.goes, plain) + ", then " + key + " to " + a.Title + ".", plainNotice}
		return
	}
	m.notice = notice{"Nothing is on the key " + key + ": " + m.keys.Key(keymap.Help, plain) + " shows all keys.", plainNotice}
}
