package text

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// What makes one sign of several emoji, and what has a sign be shown as an emoji. In other
// scripts the joiner has another meaning, and is left.
const (
	joiner  = "\u200d"
	asEmoji = "\ufe0f"
)

// apart is a text without what only terminals that know of graphemes all measure alike. Of
// the others some join emoji all the same, such as tmux 3.3, and some cut them in the middle;
// each emoji by itself has as many cells in all of them.
func apart(s string) string {
	if graphemes.Load() || !strings.Contains(s, joiner) && !strings.Contains(s, asEmoji) {
		return s
	}
	parts := strings.Split(strings.ReplaceAll(s, asEmoji, ""), joiner)
	var b strings.Builder
	b.WriteString(parts[0])
	for _, part := range parts[1:] {
		if !isSign(part) {
			b.WriteString(joiner)
		}
		b.WriteString(part)
	}
	return b.String()
}

// isSign reports whether a text begins with an emoji, or a sign that is joined to one.
func isSign(s string) bool {
	r, n := utf8.DecodeRuneInString(s)
	return r >= 0x2190 && r < 0x2c00 || r >= 0x1f000 && ansi.StringWidthWc(s[:n]) > 0
}
