package tui

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/text"
)

// outcome is what comes of what is read for a key, and so becomes of the keys behind that.
type outcome uint8

const (
	// opensIt: a form opens, or a list to choose from. The keys are meant for that.
	opensIt outcome = iota
	// asksFirst: a question opens, before something is lost or written. Nobody answers one
	// that they have not seen, nor means what is below it: the keys are dropped.
	asksFirst
	// doesIt: it is done. The keys are meant for what comes after that.
	doesIt
)

// longWait is after which time it is said what is read.
const longWait = time.Second / 3

// toOpen is what a key has asked for, until it is read and open, or done.
type toOpen struct {
	no   int                // of what was asked for last
	stop context.CancelFunc // nil when nothing is read
	then outcome
	what string // is read
	late bool   // It has taken long.
	lost int    // the keys and pastes that were dropped
}

// lateMsg: it takes long to read what is to open.
type lateMsg struct{ no int }

// reader makes a command of what is to be read, whose result the root waits for.
type reader func(func(context.Context) any) tea.Cmd

// read is run for as long as the terminal is up.
func (m *Root) read(f func(context.Context) any) tea.Cmd { return m.run(m.ctx, f) }

// runTo is a reader for what a key has asked for, named as in "Reading the types".
func (m *Root) runTo(then outcome, what string) reader {
	return func(f func(context.Context) any) tea.Cmd {
		m.toOpen.leave()
		ctx, stop := context.WithCancel(m.ctx)
		no, late := m.toOpen.no+1, m.o.After(longWait)
		m.toOpen = toOpen{no: no, stop: stop, then: then, what: what}
		m.underWay++
		wait := func() tea.Msg {
			select {
			case <-late:
				return lateMsg{no}
			case <-ctx.Done():
				return nil
			}
		}
		return tea.Batch(func() tea.Msg { return done{msg: f(ctx), opens: no} }, wait)
	}
}

// Busy implements saver.
func (o *toOpen) Busy() bool { return o.stop != nil }

// CanStop implements saver. An esc that is typed ahead is for what opens, until it is said that
// it leaves the reading.
func (o *toOpen) CanStop() bool { return o.late || o.then == asksFirst }

// Keep implements saver.
func (*toOpen) Keep(int) {}

// end takes note that something is read. It reports false where that was left.
func (o *toOpen) end(no int) bool {
	if !o.Busy() || no != o.no {
		return false
	}
	o.leave()
	return true
}

// leave ends the reading: what comes of it is not awaited any more.
func (o *toOpen) leave() {
	if o.stop != nil {
		o.stop()
	}
	o.stop, o.late = nil, false
}

// isLate takes note that it takes long to read what is to open.
func (m *Root) isLate(msg lateMsg) {
	if m.toOpen.Busy() && msg.no == m.toOpen.no {
		m.toOpen.late = true
	}
}

// awaitsOpening reports whether keys wait for what is to open, or are dropped before it.
func (m *Root) awaitsOpening() bool { return m.saving() == saver(&m.toOpen) }

// isTooEarly takes a key or a paste that is not to wait for what opens: one that leaves it, and
// what comes before a question.
func (m *Root) isTooEarly(msg tea.Msg) bool {
	if !m.awaitsOpening() {
		return false
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && m.toOpen.CanStop() {
		if a, _ := m.keys.Lookup(keymap.Dialog, k.String()); a.ID == keymap.Dismiss {
			m.toOpen.leave()
			m.toOpen.lost, m.ahead = 0, ahead{}
			return true
		}
	}
	if m.toOpen.then != asksFirst {
		return false
	}
	m.toOpen.lost++
	return true
}

// isOpen reports whether something is open now that takes what was typed ahead: a question is
// to be read before it is answered.
func (m *Root) isOpen() bool { return m.dialogs.Top() != nil && !m.asks() }

// asks reports whether a question is open.
func (m *Root) asks() bool {
	_, asks := m.dialogs.Top().(*dialog.Choice)
	return asks
}

// sayLost says at a question how much was typed before it.
func (m *Root) sayLost() {
	if m.toOpen.Busy() || m.toOpen.lost == 0 {
		return
	}
	if m.asks() {
		m.warn("what you typed before this question (" + text.Plural(m.toOpen.lost, "key", "keys") + ") is dropped")
	}
	m.toOpen.lost = 0
}

// said is what is to be said at the foot of the screen: what takes long to read, or a notice.
func (m *Root) said() notice {
	if !m.toOpen.late || m.lay.Mode == layout.TooSmall {
		return m.notice
	}
	key := m.keys.Key(keymap.Dismiss, m.theme.Glyph.ASCII)
	return notice{"Reading " + m.toOpen.what + ": " + key + " leaves it.", plainNotice}
}
