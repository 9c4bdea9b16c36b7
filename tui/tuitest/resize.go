package tuitest

import (
	"regexp"

	tea "charm.land/bubbletea/v2"
)

// titles are those of the window in what a program writes.
var titles = regexp.MustCompile("\x1b\\][02];([^\x07\x1b]*)")

// Resize gives the window another size.
func (term *Terminal) Resize(w, h int) *Terminal {
	term.t.Helper()
	term.mu.Lock()
	term.resizing = true
	term.screen.Resize(w, h)
	term.mu.Unlock()
	term.program.Send(tea.WindowSizeMsg{Width: w, Height: h})
	term.Settle()
	term.mu.Lock()
	term.resizing = false
	term.mu.Unlock()
	return term
}

// draw gives the emulator what the program draws. Where that was for a window that
// was larger a moment ago, the emulator, other than a terminal, does not bear that
// lines are scrolled that it does not have any more; all is drawn anew just after.
func (term *Terminal) draw(p []byte) {
	if term.old != nil {
		p = term.old.apart(p)
	}
	if term.resizing {
		defer func() {
			if recover() != nil {
				_, _ = term.screen.WriteString("\x1b[r")
				// The title is not said again.
				if all := titles.FindAllSubmatch(p, -1); len(all) > 0 {
					term.title = string(all[len(all)-1][1])
				}
				go term.program.Send(tea.ClearScreen())
			}
		}()
	}
	_, _ = term.screen.Write(p)
}
