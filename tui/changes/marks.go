package changes

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// marks are what a filter looks for, to be marked where it is drawn. The zero value
// marks nothing.
type marks struct {
	words []string // in small letters
	by    string   // likewise
	of    model.IRI
	prop  model.IRI
}

// marksOf are those of a filter, as it was understood.
func marksOf(f Filter, page Page) marks {
	m := marks{by: strings.ToLower(f.By), of: page.Subject, prop: page.Property}
	for _, w := range f.Words() {
		m.words = append(m.words, strings.ToLower(w))
	}
	return m
}

func (m marks) isEmpty() bool { return len(m.words) == 0 && m.of == "" && m.prop == "" }

// order puts what is looked for before all else: 0 if some of it is among some shifts.
func (m marks) order(names values.Names, shifts ...said) int {
	if slices.ContainsFunc(shifts, func(s said) bool { return m.hits(s.Triple, names) }) {
		return 0
	}
	return 1
}

// hits reports whether a triple is what is looked for.
func (m marks) hits(t model.Triple, names values.Names) bool {
	if m.of != "" && t.S != m.of || m.prop != "" && t.P != m.prop {
		return false
	}
	if len(m.words) == 0 {
		return m.of != "" || m.prop != ""
	}
	in := strings.ToLower(names.Name(t.S) + "\n" + names.Property(t.P) + "\n" + names.Shown(t.O, t.P))
	return slices.ContainsFunc(m.words, func(w string) bool { return strings.Contains(in, w) })
}

// text draws a text, and marks the words in it.
func (m marks) text(s string, style lipgloss.Style, th *themes.Theme) string {
	lower := strings.ToLower(s)
	if len(m.words) == 0 || len(lower) != len(s) {
		return text.Draw(s, style, th)
	}
	out, done := "", 0
	for done < len(s) {
		at, end := len(s), len(s)
		for _, w := range m.words {
			if i := strings.Index(lower[done:], w); i >= 0 && done+i < at {
				at, end = done+i, done+i+len(w)
			}
		}
		if at > done {
			out += text.Draw(s[done:at], style, th)
		}
		if end > at {
			out += th.Match.Render(s[at:end])
		}
		done = end
	}
	return out
}

// subject draws the name of a subject.
func (m marks) subject(id model.IRI, name string, th *themes.Theme) string {
	if m.of != "" && id == m.of {
		return th.Match.Render(name)
	}
	return m.text(name, th.Strong, th)
}

// property draws the name of a property.
func (m marks) property(id model.IRI, name string, th *themes.Theme) string {
	if m.prop != "" && id == m.prop {
		return th.Match.Render(name)
	}
	return m.text(name, th.Property, th)
}

// person draws the name of who made a change.
func (m marks) person(name string, style lipgloss.Style, th *themes.Theme) string {
	if m.by != "" {
		m.words = append(slices.Clone(m.words), m.by)
	}
	return m.text(name, style, th)
}
