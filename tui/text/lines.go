package text

import (
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/themes"
)

// Lines makes a text safe and wraps it as Wrap does, but keeps the lines that it has
// itself: each ends with the sign of a line break, so that one can tell them from those
// that are only wrapped.
func Lines(s string, w, most int, g themes.Glyphs) (lines []string) {
	for rest, more := s, true; more; {
		var line string
		line, rest, more = strings.Cut(rest, "\n")
		if !more && line == "" && len(lines) > 0 {
			break // The sign before it says that there is one.
		}
		left := most - len(lines)
		if most > 0 && left == 0 {
			if t := tail(w, g); !strings.HasSuffix(lines[most-1], t) {
				lines[most-1] = cut(lines[most-1], w-Width(t), "") + t
			}
			break
		}
		line = Safe(line, g)
		if more {
			line += g.Newline
		}
		lines = append(lines, Wrap(line, w, max(0, left), g)...)
	}
	return lines
}

// Draw draws a text that is safe: what stands for a line break or a tab in it is faint, so
// that it is not taken for a part of the text.
func Draw(s string, style lipgloss.Style, th *themes.Theme) string {
	g := th.Glyph
	if !strings.Contains(s, g.Newline) && !strings.Contains(s, g.Tab) {
		return style.Render(s)
	}
	faint := th.Faint.Inherit(style)
	var b strings.Builder
	for s != "" {
		at, sign := strings.Index(s, g.Newline), g.Newline
		if i := strings.Index(s, g.Tab); at < 0 || i >= 0 && i < at {
			at, sign = i, g.Tab
		}
		if at < 0 {
			b.WriteString(style.Render(s))
			break
		}
		if at > 0 {
			b.WriteString(style.Render(s[:at]))
		}
		b.WriteString(faint.Render(sign))
		s = s[at+len(sign):]
	}
	return b.String()
}
