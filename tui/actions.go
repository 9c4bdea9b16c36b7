package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/palette"
	"github.com/m-ld/mld-tui/tui/text"
)

// openPalette offers everything that can be done, in whichever pane.
func (m *Root) openPalette() {
	items := palette.Actions(m.keys, m.disabledAnywhere, m.theme.Glyph.ASCII)
	p := palette.New("What to do?", "type a few letters of it", m.keys, items)
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		return m.doAnywhere(keymap.ID(item.ID))
	})
}

// paneOf is the pane in which an action can be done: the one with the focus, if
// it is one of its own.
func (m *Root) paneOf(id keymap.ID) layout.Pane {
	a, _ := m.keys.Get(id)
	here := m.paneScope(m.focus)
	if a.In(keymap.Global) || a.In(here) {
		return m.focus
	}
	for _, p := range []layout.Pane{layout.Subject, layout.Subjects, layout.Changes, layout.Referrers} {
		if a.In(m.paneScope(p)) {
			return p
		}
	}
	return m.focus
}

func (*Root) paneScope(p layout.Pane) keymap.Scope {
	switch p {
	case layout.Subject:
		return keymap.Subject
	case layout.Changes:
		return keymap.Changes
	case layout.Referrers:
		return keymap.Referrers
	default:
		return keymap.Subjects
	}
}

// disabledAnywhere says why an action could not be done even if its pane had the
// focus.
func (m *Root) disabledAnywhere(id keymap.ID) string {
	was := m.focus
	m.focus = m.paneOf(id)
	defer func() { m.focus = was }()
	return m.disabled(id)
}

// doAnywhere carries out an action in the pane where it can be done.
func (m *Root) doAnywhere(id keymap.ID) tea.Cmd {
	if p := m.paneOf(id); p != m.focus {
		m.setFocus(p)
	}
	return m.Do(id)
}

// readTypes reads the types that subjects have, to choose one of them.
func (m *Root) readTypes() tea.Cmd {
	c := m.data()
	return m.runTo(opensIt, "the types")(func(ctx context.Context) any {
		types, err := c.Types(ctx)
		return typesMsg{types, err}
	})
}

// offerTypes shows the types with their counts; the chosen one is listed.
func (m *Root) offerTypes(msg typesMsg) tea.Cmd {
	switch {
	case msg.err != nil:
		m.warn(msg.err.Error())
		return nil
	case m.busy():
		return nil // The person has gone on to something else.
	case len(msg.types) == 0:
		m.notice = notice{"No subject has a type yet.", plainNotice}
		return nil
	}
	all := palette.Item{Title: "all subjects", Current: m.list.Type() == ""}
	if n := m.list.Total(); n > 0 {
		all.Keys = text.Count(n)
	}
	items := []palette.Item{all}
	for _, t := range msg.types {
		items = append(items, palette.Item{
			ID: string(t.Type), Title: m.names.Type(t.Type), Keys: text.Count(t.Count), Current: m.list.Type() == t.Type,
		})
	}
	p := palette.New("Types", "type a few letters of one", m.keys, items)
	p.Verb = "list it"
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		m.list.ShowType(model.IRI(item.ID))
		m.setFocus(layout.Subjects)
		return nil
	})
	return nil
}

// doInReferrers carries out an action of the pane of what refers to the subject.
func (m *Root) doInReferrers(id keymap.ID) tea.Cmd {
	switch id {
	case keymap.OpenRef:
		r, _ := m.refs.Selected()
		m.subj.FollowTo(r.Subject.ID)
		if r.Slot != "" {
			m.subj.GoToItem(r.Slot)
		}
		m.setFocus(layout.Subject)
		return m.describe()
	case keymap.LeaveRefs:
		m.setFocus(layout.Subject)
	default:
		m.refs.Do(id)
	}
	return nil
}
