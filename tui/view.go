package tui

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/help"
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
	var lines []string
	cx, cy := -1, -1
	drawn, unseen := m.drawOpen()
	switch {
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
		lines = append(lines, m.joining()...)
		return append(lines, m.footer()), -1, -1
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
	for y := len(lines); y < m.h-1; y++ {
		line := ""
		for _, p := range parts {
			if y >= p.r.Y && y < p.r.Y+p.r.H {
				line += p.lines[y-p.r.Y]
			}
		}
		lines = append(lines, line)
	}
	return append(lines, m.footer()), cursorX, cursorY
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

var footers = map[keymap.Scope][]keymap.ID{
	keymap.Subjects:  {keymap.Open, keymap.Back, keymap.SetMany, keymap.Find, keymap.OnlyType, keymap.NewSubj, keymap.DelSubj, keymap.Share, keymap.ShowPeople, keymap.NextPane, keymap.Palette, keymap.Quit, keymap.SubjHistory, keymap.Help},
	keymap.Subject:   {keymap.Follow, keymap.Settle, keymap.KeepAll, keymap.EditValue, keymap.AddValue, keymap.AddProp, keymap.DelValue, keymap.Leave, keymap.NextPane, keymap.Palette, keymap.Why, keymap.SubjHistory, keymap.NewSubj, keymap.Help, keymap.Quit},
	keymap.Referrers: {keymap.OpenRef, keymap.LeaveRefs, keymap.Find, keymap.NextPane, keymap.Palette, keymap.Help, keymap.Quit},
	keymap.Changes:   {keymap.Expand, keymap.Jump, keymap.FilterFeed, keymap.AsOfChange, keymap.PutBack, keymap.Newest, keymap.ShowPeople, keymap.NextPane, keymap.Palette, keymap.Quit, keymap.AllHistory, keymap.Help},
	keymap.Editor:    {keymap.Save, keymap.SaveBoth, keymap.Cancel, keymap.NextType, keymap.ShowRequest},
	keymap.Filter:    {keymap.OpenFound, keymap.KeepFilter, keymap.DropFilter},

	keymap.FeedFilter: {keymap.KeepFeed, keymap.DropFeed},
}

func (m *Root) footer() string {
	th := &m.theme
	if m.begun != "" {
		return help.Continue(m.keys.Next(m.scope(), m.begun), m.begun, m.w, th)
	}
	if n := m.notice; n.text != "" {
		style, sign := th.Muted, " "
		switch n.kind {
		case goodNotice:
			style, sign = th.Success, th.Glyph.Check
		case badNotice:
			style, sign = th.Error, th.Glyph.Warning
		}
		if n.kind == firstNotice {
			hints := min(28, m.w/2)
			said := text.Fit("  "+style.Render(text.Cut(text.Safe(n.text, th.Glyph), m.w-hints-3, th.Glyph)), m.w-hints, th.Glyph)
			return said + m.footerOf(keymap.Palette, keymap.Quit, keymap.Help).Draw(hints, th)
		}
		return text.Fit(" "+text.Draw(sign+" "+text.CutKeeping(text.Safe(n.text, th.Glyph), m.w-3-text.Width(sign), th.Glyph), style, th), m.w, th.Glyph)
	}
	if m.bar.Closed {
		s := "The clone has closed: nothing here changes any more. " + m.keys.Key(keymap.Quit, th.Glyph.ASCII) + " leaves."
		return text.Fit(" "+th.Error.Render(text.Cut(s, m.w-2, th.Glyph)), m.w, th.Glyph)
	}
	scope := m.scope()
	if m.bar.Status.Joining && scope != keymap.Dialog {
		return m.footerOf(keymap.Help, keymap.Quit).Draw(m.footerWidth(), th) + m.footerEnd()
	}
	return m.footerOf(m.footerIDs()...).Draw(m.footerWidth(), th) + m.footerEnd()
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
			upperFirst(err.Error()) + ".",
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
		ps = append(ps, "Reaching for the relay"+where+".")
		if link.LastError != "" {
			ps = append(ps, "The last try failed: "+link.LastError)
		}
		if strings.Contains(link.LastError, "token") {
			ps = append(ps, "Ask a teammate for the whole command that they see with S: its URL ends with the token, and lets you in. Leave, and join with that.")
		} else {
			ps = append(ps, "It is tried again and again. Is the address right, and does the relay run?")
		}
	case m.bar.Status.Others > 0:
		ps = append(ps, "Getting the data of "+string(m.domain)+" from "+text.Plural(m.bar.Status.Others, "teammate", "teammates")+m.theme.Glyph.Ellipsis)
		if got, ok := m.getting(); ok {
			ps = append(ps, upperFirst(gotSize(got))+" so far.")
		}
	default:
		ps = append(ps,
			"Waiting for somebody of "+string(m.domain)+" to be present"+where+".",
			"Ask a teammate to open "+string(m.domain)+": the data comes from them. This goes on by itself as soon as they do.")
	}
	ps = append(ps, "\t"+quit+" gives up, and you can join again at any time. "+
		"Are you the first member of a new domain? Then start it with --genesis.")
	return m.card("Joining "+string(m.domain), ps)
}

// relayName is a relay's address without the path that all relays have.
func relayName(address string) string {
	return strings.TrimSuffix(strings.TrimSuffix(address, "/"), "/socket.io")
}
