package themes

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/charmbracelet/x/ansi"
)

// signs are the glyphs that a person's own theme may have otherwise, by their names.
func (g *Glyphs) signs() map[string]*string {
	return map[string]*string{
		"cursor": &g.Cursor, "added": &g.Added, "removed": &g.Removed, "changed": &g.Changed,
		"reference": &g.Reference, "referrer": &g.Referrer, "online": &g.Online, "offline": &g.Offline,
		"silo": &g.Silo, "outdated": &g.Outdated, "read-only": &g.ReadOnly, "joining": &g.Joining, "closed": &g.Closed,
		"person": &g.Person, "idle": &g.Idle, "editing": &g.Editing, "fresh": &g.Fresh, "fading": &g.Fading,
		"search": &g.Search, "dot": &g.Dot, "crumb": &g.Crumb, "newline": &g.Newline, "tab": &g.Tab,
		"warning": &g.Warning, "check": &g.Check, "past": &g.Past, "done": &g.Done, "to-do": &g.ToDo,
	}
}

// set puts signs in the place of those of the theme. Each takes one cell, so that all stays
// where it is; with ASCII, it is of ASCII, too.
func (g *Glyphs) set(own map[string]string, text []byte) error {
	signs := g.signs()
	names := make([]string, 0, len(own))
	for name := range own {
		names = append(names, name)
	}
	slices.Sort(names)
	var faults []error
	for _, name := range names {
		sign, to := own[name], signs[name]
		fault := ""
		switch {
		case to == nil:
			known := make([]string, 0, len(signs))
			for n := range signs {
				known = append(known, n)
			}
			slices.Sort(known)
			fault = fmt.Sprintf("there is no sign %q: there are %s", name, strings.Join(known, ", "))
		case strings.ContainsFunc(sign, func(r rune) bool { return r < ' ' || r >= 0x7f && r < 0xa0 }) || ansi.StringWidth(sign) != 1:
			fault = fmt.Sprintf("the sign %q does not take one cell: choose another", sign)
		case g.ASCII && strings.ContainsFunc(sign, func(r rune) bool { return r > 0x7e }):
			fault = fmt.Sprintf("the sign %q is not of ASCII, as the theme is: choose another, or leave out ascii", sign)
		default:
			*to = sign
			continue
		}
		faults = append(faults, fmt.Errorf("line %d: %s", lineOf(text, name), fault))
	}
	return errors.Join(faults...)
}
