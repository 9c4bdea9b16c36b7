package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/layout"
)

// walks reports whether one goes from change to change, not with one subject through time.
func (m *Root) walks() bool { return m.then.walks || m.focus == layout.Changes }

// showChange shows a moment, with what the last change until then did. Who goes from change to
// change goes to the subject that was changed, where that is another than the one they see;
// and from the changes, where those are in its place, to the pane of the subject.
func (m *Root) showChange(msg asOfMsg) tea.Cmd {
	t, to := msg.then, model.IRI("")
	if msg.last != nil {
		t.by = m.who(msg.last.Author).Name
		if msg.goes && !m.subj.Touched(t.touches) {
			to = changes.Changed(msg.last, m.names)
		}
	}
	hidden := m.lay.Panes[layout.Subject].IsZero() && m.lay.Mode != layout.TooSmall
	leaves := msg.goes && hidden && m.focus == layout.Changes
	t.walks, t.away = msg.goes, m.then.away || leaves
	cmd := m.show(t, to)
	if leaves {
		m.setFocus(layout.Subject)
	}
	return cmd
}

// touches reports whether the last change until the moment did something to a subject.
func (t then) touches(id model.IRI) bool {
	return slices.ContainsFunc(t.did, func(d changes.Told) bool { return d.Subject() == id || d.Triple.S == id })
}

// didTo is what the last change until the moment did to a subject that has some lists.
func (t then) didTo(id model.IRI, lists map[model.IRI]replica.ListPage) (did []changes.Told) {
	slots := make(map[model.IRI]bool)
	for _, page := range lists {
		for _, i := range page.Items {
			slots[i.ID] = true
		}
	}
	for _, d := range t.did {
		if _, ok := lists[d.Subject()]; ok || d.Subject() == id || slots[d.Triple.S] {
			did = append(did, d)
		}
	}
	return did
}
