package themes

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

// Theme is everything that decides how the terminal looks.
type Theme struct {
	Name  string
	Dark  bool
	Glyph Glyphs

	// Words.
	Text   lipgloss.Style // what people read
	Muted  lipgloss.Style // what they may skip
	Faint  lipgloss.Style // what only fills
	Strong lipgloss.Style // what the screen is about
	Title  lipgloss.Style // headings
	Key    lipgloss.Style // a key to press
	Accent lipgloss.Style // where the focus is
	Badge  lipgloss.Style // a word on coloured ground that asks for attention

	// Lines around panes.
	Border        lipgloss.Style
	BorderFocused lipgloss.Style

	// Rows.
	Selected     lipgloss.Style // the row of the cursor in the pane with the focus
	SelectedBlur lipgloss.Style // the same in a pane without it
	Match        lipgloss.Style // the part of a text that a filter found
	Field        lipgloss.Style // ground of a field in which one types

	// Meaning.
	Added   lipgloss.Style
	Removed lipgloss.Style
	Self    lipgloss.Style
	Other   lipgloss.Style
	Error   lipgloss.Style
	Warning lipgloss.Style
	Success lipgloss.Style

	// Kinds of value.
	Reference lipgloss.Style
	String    lipgloss.Style
	Number    lipgloss.Style
	Boolean   lipgloss.Style
	Time      lipgloss.Style
	Literal   lipgloss.Style // values of any other datatype
	Property  lipgloss.Style
	Type      lipgloss.Style // the name of a class or datatype

	// Status of the clone.
	Online   lipgloss.Style
	Offline  lipgloss.Style
	Silo     lipgloss.Style
	Outdated lipgloss.Style
	ReadOnly lipgloss.Style
	Joining  lipgloss.Style

	// Cursor is the colour of the text cursor; nil leaves the terminal's own.
	Cursor color.Color
}

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
		Badge:  fg(p.onAccent).Background(lipgloss.Color(p.yellow)).Bold(true),
		Border: fg(p.line), BorderFocused: fg(p.accent),
		Selected:     lipgloss.NewStyle().Background(lipgloss.Color(p.ground)).Bold(true),
		SelectedBlur: lipgloss.NewStyle().Background(lipgloss.Color(p.groundBlur)),
		Match:        fg(p.yellow).Bold(true),
		Field:        lipgloss.NewStyle().Foreground(lipgloss.Color(p.text)).Background(lipgloss.Color(p.field)),
		Added:        fg(p.green), Removed: fg(p.red), Self: fg(p.accent), Other: fg(p.purple),
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
	return fromPalette("dark", true, palette{
		text: "#d7dae0", muted: "#8b93a5", faint: "#545c6e", line: "#3f4656",
		accent: "#7cc4ff", ground: "#343b49", groundBlur: "#26292f", field: "#3a4152",
		green: "#8fd17f", red: "#f2777a", yellow: "#f3c969", blue: "#6cb2f7",
		purple: "#c79bf2", cyan: "#5fcfc7", orange: "#f2a465", onAccent: "#1b1f27",
	})
}

// Light is the built-in theme for light terminals.
func Light() Theme {
	return fromPalette("light", false, palette{
		text: "#292b2e", muted: "#62666e", faint: "#a0a4aa", line: "#c4c7cd",
		accent: "#0b63c4", ground: "#d3e4fb", groundBlur: "#ececf0", field: "#eef3fb",
		green: "#1f7a34", red: "#b3262e", yellow: "#8a5a00", blue: "#0a5cad",
		purple: "#7a35b0", cyan: "#0b7077", orange: "#a8480a", onAccent: "#ffffff",
	})
}

// Plain is the theme without colour, for NO_COLOR and for terminals that have
// none: weight, reverse and glyphs carry the meaning alone.
func Plain() Theme {
	n := lipgloss.NewStyle()
	b, r, f, u := n.Bold(true), n.Reverse(true), n.Faint(true), n.Underline(true)
	return Theme{
		Name: "plain", Dark: true, Glyph: plainGlyphs(),
		Text: n, Muted: n, Faint: f, Strong: b, Title: b, Key: b, Accent: b, Badge: r,
		Border: f, BorderFocused: b, Selected: r, SelectedBlur: u, Match: b, Field: u,
		Added: n, Removed: n, Self: b, Other: n, Error: b, Warning: b, Success: n,
		Reference: u, String: n, Number: n, Boolean: n, Time: n, Literal: n, Property: n, Type: f,
		Online: n, Offline: b, Silo: n, Outdated: b, ReadOnly: b, Joining: b,
	}
}

// ASCII is Plain with glyphs that every font and encoding has.
func ASCII() Theme {
	t := Plain()
	t.Name, t.Glyph = "ascii", asciiGlyphs()
	return t
}

// WithASCII is t with glyphs that every font and encoding has.
func (t Theme) WithASCII() Theme {
	t.Glyph = asciiGlyphs()
	return t
}

// Names lists the built-in themes; "auto" besides means dark or light as the
// terminal is.
func Names() []string { return []string{"dark", "light", "plain", "ascii"} }

// ByName finds a built-in theme; the error lists the ones there are.
func ByName(name string) (Theme, error) {
	switch strings.ToLower(name) {
	case "dark":
		return Dark(), nil
	case "light":
		return Light(), nil
	case "plain":
		return Plain(), nil
	case "ascii":
		return ASCII(), nil
	default:
		return Theme{}, fmt.Errorf("there is no theme %q; the themes are auto, %s", name, strings.Join(Names(), ", "))
	}
}

// ForEnv chooses the theme for an environment, as os.Environ gives it, before
// anything is known of the terminal: without colour under NO_COLOR or on a dumb
// terminal, with ASCII glyphs where the locale is not UTF-8, else Dark. Whether
// the choice may still change when the terminal says that it is light, is told
// by adaptive.
func ForEnv(env []string) (theme Theme, adaptive bool) {
	get := func(name string) string {
		for _, e := range slices.Backward(env) {
			if v, ok := strings.CutPrefix(e, name+"="); ok {
				return v
			}
		}
		return ""
	}
	if get("TERM") == "dumb" {
		return ASCII(), false
	}
	theme, adaptive = Dark(), true
	if get("NO_COLOR") != "" {
		theme, adaptive = Plain(), false
	}
	if !utf8Locale(get) {
		theme = theme.WithASCII()
	}
	return theme, adaptive
}

// utf8Locale goes by the first locale variable that is set; none is taken as
// UTF-8, for containers set none and their terminals are UTF-8.
func utf8Locale(get func(string) string) bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := strings.ToLower(get(name)); v != "" {
			return strings.Contains(v, "utf-8") || strings.Contains(v, "utf8")
		}
	}
	return true
}
