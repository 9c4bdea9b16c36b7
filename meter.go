package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/charmbracelet/x/term"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/progress"
)

// meter tells on the standard error how far a command is, to a person who watches. What
// is no terminal is told nothing.
type meter struct {
	out   *os.File // nil for nobody
	line  *progress.Line
	total int
	last  time.Time
	shown bool
}

// newMeter makes one of triples, of so many in all; zero where nobody knows how many.
func newMeter(out io.Writer, what string, total int) *meter {
	if !isTerminal(out) {
		return &meter{}
	}
	th := themes.Plain()
	if env, _ := themes.ForEnv(os.Environ()); env.Glyph.ASCII {
		th = themes.ASCII()
	}
	return &meter{out: out.(*os.File), line: progress.New(&th, what, progress.Values), total: total}
}

// show tells that so much is done; ten times a second at most, and not what is over in an
// instant.
func (m *meter) show(n int) {
	switch {
	case m.out == nil || time.Since(m.last) < 100*time.Millisecond:
		return
	case m.last.IsZero():
		m.last = time.Now()
		return
	}
	w, _, err := term.GetSize(m.out.Fd())
	if err != nil || w < 2 {
		w = 80
	}
	m.last, m.shown = time.Now(), true
	m.line.SetSize(w - 1) // In the last cell it would break the line.
	m.line.Set(n, m.total)
	_, _ = fmt.Fprint(m.out, "\r"+m.line.View())
}

// end leaves the line clean for what comes next.
func (m *meter) end() {
	if m.shown {
		_, _ = fmt.Fprint(m.out, "\r\x1b[K")
	}
}
