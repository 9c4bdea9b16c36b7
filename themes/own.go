package themes

import (
	"fmt"
	"strings"
	"unicode"

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

// unfit says why a sign cannot be taken; empty when it can. Each takes one cell, so that all
// stays where it is; with ASCII, it is of ASCII, too.
func unfit(sign string, ascii bool) string {
	switch {
	case strings.ContainsFunc(sign, unicode.IsControl) || ansi.StringWidth(sign) != 1:
		return fmt.Sprintf("the sign %q does not take one cell: choose another", sign)
	case ascii && strings.ContainsFunc(sign, func(r rune) bool { return r > 0x7e }):
		return fmt.Sprintf("the sign %q is not of ASCII, as the theme is: choose another, or leave out ascii", sign)
	}
	return ""
}
