package tuitest

import (
	"fmt"
	"strings"

	"github.com/m-ld/mld-tui/tui"
)

// Settle waits until all keys were taken, all updates of a Clone are shown and
// nothing is under way: also the updates that the keys have made, of which the clone has
// known nothing before. What a real clone does is awaited with See.
func (term *Terminal) Settle() *Terminal {
	term.t.Helper()
	before := term.ticks()
	term.settle(tui.SettleMsg{Tick: before})
	if now := term.ticks(); now != before {
		term.settle(tui.SettleMsg{Tick: now})
	}
	return term
}

// Taken waits until all keys were taken, and for nothing that they have asked for: the reads
// may be held.
func (term *Terminal) Taken() *Terminal {
	term.t.Helper()
	term.settle(tui.SettleMsg{Busy: true})
	return term
}

// ticks is the time of a Clone; a real one spends ticks without an update.
func (term *Terminal) ticks() uint64 {
	if c, ok := term.clone.(*Clone); ok {
		return c.Ticks()
	}
	return 0
}

// settle waits for the answer to a message of which all but the mark and the keys is given.
func (term *Terminal) settle(msg tui.SettleMsg) {
	term.t.Helper()
	term.settles++
	msg.Mark, msg.Inputs = fmt.Sprintf("#%d", term.settles), term.Inputs()
	term.program.Send(msg)
	term.until("an answer to a SettleMsg", func() bool { return strings.HasSuffix(term.title, msg.Mark) })
}
