package tui

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/palette"
	"github.com/m-ld/mld-tui/tui/text"
)

// conflictsMsg: what is in conflict.
type conflictsMsg struct {
	page replica.ConflictsPage
	then Past // in which it was; nil for now
	err  error
}

// disabledConflict says why there is nothing to settle.
func (m *Root) disabledConflict(id keymap.ID) string {
	switch {
	case m.then.past != nil && id == keymap.Conflicts:
	case m.then.past != nil:
		return "this is the past: esc goes back to now"
	case id == keymap.Conflicts && m.bar.Status.Conflicts == 0:
		return "nothing is in conflict"
	case id == keymap.KeepAll:
		if t, ok := m.subj.Value(); ok {
			if _, ok := m.subj.Conflict(t.P); ok {
				return ""
			}
		}
		return "this is not in conflict with anything"
	}
	return ""
}

// readConflicts reads what is in conflict at the moment that is shown, to offer it.
func (m *Root) readConflicts() tea.Cmd {
	c, then, labels := m.data(), m.then.past, m.o.Labels
	return m.runTo(opensIt, "what is in conflict")(func(ctx context.Context) any {
		page, err := c.Conflicts(ctx, replica.ConflictsQuery{Labels: labels})
		return conflictsMsg{page, then, err}
	})
}

// offerConflicts lists the conflicts, to go to one.
func (m *Root) offerConflicts(msg conflictsMsg) {
	switch {
	case m.busy() || msg.then != m.then.past:
		return // The person has gone on to something else.
	case msg.err != nil:
		m.warn(msg.err.Error())
		return
	case len(msg.page.Rows) == 0 && msg.then != nil:
		m.notice = notice{"Nothing was in conflict at this time.", plainNotice}
		return
	case len(msg.page.Rows) == 0:
		m.notice = notice{"Nothing is in conflict.", plainNotice}
		return
	}
	items := make([]palette.Item, len(msg.page.Rows))
	rows := make(map[string]replica.Conflict)
	for i, c := range msg.page.Rows {
		items[i] = palette.Item{ID: string(c.Place), Title: m.conflictWords(c)}
		rows[items[i].ID] = c
	}
	title := text.Plural(msg.page.Total, "conflict", "conflicts") + map[bool]string{true: " to settle", false: " at this time"}[msg.then == nil]
	if msg.page.More {
		title += ", of which these are the first " + text.Count(len(items))
	}
	p := palette.New(title, "type a few letters of one", m.keys, items)
	p.Verb = "go there"
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		c := rows[item.ID]
		m.stopFollowing("")
		m.subj.FollowTo(c.Subject.ID)
		m.subj.GoToProperty(c.Property)
		m.setFocus(layout.Subject)
		return m.describe()
	})
}

// conflictWords is a conflict in a line.
func (m *Root) conflictWords(c replica.Conflict) string {
	values := make([]string, len(c.Values))
	for i, v := range c.Values {
		values[i] = m.valueWord(c.Triple(v))
	}
	name := c.Subject.Label
	if name == "" {
		name = m.names.Subject(c.Subject.ID)
	}
	g := m.theme.Glyph
	if c.Property == "" {
		return fmt.Sprintf("%s %s deleted while %s was saved", text.Cut(text.Safe(name, g), 30, g), g.Dot, strings.Join(values, ", "))
	}
	return fmt.Sprintf("%s %s %s: %s", text.Cut(text.Safe(name, g), 30, g), g.Dot, m.names.Property(c.Property), strings.Join(values, ", "))
}

// keepAll settles a conflict in favour of all its values.
func (m *Root) keepAll() tea.Cmd {
	t, _ := m.subj.Value()
	c, _ := m.subj.Conflict(t.P)
	c.Subject.ID = t.S
	said := "Kept " + text.AllOf(len(c.Values)) + ": it is settled." + m.takesBack()
	return m.patch(patchedMsg{patch: c.KeepAll(), id: t.S, said: said, at: &t})
}
