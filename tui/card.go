package tui

import (
	"strings"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/tui/help"
	"github.com/m-ld/mld-tui/tui/statusline"
	"github.com/m-ld/mld-tui/tui/text"
)

// inCard are the actions of a window that has no room for panes: to look at one
// subject after the other. Nobody should change what they cannot see.
var inCard = map[keymap.ID]bool{
	keymap.Quit: true, keymap.Suspend: true, keymap.Redraw: true, keymap.Back: true, keymap.Forward: true,
	keymap.Up: true, keymap.Down: true, keymap.PageUp: true, keymap.PageDown: true, keymap.First: true, keymap.Last: true,
	keymap.Accompany: true,
}

// tooSmall is a card of the chosen subject; where there is room for nothing, it asks for
// room.
func (m *Root) tooSmall() []string {
	th, g := &m.theme, m.theme.Glyph
	if m.leaving.again && m.notice.text != "" {
		return m.inTheMiddle(m.notice.text)
	}
	if m.w < 16 || m.h < 3 || m.subj.Subject() == "" || m.bar.Status.Joining {
		return m.inTheMiddle("This window is too small: please make it at least 40 by 12. Until then you can only look.")
	}
	sign, word, style := statusline.Word(m.bar, th)
	door := ""
	if m.bar.Open {
		door = " " + th.Accent.Render(g.Shared)
	}
	status := style.Render(sign+" "+word) + door
	if !text.Fits(string(m.domain)+" ", status, m.w) {
		status = style.Render(sign) + door
	}
	lines := []string{text.Spread(th.Muted.Render(text.Safe(string(m.domain), g)), status, m.w, g)}
	if m.then.past != nil {
		lines[0] = m.band()
	} else if m.bar.Following != nil {
		lines[0] = statusline.Draw(m.bar, m.w, th)
	}
	switch {
	case m.noRoom:
		say := text.Cut(g.Warning+" There is no room for that here.", m.w, g)
		lines = append(lines, m.subj.Card(m.w, m.h-1)...)
		return append(lines[:min(len(lines), m.h-1)], th.Warning.Render(say))
	case m.h < cardKeysFrom:
		return append(lines, m.subj.Card(m.w, m.h-1)...)
	}
	lines = append(lines, m.subj.Card(m.w, m.h-2)...)
	for len(lines) < m.h-1 {
		lines = append(lines, "")
	}
	return append(lines, m.cardKeys())
}

// cardKeysFrom is from which height the card says what keys do: below, the values need the row.
const cardKeysFrom = 5

// cardKeys says what keys do in a card.
func (m *Root) cardKeys() string {
	return help.Footer{
		Keys: m.keys, First: []keymap.ID{keymap.Down, keymap.Quit, keymap.Back}, Disabled: m.disabled,
		Words: map[keymap.ID]string{keymap.Down: "next"},
	}.Draw(m.w, &m.theme)
}

// inTheMiddle says something, and shows nothing else.
func (m *Root) inTheMiddle(s string) []string {
	g := m.theme.Glyph
	words := text.Wrap(text.Safe(s, g), max(1, m.w-2), max(1, m.h), g)
	lines := make([]string, 0, m.h)
	for range max(0, (m.h-len(words))/2) {
		lines = append(lines, "")
	}
	for _, l := range words {
		lines = append(lines, strings.Repeat(" ", max(0, (m.w-text.Width(l))/2))+m.theme.Text.Render(l))
	}
	return lines[:min(len(lines), m.h)]
}

// busy: something is being typed, or must be answered. Nothing else opens over it.
func (m *Root) busy() bool { return m.dialogs.Top() != nil || m.typing() }

// typing: keys are letters of a text in a pane.
func (m *Root) typing() bool { return m.subj.Editor() != nil || m.list.Typing() || m.feed.Typing() }
