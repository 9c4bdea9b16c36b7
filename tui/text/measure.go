package text

import (
	"strings"
	"sync/atomic"

	"github.com/charmbracelet/x/ansi"
)

// Terminals do not agree on the cells of emoji that are made of several characters:
// those that know of graphemes take them for one, the others add up what they are
// made of. What draws the frame asks the terminal; here the same way has to be used,
// or lines would not end where they should.
var graphemes atomic.Bool

// Measure says how the terminal measures: by graphemes, or, as long as nothing is
// known of it, by characters. It is for the whole process, which has one terminal.
func Measure(byGraphemes bool) { graphemes.Store(byGraphemes) }

func method() ansi.Method {
	if graphemes.Load() {
		return ansi.GraphemeWidth
	}
	return ansi.WcWidth
}

// first is the first part of a line that is not divided, and its cells: a grapheme, or
// a sequence that changes the style. What measures and what cuts goes by it,
// for ansi's own cutting measures a grapheme in another way than its measuring.
func first(s string, m ansi.Method) (part string, cells int) {
	switch c := s[0]; {
	case c == ansi.ESC:
		_, _, n, _ := ansi.DecodeSequence(s, ansi.NormalState, nil)
		return s[:max(n, 1)], 0
	case c < 0x80 && (len(s) == 1 || s[1] < 0x80): // Nothing joins it.
		if c < ' ' || c == ansi.DEL {
			return s[:1], 0
		}
		return s[:1], 1
	}
	return ansi.FirstGraphemeCluster(s, m)
}

// Width is the number of cells that a styled or plain line takes.
func Width(s string) (w int) {
	m := method()
	for s != "" {
		part, n := first(s, m)
		w, s = w+n, s[len(part):]
	}
	return w
}

// cut is the beginning of a line, at most w cells wide with its tail, which is there
// only where something was cut. What changes the style is kept.
func cut(s string, w int, tail string) string {
	m := method()
	room := w - Width(tail)
	used, end := 0, 0 // What ends there has room beside the tail.
	for i := 0; ; {
		if i == len(s) {
			return s
		}
		part, n := first(s[i:], m)
		if used += n; used > w {
			break
		}
		if i += len(part); used <= room {
			end = i
		}
	}
	if room < 0 {
		return ""
	}
	return s[:end] + tail + styles(s[end:], m)
}

// styles is what of a line changes the style.
func styles(s string, m ansi.Method) string {
	var b strings.Builder
	for {
		i := strings.IndexByte(s, ansi.ESC)
		if i < 0 {
			return b.String()
		}
		part, _ := first(s[i:], m)
		b.WriteString(part)
		s = s[i+len(part):]
	}
}

// Left is what of a line is in its first w cells, and Right what is after them.
func Left(s string, w int) string { return cut(s, w, "") }

// Right is what of a line is after its first w cells, with the styles from before. Of
// what is there in part only, spaces are left.
func Right(s string, w int) string {
	m := method()
	used, rest := 0, s
	for rest != "" {
		part, n := first(rest, m)
		if used >= w && n > 0 {
			break
		}
		used, rest = used+n, rest[len(part):]
	}
	return styles(s[:len(s)-len(rest)], m) + strings.Repeat(" ", max(0, used-w)) + rest
}
