package edit

import (
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"
)

// moves are the keys that move the cursor; with shift they select as well.
var moves = map[string]func(*Line) int{
	"left": (*Line).charLeft, "right": (*Line).charRight,
	"home": (*Line).rowStart, "end": (*Line).rowEnd,
	"ctrl+a": (*Line).rowStart, "ctrl+e": (*Line).rowEnd,
	"ctrl+home": func(*Line) int { return 0 }, "ctrl+end": func(l *Line) int { return len(l.chars) },
	"ctrl+left": (*Line).wordLeft, "ctrl+right": (*Line).wordRight,
	"alt+left": (*Line).wordLeft, "alt+right": (*Line).wordRight,
	"alt+b": (*Line).wordLeft, "alt+f": (*Line).wordRight,
}

// removals are the keys that remove from the cursor to somewhere, where nothing is
// selected.
var removals = map[string]func(*Line) int{
	"backspace": func(l *Line) int { return l.cursor - 1 }, "ctrl+h": func(l *Line) int { return l.cursor - 1 },
	"delete": func(l *Line) int { return l.cursor + 1 }, "ctrl+d": func(l *Line) int { return l.cursor + 1 },
	"ctrl+w": (*Line).wordLeft, "alt+backspace": (*Line).wordLeft, "ctrl+backspace": (*Line).wordLeft,
	"alt+d": (*Line).wordRight, "ctrl+delete": (*Line).wordRight,
	"ctrl+u": (*Line).lineStart, "ctrl+k": (*Line).lineEnd,
}

// Key takes a key press; it reports whether it was one for a text.
func (l *Line) Key(k tea.KeyPressMsg) bool {
	name := k.String()
	if plain := strings.Replace(name, "shift+", "", 1); l.move(plain, plain != name) {
		return true
	}
	if to, ok := removals[name]; ok {
		from, end := l.selection()
		if from == end {
			at := min(max(0, to(l)), len(l.chars))
			from, end = min(l.cursor, at), max(l.cursor, at)
		}
		l.remove(from, end)
		return true
	}
	switch name {
	case "ctrl+z", "ctrl+_":
		l.undo(&l.past, &l.future)
	case "ctrl+r", "alt+z":
		l.undo(&l.future, &l.past)
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

func (l *Line) move(name string, selecting bool) bool {
	if to, ok := moves[name]; ok {
		l.moveTo(to(l), selecting)
		return true
	}
	switch name {
	case "up":
		return l.vertical(-1, selecting)
	case "down":
		return l.vertical(1, selecting)
	}
	return false
}

func (l *Line) charLeft() int {
	if from, to := l.selection(); from < to {
		return from
	}
	return l.cursor - 1
}

func (l *Line) charRight() int {
	if from, to := l.selection(); from < to {
		return to
	}
	return l.cursor + 1
}

// isSpace goes by the first rune, for a combining mark may follow a space.
func isSpace(c string) bool {
	for _, r := range c {
		return unicode.IsSpace(r)
	}
	return false
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

// lineStart is the beginning of the line between line breaks, which are only signs
// where the text is shown on one row.
func (l *Line) lineStart() int {
	i := l.cursor
	for i > 0 && (l.chars[i-1] != "\n" || l.laid.w == 0) {
		i--
	}
	return i
}

func (l *Line) lineEnd() int {
	i := l.cursor
	for i < len(l.chars) && (l.chars[i] != "\n" || l.laid.w == 0) {
		i++
	}
	return i
}
