package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/statusline"
	"github.com/m-ld/mld-tui/tui/text"
)

// View implements tea.Model.
func (m *Root) View() tea.View {
	v := tea.View{AltScreen: true, WindowTitle: m.title()}
	if !m.mouseOff {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.w <= 0 || m.h <= 0 {
		return v
	}
	if m.leaving.gone {
		v.Content = " " // Without any, there would be no frame.
		return v
	}
	var lines []string
	cx, cy := -1, -1
	drawn, unseen := m.drawOpen()
	switch {
	case m.smallEditor() != nil:
		lines, cx, cy = m.drawSmallEditor(m.subj.Editor())
	case unseen:
		lines = m.inTheMiddle(m.sayUnseen())
	case m.lay.Mode == layout.TooSmall:
		lines = m.tooSmall()
	default:
		lines, cx, cy = m.screen()
	}
	if m.dialogs.Top() != nil && !unseen {
		for len(lines) < m.h {
			lines = append(lines, "")
		}
		var x, y int
		lines, x, y = dialog.Overlay(lines, drawn, m.w, m.h, &m.theme)
		cx, cy = -1, -1
		if drawn.CursorX >= 0 && y+drawn.CursorY < m.h {
			cx, cy = x+drawn.CursorX, y+drawn.CursorY
		}
	}
	v.Content = strings.Join(lines, "\n")
	if cx >= 0 {
		v.Cursor = tea.NewCursor(cx, cy)
		v.Cursor.Shape = tea.CursorBar
		v.Cursor.Color = m.theme.Cursor
	}
	return v
}

func (m *Root) title() string {
	t := "mld-tui " + string(m.domain)
	if m.mark != "" {
		t += " " + m.mark
	}
	return t
}

// screen draws all but the dialogs.
func (m *Root) screen() (lines []string, cursorX, cursorY int) {
	cursorX, cursorY = -1, -1
	if m.then.past != nil {
		lines = append(lines, m.band())
	} else {
		lines = append(lines, statusline.Draw(m.bar, m.w, &m.theme))
	}
	if m.bar.Status.Joining {
		foot := m.foot()
		return append(append(lines, m.joining()...)[:m.h-len(foot)], foot...), -1, -1
	}
	if !m.lay.Tabs.IsZero() {
		lines = append(lines, m.tabs())
	}
	type part struct {
		r     layout.Rect
		lines []string
	}
	var parts []part
	for i, r := range m.lay.Panes {
		if r.IsZero() {
			continue
		}
		var drawn []string
		switch layout.Pane(i) {
		case layout.Subjects:
			drawn = m.list.View()
			if x, y, ok := m.list.Cursor(); ok {
				cursorX, cursorY = r.X+x, r.Y+y
			}
		case layout.Subject:
			drawn = m.subj.View()
			if x, y, ok := m.subj.Cursor(); ok {
				cursorX, cursorY = r.X+x, r.Y+y
			}
		case layout.Changes:
			drawn = m.feed.View()
			if x, y, ok := m.feed.Cursor(); ok {
				cursorX, cursorY = r.X+x, r.Y+y
			}
		case layout.Referrers:
			drawn = m.refs.View()
		}
		parts = append(parts, part{r, drawn})
	}
	// In the order of their columns, each line is theirs one after the other.
	slices.SortStableFunc(parts, func(a, b part) int { return a.r.X - b.r.X })
	foot := m.foot()
	for y := len(lines); y < m.h-len(foot); y++ {
		line := ""
		for _, p := range parts {
			if y >= p.r.Y && y < p.r.Y+p.r.H {
				line += p.lines[y-p.r.Y]
			}
		}
		lines = append(lines, line)
	}
	return append(lines, foot...), cursorX, cursorY
}

// besideWords are the key and the name of a pane that can be beside the subjects.
var besideWords = map[layout.Pane][2]string{layout.Subject: {"2", "Subject"}, layout.Changes: {"3", "Changes"}}

// beside names, in the title of the pane at the side, the one that is not shown.
func (m *Root) beside() {
	s, f := "", ""
	if m.lay.Mode == layout.Two {
		name := func(p layout.Pane) string {
			return m.theme.Faint.Render(besideWords[p][0]) + " " + m.theme.Muted.Render(besideWords[p][1])
		}
		s, f = name(layout.Changes)+m.news(), name(layout.Subject)
	}
	m.subj.SetBeside(s)
	m.feed.SetBeside(f)
}

// news is how many changes one has not seen.
func (m *Root) news() string {
	if m.unread == 0 {
		return ""
	}
	return m.theme.Warning.Render(" +" + text.Count(m.unread))
}

// tabs names the panes, where only one is shown.
func (m *Root) tabs() string {
	th := &m.theme
	line := ""
	for i, n := range m.tabNames() {
		n, news, _ := strings.Cut(n, "+")
		if layout.Pane(i) == m.focus {
			line += th.Selected.Inherit(th.Accent).Render(n)
		} else {
			line += th.Muted.Render(n)
		}
		if news != "" {
			line += th.Warning.Render("+" + news)
		}
	}
	return text.Fit(line, m.w, th.Glyph)
}

// tabNames are what stands on the tabs, with how many changes one has not seen.
func (m *Root) tabNames() (names [layout.Panes]string) {
	words := [layout.Panes]string{"Subjects", "Subject", "Changes", "Referred to by"}
	if m.w < 64 {
		words = [layout.Panes]string{"List", "Subject", "Changes", "Refs"}
	}
	for i, w := range words {
		names[i] = " " + string(rune('1'+i)) + " " + w + " "
	}
	if m.unread > 0 { // It takes the room of the space.
		c := &names[layout.Changes]
		*c = strings.TrimSuffix(*c, " ") + "+" + text.Count(m.unread)
	}
	return names
}

// tabAt is the pane whose tab is at a cell.
func (m *Root) tabAt(x int) (layout.Pane, bool) {
	from := 0
	for i, n := range m.tabNames() {
		if from += text.Width(n); x < from {
			return layout.Pane(i), true
		}
	}
	return 0, false
}

// sayWhyClosed shows why the clone cannot go on, over whatever is open.
func (m *Root) sayWhyClosed() {
	if m.o.Err == nil {
		return
	}
	err := m.o.Err()
	if err == nil {
		return
	}
	m.open(&dialog.Note{
		Title: "The clone has closed", Keys: m.keys,
		Paragraphs: []string{
			sentence(err.Error()),
			"What is here can still be read and copied.",
		},
	}, nil)
}

// card draws a box with a text in the middle of the body.
func (m *Root) card(title string, paragraphs []string) []string {
	th, g := &m.theme, m.theme.Glyph
	body := m.lay.Body
	w := min(body.W-2, 72)
	iw := w - 4
	lines := []string{""}
	for i, p := range paragraphs {
		if p == gettingHere {
			lines = append(lines, m.gettingBar(iw), "")
			continue
		}
		style := th.Text
		if i == 0 {
			style = th.Strong
		}
		if q, ok := strings.CutPrefix(p, "\t"); ok {
			p, style = q, th.Muted
		}
		for _, l := range text.Wrap(text.Safe(p, g), iw, 0, g) {
			lines = append(lines, style.Render(l))
		}
		lines = append(lines, "")
	}
	if len(lines)+2 > body.H { // rather close together than cut off
		lines = slices.DeleteFunc(lines, func(l string) bool { return l == "" })
	}
	h := min(body.H, len(lines)+2)
	drawn := box.Draw(box.Frame{W: w, H: h, Title: title, Focused: true}, lines, th)
	out := make([]string, body.H)
	x, y := (body.W-w)/2, (body.H-h)/2
	for i := range out {
		if i >= y && i < y+h {
			out[i] = text.Pad(strings.Repeat(" ", x)+drawn[i-y], body.W)
		} else {
			out[i] = strings.Repeat(" ", body.W)
		}
	}
	return out
}

// joining says for whom a new clone waits, and what can be done.
func (m *Root) joining() []string {
	link := m.bar.Link
	where := ""
	if link.Relay != "" {
		where = " at " + relayName(link.Relay)
	}
	quit := m.keys.Key(keymap.Quit, m.theme.Glyph.ASCII)
	var ps []string
	switch {
	case !link.Connected:
		ps = append(ps, "Connecting to the relay"+where+".")
		if link.LastError != "" {
			ps = append(ps, "The last try failed: "+link.LastError)
		}
		if strings.Contains(link.LastError, "token") {
			ps = append(ps, "Ask a teammate for the whole command that they see with S: its URL ends with the token, and lets you in. Leave, and join with that.")
		} else {
			ps = append(ps, "It keeps trying. Is the address right, and is the relay running?")
		}
	case m.bar.Status.Others > 0:
		ps = append(ps, m.gettingWords()...)
	default:
		ps = append(ps,
			"Waiting for somebody of "+string(m.domain)+" to be present"+where+".",
			"Ask a teammate to open "+string(m.domain)+": the data comes from them. This goes on by itself as soon as they do.")
	}
	quit += " gives up, and you can join again at any time."
	if m.bar.Status.Others == 0 {
		quit += " Are you the first member of a new domain? Then start it with --genesis."
	}
	ps = append(ps, "\t"+quit)
	return m.card("Joining "+string(m.domain), ps)
}

// relayName is a relay's address without the path that all relays have.
func relayName(address string) string {
	return strings.TrimSuffix(strings.TrimSuffix(address, "/"), "/socket.io")
}
