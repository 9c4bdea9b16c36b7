// Package progress draws, in one line, how far something is that takes a while: a bar
// where it is known how much there is, else an honest count. It fits the footer of the
// terminal, and a command's standard error. A Line is used by one goroutine, reads no
// clock and starts none.
package progress

import (
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// The cells of a bar: with fewer it says nothing, and more do not make it clearer.
const (
	leastBar = 8
	mostBar  = 40
)

// Unit is a number of what is counted, as people say it.
type Unit func(n int) string

// Line is one line about one thing.
type Line struct {
	theme *themes.Theme
	what  string
	unit  Unit
	w     int

	done, total int
}

// New makes a line that says what is going on, in one or two words; nothing is done yet.
func New(th *themes.Theme, what string, unit Unit) *Line {
	return &Line{theme: th, what: what, unit: unit}
}

// Set says how much is done, of how much in all; a total of zero is one that nobody
// knows. More than that can be done: the total may have been an estimate.
func (l *Line) Set(done, total int) { l.done, l.total = max(0, done), max(0, total) }

// SetSize gives the line so many cells.
func (l *Line) SetSize(w int) { l.w = w }

// Fraction is how much is done of the whole, from 0 to 1; ok is false where that is not
// known.
func (l *Line) Fraction() (f float64, ok bool) {
	if l.total == 0 {
		return 0, false
	}
	return min(1, float64(l.done)/float64(l.total)), true
}

// View is the line, as wide as it was given room. What has none is left out: first of
// all how much there is in all, and then the bar.
func (l *Line) View() string {
	th, g := l.theme, l.theme.Glyph
	head := " " + th.Accent.Render(text.Safe(l.what, g))
	count := l.unit(l.done)
	fraction, known := l.Fraction()
	if !known {
		return text.Fit(head+"  "+th.Text.Render(count)+th.Muted.Render(g.Ellipsis), l.w, g)
	}
	percent := fmt.Sprintf("%d%%", int(fraction*100)) // All is not done before it is.
	if l.done <= l.total {
		count = Part(l.done, l.total, l.unit)
	}
	percent = "  " + th.Text.Render(percent)
	for _, tail := range []string{percent + "  " + th.Muted.Render(count), percent} {
		if room := l.w - text.Width(head) - text.Width(tail) - 3; room >= leastBar {
			return text.Fit(head+"  "+l.bar(fraction, min(room, mostBar))+tail, l.w, g)
		}
	}
	return text.Fit(head+percent, l.w, g)
}

// Bar is only how full it is, as wide as the line; empty where that is not known.
func (l *Line) Bar() string {
	fraction, known := l.Fraction()
	if !known {
		return ""
	}
	percent := fmt.Sprintf("  %3d%%", int(fraction*100))
	return l.bar(fraction, max(1, min(l.w-len(percent), mostBar))) + l.theme.Text.Render(percent)
}

// Part says how much of a whole there is. It says the unit once where it is the same: "3 of
// 7 values".
func Part(done, total int, unit Unit) string {
	part, whole := unit(done), unit(total)
	if n := strings.LastIndexByte(part, ' '); n >= 0 && strings.HasSuffix(whole, part[n:]) {
		part = part[:n]
	}
	return part + " of " + whole
}

// bar is full in its first part. It tells the parts apart without colours, too.
func (l *Line) bar(fraction float64, w int) string {
	th, g := l.theme, l.theme.Glyph
	n := int(fraction * float64(w))
	if l.done > 0 && n == 0 {
		n = 1 // It has begun.
	}
	return th.Accent.Render(strings.Repeat(g.Done, n)) + th.Faint.Render(strings.Repeat(g.ToDo, w-n))
}

// Subjects counts subjects.
func Subjects(n int) string { return text.Plural(n, "subject", "subjects") }

// Values counts values.
func Values(n int) string { return text.Plural(n, "value", "values") }

// Bytes is a size in bytes.
func Bytes(n int) string {
	switch {
	case n < 1000:
		return text.Plural(n, "byte", "bytes")
	case n < 1000*1000:
		return fmt.Sprintf("%.1f kB", float64(n)/1e3)
	case n < 1000*1000*1000:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	default:
		return fmt.Sprintf("%.1f GB", float64(n)/1e9)
	}
}
