package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
)

// What is drawn decides what gets keys: View, keys, pastes and the mouse all ask unseen.

// unseen reports whether something is open that must be answered, or is typed into, and
// that the window has no room for. It then waits as it is: what one cannot see, one can
// neither type, nor save, nor confirm.
func (m *Root) unseen() bool {
	_, unseen := m.drawOpen()
	return unseen
}

// drawOpen draws the dialog that is open, if one is, and tells what unseen does.
func (m *Root) drawOpen() (drawn dialog.Drawing, unseen bool) {
	if d := m.dialogs.Top(); d != nil {
		drawn, ok := m.drawDialog(d)
		return drawn, !ok
	}
	return drawn, m.lay.Mode == layout.TooSmall && m.busy()
}

// The smallest window in which a dialog can be read.
const (
	leastDialogWidth  = 24
	leastDialogHeight = 6
)

// drawDialog draws a dialog: where there is but a card, over all of the window. It reports
// false where there is no room for it, nor for the field that is typed into.
func (m *Root) drawDialog(d dialog.Dialog) (drawn dialog.Drawing, ok bool) {
	if m.w < leastDialogWidth || m.h < leastDialogHeight {
		return drawn, false
	}
	if m.lay.Mode != layout.TooSmall {
		drawn = d.View(m.w-2, m.h-2, &m.theme)
	} else {
		drawn = d.View(m.w, m.h, &m.theme)
		drawn.Lines = drawn.Lines[:min(len(drawn.Lines), m.h)]
		for i, l := range drawn.Lines {
			drawn.Lines[i] = text.Cut(l, m.w, m.theme.Glyph)
		}
	}
	last := len(drawn.Lines) - 1 // the border
	return drawn, last > 0 && (drawn.CursorX < 0 || drawn.CursorY < last)
}

// unseenKey takes a key while something waits for room: there is but leaving, and what does
// nothing to it. Letters are for a text, whoever goes on typing.
func (m *Root) unseenKey(k tea.KeyPressMsg) tea.Cmd {
	if k.Text != "" {
		m.begun = ""
		return nil
	}
	switch a, _, _ := m.lookup(keymap.Global, k.String()); a.ID {
	case keymap.Quit, keymap.Suspend, keymap.Redraw:
		return m.Do(a.ID)
	}
	return nil
}

// sayUnseen says what waits, and how one leaves all the same.
func (m *Root) sayUnseen() string {
	if m.leaving && m.notice.text != "" {
		return m.notice.text
	}
	what := "What you type"
	if m.dialogs.Top() != nil {
		what = "A dialog"
	}
	s := what + " waits for a larger window. Nothing is lost meanwhile."
	a, _ := m.keys.Get(keymap.Quit)
	for _, k := range a.Keys {
		if strings.Contains(k, "+") { // the others are letters
			return s + " " + keymap.KeyText(k, m.theme.Glyph.ASCII) + " leaves."
		}
	}
	return s
}
