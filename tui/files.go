package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/tui/dialog"
)

// filesMsg: the names of files that begin with what is typed in a form.
type filesMsg struct {
	form  *dialog.Form
	typed string
	names []string
	err   error
}

// completeFile looks for the names of files that begin with what is typed.
func (m *Root) completeFile(f *dialog.Form) tea.Cmd {
	files, typed := m.o.Files, f.Value(0)
	return m.run(m.ctx, func(ctx context.Context) any {
		names, err := files(ctx, typed)
		return filesMsg{f, typed, names, err}
	})
}

// gotFiles completes what is typed, unless something else has been typed since.
func (m *Root) gotFiles(msg filesMsg) {
	if msg.form.Value(0) != msg.typed || msg.form.Saving {
		return
	}
	if msg.err != nil {
		msg.form.Refuse(0, msg.err.Error())
		return
	}
	msg.form.Complete(msg.names)
}
