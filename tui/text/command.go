package text

import (
	"strings"

	"github.com/m-ld/mld-tui/themes"
)

// Command is the command line that a sentence tells people to run, "run mld-tui …" up
// to a colon, a semicolon or the end; empty for none.
func Command(sentence string) string {
	_, rest, ok := strings.Cut(sentence, "run mld-tui ")
	if !ok {
		return ""
	}
	if end := strings.IndexAny(rest, ":;"); end >= 0 {
		rest = rest[:end]
	}
	return "mld-tui " + strings.TrimRight(rest, ". ")
}

// CutKeeping is Cut of a sentence; but where a command that it tells people to run
// would not be whole, that is all that is left, for half a command is of no use.
func CutKeeping(sentence string, w int, g themes.Glyphs) string {
	cut, command := Cut(sentence, w, g), Command(sentence)
	if command == "" || strings.Contains(cut, command) || Width(command) > w {
		return cut
	}
	if run := "run " + command; Width(run) <= w {
		return run
	}
	return command
}
