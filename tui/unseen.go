package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
)

// What is drawn decides what gets keys: View, keys, pastes and the mouse all ask unseen.

// unseen reports whether something is open that must be answered, or is typed into, and
// that the window has no room for. It then waits as it is: what one cannot see, one can
// neither save nor confirm. Only the text of an open editor is shown all the same, and typed
// into.
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

// canDraw reports whether there is room for a dialog.
func (m *Root) canDraw() bool { return m.w >= leastDialogWidth && m.h >= leastDialogHeight }

// drawDialog draws a dialog: where there is but a card, over all of the window. It reports
// false where there is no room for it, nor for the field that is typed into.
func (m *Root) drawDialog(d dialog.Dialog) (drawn dialog.Drawing, ok bool) {
	if !m.canDraw() {
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

// unseenKey takes a key while something waits for room: there is but typing into an editor,
// leaving, and what does nothing to it. Letters are for a text, whoever goes on typing.
func (m *Root) unseenKey(k tea.KeyPressMsg) tea.Cmd {
	if m.begun = ""; m.smallEditor() != nil && isTyping(k) {
		if !m.isAhead(k) {
			m.subj.EditKey("", k)
		}
		return nil
	}
	if k.Text != "" {
		return nil
	}
	switch a, _, _ := m.lookup(keymap.Global, k.String()); a.ID {
	case keymap.Quit, keymap.Suspend, keymap.Redraw:
		return m.Do(a.ID)
	}
	return nil
}

// smallEditor is the open editor where there is room for no more than its text; else nil.
func (m *Root) smallEditor() *edit.Editor {
	if m.dialogs.Top() != nil || !m.unseen() {
		return nil
	}
	return m.subj.Editor()
}

// isTyping reports whether a key does no more than change a text, or move in it.
func isTyping(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "backspace", "delete", "left", "right", "home", "end":
		return true
	}
	return k.Text != ""
}

// drawSmallEditor draws the text of an editor where there is room for no more, and says that
// the rest waits.
func (m *Root) drawSmallEditor(e *edit.Editor) (lines []string, x, y int) {
	th, g := &m.theme, m.theme.Glyph
	label := text.CutName(text.Safe(m.names.Property(e.Property), g), m.w/3, g)
	if e.Mode == edit.AddProperty {
		label = text.Cut(map[bool]string{true: "property", false: "value"}[e.OnName], m.w/3, g)
	}
	shown, x := e.Typing().View(m.w-text.Width(label)-1, g)
	lines = []string{th.Accent.Render(label) + " " + th.Field.Render(shown)}
	if m.h > 2 {
		lines = append(lines, "")
	}
	for _, l := range text.Wrap(text.Safe(m.sayUnseen(), g), m.w, max(1, m.h-len(lines)), g) {
		lines = append(lines, th.Text.Render(l))
	}
	return lines[:min(len(lines), m.h)], text.Width(label) + 1 + x, 0
}

// sayUnseen says what waits, and how one leaves all the same.
func (m *Root) sayUnseen() string {
	if m.leaving.again && m.notice.text != "" {
		return m.notice.text
	}
	s := "What you search for waits for a larger window. Keys do nothing now."
	switch {
	case m.dialogs.Top() != nil:
		s = "A dialog waits for a larger window. Keys do nothing now."
	case m.subj.Editor() != nil:
		s = "What you type here waits for a larger window to be saved."
	}
	if k := m.quitKey(); k != "" {
		s += " " + k + " leaves."
	}
	return s
}
