package tui

import (
	"time"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/progress"
)

const (
	// gettingPoll is how often it is asked how much has come, while something comes.
	gettingPoll = 200 * time.Millisecond
	// soon is how long what was missed may take to come before the footer tells of it.
	soon = time.Second
)

// isFetching reports whether data of others may be on its way here.
func isFetching(s replica.Status) bool {
	return s.Online && (s.Joining || s.Outdated && s.Lost == "")
}

// getting is what comes from another clone, and how much of it has come so far; ok is
// false where nothing does.
func (m *Root) getting() (r replica.Recovered, ok bool) {
	r = m.bar.Link.Exchange.Getting
	return r, r.From != "" && isFetching(m.bar.Status)
}

// gettingLine says in the footer how much has come, without a bar: nobody knows how much
// there is. It is nil where that need not be said.
func (m *Root) gettingLine() *progress.Line {
	r, ok := m.getting()
	if !ok || !m.bar.Status.Joining && m.o.Now().Sub(r.Began) < soon {
		return nil
	}
	l := progress.New(&m.theme, "Getting", progress.Bytes)
	l.Set(int(r.Bytes), 0)
	return l
}

// footerLine is the line at the end of the footer about what takes a while; nil for none.
func (m *Root) footerLine() *progress.Line {
	if m.moving != nil && m.moving.form == nil {
		return m.moving.line
	}
	return m.gettingLine()
}

// maxFooterLine is how much of the footer is for that line.
const maxFooterLine = 34

// footerWidth is how much of the footer is for what one can do.
func (m *Root) footerWidth() int {
	if m.footerLine() == nil {
		return m.w
	}
	return m.w - min(m.w/2, maxFooterLine)
}

// footerEnd is the rest of it.
func (m *Root) footerEnd() string {
	l := m.footerLine()
	if l == nil {
		return ""
	}
	l.SetSize(m.w - m.footerWidth())
	return l.View()
}
