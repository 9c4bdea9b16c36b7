package help

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// Continue is the line that says which keys may follow those that were pressed.
func Continue(next []keymap.Continuation, pressed string, w int, th *themes.Theme) string {
	g := th.Glyph
	line := " " + th.Accent.Render(keymap.KeyText(pressed, g.ASCII)+g.Ellipsis)
	for _, c := range next {
		line += "  " + th.Key.Render(keymap.KeyText(c.Rest, g.ASCII)) + " " + th.Muted.Render(c.Title)
	}
	return text.Fit(line, w, g)
}

// Footer is the line of the most useful actions.
type Footer struct {
	Keys *keymap.Registry
	// First are the actions, the most useful one first.
	First    []keymap.ID
	Disabled keymap.Disabled
	// Words are what is said of actions in place of their Short.
	Words map[keymap.ID]string
}

// item is an action in the footer, and its cells.
type item struct {
	id       keymap.ID
	from, to int
	text     string
}

// items are the most useful actions; those that are disabled are left out, and so is
// what does not fit. The way to all the others is never left out.
func (f Footer) items(w int, th *themes.Theme) (all []item) {
	g, keys, first, disabled := th.Glyph, f.Keys, f.First, f.Disabled
	short := func(a keymap.Action) string {
		if s, ok := f.Words[a.ID]; ok {
			return s
		}
		return a.Short
	}
	word := func(a keymap.Action) string {
		return th.Key.Render(a.KeyText(g.ASCII)) + " " + th.Muted.Render(short(a))
	}
	kept := 0
	help, ok := keys.Get(keymap.Help)
	hasHelp := ok && slices.Contains(first, keymap.Help) && len(help.Keys) > 0
	if hasHelp {
		kept = text.Width(word(help)) + 2
	}
	x := 1
	put := func(a keymap.Action, s string) {
		n := text.Width(s)
		all = append(all, item{a.ID, x, x + n, s})
		x += n + 2
	}
	for _, id := range first {
		a, ok := keys.Get(id)
		if id == keymap.Help || !ok || short(a) == "" || len(a.Keys) == 0 || disabled(id) != "" {
			continue
		}
		if s := word(a); x+text.Width(s)+kept <= w {
			put(a, s)
		}
	}
	if hasHelp {
		put(help, word(help))
	}
	return all
}

// Draw is the line, w cells wide.
func (f Footer) Draw(w int, th *themes.Theme) string {
	line, x := "", 0
	for _, it := range f.items(w, th) {
		line += strings.Repeat(" ", it.from-x) + it.text
		x = it.to
	}
	return text.Fit(line, w, th.Glyph)
}

// At is the action at a cell of that line.
func (f Footer) At(w int, th *themes.Theme, x int) (keymap.ID, bool) {
	for _, it := range f.items(w, th) {
		if x >= it.from && x < it.to {
			return it.id, true
		}
	}
	return "", false
}
