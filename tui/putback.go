package tui

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/text"
)

// putBackMsg brings a whole change that is to be put back.
type putBackMsg struct {
	dialog *history.Dialog // where that was asked for; nil for the changes
	entry  replica.Entry
}

// askPutBack reads a change, of which perhaps only a part is shown, then asks whether to put
// it back.
func (m *Root) askPutBack(number uint64, d *history.Dialog) tea.Cmd {
	c := m.clone
	return m.runTo(asksFirst, "this change")(func(ctx context.Context) any {
		page, err := c.History(ctx, replica.HistoryQuery{Before: number + 1, Limit: 1})
		switch {
		case err != nil:
		case len(page.Entries) == 0 || page.Entries[0].Number != number:
			err = errors.New("this change is not kept any more")
		default:
			return putBackMsg{dialog: d, entry: page.Entries[0]}
		}
		return revertedMsg{dialog: d, err: err}
	})
}

// putBackPatch is what putting a change back would do if nobody had changed anything since.
func putBackPatch(shifts []replica.Shift) (p model.Patch) {
	for _, s := range shifts {
		switch {
		case s.Come():
			p.Deletes = append(p.Deletes, s.Triple)
		case s.Gone():
			p.Inserts = append(p.Inserts, s.Triple)
		}
	}
	return p
}

// offerPutBack says what putting a change back does, and asks.
func (m *Root) offerPutBack(msg putBackMsg) {
	if m.typing() || msg.dialog != m.record || m.dialogs.Top() != nil && m.dialogs.Top() != msg.dialog {
		return // The person has gone on to something else.
	}
	p := putBackPatch(msg.entry.Shifts)
	subjects := make(map[model.IRI]bool)
	for _, t := range slices.Concat(p.Deletes, p.Inserts) {
		subjects[t.S] = true
	}
	does := ""
	if n := len(p.Deletes); n > 0 {
		does = "takes away " + text.Plural(n, "value", "values")
	}
	if n := len(p.Inserts); n > 0 {
		if does != "" {
			does += " and "
		}
		does += "brings back " + text.Plural(n, "value", "values")
	}
	switch n := len(subjects); {
	case does == "":
		does = " It changes nothing that is seen."
	case n > 1:
		does = " It " + does + " in " + text.Count(n) + " subjects."
	case len(p.Deletes) > 1 || len(p.Inserts) > 1:
		does = " It " + does + "."
	default:
		does = "" // What is shown says it.
	}
	who := m.who(msg.entry.Author)
	by := "made by " + who.Name
	if who.Self {
		by = "your own"
	}
	m.ask(&dialog.Choice{
		Title:    "Put a change back",
		Question: "Put back the change of " + changes.Exactly(msg.entry.Time, m.o.Now()) + ", " + by + ", for everybody?" + does,
		Options: []dialog.Option{
			{Key: "n", Word: "Keep it as it is", Detail: "Nothing changes."},
			{Key: "y", Word: "Put it back", Patch: p, Shown: m.changeLines(p, m.nameOf), Detail: "What others have changed since stays as it is."},
		},
	}, func(int) tea.Cmd {
		c, number, labels := m.clone, msg.entry.Number, m.o.Labels
		return m.run(m.ctx, func(ctx context.Context) any {
			undone, err := c.Revert(ctx, number)
			return revertedMsg{msg.dialog, undone, readWording(ctx, c, labels, undone), err}
		})
	})
}
