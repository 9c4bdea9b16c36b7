package tui

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
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
	c, now, labels := m.data(), m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		done := labelsMsg{found: make(map[model.IRI]string, len(ids))}
		for _, id := range ids {
			label, err := labelOf(ctx, c, id, labels)
			if label == "" && err == nil && c != Data(now) { // What came later has a name, too.
				label, err = labelOf(ctx, now, id, labels)
			}
			if err != nil {
				done.err = err
			}
			done.found[id] = label // Whoever has none is not asked for again.
		}
		return done
	})
}

// labelOf is what a subject is called; empty where it has no name.
func labelOf(ctx context.Context, d Data, id model.IRI, labels []model.IRI) (string, error) {
	page, err := d.Subjects(ctx, replica.SubjectsQuery{Around: id, Limit: 1, Labels: labels})
	for _, row := range page.Rows {
		if row.ID == id {
			return row.Label, err
		}
	}
	if err != nil || !strings.Contains(string(id), generated) {
		return "", err
	}
	return partName(ctx, d, id)
}

// generated is in ids that nobody has chosen.
const generated = "/.well-known/genid/"

// partName is what a part of another subject is called, which is not listed: the slot of
// a list by its item.
func partName(ctx context.Context, d Data, id model.IRI) (string, error) {
	ts, err := d.Describe(ctx, id)
	for _, t := range ts {
		if t.P == model.JSONRQLItem && t.O.IsLiteral() {
			return t.O.Value, err
		}
	}
	if list.IsList(ts) {
		return "a list", err
	}
	return "", err
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
