// Package dialog holds what stands in front of the panes and must be answered
// first: a question, a form, a text. Dialogs lie on a Stack; only the uppermost
// gets keys. A dialog says how it ended, and whoever opened it acts on that; it
// does nothing by itself.
package dialog

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
)

// Outcome is what a key did to a dialog.
type Outcome uint8

// The outcomes.
const (
	Stay Outcome = iota
	Accepted
	Dismissed
	Copied
	// Completing: what is typed is to be completed.
	Completing
)

// Dialog is one of them. Its methods are called by one goroutine.
type Dialog interface {
	// Key takes a key press, and the action that the keymap gives it ("" for
	// none).
	Key(id keymap.ID, k tea.KeyPressMsg) Outcome
	Paste(s string)
	// View draws the dialog in at most w by h cells, border included; it draws nothing
	// where that is too little for what one must see before one answers.
	View(w, h int, th *themes.Theme) Drawing
}

// Drawing is a drawn dialog. CursorX is -1 where no text is typed.
type Drawing struct {
	Lines            []string
	CursorX, CursorY int
}

// Stack is the dialogs that are open, the uppermost last.
type Stack struct{ open []Dialog }

// Push opens a dialog in front of the others.
func (s *Stack) Push(d Dialog) { s.open = append(s.open, d) }

// Top is the uppermost; nil where none is open.
func (s *Stack) Top() Dialog {
	if len(s.open) == 0 {
		return nil
	}
	return s.open[len(s.open)-1]
}

// Remove closes a dialog, wherever it is.
func (s *Stack) Remove(d Dialog) {
	for i, o := range s.open {
		if o == d {
			s.open = append(s.open[:i:i], s.open[i+1:]...)
			return
		}
	}
}
