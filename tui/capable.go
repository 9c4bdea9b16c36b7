package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// profile chooses weight and glyphs in place of colours where the terminal has
// none.
func (m *Root) profile(p colorprofile.Profile) {
	if m.o.Theme == nil && p <= colorprofile.ASCII && m.theme.Name != "plain" && m.theme.Name != "ascii" {
		m.adaptive = false
		m.setTheme(themes.Plain())
	}
}

// measure goes by what the terminal says of how it measures, as Bubble Tea does.
func (m *Root) measure(msg tea.ModeReportMsg) {
	if msg.Mode != ansi.ModeUnicodeCore || msg.Value != ansi.ModeSet && msg.Value != ansi.ModeReset && msg.Value != ansi.ModePermanentlySet {
		return
	}
	text.Measure(true)
	m.setTheme(m.plain) // All is drawn anew.
}
