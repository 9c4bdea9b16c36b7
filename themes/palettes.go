package themes

import "charm.land/lipgloss/v2"

// palette is what a coloured theme is made of.
type palette struct {
	text, muted, faint, line          string
	accent, ground, groundBlur, field string
	green, red, yellow, blue, purple  string
	cyan, orange, onAccent            string
}

func fromPalette(name string, dark bool, p palette) Theme {
	fg := func(c string) lipgloss.Style { return lipgloss.NewStyle().Foreground(lipgloss.Color(c)) }
	return Theme{
		Name: name, Dark: dark, Glyph: unicodeGlyphs(),
		Text: fg(p.text), Muted: fg(p.muted), Faint: fg(p.faint),
		Strong: fg(p.text).Bold(true), Title: fg(p.muted).Bold(true),
		Key: fg(p.accent), Accent: fg(p.accent).Bold(true),
		Past: fg(p.onAccent).Background(lipgloss.Color(p.purple)).Bold(true), PastBorder: fg(p.purple),
		Badge:  fg(p.onAccent).Background(lipgloss.Color(p.yellow)).Bold(true),
		Border: fg(p.line), BorderFocused: fg(p.accent),
		Selected:     lipgloss.NewStyle().Background(lipgloss.Color(p.ground)).Bold(true),
		SelectedBlur: lipgloss.NewStyle().Background(lipgloss.Color(p.groundBlur)),
		Match:        fg(p.yellow).Bold(true),
		Field:        lipgloss.NewStyle().Foreground(lipgloss.Color(p.text)).Background(lipgloss.Color(p.field)),
		Added:        fg(p.green), Removed: fg(p.red), Self: fg(p.accent), Other: fg(p.purple),
		People: [Colours]lipgloss.Style{
			fg(p.purple).Bold(true), fg(p.orange).Bold(true), fg(p.green).Bold(true),
			fg(p.cyan).Bold(true), fg(p.yellow).Bold(true), fg(p.blue).Bold(true),
		},
		Fresh: fg(p.onAccent).Background(lipgloss.Color(p.yellow)), Fading: fg(p.yellow),
		Error: fg(p.red), Warning: fg(p.yellow), Success: fg(p.green),
		Reference: fg(p.blue), String: fg(p.text), Number: fg(p.orange),
		Boolean: fg(p.purple), Time: fg(p.cyan), Literal: fg(p.yellow),
		Property: fg(p.muted), Type: fg(p.cyan),
		Online: fg(p.green), Offline: fg(p.muted), Silo: fg(p.yellow),
		Outdated: fg(p.orange), ReadOnly: fg(p.red), Joining: fg(p.blue),
		Cursor: lipgloss.Color(p.accent),
	}
}

// Dark is the built-in theme for dark terminals.
func Dark() Theme {
	return fromPalette("dark", true, palettes["dark"])
}

// Light is the built-in theme for light terminals.
func Light() Theme {
	return fromPalette("light", false, palettes["light"])
}

// Contrast is the built-in theme with high contrast for dark terminals: pure colours
// on black, and nothing that is faint.
func Contrast() Theme {
	t := fromPalette("contrast", true, palettes["contrast"])
	t.Glyph.Focused = plainGlyphs().Focused
	return t
}

// ContrastLight is Contrast for light terminals.
func ContrastLight() Theme {
	t := fromPalette("contrast-light", false, palettes["contrast-light"])
	t.Glyph.Focused = plainGlyphs().Focused
	return t
}

// ColourBlind is the built-in theme that does not tell red from green: the colours
// of Okabe and Ito, which people with the usual kinds of colour blindness can tell
// apart; what came is blue, what went is orange.
func ColourBlind() Theme {
	return fromPalette("colour-blind", true, palettes["colour-blind"])
}

// palettes are the colours of the built-in themes that have some.
var palettes = map[string]palette{
	"dark": {
		text: "#d7dae0", muted: "#8b93a5", faint: "#545c6e", line: "#3f4656",
		accent: "#7cc4ff", ground: "#343b49", groundBlur: "#26292f", field: "#3a4152",
		green: "#8fd17f", red: "#f2777a", yellow: "#f3c969", blue: "#6cb2f7",
		purple: "#c79bf2", cyan: "#5fcfc7", orange: "#f2a465", onAccent: "#1b1f27",
	},
	"light": {
		text: "#292b2e", muted: "#62666e", faint: "#a0a4aa", line: "#c4c7cd",
		accent: "#0b63c4", ground: "#d3e4fb", groundBlur: "#ececf0", field: "#eef3fb",
		green: "#1f7a34", red: "#b3262e", yellow: "#8a5a00", blue: "#0a5cad",
		purple: "#7a35b0", cyan: "#0b7077", orange: "#a8480a", onAccent: "#ffffff",
	},
	"contrast": {
		text: "#ffffff", muted: "#e0e0e0", faint: "#bdbdbd", line: "#ffffff",
		accent: "#00ffff", ground: "#0000c0", groundBlur: "#404040", field: "#303030",
		green: "#00ff66", red: "#ff6a6a", yellow: "#ffff00", blue: "#80c8ff",
		purple: "#ff9cff", cyan: "#00ffff", orange: "#ffb347", onAccent: "#000000",
	},
	"contrast-light": {
		text: "#000000", muted: "#2b2b2b", faint: "#4a4a4a", line: "#000000",
		accent: "#0000c8", ground: "#ffe680", groundBlur: "#dcdcdc", field: "#fff4c2",
		green: "#005c14", red: "#a00000", yellow: "#6b4a00", blue: "#0000a8",
		purple: "#5c0078", cyan: "#004f5c", orange: "#7a3000", onAccent: "#ffffff",
	},
	"colour-blind": {
		text: "#e6e6e6", muted: "#a6a6a6", faint: "#6e6e6e", line: "#4d4d4d",
		accent: "#56b4e9", ground: "#333b45", groundBlur: "#262a30", field: "#3a4452",
		green: "#56b4e9", red: "#e69f00", yellow: "#f0e442", blue: "#56b4e9",
		purple: "#cc79a7", cyan: "#2bc4a0", orange: "#e69f00", onAccent: "#000000",
	},
}
