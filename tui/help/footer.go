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

// lasting are the ways to all that one can do, which are left out last: the last one of them
// never, and the others only where they would take more than half of the line.
var lasting = []keymap.ID{keymap.Help, keymap.Palette, keymap.Quit}

// items are the most useful actions, and behind them the lasting ones; those that are disabled
// are left out, and so is what does not fit.
func (f Footer) items(w int, th *themes.Theme) (all []item) {
	x := 1
	put := func(a keymap.Action, s string) {
		n := text.Width(s)
		all = append(all, item{a.ID, x, x + n, s})
		x += n + 2
	}
	kept, end := 0, []keymap.ID(nil)
	for _, id := range lasting {
		_, s, ok := f.word(id, th)
		if n := text.Width(s) + 2; ok && slices.Contains(f.First, id) && (id == keymap.Help || kept+n <= w/2) {
			kept, end = kept+n, slices.Insert(end, max(0, len(end)-1), id) // help is the last
		}
	}
	for _, id := range f.First {
		a, s, ok := f.word(id, th)
		if ok && !slices.Contains(end, id) && x+text.Width(s)+kept <= w {
			put(a, s)
		}
	}
	for _, id := range end {
		if a, s, _ := f.word(id, th); id == keymap.Help || x+text.Width(s) <= w {
			put(a, s)
		}
	}
	return all
}

// word is what is said of an action that can be done.
func (f Footer) word(id keymap.ID, th *themes.Theme) (a keymap.Action, s string, ok bool) {
	a, ok = f.Keys.Get(id)
	short, other := f.Words[id]
	if !other {
		short = a.Short
	}
	if !ok || short == "" || len(a.Keys) == 0 || id != keymap.Help && f.Disabled(id) != "" {
		return a, "", false
	}
	return a, th.Key.Render(a.KeyText(th.Glyph.ASCII)) + " " + th.Muted.Render(short), true
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
