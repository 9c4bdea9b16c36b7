package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// The bounds of what is typed ahead: so much in all, where each key counts as so much
// besides its text.
const (
	maxAhead = 2 * maxPaste
	keyCost  = 32
)

// saver is what people type into, and what saves it: an editor, or a form.
type saver interface {
	// Busy reports whether it takes no keys now, for it saves, or waits for an answer to
	// do so.
	Busy() bool
	// CanStop reports whether esc still leaves it then.
	CanStop() bool
	// Keep is told how many keys and pastes wait until it has saved.
	Keep(n int)
}

// ahead is what is typed and pasted while something saves, or waits for an answer to do
// so, or is about to open. It is meant for what comes after that, and waits for it in its
// order: who knows the way types faster than a disk writes.
type ahead struct {
	of     saver
	inputs []tea.Msg // tea.KeyPressMsg and tea.PasteMsg
	size   int
	full   bool
}

func inputSize(msg tea.Msg) int {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		return keyCost + len(msg.Text)
	case tea.PasteMsg:
		return keyCost + len(msg.Content)
	}
	return 0
}

// saving is what takes nothing now, for it saves; nil for none.
func (m *Root) saving() saver {
	var s saver
	if d := m.dialogs.Top(); d != nil {
		s, _ = d.(saver)
	} else if e := m.subj.Editor(); e != nil {
		s = e
	}
	if s == nil {
		s = &m.toOpen
	}
	if !s.Busy() {
		return nil
	}
	return s
}

// stays reports whether it is open still.
func (m *Root) stays(s saver) bool {
	if s == saver(&m.toOpen) {
		return true
	}
	if d, ok := s.(dialog.Dialog); ok {
		return m.dialogs.Has(d)
	}
	return s == saver(m.subj.Editor())
}

// isAhead takes a key or a paste that has to wait; it reports false for others.
func (m *Root) isAhead(msg tea.Msg) bool {
	s := m.saving()
	if s == nil {
		return false
	}
	if m.isTooEarly(msg) {
		return true
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		a, _ := m.keys.Lookup(m.scope(), k.String())
		switch {
		case (a.ID == keymap.Cancel || a.ID == keymap.Dismiss) && s.CanStop():
			m.ahead = ahead{}
			return false
		case k.String() == "ctrl+c" && s == saver(&m.toOpen):
			m.ahead = ahead{}
			return false
		case k.String() == "ctrl+c": // as in a shell: what was typed ahead is dropped
			m.dropAhead()
			return true
		}
	}
	if m.ahead.of != s {
		m.ahead = ahead{of: s}
	}
	if m.ahead.full || m.ahead.size+inputSize(msg) > maxAhead {
		m.ahead.full = true
		m.notice = tooMuchAhead
		return true
	}
	m.ahead.size += inputSize(msg)
	m.ahead.inputs = append(m.ahead.inputs, msg)
	m.keepAhead()
	return true
}

var tooMuchAhead = notice{"Too much was typed while this was being saved: the end of it is dropped.", badNotice}

// keepAhead tells what saves how much waits for it.
func (m *Root) keepAhead() {
	m.ahead.of.Keep(len(m.ahead.inputs))
	m.subj.Touch()
}

// playAhead does what was typed ahead, as soon as that is saved for which it waits. Where
// it is not saved, all is dropped: what was meant for another place must not go into its
// text, nor answer a question that it asks.
func (m *Root) playAhead() (cmd tea.Cmd) {
	s := m.ahead.of
	if s == nil || s.Busy() && m.stays(s) {
		return nil
	}
	e, edited := s.(*edit.Editor)
	switch {
	case s == saver(&m.toOpen):
		if !m.isOpen() && (m.asks() || m.toOpen.then != doesIt) {
			m.ahead = ahead{}
			return nil
		}
	case m.stays(s) || m.subj.Editor() != nil || m.dialogs.Top() != nil || edited && m.subj.Subject() != e.Subject:
		m.dropAhead()
		return nil
	}
	for len(m.ahead.inputs) > 0 && m.saving() == nil {
		next := m.ahead.inputs[0]
		m.ahead.inputs = m.ahead.inputs[1:]
		m.ahead.size -= inputSize(next)
		switch next := next.(type) {
		case tea.KeyPressMsg:
			cmd = tea.Batch(cmd, m.key(next))
		case tea.PasteMsg:
			cmd = tea.Batch(cmd, m.paste(next.Content))
		}
	}
	if len(m.ahead.inputs) > 0 { // One of them has saved again.
		m.ahead.of = m.saving()
		m.keepAhead()
		return cmd
	}
	if m.ahead.full {
		m.notice = tooMuchAhead
	}
	m.ahead = ahead{}
	return cmd
}

// dropAhead forgets what was typed ahead, and says so.
func (m *Root) dropAhead() {
	n, s := len(m.ahead.inputs), m.ahead.of
	m.ahead = ahead{}
	if n == 0 {
		return
	}
	s.Keep(0)
	m.subj.Touch()
	said := "what you typed since (" + text.Plural(n, "key", "keys") + ") is dropped"
	if e, ok := s.(*edit.Editor); m.stays(s) && (!s.Busy() || ok && !e.Saving) {
		said = "not saved yet: " + said
	}
	m.warn(said)
}
