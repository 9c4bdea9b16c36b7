package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/progress"
)

// transfer is all data on its way to a file, or that of a file on its way here.
type transfer struct {
	form *dialog.Form // that asked for it; nil as soon as it has begun, or was planned
	// question is whether to do what was planned; nil before and after.
	question *dialog.Choice
	// begun is closed with the last dialog. What can be dismissed has done nothing yet.
	begun chan struct{}
	line  *progress.Line
	news  chan transferMsg
	ctx   context.Context
	stop  context.CancelFunc
	// busy says that it is under way, lost what it comes to if one leaves now, and done
	// what it has come to.
	busy, lost string
	done       func(transferMsg) notice
	// fault is what is said of an error in the form.
	fault func(error) string
	// ask makes the question of a plan.
	ask func(*ImportPlan) *dialog.Choice
}

// waits reports whether it has not begun, for a person still has a dialog before them.
func (t *transfer) waits() bool { return t.form != nil || t.question != nil }

// transferMsg: a transfer has begun, has come further, or has ended.
type transferMsg struct {
	of          *transfer
	done, total int // triples, or subjects on their way to a file; the total is zero where nobody knows it
	ended       bool
	file        string // as people name it
	undos       int    // that take it back
	fresh       int    // triples that were not there before
	err         error
	plan        *ImportPlan // that is to be agreed to; nil for none
}

// begin begins a transfer, in the background as soon as it tells of something.
func (m *Root) begin(t *transfer, do func(ctx context.Context, tell func(transferMsg)) transferMsg) tea.Cmd {
	t.form.Err, t.form.Saving, t.news, t.begun = "", true, make(chan transferMsg), make(chan struct{})
	t.ctx, t.stop = context.WithCancel(m.ctx)
	m.moving = t
	return m.run(t.ctx, func(ctx context.Context) any {
		tell := func(msg transferMsg) {
			msg.of = t
			select {
			case t.news <- msg:
			case <-ctx.Done():
			}
			if !msg.ended {
				select {
				case <-t.begun:
				case <-ctx.Done():
				}
			}
		}
		go func() {
			msg := do(ctx, tell)
			msg.ended = true
			tell(msg)
		}()
		return t.next(ctx)
	})
}

func (t *transfer) next(ctx context.Context) transferMsg {
	select {
	case msg := <-t.news:
		return msg
	case <-ctx.Done():
		return transferMsg{of: t, ended: true, err: ctx.Err()}
	}
}

// goOn waits for what a transfer tells next.
func (m *Root) goOn(t *transfer) tea.Cmd {
	return m.run(t.ctx, func(ctx context.Context) any { return t.next(ctx) })
}

// moved shows how far a transfer is.
func (m *Root) moved(msg transferMsg) tea.Cmd {
	t := msg.of
	if t != m.moving {
		return nil // Its form was dismissed.
	}
	if msg.ended {
		t.stop()
		m.moving = nil
	}
	switch {
	case msg.plan != nil:
		f, q := t.form, t.ask(msg.plan)
		t.form, t.question = nil, q
		m.closeDialog(f)
		m.open(q, func() tea.Cmd {
			t.question = nil
			close(t.begun)
			m.closeDialog(q)
			return m.goOn(t)
		})
		t.line.Set(msg.done, msg.total)
	case !msg.ended:
		if f := t.form; f != nil {
			t.form = nil
			close(t.begun)
			m.closeDialog(f)
		}
		t.line.Set(msg.done, msg.total)
		return m.goOn(t)
	case msg.err != nil && t.form != nil:
		t.form.Refuse(0, t.fault(msg.err))
	case msg.err != nil:
		m.warn(msg.err.Error())
	default:
		if t.form != nil {
			m.closeDialog(t.form)
		}
		m.notice = t.done(msg)
	}
	return nil
}

// dismissed ends what a dialog is for that is closed before it has come about: a transfer, or
// the opening of another domain.
func (m *Root) dismissed(d dialog.Dialog) {
	m.stopOpening(d)
	if t := m.moving; t != nil && (t.form != nil && dialog.Dialog(t.form) == d || t.question != nil && dialog.Dialog(t.question) == d) {
		t.stop()
		m.moving = nil
	}
}
