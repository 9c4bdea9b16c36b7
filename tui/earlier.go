package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// earlierMsg brings what an undo, or a redo, would put back that was done elsewhere or before:
// nobody is to do that unasked.
type earlierMsg struct {
	redo  bool
	entry replica.Entry
	names wording
}

// readEarlier reads what would be put back.
func (m *Root) readEarlier(number uint64, redo bool) tea.Cmd {
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		page, err := c.History(ctx, replica.HistoryQuery{Before: number + 1, Limit: 1})
		if err != nil || len(page.Entries) == 0 || page.Entries[0].Number != number {
			return undoneMsg{redo: redo, err: model.Errorf(model.StatusUnknown, "nothing more can be undone here")}
		}
		e := page.Entries[0]
		return earlierMsg{redo, e, readWording(ctx, c, labels, replica.Undone{Shifts: e.Shifts})}
	})
}

// offerEarlier says what would be put back, and asks.
func (m *Root) offerEarlier(msg earlierMsg) {
	if m.typing() || m.dialogs.Top() != nil {
		return // The person has gone on to something else.
	}
	m.name(msg.names.names)
	p := putBackPatch(msg.entry.Shifts)
	what := ""
	if all := slices.Concat(p.Inserts, p.Deletes); len(all) > 0 {
		t := all[0]
		what = ": " + m.names.Property(t.P) + " of " + m.nameOf(t.S)
		for _, o := range all[1:] {
			if o.S != t.S || o.P != t.P {
				what += " and more"
				break
			}
		}
	}
	was, ask, word := "changed", "Undo it?", "Undo it"
	if msg.redo {
		was, ask, word = "undone", "Do it again?", "Do it again"
	}
	when := changes.Exactly(msg.entry.Time, m.o.Now())
	if m.together.roster.IsBeside(msg.entry.Author) {
		when += " in another terminal"
	}
	m.ask(&dialog.Choice{
		Title:    text.Cut(word, 40, m.theme.Glyph),
		Question: "This was " + was + " earlier, " + when + what + ". " + ask,
		Options: []dialog.Option{
			{Key: "n", Word: "Keep it as it is", Detail: "Nothing changes."},
			{Key: "y", Word: word, Patch: p, Shown: m.changeLines(p, m.nameOf), Detail: "What others have changed since stays as it is."},
		},
	}, func(int) tea.Cmd { return m.undo(msg.redo, msg.entry.Number) })
}
