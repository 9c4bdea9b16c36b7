package help

import (
	"slices"

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

// Footer is the line of the most useful actions; those that are
// disabled are left out, and so is what does not fit.
func Footer(keys *keymap.Registry, first []keymap.ID, disabled keymap.Disabled, w int, th *themes.Theme) string {
	g := th.Glyph
	line := " "
	// The way to all the others is never left out.
	last := ""
	if a, ok := keys.Get(keymap.Help); ok && slices.Contains(first, keymap.Help) && len(a.Keys) > 0 {
		last = th.Key.Render(a.KeyText(g.ASCII)) + " " + th.Muted.Render(a.Short)
	}
	for _, id := range first {
		if id == keymap.Help {
			continue
		}
		a, ok := keys.Get(id)
		if !ok || a.Short == "" || len(a.Keys) == 0 || disabled(id) != "" {
			continue
		}
		item := th.Key.Render(a.KeyText(g.ASCII)) + " " + th.Muted.Render(a.Short)
		if text.Width(line)+2+text.Width(item)+2+text.Width(last) > w {
			continue
		}
		if line != " " {
			line += "  "
		}
		line += item
	}
	if last != "" && line != " " {
		line += "  "
	}
	return text.Fit(line+last, w, g)
}
