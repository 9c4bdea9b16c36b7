package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What is typed before the terminal has told its size is meant for the window that comes,
// not for one in which there is no room.
func TestKeysBeforeTheSize(t *testing.T) {
	c := OpenLarge(t)
	m := New(c, Options{Me: "Fred"})
	t.Cleanup(m.Close)
	m.Update(SettleMsg{Mark: "#1"})
	for _, k := range "/7" {
		m.Update(tea.KeyPressMsg{Code: k, Text: string(k)})
	}
	if m.mark != "" {
		t.Error("it is said to be still before it has a size")
	}
	_, cmd := m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	pump(m, cmd)
	if l := m.list.Listing(); !m.list.Typing() || l.Filter != "7" {
		t.Errorf("what was typed first has gone: %+v", l)
	}
}
