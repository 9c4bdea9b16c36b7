package subject

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/text"
)

// AtOnce tells that somebody saved values of a property at the moment in which one saved
// another oneself.
type AtOnce struct {
	Property model.IRI
	Mine     model.Term
	Theirs   []model.Term
	// By is who it was; empty where that is not known.
	By string
}

// AtOnce reports whether somebody saved values of a property at the moment in which one
// saved another oneself, and nobody has settled it yet.
func (p *Pane) AtOnce(property model.IRI) bool {
	return p.atOnce != nil && p.atOnce.Property == property
}

// SetAtOnce shows this below the values, until it holds no more, or another subject is
// shown.
func (p *Pane) SetAtOnce(a AtOnce) { p.atOnce, p.dirty = &a, true }

// ValuesOf are the values that a property of the subject has as it is shown, or a slot
// of one of its lists.
func (p *Pane) ValuesOf(s, property model.IRI) (all []model.Term) {
	for _, t := range p.content.Triples {
		if t.S == s && t.P == property {
			all = append(all, t.O)
		}
	}
	for _, page := range p.content.Lists {
		for _, i := range page.Items {
			if i.ID == s && property == model.JSONRQLItem {
				return slices.Clone(i.Values)
			}
		}
	}
	return all
}

// stillAtOnce drops what holds no more: somebody has settled it.
func (p *Pane) stillAtOnce() {
	a := p.atOnce
	if a == nil {
		return
	}
	now := p.ValuesOf(p.id, a.Property)
	if !slices.ContainsFunc(now, a.Mine.Same) || !slices.ContainsFunc(a.Theirs, func(o model.Term) bool { return slices.ContainsFunc(now, o.Same) }) {
		p.atOnce = nil
	}
}

// atOnceLines say below the last value of a property that others have saved there too,
// and which key settles on one.
func (p *Pane) atOnceLines(r row, w, indent int) (lines []string) {
	a := p.atOnce
	if a == nil || r.P != a.Property || r.nth != r.of-1 || r.of < 2 || r.editor || r.item != nil || p.editing() != nil {
		return nil
	}
	th, g := p.theme, p.theme.Glyph
	by := a.By
	if by == "" {
		by = "Somebody"
	}
	theirs := make([]string, len(a.Theirs))
	for i, t := range a.Theirs {
		theirs[i] = p.short(t, a.Property, 24)
	}
	indent = min(indent, w/4)
	head := strings.Repeat(" ", indent)
	say := by + " saved " + strings.Join(theirs, ", ")
	if w < 40 { // The key is to be in sight.
		say += ", too."
	} else {
		say += " at the same moment as you " + p.short(a.Mine, a.Property, 24) + ": both are kept."
	}
	for i, l := range text.Wrap(text.Safe(say, g), w-indent-2, 4, g) {
		sign := g.Warning + " "
		if i > 0 {
			sign = "  "
		}
		lines = append(lines, head+th.Warning.Render(sign+l))
	}
	key := p.keys.Key(keymap.Settle, g.ASCII)
	here, ok := p.Value()
	if !ok || here.P != a.Property || key == "" {
		return append(lines, head+"  "+th.Muted.Render(text.Cut("Go to one of them to settle on it.", w-indent-2, g)))
	}
	word := " keeps only " + p.short(here.O, a.Property, 24)
	return append(lines, head+"  "+th.Key.Render(key)+th.Muted.Render(text.Cut(word, w-indent-2-text.Width(key), g)))
}
