// Package edit holds what one types into: a line of text, and the editor of a
// value with its type, its error and its badge. They draw nothing by a timer
// (the terminal blinks the cursor itself), and they never lose what was typed:
// only saving and cancelling close them.
package edit

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Line edits one text. What people take for one character is one step of the
// cursor. Line breaks and control characters that come by pasting, or that the
// value had, are kept and shown as signs.
type Line struct {
	chars  []string // grapheme clusters
	cursor int
	from   int // the first shown
}

// NewLine is a line with a text and the cursor at its end.
func NewLine(s string) Line {
	var l Line
	l.Set(s)
	return l
}

// Set replaces the text and puts the cursor at its end.
func (l *Line) Set(s string) {
	l.chars = clusters(s)
	l.cursor, l.from = len(l.chars), 0
}

// Value is the text.
func (l *Line) Value() string { return strings.Join(l.chars, "") }

// IsEmpty reports whether nothing is typed.
func (l *Line) IsEmpty() bool { return len(l.chars) == 0 }

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

// Insert puts text at the cursor, as by typing or pasting.
func (l *Line) Insert(s string) {
	before := strings.Join(l.chars[:l.cursor], "") + s
	after := strings.Join(l.chars[l.cursor:], "")
	// Clusters are found anew, for an accent joins the letter before it.
	l.chars = clusters(before + after)
	l.cursor = len(clusters(before))
}

// Key takes a key press; it reports whether it was one for a line.
func (l *Line) Key(k tea.KeyPressMsg) bool {
	switch k.String() {
	case "left":
		l.cursor = max(0, l.cursor-1)
	case "right":
		l.cursor = min(len(l.chars), l.cursor+1)
	case "home", "ctrl+a":
		l.cursor = 0
	case "end", "ctrl+e":
		l.cursor = len(l.chars)
	case "ctrl+left", "alt+left", "alt+b":
		l.cursor = l.wordLeft()
	case "ctrl+right", "alt+right", "alt+f":
		l.cursor = l.wordRight()
	case "backspace", "ctrl+h":
		l.remove(max(0, l.cursor-1), l.cursor)
	case "delete", "ctrl+d":
		l.remove(l.cursor, min(len(l.chars), l.cursor+1))
	case "ctrl+w", "alt+backspace":
		l.remove(l.wordLeft(), l.cursor)
	case "alt+d":
		l.remove(l.cursor, l.wordRight())
	case "ctrl+u":
		l.remove(0, l.cursor)
	case "ctrl+k":
		l.remove(l.cursor, len(l.chars))
	case "alt+enter", "ctrl+j", "shift+enter":
		l.Insert("\n")
	default:
		if k.Text == "" || k.Mod&^tea.ModShift != 0 {
			return false
		}
		l.Insert(k.Text)
	}
	return true
}

func (l *Line) remove(from, to int) {
	l.chars = append(l.chars[:from:from], l.chars[to:]...)
	l.cursor = from
}

func isSpace(c string) bool {
	return c != "" && unicode.IsSpace([]rune(c)[0])
}

func (l *Line) wordLeft() int {
	i := l.cursor
	for i > 0 && isSpace(l.chars[i-1]) {
		i--
	}
	for i > 0 && !isSpace(l.chars[i-1]) {
		i--
	}
	return i
}

func (l *Line) wordRight() int {
	i := l.cursor
	for i < len(l.chars) && isSpace(l.chars[i]) {
		i++
	}
	for i < len(l.chars) && !isSpace(l.chars[i]) {
		i++
	}
	return i
}

// View is the part of the text around the cursor in w cells, and the cell of the
// cursor in it.
func (l *Line) View(w int, g themes.Glyphs) (shown string, cursorX int) {
	if w <= 1 {
		return strings.Repeat(" ", max(0, w)), 0
	}
	width := func(i int) int { return text.Width(text.Safe(l.chars[i], g)) }
	l.from = min(l.from, l.cursor)
	// The cursor takes a cell of its own after the last character.
	before := l.span(l.from, l.cursor, width)
	for before > w-1 {
		before -= width(l.from)
		l.from++
	}
	// Where characters were removed at the end, show more of the beginning.
	for sum := l.span(l.from, min(l.from+w, len(l.chars)), width); l.from > 0; l.from-- {
		if sum += width(l.from - 1); sum > w-1 {
			break
		}
	}
	var b strings.Builder
	used := 0
	for i := l.from; i < len(l.chars); i++ {
		n := width(i)
		if used+n > w {
			break
		}
		if i == l.cursor {
			cursorX = text.Width(b.String())
		}
		b.WriteString(text.Safe(l.chars[i], g))
		used += n
	}
	if l.cursor == len(l.chars) {
		cursorX = text.Width(b.String())
	}
	// Marks that were alone may join in the line, so its width is not the sum.
	return text.Fit(b.String(), w, g), min(cursorX, w-1)
}

func (l *Line) span(from, to int, width func(int) int) int {
	sum := 0
	for i := from; i < to; i++ {
		sum += width(i)
	}
	return sum
}
