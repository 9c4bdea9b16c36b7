// Package dialog holds what stands in front of the panes and must be answered
// first: a question, a form, a text. Dialogs lie on a Stack; only the uppermost
// gets keys. A dialog says how it ended, and whoever opened it acts on that; it
// does nothing by itself.
package dialog

import (
	"iter"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
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
	// Rows are the lines of the fields, or of the options, that can be clicked on.
	Rows []int
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

// All are those that are open, the lowest first.
func (s *Stack) All() iter.Seq[Dialog] { return slices.Values(s.open) }

// Has reports whether a dialog is open.
func (s *Stack) Has(d Dialog) bool { return slices.Contains(s.open, d) }

// Remove closes a dialog, wherever it is.
func (s *Stack) Remove(d Dialog) {
	s.open = slices.DeleteFunc(slices.Clone(s.open), func(o Dialog) bool { return o == d })
}

// ahead is how much is typed while a form saves, and waits for that.
type ahead int

// Keep is told how many keys and pastes wait until the form has saved.
func (a *ahead) Keep(n int) { *a = ahead(n) }

// word says of what is being done how much waits for it.
func (a ahead) word(doing string, g themes.Glyphs) string { return text.Doing(doing, int(a), g) }
