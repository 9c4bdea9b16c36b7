package tui

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/subject"
	"github.com/m-ld/mld-tui/tui/text"
)

// wheelRows is how far a step of the wheel goes.
const wheelRows = 3

// wheeler is a dialog that is scrolled.
type wheeler interface{ Wheel(by int) }

// mouse takes what the mouse does.
func (m *Root) mouse(msg tea.MouseMsg) tea.Cmd {
	e := msg.Mouse()
	seen := m.lay.Mode != layout.TooSmall && !m.unseen()
	switch msg.(type) {
	case tea.MouseClickMsg:
		m.inputs++
		onNotice := m.notice.text != "" && e.Y >= m.h-len(m.foot())
		m.notice = notice{}
		if e.Button == tea.MouseLeft && seen && !onNotice && !m.awaitsOpening() {
			return m.click(e.X, e.Y)
		}
	case tea.MouseMotionMsg:
		if seen {
			m.drag(e.X, e.Y)
		}
	case tea.MouseReleaseMsg:
		m.inputs++
		m.dragged, m.selects = layout.Grip{}, false
	case tea.MouseWheelMsg:
		m.inputs++
		by := map[tea.MouseButton]int{tea.MouseWheelUp: -1, tea.MouseWheelDown: +1}[e.Button]
		if by != 0 && seen && !m.awaitsOpening() {
			return m.wheel(e.X, e.Y, by)
		}
	}
	return nil
}

// drag moves the divider that is held, or selects in the text where that was done.
func (m *Root) drag(x, y int) {
	switch {
	case m.dragged.Divider != layout.NoDivider:
		m.split = m.lay.Drag(m.split, m.dragged, x, y)
		m.arrange()
	case m.selects && m.subj.Editor() != nil && m.dialogs.Top() == nil:
		r := m.lay.Panes[layout.Subject]
		m.subj.ClickEditor(x-r.X, y-r.Y, true)
	}
}

func (m *Root) click(x, y int) tea.Cmd {
	if d := m.dialogs.Top(); d != nil {
		return m.clickDialog(d, x, y)
	}
	if m.bar.Status.Joining {
		return nil
	}
	if m.lay.Footer.Contains(x, y) {
		if id, ok := m.footerOf(m.footerIDs()...).At(m.footerWidth(), &m.theme, x); ok {
			return m.press(id)
		}
		return nil
	}
	m.dragged = m.lay.GripAt(x, y)
	if m.dragged.Divider != layout.NoDivider && !m.dragged.OnTitle() { // A click there leads to the pane besides.
		return nil
	}
	if e := m.subj.Editor(); e != nil && (m.dragged.Divider != layout.NoDivider || !m.leftByClick(e, x, y)) {
		return nil
	}
	if m.lay.Tabs.Contains(x, y) {
		if p, ok := m.tabAt(x); ok {
			m.setFocus(p)
		}
		return nil
	}
	return m.clickPane(x, y)
}

// press does what the key of an action would do, wherever one is.
func (m *Root) press(id keymap.ID) tea.Cmd {
	a, _ := m.keys.Get(id)
	switch scope := m.scope(); {
	case scope == keymap.Editor:
		return m.editorKey(id, tea.KeyPressMsg{})
	case scope == keymap.FeedFilter && a.In(keymap.FeedFilter):
		m.feed.FilterKey(id, tea.KeyPressMsg{})
		return nil
	case scope == keymap.Filter && a.In(keymap.Filter):
		return m.filterKey(id)
	default:
		return m.Do(id)
	}
}

func (m *Root) clickPane(x, y int) tea.Cmd {
	p, ok := m.lay.At(x, y)
	if !ok {
		return nil
	}
	m.stopFollowing("")
	if m.clickBeside(p, x, y) {
		return nil
	}
	had := m.focus == p
	if m.list.Typing() {
		m.list.Do(keymap.KeepFilter)
	}
	if m.feed.Typing() && p != layout.Changes {
		m.feed.FilterKey(keymap.KeepFeed, tea.KeyPressMsg{})
	}
	if !had {
		m.setFocus(p)
	}
	r := m.lay.Panes[p]
	x, y = x-r.X, y-r.Y
	switch p {
	case layout.Subjects:
		before, _ := m.list.Selected()
		if !m.list.Click(x, y) {
			return nil
		}
		if row, _ := m.list.Selected(); had && row.ID == before.ID {
			return m.Do(keymap.Open)
		}
		return m.choose()
	case layout.Subject:
		switch what, steps := m.subj.Click(x, y); what {
		case subject.ClickedLink:
			return m.Do(keymap.Follow)
		case subject.ClickedPath:
			return m.travel(steps)
		}
	case layout.Referrers:
		if m.refs.Click(x, y) {
			return m.Do(keymap.OpenRef)
		}
	case layout.Changes:
		before, _ := m.feed.Selected()
		if m.feed.Click(x, y) {
			if now, _ := m.feed.Selected(); had && now == before && now != "" {
				return m.Do(keymap.Jump)
			}
		}
	}
	return nil
}

// clickBeside goes to the pane that is named in the title of another, in whose place it
// can be; it reports whether its name was clicked.
func (m *Root) clickBeside(p layout.Pane, x, y int) bool {
	r := m.lay.Panes[p]
	if m.lay.Mode != layout.Two || y != r.Y || p != layout.Subject && p != layout.Changes {
		return false
	}
	to, top := layout.Changes, m.subj.View()[0]
	if p == layout.Changes {
		to, top = layout.Subject, m.feed.View()[0]
	}
	top = ansi.Strip(top)
	name := besideWords[to][0] + " " + besideWords[to][1]
	at := strings.LastIndex(top, name)
	if at < 0 {
		return false
	}
	if from := r.X + text.Width(top[:at]); x < from || x >= from+len(name) {
		return false
	}
	m.setFocus(to)
	return true
}

// wheel scrolls the pane, or the dialog, under the mouse.
func (m *Root) wheel(x, y, by int) tea.Cmd {
	if d := m.dialogs.Top(); d != nil {
		if c, ok := d.(wheeler); ok {
			c.Wheel(by * wheelRows)
		}
		return nil
	}
	p, ok := m.lay.At(x, y)
	editing := m.subj.Editor() != nil
	switch {
	case !ok || m.bar.Status.Joining || editing && p == layout.Subjects: // That would leave what is typed.
		return nil
	case editing && p == layout.Subject:
		m.subj.WheelEditor(by * wheelRows)
		return nil
	}
	id := keymap.Down
	if by < 0 {
		id = keymap.Up
	}
	m.stopFollowing("")
	for range wheelRows {
		switch p {
		case layout.Subjects:
			m.list.Do(id)
		case layout.Subject:
			m.subj.Do(id)
		case layout.Referrers:
			m.refs.Do(id)
		case layout.Changes:
			m.feed.Do(id)
		}
	}
	if p == layout.Subjects {
		return m.choose()
	}
	return nil
}
