package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// editorKey carries out a key while a value is edited.
func (m *Root) editorKey(id keymap.ID, k tea.KeyPressMsg) tea.Cmd {
	e := m.subj.Editor()
	if k.String() == "ctrl+c" && e.Selected() != "" {
		id = keymap.EditCopy // as everywhere else; without a selection it leaves
	}
	switch id {
	case keymap.Save:
		if e.OnName && !e.Name.IsEmpty() && e.Value.IsEmpty() && k.String() == "enter" {
			e.EnterOther() // the name is typed, the value is not
			m.subj.Touch()
			return nil
		}
		return m.save(false)
	case keymap.SaveBoth:
		return m.save(true)
	case keymap.Cancel:
		if !e.Saving {
			m.leaveEditor(e)
		}
	case keymap.EditCopy:
		return m.copied(e.Selected())
	case keymap.EditCut:
		m.subj.Touch()
		return m.copied(e.Cut())
	case keymap.EditPaste:
		m.subj.EditPaste(m.clip)
	default:
		m.subj.EditKey(id, k)
	}
	return nil
}

// leaveEditor closes an editor without saving. What was typed is not lost.
func (m *Root) leaveEditor(e *edit.Editor) {
	again := keymap.EditValue
	switch e.Mode {
	case edit.AddProperty:
		again = keymap.AddProp
	case edit.AddValue:
		again = keymap.AddValue
	}
	if m.subj.LeaveEditor() && m.disabledWrite() == "" {
		m.notice = notice{m.sayKept(again), plainNotice}
	}
}

// disabledEdit says why an action of editing cannot be done now; empty when it can.
func (m *Root) disabledEdit(id keymap.ID) string {
	t, onValue := m.subj.Value()
	switch id {
	case keymap.EditValue:
		here, ok := m.subj.Term()
		_, item := m.subj.Item()
		switch _, page, inList := m.subj.ListHere(); {
		case !ok && item:
			return "" // An empty item is given a value.
		case !ok:
			return "there is no value to change here"
		case inList && onValue:
			return "a list is changed by its items: " + text.Plural(page.Total, "item", "items") + " below"
		}
		return values.Fixed(here)
	case keymap.DelValue, keymap.CopyValue:
		_, ok := m.subj.Term()
		if _, item := m.subj.Item(); !ok && (!item || id != keymap.DelValue) { // An empty item can go.
			return "there is no value here"
		}
	case keymap.SubjHistory, keymap.PropHistory, keymap.AllHistory, keymap.Why, keymap.WhyChange:
		return m.disabledRecord(id)
	case keymap.SaveBoth:
		if e := m.subj.Editor(); e == nil || len(e.Theirs()) == 0 {
			return "nobody else has put anything there"
		} else if e.Agrees() {
			return "others have put the same there"
		}
	case keymap.Toggle:
		if !m.subj.IsBoolean() {
			return "only true and false can be turned"
		}
	case keymap.InsertBefore, keymap.MoveUp, keymap.MoveDown:
		return m.disabledMove(id)
	case keymap.MakeList:
		if !onValue || t.P == model.RDFType {
			return "only the values of a property can become a list"
		}
		if page, ok := m.listValue(); ok && len(page.Items) < page.Total {
			return "of a list of more than " + text.Count(maxBeside) + " items no values are made here"
		}
	case keymap.Settle:
		if _, deleted := m.subj.Deleted(); !deleted && len(m.subj.Beside()) == 0 {
			return "there is nothing to settle: this is the only value"
		}
	case keymap.MarkAll, keymap.SetMany:
		return m.disabledMarks(id)
	case keymap.CopySubj, keymap.Duplicate, keymap.Rename, keymap.Mark:
		if m.target() == "" {
			return "there is no subject here"
		}
	case keymap.Paste:
		switch {
		case len(m.held.triples) == 0:
			return "nothing was copied yet"
		case m.target() == "":
			return "choose a subject first"
		}
	}
	return ""
}

// doEdit carries out an action of editing; done is false for others.
func (m *Root) doEdit(id keymap.ID) (cmd tea.Cmd, done bool) {
	switch id {
	case keymap.Mark:
		m.list.ToggleMark()
		return m.choose(), true
	case keymap.MarkAll:
		m.list.MarkAll()
	case keymap.SetMany:
		return m.setMany(), true
	case keymap.Undo:
		return m.undo(false, 0), true
	case keymap.Redo:
		return m.undo(true, 0), true
	case keymap.Toggle:
		return m.toggle(), true
	case keymap.InsertBefore:
		m.subj.InsertItem(true)
	case keymap.MoveUp:
		return m.moveItem(-1), true
	case keymap.MoveDown:
		return m.moveItem(1), true
	case keymap.MakeList:
		return m.makeList(), true
	case keymap.Settle:
		return m.settleValue(), true
	case keymap.DelValue:
		m.askRemove()
	case keymap.CopyValue:
		return m.copyValue(), true
	case keymap.CopySubj:
		if ids := m.marked(); len(ids) > 0 {
			return m.copyMany(ids), true
		}
		return m.copySubject(), true
	case keymap.SubjHistory, keymap.PropHistory, keymap.AllHistory, keymap.Why:
		m.openRecord(id)
	case keymap.Rename:
		m.rename()
	case keymap.Duplicate:
		return m.duplicate(), true
	case keymap.Paste:
		return m.pasteHeld(), true
	default:
		return nil, false
	}
	return nil, true
}

// copied puts a text on the clipboard, and keeps it for pasting here.
func (m *Root) copied(s string) tea.Cmd {
	if s == "" {
		return nil
	}
	m.clip = s
	return tea.SetClipboard(s)
}

// toggle turns a boolean at once.
func (m *Root) toggle() tea.Cmd {
	if item, ok := m.subj.Item(); ok {
		p := item.Set(model.Boolean(item.Values[0].Value != "true"))
		return m.patch(patchedMsg{patch: p, id: m.subj.Subject(), said: m.saidSaved(p)})
	}
	t, _ := m.subj.Value()
	now := t
	now.O = model.Boolean(t.O.Value != "true")
	p := model.Patch{Deletes: []model.Triple{t}, Inserts: []model.Triple{now}}
	return m.patch(patchedMsg{
		patch: p, id: t.S,
		said: m.names.Property(t.P) + " is " + now.O.Value + " now." + m.wasThere(p), at: &now,
	})
}

// followValue goes where the value under the cursor leads; what leads nowhere is
// edited.
func (m *Root) followValue() tea.Cmd {
	t, onValue := m.subj.Value()
	term, ok := m.subj.Term()
	_, item := m.subj.Item()
	id, _, inList := m.subj.ListHere()
	switch {
	case onValue && t.P == model.RDFType:
		m.followType(t.O.IRI())
	case ok && term.IsRef():
		m.subj.FollowTo(term.IRI())
		return m.describe()
	case ok || item:
		return m.Do(keymap.EditValue)
	case inList: // where there are more items than are shown
		m.subj.FollowTo(id)
		return m.describe()
	}
	return nil
}
