// Package text fits words into the cells of a terminal: it makes what comes from
// elsewhere safe to print, and cuts, pads and wraps by width on the screen, not
// by bytes. All of it is pure, but for how the terminal measures (Measure).
package text

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
)

// Safe makes any text printable on one line: control characters, line breaks,
// tabs, broken UTF-8 and the characters that turn the direction of writing are
// shown as signs. Data of a domain comes from anybody; not one byte of it may
// steer the terminal. Where the terminal does not know of graphemes, emoji that are joined
// come apart.
func Safe(s string, g themes.Glyphs) string {
	if isSafe(s) {
		return apart(s)
	}
	s = apart(s)
	var b strings.Builder
	b.Grow(len(s) + 8)
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && n <= 1 {
			fmt.Fprintf(&b, `\x%02x`, s[i])
			i++
			continue
		}
		b.WriteString(safeRune(r, g))
		i += n
	}
	return b.String()
}

func isSafe(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return isSafeUnicode(s)
		}
	}
	return true
}

func isSafeUnicode(s string) bool {
	if !utf8.ValidString(s) {
		return false
	}
	for _, r := range s {
		if unsafeRune(r) {
			return false
		}
	}
	return true
}

// unsafeRune: besides controls, the invisible characters of format (Cf) that
// reorder or hide text; the joiners stay, for emoji and scripts need them.
func unsafeRune(r rune) bool {
	switch r {
	case '\u200c', '\u200d':
		return false
	case '\u2028', '\u2029':
		return true
	}
	// The tag characters spell flags of regions; alone they are invisible, but
	// as harmless as any mark without width.
	if r >= 0xe0020 && r <= 0xe007f {
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r)
}

func safeRune(r rune, g themes.Glyphs) string {
	switch {
	case r == '\n':
		return g.Newline
	case r == '\t':
		return g.Tab
	case !unsafeRune(r):
		return string(r)
	case r < 0x20 && !g.ASCII:
		return string(rune(0x2400) + r)
	case r == 0x7f && !g.ASCII:
		return "\u2421"
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	default:
		return fmt.Sprintf(`\u{%x}`, r)
	}
}

// Cut shortens a line to at most w cells, with an ellipsis where it was longer.
func Cut(s string, w int, g themes.Glyphs) string {
	if w <= 0 {
		return ""
	}
	if len(s) <= w { // as many bytes as cells at most: nothing to measure
		return s
	}
	return cut(s, w, tail(w, g))
}

func tail(w int, g themes.Glyphs) string {
	if Width(g.Ellipsis) >= w {
		return ""
	}
	return g.Ellipsis
}

// Fit makes a line exactly w cells wide: it is cut or padded with spaces.
func Fit(s string, w int, g themes.Glyphs) string {
	if w <= 0 {
		return ""
	}
	s = Cut(s, w, g)
	if n := w - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Pad adds spaces until a line is w cells wide.
func Pad(s string, w int) string {
	if n := w - Width(s); n > 0 {
		return s + strings.Repeat(" ", n)
	}
	return s
}

// Wrap breaks a text into lines of at most w cells, between words where it can.
// With most above zero, there are at most so many lines, the last one with an
// ellipsis where more would follow.
func Wrap(s string, w, most int, g themes.Glyphs) []string {
	if w <= 0 {
		return nil
	}
	// What cannot be shown is not wrapped: the cost must not grow with a value
	// of a megabyte.
	if most > 0 {
		if limit := (w*most + 1) * 4; len(s) > limit {
			s = strings.ToValidUTF8(s[:limit], "") + g.Ellipsis
		}
	}
	lines := wrapWords(s, w)
	if most > 0 && len(lines) > most {
		rest := strings.Join(lines[most-1:min(len(lines), most+1)], " ")
		t := tail(w, g)
		lines = lines[:most]
		lines[most-1] = cut(rest, w-Width(t), "") + t
	}
	return lines
}

// wrapWords breaks at spaces only, for hyphens are parts of dates, options and
// addresses; a word that is wider than a line is cut.
func wrapWords(s string, w int) []string {
	var lines []string
	line, used := "", 0
	for rest := s; rest != ""; {
		spaces := len(rest) - len(strings.TrimLeft(rest, " "))
		end := strings.IndexByte(rest[spaces:], ' ')
		if end < 0 {
			end = len(rest)
		} else {
			end += spaces
		}
		gap, word := rest[:spaces], rest[spaces:end]
		rest = rest[end:]
		n := Width(word)
		if line != "" && used+spaces+n > w { // A word may have no width at all.
			lines = append(lines, line)
			line, used, gap = "", 0, ""
		}
		for n+len(gap) > w { // wider than any line
			part := cut(word, w-len(gap), "")
			if part == "" && gap != "" { // A wide character has no room beside spaces.
				gap = ""
				continue
			}
			if part == "" {
				part, _ = ansi.FirstGraphemeCluster(word, ansi.GraphemeWidth)
			}
			lines = append(lines, gap+part)
			word, gap = word[len(part):], ""
			n = Width(word)
		}
		line += gap + word
		used += len(gap) + n
	}
	if line != "" || len(lines) == 0 {
		lines = append(lines, line)
	}
	return lines
}

// Fits reports whether two texts fit on one line of w cells, side by side.
func Fits(left, right string, w int) bool { return Width(left)+Width(right) <= w }

// Spread puts left and right on one line of w cells with space between them;
// where they do not fit, left is cut.
func Spread(left, right string, w int, g themes.Glyphs) string {
	rw := Width(right)
	if rw >= w {
		return Fit(right, w, g)
	}
	room := w - rw
	if rw > 0 {
		room--
	}
	left = Cut(left, room, g)
	return left + strings.Repeat(" ", max(0, w-rw-Width(left))) + right
}

// Doing says what is being done, and how many keys and pastes wait for it.
func Doing(what string, ahead int, g themes.Glyphs) string {
	if ahead == 0 {
		return what + g.Ellipsis
	}
	return what + g.Ellipsis + " (" + Plural(ahead, "key waits", "keys wait") + ")"
}

// Beginning is a sentence that begins with who did something: a name stays as its owner writes
// it, and words that stand for one get a capital.
func Beginning(s string) string {
	for _, word := range []string{"you", "someone", "somebody"} {
		if s == word || strings.HasPrefix(s, word+" ") {
			return UpperFirst(s)
		}
	}
	return s
}

// UpperFirst is a text with a capital as its first letter.
func UpperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Plural is n with a word: Plural(1, "value", "values") is "1 value".
func Plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Count(n) + " " + many
}

// AllOf says that all of some things are meant, of which there are several: both, or all 3.
func AllOf(n int) string {
	if n == 2 {
		return "both"
	}
	return "all " + Count(n)
}

// Count is a number with its thousands apart: 1,234,567.
func Count(n int) string {
	s := fmt.Sprint(n)
	if n < 0 {
		return "-" + Count(-n)
	}
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
