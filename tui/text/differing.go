package text

import (
	"strings"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/themes"
)

// Differing is what is shown in w cells of a text that stands in the place of another, or
// beside it: from a little before where they differ, if one would not see it otherwise. Both
// are safe to be shown.
func Differing(s, other string, w int, g themes.Glyphs) string {
	if len(s) <= w && len(other) <= w {
		return s
	}
	same := 0
	for same < len(s) && same < len(other) && s[same] == other[same] {
		same++
	}
	for same > 0 && same < len(s) && !utf8.RuneStart(s[same]) {
		same--
	}
	head := s[:same]
	wide := Width(head)
	if wide+w/4 < w {
		return Cut(s, w, g)
	}
	before := Right(head, max(0, wide-w/3))
	if _, words, ok := strings.Cut(before, " "); ok {
		before = words
	}
	return Cut(g.Ellipsis+before+s[same:], w, g)
}
