package changes

import (
	"strings"
	"unicode/utf8"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// excerpt is what is shown of a value on a line of w cells, where it came in the place of
// another, or that in its place: a little before where they differ, if one would not see
// it otherwise. Both values are safe to be shown.
func excerpt(value, other string, w int, g themes.Glyphs) string {
	if len(value) <= w && len(other) <= w {
		return value
	}
	same := 0
	for same < len(value) && same < len(other) && value[same] == other[same] {
		same++
	}
	for same > 0 && same < len(value) && !utf8.RuneStart(value[same]) {
		same--
	}
	head := value[:same]
	wide := text.Width(head)
	if wide+w/4 < w {
		return value
	}
	before := text.Right(head, max(0, wide-w/3))
	if _, words, ok := strings.Cut(before, " "); ok {
		before = words
	}
	return g.Ellipsis + before + value[same:]
}

// replaced is the only value that came in the place of each of a property that went, or
// went for the one that came; -1 where there is none, or there are several.
func replaced(shifts []said) []int {
	other := make([]int, len(shifts))
	for i := range shifts {
		other[i] = -1
		n := 0
		for j := range shifts {
			a, b := shifts[i], shifts[j]
			if a.Triple.S != b.Triple.S || a.Triple.P != b.Triple.P || i == j {
				continue
			}
			if n++; n == 1 && (a.Come() && b.Gone() || a.Gone() && b.Come()) {
				other[i] = j
			} else {
				other[i] = -1
			}
		}
	}
	return other
}
