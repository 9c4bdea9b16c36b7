package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
)

// A whole frame with its colours, and one with the palette before it, in each theme.
func TestEachTheme(t *testing.T) {
	for _, name := range themes.Names() {
		t.Run(name, func(t *testing.T) {
			theme, err := themes.ByName(name)
			if err != nil {
				t.Fatal(err)
			}
			m := drawnRoot(80, 24)
			defer m.Close()
			m.setTheme(theme)
			m.list.Do(keymap.Down)
			frame := m.View().Content
			m.openPalette()
			golden.RequireEqual(t, frame+"\n\n"+m.View().Content+"\n")
		})
	}
}

func TestThemesAreSeenWhileChosen(t *testing.T) {
	own, err := themes.Parse("mine", []byte("base = \"light\"\n[colours]\naccent = \"#ff0000\"\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := drawnRoot(120, 30)
	defer m.Close()
	m.o.Themes = []themes.Theme{own}
	press := func(keys ...string) {
		for _, k := range keys {
			m.dialogKey(map[string]keymap.ID{"down": keymap.ScrollDown, "enter": keymap.Accept, "esc": keymap.Dismiss}[k], tea.KeyPressMsg{})
		}
	}
	m.Do(keymap.Theme)
	press("down")
	if m.theme.Name == "dark" {
		t.Error("the theme under the cursor is not shown")
	}
	press("esc")
	if m.theme.Name != "dark" {
		t.Errorf("after esc the theme is %s", m.theme.Name)
	}
	m.Do(keymap.Theme)
	m.dialogs.Top().Paste("mine")
	press("enter")
	if m.theme.Name != "mine" || m.dialogs.Top() != nil {
		t.Errorf("the theme that was chosen is %s", m.theme.Name)
	}
}
