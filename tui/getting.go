package tui

import (
	"time"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/progress"
	"github.com/m-ld/mld-tui/tui/text"
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

// gettingLine says in the footer how much has come, with a bar where it is known how much
// there is. It is nil where that need not be said: while one joins, the screen says it.
func (m *Root) gettingLine() *progress.Line {
	r, ok := m.getting()
	if !ok || m.bar.Status.Joining || m.o.Now().Sub(r.Began) < soon {
		return nil
	}
	return m.gotLine(r)
}

// gotLine is how much of something has come.
func (m *Root) gotLine(r replica.Recovered) *progress.Line {
	if r.AllSubjects > 0 {
		l := progress.New(&m.theme, "Getting", progress.Subjects)
		l.Set(r.Subjects, r.AllSubjects)
		return l
	}
	l := progress.New(&m.theme, "Getting", progress.Bytes)
	l.Set(int(r.Bytes), 0)
	return l
}

// gettingHere stands, among the paragraphs of a card, for how far the data has come, as a
// bar.
const gettingHere = "\x00"

// gettingBar is that bar, in so many cells; empty where it is not known how much there is.
func (m *Root) gettingBar(w int) string {
	r, _ := m.getting()
	l := m.gotLine(r)
	l.SetSize(w)
	return l.Bar()
}

// gettingWords say from whom a new clone gets the data, and how much of it has come.
func (m *Root) gettingWords() []string {
	g := m.theme.Glyph
	got, ok := m.getting()
	from := text.Plural(m.bar.Status.Others, "teammate", "teammates")
	if name, known := m.peerNamed(got.From); ok && known {
		from = name
	}
	ps := []string{"Getting the data of " + string(m.domain) + " from " + from + g.Ellipsis}
	switch {
	case !ok:
	case got.AllSubjects == 0:
		ps = append(ps, upperFirst(gotSize(got))+" so far.")
	case got.Subjects < got.AllSubjects:
		ps = append(ps, progress.Part(got.Subjects, got.AllSubjects, progress.Subjects)+" so far, in "+progress.Bytes(int(got.Bytes))+".", gettingHere)
	default:
		ps = append(ps, "All "+progress.Subjects(got.AllSubjects)+" are here; they are being put in order"+g.Ellipsis, gettingHere)
	}
	return ps
}

// footerLine is the line at the end of the footer about what takes a while; nil for none.
func (m *Root) footerLine() *progress.Line {
	if m.moving != nil && !m.moving.waits() {
		return m.moving.line
	}
	return m.gettingLine()
}

// The cells of the footer for that line: it has room for a bar, be the window narrow,
// and leaves some for keys.
const (
	leastFooterLine = 27
	mostFooterLine  = 64
	leastKeys       = 13
)

// footerWidth is how much of the footer is for what one can do.
func (m *Root) footerWidth() int {
	l := m.footerLine()
	if l == nil {
		return m.w
	}
	line := min(m.w/2, mostFooterLine)
	if _, known := l.Fraction(); known {
		line = max(line, min(leastFooterLine, m.w-leastKeys))
	}
	return m.w - line
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
