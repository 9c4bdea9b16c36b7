package changes

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// renamed is that a change gave a subject another name than it had.
type renamed struct {
	id  model.IRI
	was string
}

// NamedBy tells by which properties subjects are named. Those that were renamed since are then
// shown by the name that they had. The changes that are held tell it, so that nothing more is
// read: all that came after a change are held with it, but for what a filter leaves out.
func (p *Pane) NamedBy(labels model.Labels) { p.labels = labels }

// renames are what a change renamed.
func renames(shifts []replica.Shift, labels model.Labels) (all []renamed) {
	var had []model.Triple
	for _, s := range shifts {
		if s.Gone() && labels.Has(s.Triple.P) {
			had = append(had, s.Triple)
		}
	}
	for len(had) > 0 {
		id := had[0].S
		others := func(t model.Triple) bool { return t.S != id }
		if was := values.LabelIn(slices.DeleteFunc(slices.Clone(had), others), labels); was != "" {
			all = append(all, renamed{id, was})
		}
		had = slices.DeleteFunc(had, func(t model.Triple) bool { return !others(t) })
	}
	return all
}

// renamedLines say that a subject got another id.
func (p *Pane) renamedLines(r replica.Renamed, w int) []string {
	th, g := p.theme, p.theme.Glyph
	said := "renamed " + p.names.Subject(r.From) + " to " + p.names.Subject(r.To)
	lines := text.Wrap(text.Safe(said, g), max(1, w-2), 3, g)
	for i, l := range lines {
		sign := "  "
		if i == 0 {
			sign = th.Muted.Render(g.Changed) + " "
		}
		lines[i] = sign + p.marks.text(l, th.Text, th)
	}
	return lines
}

// formerly is what a subject was called after the change that is drawn; empty where that is
// what it is called now, as far as the changes tell. The change that took the only name is
// still drawn with that.
func (p *Pane) formerly(id model.IRI) string {
	if p.at == 0 {
		return ""
	}
	entries := p.feed.entries
	n, _ := slices.BinarySearchFunc(entries, p.at, func(e *entry, at uint64) int { // They fall.
		switch {
		case e.Number > at:
			return -1
		case e.Number < at:
			return 1
		}
		return 0
	})
	if p.names.Labels.Of(id) == "" {
		n++
	}
	for i := min(n, len(entries)) - 1; i >= 0; i-- {
		for _, r := range entries[i].renamed {
			if r.id == id && r.was != p.names.Name(id) {
				return r.was
			} else if r.id == id {
				return ""
			}
		}
	}
	return ""
}
