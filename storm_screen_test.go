package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// pane are the lines of a pane, without what is around them; it may be one of the past,
// which has another border.
func pane(screen, number string) (title string, lines []string) {
	from, to := -1, -1
	for line := range strings.Lines(screen) {
		line = strings.TrimRight(line, "\n")
		if from >= 0 {
			if side := ansi.Cut(line, from, from+1); side != "│" && side != "║" {
				return title, lines
			}
			lines = append(lines, ansi.Cut(line, from+1, to))
			continue
		}
		for _, corners := range [][2]string{{"╭─ ", "╮"}, {"╔═ ", "╗"}} {
			if i := strings.Index(line, corners[0]+number+" "); i >= 0 {
				title, _, _ = strings.Cut(line[i:], corners[1])
				from = ansi.StringWidth(line[:i])
				to = from + ansi.StringWidth(title)
				break
			}
		}
	}
	return title, lines
}

// shownValue is a value of a subject, as the screen has it: without what is before it, and
// the type and whoever is there behind.
type shownValue struct{ property, text string }

var (
	valueRow = regexp.MustCompile(` (text|integer|number|double|decimal|boolean|date|date\+time|time|ref|json|bytes|other|list) $`)
	// itemRow is of a list, which is one value.
	itemRow = regexp.MustCompile(`^.{3} {3,}\d+ {3}`)
)

// values are those in the lines of the pane of a subject.
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
		all = append(all, shownValue{property, strings.TrimLeft(rest, "┌├└▲→ ")})
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

// begins reports whether a line begins with the beginning of a text, or where it is cut,
// with some of it.
func begins(line, text string) bool {
	text = begin(text)
	part, _, cut := strings.Cut(line, "…")
	return strings.HasPrefix(line, text) || cut && strings.HasPrefix(text, strings.TrimRight(part, " "))
}

// shows reports whether a line has the beginning of a text, or where it is cut, some of it.
func shows(line, text string) bool {
	text = begin(text)
	if strings.Contains(line, text) {
		return true
	}
	for i := len(text) - 1; i > 0; i-- {
		if part := text[:i]; strings.Contains(line, part+"…") || strings.Contains(line, strings.TrimRight(part, " ")+"…") {
			return true
		}
	}
	return false
}
