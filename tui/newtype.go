package tui

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
)

// checkedTypeMsg tells which types there are, before a change of the type of a subject is
// saved.
type checkedTypeMsg struct {
	editor *edit.Editor
	patch  model.Patch
	typ    model.IRI
	types  []replica.TypeCount
	err    error
}

// checkType looks whether anything is of a type yet, before it is saved.
func (m *Root) checkType(e *edit.Editor, p model.Patch, typ model.IRI) tea.Cmd {
	c := m.clone
	return m.run(m.ctx, func(ctx context.Context) any {
		msg := checkedTypeMsg{editor: e, patch: p, typ: typ}
		msg.types, msg.err = c.Types(ctx)
		return msg
	})
}

// checkedType saves, and asks before where that makes a type that no other subject is of:
// it is more often a slip, or meant for another property.
func (m *Root) checkedType(msg checkedTypeMsg) tea.Cmd {
	e := msg.editor
	known := slices.ContainsFunc(msg.types, func(t replica.TypeCount) bool { return t.Type == msg.typ })
	if known || len(msg.types) == 0 || msg.err != nil { // Saving tells what is wrong.
		return m.saveEdited(e, msg.patch)
	}
	e.Saving = false
	m.subj.Touch()
	if m.subj.Editor() != e || m.dialogs.Top() != nil {
		return nil // The person has gone on to something else.
	}
	name := m.quoted(m.names.Type(msg.typ))
	m.ask(&dialog.Choice{
		Title: "A new type", Question: "No subject is a " + name + " yet. Make it a type of " + m.nameOf(e.Subject) + "?",
		Options: []dialog.Option{
			{Key: "n", Word: "Go on typing", Detail: "Nothing changes."},
			{Key: "y", Word: "Make it a " + name, Detail: "The type is new to everybody in the domain.", Patch: msg.patch},
		},
	}, func(int) tea.Cmd {
		if m.subj.Editor() != e {
			return nil
		}
		e.Saving = true
		m.subj.Touch()
		return m.saveEdited(e, msg.patch)
	})
	return nil
}
