package statusline

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/text"
)

// following says whom one follows and how that ends, in several ways, the longest
// first; none where one follows nobody.
func following(s State, th *themes.Theme) []string {
	p := s.Following
	if p == nil {
		return nil
	}
	g := th.Glyph
	name := text.Cut(text.Safe(p.Name, g), 20, g)
	say := func(badge, stop string) string {
		return th.Badge.Render(" "+badge+" ") + " " + th.Key.Render(s.StopKey) + th.Muted.Render(stop)
	}
	return []string{
		say("following "+p.Initials+" "+name, " stops"),
		say("following "+p.Initials, " stops"),
	}
}

// together adds whom one follows, or else who is present. Whom one follows is said
// before where one is, and who is present before who one is oneself.
func together(s State, left, dot, right string, w int, th *themes.Theme) (newLeft, newRight string) {
	fits := func(l, r string) bool { return text.Width(l)+text.Width(r)+1 <= w }
	sign, _, style := Word(s, th)
	for _, f := range following(s, th) {
		for _, r := range []string{right, ""} {
			if !fits(left+dot+f, r) {
				continue
			}
			for room := 28; room >= 7; room -= 3 {
				rest := slices.DeleteFunc(slices.Clone(s.People), func(p people.Person) bool { return p.ID == s.Following.ID })
				if c := people.Chips(rest, room, lipgloss.NewStyle(), th); c != "" && fits(left+dot+f+dot+c, r) {
					return left + dot + f + dot + c, r
				}
			}
			return left + dot + f, r
		}
		if l := " " + style.Render(sign) + " " + f; fits(l, "") {
			return l, ""
		}
	}
	ways := present(s, th)
	for _, r := range []string{right, ""} {
		for i, p := range ways {
			if last := i == len(ways)-1; fits(left+dot+p, r) && (!last || r == "" || len(ways) == 1) {
				return left + dot + p, r
			}
		}
	}
	return left, right
}

// mostNamed is how many people are named at most, rather than shown by initials.
const mostNamed = 4

// present shows those who are present, in several ways, the longest first.
func present(s State, th *themes.Theme) []string {
	g := th.Glyph
	var named []people.Person
	for _, p := range s.People {
		if p.Name != "" {
			named = append(named, p)
		}
	}
	n := len(s.People)
	count := th.Other.Render(g.Person + " " + text.Count(n))
	switch {
	case n == 0:
		return nil
	case len(named) == 0:
		return []string{th.Other.Render(g.Person+" ") + th.Text.Render(text.Plural(n, "other here", "others here")), count}
	}
	var parts []string
	for _, p := range named[:min(len(named), mostNamed)] {
		parts = append(parts, p.Named(18, th))
	}
	if rest := n - len(parts); rest > 0 {
		parts = append(parts, th.Muted.Render("+"+text.Count(rest)))
	}
	ways := []string{strings.Join(parts, "  ")}
	for room := 28; room >= 7; room -= 3 { // Rather all by their initials than some by name.
		ways = append(ways, people.Chips(s.People, room, lipgloss.NewStyle(), th))
	}
	return append(ways, count)
}
