package tui

import "github.com/m-ld/mld-tui/replica"

// badge is what the editor says of who has changed meanwhile what is edited.
type badge struct {
	by   replica.Author
	name string
}

// tellEditor tells the open editor of a change, unless it is its own.
func (m *Root) tellEditor(u replica.Update) {
	e := m.subj.Editor()
	if e == nil {
		return
	}
	who := m.who(u.Author)
	if e.Saving && who.Self {
		return
	}
	if m.subj.Remote(u, who.Name) {
		m.together.badge = badge{u.Author, who.Name}
	}
}

// renameBadge has the editor say who that was, as it is known now.
func (m *Root) renameBadge() {
	if b := &m.together.badge; b.name != "" {
		now := m.who(b.by).Name
		m.subj.RenameBadge(b.name, now)
		b.name = now
	}
}
