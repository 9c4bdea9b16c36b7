package tui

import (
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/palette"
	"github.com/m-ld/mld-tui/tui/text"
)

// whyOfChange shows why the value is there that the change under the cursor has brought, or
// what became of it since; of several it asks of which.
func (m *Root) whyOfChange() {
	all := m.feed.Values()
	came := 0
	for _, t := range all {
		if t.Come() {
			came++
		}
	}
	switch {
	case len(all) == 0:
		m.warn("this change has brought or taken no value")
		return
	case came == 1 || len(all) == 1: // Those that came are first.
		m.openHistory(m.aboutTold(all[0]))
		return
	}
	g := m.theme.Glyph
	items := make([]palette.Item, len(all))
	for i, t := range all {
		sign := " "
		switch {
		case t.Come():
			sign = g.Added
		case t.Gone():
			sign = g.Removed
		}
		items[i] = palette.Item{ID: strconv.Itoa(i), Title: sign + " " + m.toldWords(t), Group: text.Safe(t.Name(m.names, &m.theme), g)}
	}
	p := palette.New("Of which value?", "type a few letters of it", m.keys, items)
	p.Verb = "show why"
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		if i, err := strconv.Atoi(item.ID); err == nil {
			m.openHistory(m.aboutTold(all[i]))
		}
		return nil
	})
}

// aboutTold asks who holds a value of a change; where nobody does, what became of it.
func (m *Root) aboutTold(t changes.Told) history.About {
	name := t.Name(m.names, &m.theme)
	since := history.About{
		Subject: t.Triple.S, Name: name, Property: t.Triple.P, Narrow: true,
		Note: m.toldWords(t) + " is not there any more: this is what became of it.",
	}
	if t.OfItem() {
		since.Subject, since.Property, since.Narrow = t.Subject(), "", false
	}
	return history.About{Subject: t.Triple.S, Name: name, Why: true, Value: t.Triple, Else: &since}
}

// toldWords is a value of a change, with its property.
func (m *Root) toldWords(t changes.Told) string {
	return t.Property(m.names) + " " + text.Cut(t.Value(m.names, &m.theme), 40, m.theme.Glyph)
}
