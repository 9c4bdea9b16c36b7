package tui

import (
	"context"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/palette"
)

// Choice is what a person has chosen on the screen, for the next time as well.
type Choice struct {
	// Setting is its name in the settings, theme or preset, and Value what that is now.
	Setting, Value string
}

// keptMsg: a choice was kept, or it is said why not.
type keptMsg struct {
	said string
	err  error
}

// autoTheme is the name of the one that goes by the environment and the terminal.
const autoTheme = "auto"

// offerThemes shows the themes; the screen looks like the one under the cursor.
func (m *Root) offerThemes() {
	all := append([]themes.Theme(nil), m.o.Themes...)
	for _, name := range themes.Names() {
		if t, err := themes.ByName(name); err == nil {
			all = append(all, t)
		}
	}
	before := m.plain
	items := make([]palette.Item, len(all), len(all)+1)
	for i, t := range all {
		items[i] = palette.Item{ID: strconv.Itoa(i), Title: t.Name, Current: t.Name == before.Name}
		if i < len(m.o.Themes) {
			items[i].Group = "your own"
		}
	}
	items = append(items, palette.Item{ID: autoTheme, Title: autoTheme, Group: "as the terminal is"})
	look := func(item palette.Item) {
		if i, err := strconv.Atoi(item.ID); err == nil {
			m.setTheme(all[i])
			return
		}
		auto, _ := chooseTheme(Options{})
		m.setTheme(auto)
	}
	p := palette.New("How it looks", "the screen shows each as you go", m.keys, items)
	p.Verb, p.Moved, p.Dismissed = "keep it", look, func() { m.setTheme(before) }
	m.open(p, func() tea.Cmd {
		m.closeDialog(p)
		item, _ := p.Chosen()
		look(item)
		m.adaptive = false
		keep := m.keep(Choice{"theme", item.Title}, "It looks like this until you leave.")
		if item.ID == autoTheme {
			_, m.adaptive = chooseTheme(Options{})
		}
		if m.adaptive {
			return tea.Batch(keep, tea.RequestBackgroundColor)
		}
		return keep
	})
}

// offerPresets shows the sets of keys; the one that is chosen is heard at once.
func (m *Root) offerPresets() {
	items := make([]palette.Item, 0, len(keymap.PresetNames()))
	for _, name := range keymap.PresetNames() {
		items = append(items, palette.Item{ID: name, Title: name, Current: name == m.o.Preset})
	}
	p := palette.New("Which keys?", "", m.keys, items)
	p.Verb = "take them"
	m.open(p, func() tea.Cmd {
		item, _ := p.Chosen()
		m.closeDialog(p)
		keys, err := m.o.PresetKeys(item.ID)
		if err != nil {
			m.warn(err.Error())
			return nil
		}
		*m.keys, m.o.Preset = *keys, item.ID // All that shows keys, or hears them, has these.
		return m.keep(Choice{"preset", item.ID}, "The keys are those of "+item.ID+" until you leave.")
	})
}

// keep has a choice remembered, if that can be; else it is said what holds.
func (m *Root) keep(c Choice, otherwise string) tea.Cmd {
	if m.o.Keep == nil {
		m.notice = notice{otherwise, goodNotice}
		return nil
	}
	keep := m.o.Keep
	return m.run(m.ctx, func(context.Context) any {
		said, err := keep(c)
		return keptMsg{said, err}
	})
}

func (m *Root) kept(msg keptMsg) {
	if msg.err != nil {
		m.warn(msg.err.Error())
		return
	}
	m.notice = notice{msg.said, goodNotice}
}
