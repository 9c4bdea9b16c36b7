package themes

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/pelletier/go-toml/v2"
)

var hexColour = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)

// isColour reports whether a text is a colour as it is written in a theme's file:
// #rgb, #rrggbb, or the number of one of the terminal's own 256.
func isColour(s string) bool {
	n, err := strconv.Atoi(s)
	return hexColour.MatchString(s) || err == nil && n >= 0 && n <= 255
}

// lineOf is the line of a key in a file of which it is known that it has it.
func lineOf(text []byte, key string) int {
	for i, line := range strings.Split(string(text), "\n") {
		if name, _, ok := strings.Cut(line, "="); ok && strings.Trim(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSpace(name), "colours."), "glyphs."), "\"' ") == key {
			return i + 1
		}
	}
	return 1
}

// file is what the file of a person's own theme may hold.
type file struct {
	Base    string `toml:"base"`
	ASCII   bool   `toml:"ascii"`
	Colours struct {
		Text       string `toml:"text"`
		Muted      string `toml:"muted"`
		Faint      string `toml:"faint"`
		Line       string `toml:"line"`
		Accent     string `toml:"accent"`
		Ground     string `toml:"ground"`
		GroundBlur string `toml:"ground-blur"`
		Field      string `toml:"field"`
		Green      string `toml:"green"`
		Red        string `toml:"red"`
		Yellow     string `toml:"yellow"`
		Blue       string `toml:"blue"`
		Purple     string `toml:"purple"`
		Cyan       string `toml:"cyan"`
		Orange     string `toml:"orange"`
		OnAccent   string `toml:"on-accent"`
	} `toml:"colours"`
	Glyphs map[string]string `toml:"glyphs"`
}

// Parse reads a theme from a file in TOML: a base, which is a built-in theme with
// colours ("dark" if none is named), and the colours and signs that differ from it. An error
// begins with the line.
func Parse(name string, text []byte) (Theme, error) {
	var f file
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&f); err != nil {
		return Theme{}, explain(err)
	}
	base := strings.ToLower(f.Base)
	if base == "" {
		base = "dark"
	}
	p, ok := palettes[base]
	if !ok {
		return Theme{}, fmt.Errorf("the base %q is no theme with colours: use dark, light, contrast, contrast-light or colour-blind", f.Base)
	}
	c := f.Colours
	var faults []error
	for _, own := range []struct {
		key, from string
		to        *string
	}{
		{"text", c.Text, &p.text},
		{"muted", c.Muted, &p.muted},
		{"faint", c.Faint, &p.faint},
		{"line", c.Line, &p.line},
		{"accent", c.Accent, &p.accent},
		{"ground", c.Ground, &p.ground},
		{"ground-blur", c.GroundBlur, &p.groundBlur},
		{"field", c.Field, &p.field},
		{"green", c.Green, &p.green},
		{"red", c.Red, &p.red},
		{"yellow", c.Yellow, &p.yellow},
		{"blue", c.Blue, &p.blue},
		{"purple", c.Purple, &p.purple},
		{"cyan", c.Cyan, &p.cyan},
		{"orange", c.Orange, &p.orange},
		{"on-accent", c.OnAccent, &p.onAccent},
	} {
		switch {
		case own.from == "":
		case isColour(own.from):
			*own.to = own.from
		default:
			faults = append(faults, fmt.Errorf("line %d: %q is no colour: write #rrggbb, or the number of one of the terminal's, 0 to 255",
				lineOf(text, own.key), own.from))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return Theme{}, err
	}
	parent, _ := ByName(base)
	t := fromPalette(name, parent.Dark, p)
	t.Glyph = parent.Glyph
	if f.ASCII {
		t = t.WithASCII()
	}
	t.Cursor = lipgloss.Color(p.accent)
	return t, t.Glyph.set(f.Glyphs, text)
}

func explain(err error) error {
	var unknown *toml.StrictMissingError
	if errors.As(err, &unknown) && len(unknown.Errors) > 0 {
		line, _ := unknown.Errors[0].Position()
		return fmt.Errorf("line %d: a theme has no %q: it has base, ascii, glyphs and colours, with text, muted, faint, line, accent, "+
			"ground, ground-blur, field, green, red, yellow, blue, purple, cyan, orange and on-accent",
			line, strings.Join(unknown.Errors[0].Key(), "."))
	}
	var bad *toml.DecodeError
	if errors.As(err, &bad) {
		line, _ := bad.Position()
		return fmt.Errorf("line %d: %s", line, strings.TrimPrefix(bad.Error(), "toml: "))
	}
	return err
}
