package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// wentMsg brings what went with a subject that somebody deleted, of which one has put one
// value back.
type wentMsg struct {
	deletion
	property model.IRI // of that value
	by       replica.Author
	err      error
}

// historyOfDeletion is how far back it is looked for what took a subject away.
const historyOfDeletion = 20

// putBackOne is for when one has put a value back that others had removed: the list shows
// the subject, and where they had removed all of it, it is looked up what went with it.
func (m *Root) putBackOne(d patchedMsg) tea.Cmd {
	if d.editor == nil || !d.editor.Removed() || d.editor.List != "" || d.id != m.subj.Subject() {
		return nil
	}
	m.list.Reveal(d.id)
	if d.readErr != nil || slices.ContainsFunc(d.content.Triples, func(t model.Triple) bool { return !slices.Contains(d.patch.Inserts, t) }) {
		return nil // There is more of it.
	}
	c, labels, saved := m.clone, m.o.Labels, d.patch.Inserts[0]
	instead := d.editor.Original
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := wentMsg{deletion: deletion{id: d.id}, property: saved.P}
		page, err := c.History(ctx, replica.HistoryQuery{Subject: d.id, Whole: true, Limit: historyOfDeletion})
		msg.err = err
		back := func(t model.Triple) bool { // It is there, or something else is in its place.
			return t.S == saved.S && t.P == saved.P && (t.O.Same(saved.O) || t.O.Same(instead))
		}
		for _, e := range page.Entries {
			if went := deletionOf(d.id, e, labels); len(went.own) > 0 {
				msg.deletion, msg.by = went.but(back), e.Author
				break
			}
		}
		return msg
	})
}

// offerWhole offers to bring back the rest of a subject.
func (m *Root) offerWhole(msg wentMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		m.o.Log.Warn("could not read what was deleted", "subject", msg.id, "err", msg.err)
		return nil
	case len(msg.own) == 0 || m.subj.Subject() != msg.id || m.busy():
		return nil // The person has gone on to something else.
	}
	name := m.nameFrom(map[model.IRI][]model.Triple{msg.id: msg.own})(msg.id)
	whole, job := m.bringBack(msg.deletion, name)
	m.ask(&dialog.Choice{
		Title:    "Put a subject back",
		Question: text.Beginning(m.who(msg.by).Name) + " deleted " + name + ". Bring back the rest of it?",
		Options: []dialog.Option{
			{Key: "n", Word: "Leave it as it is", Detail: "It has the " + m.names.Property(msg.property) + " that you saved, and nothing else."},
			whole,
		},
	}, func(int) tea.Cmd { return m.patch(job) })
	return nil
}
