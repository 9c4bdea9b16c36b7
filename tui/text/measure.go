package text

import (
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

// Width is the number of cells that a styled or plain line takes.
func Width(s string) int { return method().StringWidth(s) }

// cut is the beginning of a line, at most w cells wide with its tail.
func cut(s string, w int, tail string) string { return method().Truncate(s, w, tail) }

// Left is what of a line is in its first w cells, and Right what is after them.
func Left(s string, w int) string { return method().Truncate(s, w, "") }

// Right is what of a line is after its first w cells.
func Right(s string, w int) string { return method().TruncateLeft(s, w, "") }
