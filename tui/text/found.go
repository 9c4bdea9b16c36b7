package text

import (
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model/find"
	"github.com/m-ld/mld-tui/themes"
)

// Found draws a text that is safe, with the folded words marked for which was looked, where it
// has them: a word by those of its letters that were typed, or as a whole where they are
// nearly so.
func Found(s string, sought []string, style, match lipgloss.Style, th *themes.Theme) string {
	if len(sought) == 0 {
		return Draw(s, style, th)
	}
	var b strings.Builder
	done := 0
	mark := func(from, to int) {
		if from > done {
			b.WriteString(Draw(s[done:from], style, th))
		}
		b.WriteString(match.Render(s[from:to]))
		done = to
	}
	for at := 0; at < len(s); {
		from := at + strings.IndexFunc(s[at:], inWord)
		if from < at {
			break
		}
		if at = strings.IndexFunc(s[from:], func(r rune) bool { return !inWord(r) }); at < 0 {
			at = len(s) - from
		}
		at += from
		if a, z := foundIn(s[from:at], sought); a < z {
			mark(from+a, from+z)
		}
	}
	if done < len(s) {
		b.WriteString(Draw(s[done:], style, th))
	}
	return b.String()
}

func inWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.Is(unicode.M, r)
}

// foundIn is the part of a word that answers best to one of those that were typed; from is to
// where none does.
func foundIn(word string, sought []string) (from, to int) {
	folded, best := find.Fold(word), find.Far
	for _, typed := range sought {
		near := find.Near(typed, folded)
		if near >= best {
			continue
		}
		best, from, to = near, 0, len(word)
		if near == find.Begins || near == find.Inside {
			if i := strings.Index(folded, typed); len(folded) == len(word) {
				from, to = i, i+len(typed)
			}
		}
	}
	return from, to
}
