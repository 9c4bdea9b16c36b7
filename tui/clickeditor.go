package tui

import (
	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
)

// leftByClick takes a click while a value is edited: in the text, the cursor goes there. A
// click elsewhere leaves the editor, of which it reports whether it did, but what is typed is
// not left by a slip of the hand.
func (m *Root) leftByClick(e *edit.Editor, x, y int) bool {
	if r := m.lay.Panes[layout.Subject]; r.Contains(x, y) && m.subj.ClickEditor(x-r.X, y-r.Y, false) {
		m.selects = true
		return false
	}
	if e.Busy() {
		return false
	}
	if e.Edited() {
		key := func(id keymap.ID) string { return m.keys.Key(id, m.theme.Glyph.ASCII) }
		m.notice = notice{"This is not saved yet: " + key(keymap.Save) + " saves it, " + key(keymap.Cancel) + " leaves it.", plainNotice}
		return false
	}
	m.leaveEditor(e)
	return true
}
