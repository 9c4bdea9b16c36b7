package people

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Colours is how many colours themes have for people.
const Colours = themes.Colours

// Style is the colour of a mark; that of nobody in particular is that of all others.
func (m Mark) Style(th *themes.Theme) lipgloss.Style {
	if m.Initials == "" {
		return th.Other
	}
	return th.People[m.Colour%Colours]
}

// Sign says what a person does, for where there are no colours.
func (p Person) Sign(g themes.Glyphs) string {
	switch {
	case p.Idle:
		return g.Idle
	case p.Editing:
		return g.Editing
	default:
		return g.Person
	}
}

// Style is the colour of a person; that of who is idle is dimmed.
func (p Person) Style(th *themes.Theme) lipgloss.Style {
	if p.Idle {
		return th.Faint
	}
	return p.Mark.Style(th)
}

// chip is a sign with initials, as plain text.
func chip(sign string, m Mark) string { return sign + m.Initials }

// Chips stand for people in so many cells at most, on a ground that may be empty;
// those who do not fit, and those without a name, are
// counted. A roster has the latter last. They end with no space.
func Chips(all []Person, w int, ground lipgloss.Style, th *themes.Theme) string {
	g := th.Glyph
	named := slices.IndexFunc(all, func(p Person) bool { return p.Name == "" })
	if named < 0 {
		named = len(all)
	}
	for n := named; n >= 0; n-- {
		rest := ""
		if n < len(all) {
			rest = "+" + text.Count(len(all)-n)
		}
		used := text.Width(rest)
		for _, p := range all[:n] {
			used += text.Width(chip(p.Sign(g), p.Mark)) + 1
		}
		if rest == "" {
			used--
		}
		if used > w {
			continue
		}
		var parts []string
		for _, p := range all[:n] {
			parts = append(parts, p.Style(th).Inherit(ground).Render(chip(p.Sign(g), p.Mark)))
		}
		if rest != "" {
			parts = append(parts, th.Muted.Inherit(ground).Render(rest))
		}
		return strings.Join(parts, ground.Render(" "))
	}
	return ""
}

// Tags are the chips of people who are at one place and, before them, who has just
// changed something there: a person who is both is shown once.
func Tags(all []Person, t Touch, touched bool, w int, ground lipgloss.Style, th *themes.Theme) string {
	if !touched {
		return Chips(all, w, ground, th)
	}
	g := th.Glyph
	sign, style := g.Fresh, th.Fresh
	if t.Fading {
		sign, style = g.Fading, t.Mark.Style(th).Inherit(ground)
	}
	first := style.Render(chip(sign, t.Mark))
	rest := slices.DeleteFunc(slices.Clone(all), func(p Person) bool { return t.Initials != "" && p.Mark == t.Mark })
	if s := Chips(rest, w-text.Width(first)-1, ground, th); s != "" {
		return first + ground.Render(" ") + s
	}
	return first
}

// Named is a chip with the name behind it, of so many cells at most.
func (p Person) Named(w int, th *themes.Theme) string {
	g := th.Glyph
	style := p.Style(th)
	if p.Name == "" {
		return th.Muted.Render(g.Person)
	}
	s := style.Render(chip(p.Sign(g), p.Mark))
	if room := w - text.Width(s) - 1; room > 2 {
		name := text.Cut(text.Safe(p.Name, g), room, g)
		if p.Idle {
			return s + " " + th.Faint.Render(name)
		}
		return s + " " + th.Text.Render(name)
	}
	return s
}
