package subject

import (
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
)

// Deleted is the conflict that the subject as a whole is in: somebody has deleted it while
// others changed it. ok is false for none.
func (p *Pane) Deleted() (c replica.Conflict, ok bool) { return p.Conflict("") }

// deletedLines say who has deleted the subject while who changed it, and which key settles
// that.
func (p *Pane) deletedLines(w int) []string {
	c, ok := p.Deleted()
	if !ok || p.editing() != nil {
		return nil
	}
	by := "somebody"
	if c.Deleted.Number != 0 {
		by, _ = p.who(c.Deleted.By)
	}
	low := p.h < lowPane
	var saved []string
	for _, v := range c.Values {
		name, _ := p.whose(v)
		saved = append(saved, name+" saved "+text.Safe(p.names.Property(v.Property), p.theme.Glyph)+" "+p.short(v.Value, v.Property, 24))
	}
	if n := len(saved) - 2; n > 0 {
		saved = append(saved[:2:2], text.Count(n)+" more")
	}
	say := text.Beginning(by) + " deleted this while " + strings.Join(saved, " and ")
	if !low {
		left := ": only that is left."
		if p.content.Past {
			left = ": only that was left."
		}
		say += left
	}
	lines := p.warning(say, w, 0)
	th, g := p.theme, p.theme.Glyph
	key := p.keys.Key(keymap.Settle, g.ASCII)
	if key == "" || p.content.Past {
		return lines
	}
	does := " puts the rest back, or deletes this"
	if text.Width(key+does)+2 > w {
		does = " settles it"
	}
	lines = append(lines, "  "+th.Key.Render(key)+th.Muted.Render(does))
	if !low {
		lines = append(lines, "")
	}
	return lines
}
