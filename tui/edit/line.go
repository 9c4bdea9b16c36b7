// Package edit holds what one types into: a text with a cursor and a selection,
// and the editor of a value with its type, its completion, its error and its
// badge. They draw nothing by a timer (the terminal blinks the cursor itself), and
// they never lose what was typed: only saving and cancelling close them.
package edit

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
)

// Line edits one text, of one line or of many. What people take for one character
// is one step of the cursor. Line breaks and control characters that come by
// pasting, or that the value had, are kept. The zero Line is empty and ready.
type Line struct {
	chars  []string // grapheme clusters; never changed in place
	cursor int
	anchor int // the other end of the selection; the cursor where there is none
	goal   int // the cell that moving up and down keeps, plus one; 0 for none
	typing bool
	past   []moment // what was there, to go back to; the newest last
	future []moment

	from int // the first character shown by View
	top  int // the first row shown by Draw
	page int // how many were shown
	laid laid
}

// laid is how Draw laid the text out.
type laid struct {
	w    int
	g    themes.Glyphs
	rows []row // nil when the text has changed since
}

// moment is a text as it was.
type moment struct {
	chars  []string
	cursor int
}

// NewLine is a line with a text and the cursor at its end.
func NewLine(s string) Line {
	var l Line
	l.Set(s)
	return l
}

// Set replaces the text and puts the cursor at its end. Undo does not go back
// beyond it.
func (l *Line) Set(s string) {
	*l = Line{laid: l.laid}
	l.put(clusters(s))
	l.moveTo(len(l.chars), false)
}

// Replace replaces the text, as by typing: undo brings back what was there. The
// cursor goes to the given character.
func (l *Line) Replace(s string, cursor int) {
	l.remember(false)
	l.put(clusters(s))
	l.moveTo(cursor, false)
}

func (l *Line) put(chars []string) { l.chars, l.laid.rows = chars, nil }

// Value is the text.
func (l *Line) Value() string { return strings.Join(l.chars, "") }

// IsEmpty reports whether nothing is typed.
func (l *Line) IsEmpty() bool { return len(l.chars) == 0 }

// Edited reports whether something is typed since Set that is not taken back.
func (l *Line) Edited() bool { return len(l.past) > 0 }

// Position is the number of characters before the cursor.
func (l *Line) Position() int { return l.cursor }

// SelectAll selects the whole text, so that typing replaces it.
func (l *Line) SelectAll() {
	l.moveTo(0, false)
	l.moveTo(len(l.chars), true)
}

// Selected is the text that is selected; empty for none.
func (l *Line) Selected() string {
	from, to := l.selection()
	return strings.Join(l.chars[from:to], "")
}

func (l *Line) selection() (from, to int) {
	return min(l.cursor, l.anchor), max(l.cursor, l.anchor)
}

func clusters(s string) []string {
	var cs []string
	for len(s) > 0 {
		c, _ := ansi.FirstGraphemeCluster(s, ansi.GraphemeWidth)
		if c == "" {
			c = s[:1]
		}
		cs = append(cs, c)
		s = s[len(c):]
	}
	return cs
}

// newlines: terminals send line breaks of what is pasted in several forms.
var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n")

// Insert puts text in the place of the selection, or at the cursor, as by typing
// or pasting.
func (l *Line) Insert(s string) {
	s = newlines.Replace(s)
	from, to := l.selection()
	typed := from == to && len(s) <= 4 && strings.TrimSpace(s) != ""
	l.remember(typed)
	before := strings.Join(l.chars[:from], "") + s
	after := strings.Join(l.chars[to:], "")
	// Clusters are found anew, for an accent joins the letter before it.
	l.put(clusters(before + after))
	l.moveTo(len(clusters(before)), false)
	l.typing = typed
}

func (l *Line) remove(from, to int) {
	if from == to {
		return
	}
	l.remember(false)
	l.put(append(l.chars[:from:from], l.chars[to:]...))
	l.moveTo(from, false)
}

// maxPast bounds how far undo goes back.
const maxPast = 100

// remember keeps the text as it is now for undo. What is typed in one go is one
// step.
func (l *Line) remember(typed bool) {
	l.future = nil
	if typed && l.typing {
		return
	}
	if len(l.past) == maxPast {
		l.past = append(l.past[:0], l.past[1:]...)
	}
	l.past = append(l.past, moment{l.chars, l.cursor})
}

// undo goes one step back, or forward again.
func (l *Line) undo(from, to *[]moment) {
	n := len(*from)
	if n == 0 {
		return
	}
	m := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, moment{l.chars, l.cursor})
	l.put(m.chars)
	l.moveTo(m.cursor, false)
}

// moveTo moves the cursor; the selection goes with it, or is dropped.
func (l *Line) moveTo(at int, selecting bool) {
	l.cursor = min(max(0, at), len(l.chars))
	if !selecting {
		l.anchor = l.cursor
	}
	l.goal, l.typing = 0, false
}
