package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// labelsMsg: what some subjects are called.
type labelsMsg struct {
	found map[model.IRI]string
	err   error
}

// readLabels reads the names that something on the screen wants, if any.
func (m *Root) readLabels() tea.Cmd {
	if m.labelsPending {
		return nil
	}
	ids := m.names.Labels.Wanted()
	if len(ids) == 0 {
		return nil
	}
	m.labelsPending = true
	c, labels := m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		done := labelsMsg{found: make(map[model.IRI]string, len(ids))}
		for _, id := range ids {
			page, err := c.Subjects(ctx, replica.SubjectsQuery{Around: id, Limit: 1, Labels: labels})
			if err != nil {
				done.err = err
			}
			done.found[id] = "" // Whoever has none is not asked for again.
			for _, row := range page.Rows {
				if row.ID == id {
					done.found[id] = row.Label
				}
			}
		}
		return done
	})
}

func (m *Root) gotLabels(msg labelsMsg) {
	m.labelsPending = false
	if msg.err != nil {
		m.o.Log.Debug("could not read what subjects are called", "err", msg.err)
	}
	if m.names.Labels.Deliver(msg.found) {
		m.feed.Redraw()
		m.subj.Touch()
		if m.record != nil {
			m.record.Redraw()
		}
	}
}
