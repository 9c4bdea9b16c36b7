package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// pane are the lines of a pane, without what is around them; it may be one of the past,
// which has another border.
func pane(screen, number string) (title string, lines []string) {
	left, top, ok := corner(screen, number)
	if !ok {
		return "", nil
	}
	all := strings.Split(screen, "\n")[top:]
	title = ansi.Cut(all[0], left, ansi.StringWidth(all[0]))
	title = title[:strings.IndexAny(title+"╮", "╮╗")]
	right := left + ansi.StringWidth(title)
	for _, line := range all[1:] {
		if side := ansi.Cut(line, left, left+1); side != "│" && side != "║" {
			break
		}
		lines = append(lines, ansi.Cut(line, left+1, right))
	}
	return title, lines
}

// corner is the cell at the upper left of a pane; ok is false where it is not in sight.
func corner(screen, number string) (x, y int, ok bool) {
	for y, line := range strings.Split(screen, "\n") {
		for _, corner := range []string{"╭─ ", "╔═ "} {
			if before, _, ok := strings.Cut(line, corner+number+" "); ok {
				return ansi.StringWidth(before), y, true
			}
		}
	}
	return 0, 0, false
}

// shownValue is a value of a subject, as the screen has it: without what is before it, and
// the type and whoever is there behind.
type shownValue struct{ property, text string }

var (
	valueRow = regexp.MustCompile(` (text|integer|number|double|decimal|boolean|date|date\+time|time|ref|json|bytes|other|list) $`)
	// itemRow is of a list, which is one value.
	itemRow = regexp.MustCompile(`^.{3} {3,}\d+ {3}`)
)

// values are those in the lines of the pane of a subject, but for what a change of the past took.
func values(lines []string) (all []shownValue) {
	property := ""
	for _, line := range lines {
		if !valueRow.MatchString(line) || itemRow.MatchString(line) {
			continue
		}
		rest := ansi.Cut(valueRow.ReplaceAllString(line, ""), 3, ansi.StringWidth(line))
		if !strings.HasPrefix(rest, " ") {
			property, rest, _ = strings.Cut(rest, " ")
		}
		rest = strings.TrimLeft(rest, "┌├└▲→ ")
		if strings.HasPrefix(rest, "− ") {
			continue // It went with the change that is shown.
		}
		all = append(all, shownValue{property, strings.TrimLeft(rest, "+~→ ")})
	}
	return all
}

// begin is the beginning of a text that is shown as it is, on one line however narrow.
func begin(s string) string {
	if i := strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' }); i >= 0 {
		s = s[:i]
	}
	return strings.TrimSpace(s[:min(len(s), 20)])
}

// takeValue takes out the value of a property that begins with a text.
func takeValue(all []shownValue, property, text string) ([]shownValue, error) {
	i := slices.IndexFunc(all, func(v shownValue) bool { return v.property == property && begins(v.text, text) })
	if i < 0 {
		return all, fmt.Errorf("%s %q is not shown, in what is left: %q", property, text, all)
	}
	return slices.Delete(all, i, i+1), nil
}

// begins reports whether a line begins with a text: with all of it, if it is short and
// shown as it is, else with its beginning; or where the line is cut, with some of it.
func begins(line, text string) bool {
	start := begin(text)
	if rest, ok := strings.CutPrefix(line, start); ok {
		return ends(rest, start, text)
	}
	part, _, cut := strings.Cut(line, "…")
	return cut && part != "" && strings.HasPrefix(start, strings.TrimRight(part, " "))
}

// ends reports whether what follows the start of a text does not go on with another text.
func ends(rest, start, text string) bool {
	return start == "" || start != text || rest == "" || rest[0] == ' '
}

// shows reports whether a line has a text somewhere, as begins has it at the start.
func shows(line, text string) bool {
	start := begin(text)
	for at := range line {
		if at > 0 && line[at-1] != ' ' {
			continue // It is in the middle of a word.
		}
		if rest, ok := strings.CutPrefix(line[at:], start); ok && ends(rest, start, text) {
			return true
		}
	}
	for i := len(start) - 1; i > 0; i-- {
		if part := start[:i]; strings.Contains(line, part+"…") || strings.Contains(line, strings.TrimRight(part, " ")+"…") {
			return true
		}
	}
	return false
}

// What the storm compares by is neither more nor less than what one sees.
func TestWhatALineShows(t *testing.T) {
	for _, test := range []struct {
		line, text    string
		begins, shows bool
	}{
		{"55    ✱NO", "55", true, true},
		{"55    ✱NO", "5", false, false},
		{"5     ✱NO", "55", false, false},
		{"fred 12", "fred 1", false, false},
		{" ▌ fred 1  Person", "fred 1", false, true},
		{"two⏎lines", "two\nlines", true, true},
		{"a rather long te…", "a rather long text that goes on", true, true},
		{"…12", "fred 12", false, false},
		{"barney 1…", "fred 12", false, false},
	} {
		if got := begins(test.line, test.text); got != test.begins {
			t.Errorf("%q begins with %q: %t", test.line, test.text, got)
		}
		if got := shows(test.line, test.text); got != test.shows {
			t.Errorf("%q shows %q: %t", test.line, test.text, got)
		}
	}
}
