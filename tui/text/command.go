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

// WrapKeeping is Wrap of a sentence; but where a command that it tells people to run
// would not be whole, that is all that is left, for half a command is of no use.
func WrapKeeping(sentence string, w, most int, g themes.Glyphs) []string {
	lines, command := Wrap(sentence, w, most, g), Command(sentence)
	if command == "" || strings.Contains(strings.Join(lines, " "), command) || Width(command) > w {
		return lines
	}
	if run := "run " + command; Width(run) <= w {
		return []string{run}
	}
	return []string{command}
}
