package tui

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
)

// maxEarly bounds the keys that wait for a subject.
const maxEarly = 256

// early are keys that were pressed for what a subject has before it was here. They wait
// for it: who knows the way types faster than data comes.
type early struct {
	of   model.IRI
	keys []tea.KeyPressMsg
}

// isEarly takes a key that has to wait; it reports false for others. As soon as one
// waits, those after it do, up to esc, with which one goes away.
func (m *Root) isEarly(scope keymap.Scope, a keymap.Action, ok bool, k tea.KeyPressMsg) bool {
	if scope != keymap.Subject || !m.subjPending || m.subj.Loaded() || m.early.of != m.subj.Subject() {
		m.early = early{of: m.subj.Subject()}
	}
	waits := scope == keymap.Subject && m.subjPending && !m.subj.Loaded() && k.String() != "esc" &&
		(len(m.early.keys) > 0 || ok && a.In(keymap.Subject))
	if !waits {
		m.early.keys = nil
		return false
	}
	if len(m.early.keys) < maxEarly {
		m.early.keys = append(m.early.keys, k)
	}
	return true
}

// pressEarly presses the keys that have waited for the subject, which is here now.
func (m *Root) pressEarly() (cmd tea.Cmd) {
	e := m.early
	m.early = early{}
	if e.of != m.subj.Subject() {
		return nil
	}
	for _, k := range e.keys {
		cmd = tea.Batch(cmd, m.key(k))
	}
	return cmd
}
