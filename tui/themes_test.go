package tui

import (
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/layout"
)

// A whole frame with its colours, and one with the palette before it, in each theme.
func TestEachTheme(t *testing.T) {
	t.Parallel()
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

// A theme changes all that was drawn before: the frame is that of a terminal which has had
// it from the start.
func TestAThemeLeavesNothingOfTheOneBefore(t *testing.T) {
	t.Parallel()
	for _, name := range themes.Names() {
		theme, err := themes.ByName(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, size := range [][2]int{{40, 12}, {80, 24}, {120, 30}, {160, 50}} {
			for pane := range layout.Pane(layout.Panes) {
				frame := func(m *Root) string {
					defer m.Close()
					m.unread = 3
					m.setFocus(pane)
					m.Update(nil)
					m.View()
					m.setTheme(theme)
					return m.View().Content
				}
				changed := drawnRootIn(themes.Dark(), 30, size[0], size[1])
				fresh := drawnRootIn(theme, 30, size[0], size[1])
				if got, want := frame(changed), frame(fresh); got != want {
					t.Errorf("%s in %v, pane %d:\n got %q\nwant %q", name, size, pane, got, want)
				}
			}
		}
	}
}

func TestThemesAreSeenWhileChosen(t *testing.T) {
	t.Parallel()
	own, faults := themes.Own("mine", map[string]any{"base": "light", "colours.accent": "#ff0000"})
	if faults != nil {
		t.Fatal(faults)
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
