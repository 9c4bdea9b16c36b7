package themes

import (
	"fmt"
	"image/color"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
)

// Colours is how many colours there are for people.
const Colours = 6

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

	// Past is the band that says that the data is not the present one, and PastBorder
	// the lines around what is of the past.
	Past, PastBorder lipgloss.Style

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
	// People tell the others apart.
	People [Colours]lipgloss.Style
	// Fresh and Fading are what somebody else has just changed, and has changed a
	// moment ago.
	Fresh, Fading lipgloss.Style
	Error         lipgloss.Style
	Warning       lipgloss.Style
	Success       lipgloss.Style

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

// Plain is the theme without colour, for NO_COLOR and for terminals that have
// none: weight, reverse and glyphs carry the meaning alone.
func Plain() Theme {
	n := lipgloss.NewStyle()
	b, r, f, u := n.Bold(true), n.Reverse(true), n.Faint(true), n.Underline(true)
	return Theme{
		Name: "plain", Dark: true, Glyph: plainGlyphs(),
		Text: n, Muted: n, Faint: f, Strong: b, Title: b, Key: b, Accent: b, Badge: r,
		Border: f, BorderFocused: b, Past: r.Bold(true), PastBorder: b, Selected: r, SelectedBlur: u, Match: b, Field: u,
		Added: n, Removed: n, Self: b, Other: n, Error: b, Warning: b, Success: n,
		Reference: u, String: n, Number: n, Boolean: n, Time: n, Literal: n, Property: n, Type: f,
		People: [Colours]lipgloss.Style{b, b, b, b, b, b}, Fresh: b, Fading: n,
		Online: n, Offline: b, Silo: n, Outdated: b, ReadOnly: b, Joining: b,
	}
}

// ASCII is Plain with glyphs that every font and encoding has.
func ASCII() Theme {
	t := Plain()
	t.Name, t.Glyph = "ascii", asciiGlyphs()
	return t
}

// Hint is a key, as it is printed, and what it does.
func (t *Theme) Hint(key, word string) string { return t.Key.Render(key) + t.Muted.Render(" "+word) }

// WithASCII is t with glyphs that every font and encoding has.
func (t Theme) WithASCII() Theme {
	t.Glyph = asciiGlyphs()
	return t
}

// WithoutColour is t for terminals that have no colours: weight, reverse and its own glyphs
// carry the meaning.
func (t Theme) WithoutColour() Theme {
	p := Plain()
	p.Name, p.Dark, p.Glyph = t.Name, t.Dark, t.Glyph
	if !t.Glyph.ASCII {
		p.Glyph.Focused = plainGlyphs().Focused
	}
	return p
}

// InPast is t as it looks while the screen shows the past.
func (t Theme) InPast() Theme {
	t.Border, t.BorderFocused, t.Title = t.PastBorder, t.PastBorder.Bold(true), t.PastBorder
	if t.Glyph.Focused == t.Glyph.Box { // Else the focus is told by the lines.
		t.Glyph.Focused = t.Glyph.PastBox
	}
	t.Glyph.Box = t.Glyph.PastBox
	return t
}

// Names lists the built-in themes; "auto" besides means dark or light as the
// terminal is.
func Names() []string {
	return []string{"dark", "light", "contrast", "contrast-light", "colour-blind", "plain", "ascii"}
}

// ByName finds a built-in theme; the error lists the ones there are.
func ByName(name string) (Theme, error) {
	switch strings.ToLower(name) {
	case "dark":
		return Dark(), nil
	case "light":
		return Light(), nil
	case "contrast":
		return Contrast(), nil
	case "contrast-light":
		return ContrastLight(), nil
	case "colour-blind", "color-blind":
		return ColourBlind(), nil
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
