package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
)

// occasion is what a form is opened for: by an action, of a subject if it is of one. What is
// typed there and left is given back on the same occasion.
type occasion struct {
	action keymap.ID
	of     model.IRI
}

// formDrafts are what was typed into forms that were left, and what those are for that are
// open.
type formDrafts struct {
	open map[dialog.Dialog]occasion
	kept map[occasion]dialog.Draft
}

// openForm opens a form; what is typed there is not lost when it is left.
func (m *Root) openForm(f dialog.Drafter, o occasion, accepted func() tea.Cmd) {
	m.drafts.open[f] = o
	if d, ok := m.drafts.kept[o]; ok {
		f.Offer(d)
	}
	m.open(f, accepted)
}

// dismiss closes a dialog that a person leaves. Of a form, what was typed is kept, and it is
// said how it comes back.
func (m *Root) dismiss(d dialog.Dialog) {
	o, isForm := m.drafts.open[d]
	delete(m.drafts.open, d) // Its draft is not forgotten.
	m.closeDialog(d)
	if f, _ := d.(dialog.Drafter); isForm && f.Unsaved() {
		m.drafts.kept[o] = f.Draft()
		if m.disabled(o.action) == "" {
			m.notice = notice{m.sayKept(o.action), plainNotice}
		}
	}
}

// forget forgets what was typed in a form, for that has come about.
func (d *formDrafts) forget(f dialog.Dialog) {
	if o, ok := d.open[f]; ok {
		delete(d.open, f)
		delete(d.kept, o)
	}
}

// sayKept says how what was typed, and left, comes back.
func (m *Root) sayKept(action keymap.ID) string {
	plain := m.theme.Glyph.ASCII
	left, redo := "Not done: ", keymap.KeyText("ctrl+r", plain)
	if a, _ := m.keys.Get(action); a.Writes {
		left = "Not saved: "
	}
	if key := m.keys.Key(action, plain); key != "" {
		return left + key + " and then " + redo + " bring back what you typed."
	}
	return left + redo + " brings back what you typed when you come here again."
}
