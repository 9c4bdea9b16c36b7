package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/help"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
)

// scope is where keys are heard now.
func (m *Root) scope() keymap.Scope {
	switch {
	case m.record != nil && m.dialogs.Top() == m.record:
		return keymap.Record
	case m.together.dialog != nil && m.dialogs.Top() == m.together.dialog:
		return keymap.People
	case m.dialogs.Top() != nil:
		return keymap.Dialog
	case m.subj.Editor() != nil:
		return keymap.Editor
	case m.list.Typing():
		return keymap.Filter
	case m.feed.Typing():
		return keymap.FeedFilter
	}
	return m.paneScope(m.focus)
}

func (m *Root) key(k tea.KeyPressMsg) tea.Cmd {
	m.notice, m.noRoom = notice{}, false
	m.leaving.again = m.leaving.again && m.isQuit(k)
	m.feed.Rest()
	if m.unseen() {
		return m.unseenKey(k)
	}
	if m.isAhead(k) {
		return nil
	}
	scope := m.scope()
	a, ok, waits := m.lookup(scope, k.String())
	if waits {
		return nil
	}
	if m.lay.Mode == layout.TooSmall && m.dialogs.Top() == nil {
		if !ok || !inCard[a.ID] {
			m.noRoom = true
			return nil
		}
		if a.Group == keymap.Moving {
			m.stopFollowing("")
			m.list.Do(a.ID)
			return m.choose()
		}
	}
	if m.isEarly(scope, a, ok, k) {
		return nil
	}
	switch scope {
	case keymap.Dialog, keymap.Record, keymap.People:
		return m.dialogKey(a.ID, k)
	case keymap.Editor:
		return m.editorKey(a.ID, k)
	case keymap.Filter:
		if !ok {
			m.list.TypeKey(k)
			return nil
		}
		return m.filterKey(a.ID)
	case keymap.FeedFilter:
		m.feed.FilterKey(a.ID, k)
		return nil
	}
	if !ok {
		m.deadKey(k)
		return nil
	}
	if m.bar.Status.Joining && a.ID != keymap.Quit && a.ID != keymap.Help && a.ID != keymap.Suspend && a.ID != keymap.Redraw {
		return nil
	}
	if m.then.past != nil && k.String() == "esc" {
		return m.backToNow()
	}
	return m.Do(a.ID)
}

func (m *Root) filterKey(id keymap.ID) tea.Cmd {
	if _, found := m.list.Selected(); id == keymap.OpenFound && found {
		m.list.Do(keymap.KeepFilter)
		return m.Do(keymap.Open)
	}
	m.list.Do(id)
	return m.choose()
}

// lookup finds the action of a key, which may be the last of several. It waits where
// others may follow; what is begun and not gone on with is forgotten.
func (m *Root) lookup(scope keymap.Scope, key string) (a keymap.Action, ok, waits bool) {
	row := key
	if m.begun != "" {
		row = m.begun + " " + key
	}
	begun := m.begun
	m.begun = ""
	if a, ok = m.keys.Lookup(scope, row); ok {
		return a, true, false
	}
	if len(m.keys.Next(scope, row)) > 0 {
		m.begun = row
		return a, false, true
	}
	if begun != "" {
		m.notice = notice{"Nothing is on the keys " + keymap.KeyText(row, m.theme.Glyph.ASCII) + ".", plainNotice}
		return a, false, true
	}
	return a, false, false
}

// maxPaste bounds what is taken from the clipboard at once; no value may be so
// long.
const maxPaste = 1 << 17

func (m *Root) paste(s string) tea.Cmd {
	m.notice = notice{}
	if m.unseen() && m.smallEditor() == nil {
		return nil
	}
	if len(s) > maxPaste {
		m.notice = notice{"That is too long to paste: a value holds fewer than " + text.Count(model.MaxLiteral) + " characters.", badNotice}
		return nil
	}
	if m.lay.Mode == layout.TooSmall && m.dialogs.Top() == nil && m.smallEditor() == nil || m.isAhead(tea.PasteMsg{Content: s}) {
		return nil
	}
	switch m.scope() {
	case keymap.Dialog, keymap.Record, keymap.People:
		m.dialogs.Top().Paste(s)
	case keymap.Editor:
		m.subj.EditPaste(s)
	case keymap.Filter:
		m.list.Paste(s)
	case keymap.FeedFilter:
		m.feed.Paste(s)
	default:
		m.pasteText(s)
	}
	return nil
}

func (m *Root) dialogKey(id keymap.ID, k tea.KeyPressMsg) tea.Cmd {
	if m.leavesAgain(k) {
		return tea.Quit
	}
	d := m.dialogs.Top()
	return m.dialogOutcome(d, d.Key(id, k))
}

// dialogOutcome does what a key or a click in a dialog has come to.
func (m *Root) dialogOutcome(d dialog.Dialog, o dialog.Outcome) tea.Cmd {
	switch o {
	case dialog.Accepted:
		if f := m.accept[d]; f != nil {
			return f()
		}
		m.closeDialog(d)
	case dialog.Dismissed:
		m.dismiss(d)
	case dialog.Completing:
		if f, ok := d.(*dialog.Form); ok {
			return m.completeFile(f)
		}
	case dialog.Copied:
		if n, ok := d.(*dialog.Note); ok {
			n.Say("copied: paste it where it is wanted")
			return tea.SetClipboard(n.Copy)
		}
	}
	return nil
}

// open shows a dialog; accepted is what its acceptance does, and closes it.
func (m *Root) open(d dialog.Dialog, accepted func() tea.Cmd) {
	m.dialogs.Push(d)
	m.accept[d] = accepted
}

func (m *Root) closeDialog(d dialog.Dialog) {
	m.dialogs.Remove(d)
	m.dismissed(d)
	m.drafts.forget(d)
	if d == m.record {
		m.record = nil
	}
	if d == m.together.dialog {
		m.together.dialog = nil
	}
	delete(m.accept, d)
}

// disabled says why an action cannot be done now; empty when it can.
func (m *Root) disabled(id keymap.ID) string {
	a, _ := m.keys.Get(id)
	if a.Writes {
		switch {
		case m.bar.Closed:
			return "the clone has closed"
		case m.bar.Status.Joining:
			return "the data is not here yet"
		case m.then.past != nil:
			return "this is the past: esc goes back to now"
		case m.bar.Status.ReadOnly != "":
			return "read-only: " + m.bar.Status.ReadOnly
		}
	}
	switch id {
	case keymap.AsOf, keymap.Earlier, keymap.Later, keymap.Now, keymap.AsOfChange, keymap.AsOfValue:
		return m.disabledPast(id)
	case keymap.Export:
		return m.disabledExport()
	case keymap.Import:
		return m.disabledImport()
	case keymap.Follow:
		t, ok := m.subj.Term()
		if _, _, inList := m.subj.ListHere(); !ok && !inList {
			return "there is nothing to follow here"
		}
		if ok && !t.IsRef() {
			return m.disabled(keymap.EditValue)
		}
	case keymap.Domains:
		if m.o.Domains == nil {
			return "this terminal shows this domain only"
		}
	case keymap.Share:
		if m.o.Share == nil && m.joinURL() == "" {
			return "this terminal cannot share the domain; do it where it is open"
		}
	case keymap.Unshare:
		if m.o.Unshare == nil {
			return "this terminal cannot end it; do it where the domain is open"
		}
		if m.joinURL() == "" {
			return "nobody can join yet"
		}
	case keymap.CopyJoin:
		if m.joinURL() == "" {
			return "nobody can join yet: " + m.keys.Key(keymap.Share, m.theme.Glyph.ASCII) + " lets a teammate join"
		}
	case keymap.AddValue, keymap.AddProp:
		if m.subj.Subject() == "" {
			return "choose a subject first"
		}
	case keymap.DelSubj, keymap.CopyID, keymap.Open:
		if m.target() == "" {
			return "there is no subject here"
		}
	case keymap.OnlyType:
		if row, ok := m.list.Selected(); !m.list.Filtered() && (!ok || len(row.Types) == 0) {
			return "this subject has no type"
		}
	case keymap.Back:
		if !m.subj.CanGoBack() {
			return "there is nothing to go back to"
		}
	case keymap.Forward:
		if !m.subj.CanGoForward() {
			return "there is nothing to go forward to"
		}
	case keymap.Accompany, keymap.MyName, keymap.NameMe:
		return m.disabledPeople(id)
	case keymap.Conflicts, keymap.KeepAll:
		return m.disabledConflict(id)
	case keymap.OpenRef:
		if _, ok := m.refs.Selected(); !ok {
			return "nothing refers to it"
		}
	case keymap.Jump:
		if _, ok := m.feed.Selected(); !ok {
			return "there is no change to go to"
		}
	case keymap.PutBack, keymap.Expand:
		if _, ok := m.feed.Moment(); !ok {
			return "there is no change here"
		}
	default:
		return m.disabledEdit(id)
	}
	return ""
}

// Do carries out an action, or says why it cannot be done. Keys come here, and
// so will whatever else offers actions.
func (m *Root) Do(id keymap.ID) tea.Cmd {
	if id == keymap.CopyValue && m.subj.Subject() == "" && m.joinURL() != "" {
		id = keymap.CopyJoin // It is what is to be read there.
	}
	if why := m.disabled(id); why != "" {
		m.warn(why)
		return nil
	}
	if m.leads(id) {
		return m.lead(id)
	}
	return tea.Batch(m.agree(id), m.do(id))
}

// do carries out an action that can be done.
func (m *Root) do(id keymap.ID) tea.Cmd {
	switch id {
	case keymap.ShowPeople:
		m.openPeople(false)
	case keymap.MyName:
		m.nameMe()
	case keymap.Accompany:
		return m.toggleFollowing()
	case keymap.Quit:
		return m.leave()
	case keymap.Suspend:
		return tea.Suspend
	case keymap.Redraw:
		return tea.ClearScreen
	case keymap.Palette:
		m.openPalette()
	case keymap.Help:
		m.open(&help.Overlay{Keys: m.keys, Disabled: m.disabled, Here: m.scope()}, nil)
	case keymap.NextPane:
		m.setFocus(m.lay.Next(m.focus, +1))
	case keymap.PrevPane:
		m.setFocus(m.lay.Next(m.focus, -1))
	case keymap.GoList:
		m.setFocus(layout.Subjects)
	case keymap.GoSubject:
		m.setFocus(layout.Subject)
	case keymap.GoChanges:
		m.setFocus(layout.Changes)
	case keymap.GoRefs:
		m.setFocus(layout.Referrers)
	case keymap.Mouse:
		m.mouseOff = !m.mouseOff
		m.notice = notice{"The mouse works here again.", goodNotice}
		if m.mouseOff {
			m.notice.text = "The mouse is the terminal's now: select text with it."
		}
	case keymap.Theme:
		m.offerThemes()
	case keymap.Presets:
		m.offerPresets()
	case keymap.Types:
		return m.readTypes()
	case keymap.Domains:
		return m.readDomains()
	case keymap.Back:
		return m.travel(-1)
	case keymap.Forward:
		return m.travel(+1)
	case keymap.Find:
		m.setFocus(layout.Subjects)
		m.list.Do(id)
	case keymap.AsOf, keymap.Earlier, keymap.Later, keymap.Now, keymap.AsOfChange, keymap.AsOfValue:
		return m.doInPast(id)
	case keymap.Conflicts:
		return m.readConflicts()
	case keymap.KeepAll:
		return m.keepAll()
	case keymap.Export:
		m.export()
	case keymap.Import:
		m.importFile()
	case keymap.Connection:
		return m.showConnection()
	case keymap.Share:
		return m.share()
	case keymap.Unshare:
		return m.askToUnshare()
	case keymap.CopyJoin:
		m.notice = notice{"Copied the command with which a teammate joins.", goodNotice}
		return tea.SetClipboard(joinCommand(m.joinURL()))
	case keymap.NewSubj:
		return m.newSubject()
	case keymap.DelSubj:
		if ids := m.marked(); len(ids) > 0 {
			return m.askDeleteMany(ids)
		}
		return m.askDelete(m.target())
	case keymap.CopyID:
		m.notice = notice{"Copied the id.", goodNotice}
		return tea.SetClipboard(string(m.target()))
	default:
		if cmd, done := m.doEdit(id); done {
			return cmd
		}
		return m.doInPane(id)
	}
	return nil
}
