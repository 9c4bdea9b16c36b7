package tui

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/text"
)

// namedMeMsg: what the person is called is another now, or cannot be.
type namedMeMsg struct {
	form *dialog.Form
	name string
	said string
	err  error
}

// nameMe asks what the person is to be called.
func (m *Root) nameMe() {
	f := &dialog.Form{
		Title: "Your name", Verb: "take it", Keys: m.keys,
		Intro:  "The others see who is here, and who changed what, by this name. What you changed before keeps the name you had.",
		Fields: []dialog.Field{{Label: "name", Hint: "what you call yourself in " + string(m.domain) + "; it is remembered here"}},
	}
	f.Fields[0].Line.Set(m.o.Me)
	m.openForm(f, occasion{action: keymap.MyName}, func() tea.Cmd {
		name := strings.TrimSpace(f.Value(0))
		if name == m.o.Me {
			m.closeDialog(f)
			return nil
		}
		f.Err, f.Saving = "", true
		rename := m.o.Rename
		return m.run(m.ctx, func(context.Context) any {
			said, err := rename(name)
			return namedMeMsg{f, name, said, err}
		})
	})
}

// namedMe goes by another name, and tells everybody.
func (m *Root) namedMe(msg namedMeMsg) {
	if msg.err != nil {
		msg.form.Refuse(0, msg.err.Error())
		return
	}
	m.closeDialog(msg.form)
	m.was = append(m.was, m.o.Me)
	m.o.Me = msg.name
	m.together.roster.CallMe(msg.name)
	m.together.roster.Set(m.together.peers, m.o.Now())
	m.nameAnew()
	called := text.Cut(text.Safe(msg.name, m.theme.Glyph), 40, m.theme.Glyph)
	m.notice = notice{strings.TrimSpace("The others see you as " + called + " now. " + msg.said), goodNotice}
}

// isMe reports whether a name is that of the person, or was since they came.
func (m *Root) isMe(name string) bool {
	return m.o.Me == "" || name == m.o.Me || slices.Contains(m.was, name)
}

// disabledName says why one cannot be called otherwise now.
func (m *Root) disabledName() string {
	switch {
	case m.o.Rename == nil:
		return "this terminal cannot change your name: --as at the start does"
	case m.bar.Closed:
		return "the clone has closed"
	}
	return ""
}

// canName reports whether one can be called otherwise.
func (m *Root) canName() bool { return m.disabled(keymap.MyName) == "" }
