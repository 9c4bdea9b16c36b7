package tui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

// profile has weight and glyphs tell what colours do where the terminal has none, or NO_COLOR
// takes them away: of a theme that was chosen as well.
func (m *Root) profile(p colorprofile.Profile) {
	if p > colorprofile.ASCII || m.colourless {
		return
	}
	m.colourless, m.adaptive = true, false
	if m.o.Theme == nil && m.plain.Name != "ascii" {
		m.plain = themes.Plain()
	}
	m.setTheme(m.plain)
}

// measure goes by what the terminal says of how it measures, as Bubble Tea does.
func (m *Root) measure(msg tea.ModeReportMsg) {
	if msg.Mode != ansi.ModeUnicodeCore || msg.Value != ansi.ModeSet && msg.Value != ansi.ModeReset && msg.Value != ansi.ModePermanentlySet {
		return
	}
	text.Measure(true)
	m.setTheme(m.plain) // All is drawn anew.
}

// setTheme changes how all looks, at once.
func (m *Root) setTheme(t themes.Theme) {
	if m.onlyASCII {
		t = t.WithASCII()
	}
	m.plain = t
	if m.colourless {
		t = t.WithoutColour()
	}
	if m.then.past != nil {
		t = t.InPast()
	}
	m.theme = t
	m.list.SetTheme(&m.theme)
	m.subj.SetTheme(&m.theme)
	m.feed.SetTheme(&m.theme)
	m.refs.SetTheme(&m.theme)
	m.beside()
}
