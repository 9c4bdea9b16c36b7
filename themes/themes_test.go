package themes_test

import (
	"image/color"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/themes"
)

func TestByName(t *testing.T) {
	for _, name := range themes.Names() {
		if th, err := themes.ByName(strings.ToUpper(name)); err != nil || th.Name != name {
			t.Errorf("the theme %s is %s, %v", name, th.Name, err)
		}
	}
	if _, err := themes.ByName("pink"); err == nil || !strings.Contains(err.Error(), "dark, light, contrast") {
		t.Errorf("for an unknown theme the error is %v", err)
	}
}

func TestForEnv(t *testing.T) {
	for _, test := range []struct {
		env      string
		name     string
		ascii    bool
		adaptive bool
	}{
		{"TERM=xterm-256color LANG=en_US.UTF-8", "dark", false, true},
		{"TERM=xterm-256color", "dark", false, true},
		{"NO_COLOR=1 LANG=en_US.UTF-8", "plain", false, false},
		{"NO_COLOR= LANG=en_US.UTF-8", "dark", false, true},
		{"LANG=C", "dark", true, true},
		{"LC_ALL=C LANG=en_US.UTF-8", "dark", true, true},
		{"LANG=en_US.UTF-8 LANG=C", "dark", true, true},
		{"TERM=dumb", "ascii", true, false},
	} {
		th, adaptive := themes.ForEnv(strings.Fields(test.env))
		if th.Name != test.name || th.Glyph.ASCII != test.ascii || adaptive != test.adaptive {
			t.Errorf("for %q: %s, ASCII %t, adaptive %t", test.env, th.Name, th.Glyph.ASCII, adaptive)
		}
	}
}

// A glyph that is forgotten would be an empty place where something is meant.
func TestGlyphsAreComplete(t *testing.T) {
	for _, th := range []themes.Theme{themes.Dark(), themes.Plain(), themes.ASCII()} {
		g := reflect.ValueOf(th.Glyph)
		for i := range g.NumField() {
			name := g.Type().Field(i).Name
			switch f := g.Field(i); f.Kind() {
			case reflect.String:
				glyph(t, th, name, f.String())
			case reflect.Struct:
				for j := range f.NumField() {
					glyph(t, th, name+"."+f.Type().Field(j).Name, f.Field(j).String())
				}
			}
		}
	}
}

func glyph(t *testing.T, th themes.Theme, name, s string) {
	t.Helper()
	wide := th.Glyph.ASCII && slices.Contains([]string{"Ellipsis", "Reference", "Referrer", "Newline", "Tab"}, name)
	if w := lipgloss.Width(s); w != 1 && !wide {
		t.Errorf("in theme %s the glyph %s is %q, %d cells wide", th.Name, name, s, w)
	}
	if th.Glyph.ASCII && strings.IndexFunc(s, func(r rune) bool { return r > 0x7e }) >= 0 {
		t.Errorf("in theme %s the glyph %s is %q", th.Name, name, s)
	}
}

// What has a meaning is never told by colour alone where there is none.
func TestPlainHasNoColour(t *testing.T) {
	th := reflect.ValueOf(themes.Plain())
	for i := range th.NumField() {
		if s, ok := th.Field(i).Interface().(lipgloss.Style); ok {
			if out := s.Render("x"); strings.Contains(out, "38;") || strings.Contains(out, "48;") {
				t.Errorf("the style %s has a colour: %q", th.Type().Field(i).Name, out)
			}
		}
	}
}

// luminance and contrast as the Web Content Accessibility Guidelines reckon them.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	line := func(v uint32) float64 {
		x := float64(v) / 0xffff
		if x <= 0.04045 {
			return x / 12.92
		}
		return math.Pow((x+0.055)/1.055, 2.4)
	}
	return 0.2126*line(r) + 0.7152*line(g) + 0.0722*line(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestContrast(t *testing.T) {
	for _, c := range []struct {
		theme  themes.Theme
		ground color.Color
		least  float64
	}{
		{themes.Contrast(), color.Black, 7},
		{themes.ContrastLight(), color.White, 7},
		{themes.ColourBlind(), color.RGBA{0x1e, 0x1e, 0x1e, 0xff}, 3},
		{themes.Dark(), color.RGBA{0x1e, 0x1e, 0x1e, 0xff}, 2},
		{themes.Light(), color.White, 2},
	} {
		th := c.theme
		for name, s := range map[string]lipgloss.Style{
			"text": th.Text, "muted": th.Muted, "faint": th.Faint, "key": th.Key, "error": th.Error, "added": th.Added,
			"removed": th.Removed, "reference": th.Reference, "type": th.Type, "number": th.Number, "warning": th.Warning,
		} {
			if got := contrast(s.GetForeground(), c.ground); got < c.least {
				t.Errorf("%s: %s has a contrast of %.1f, less than %.0f", th.Name, name, got, c.least)
			}
		}
	}
	cb := themes.ColourBlind()
	if contrast(cb.Added.GetForeground(), cb.Removed.GetForeground()) < 1.01 {
		t.Error("what came and what went look alike")
	}
}

func TestOwnThemes(t *testing.T) {
	th, faults := themes.Own("mine", map[string]any{"base": "Light", "ascii": true, "colours.text": "#102030", "colours.accent": "5"})
	if faults != nil {
		t.Fatal(faults)
	}
	if th.Name != "mine" || th.Dark || !th.Glyph.ASCII || th.Text.GetForeground() != lipgloss.Color("#102030") || th.Key.GetForeground() != lipgloss.Color("5") {
		t.Errorf("the theme is %+v", th)
	}
	th, faults = themes.Own("mine", map[string]any{"glyphs.check": "√", "glyphs.to-do": "_", "colours": map[string]any{}})
	if g := themes.Dark().Glyph; faults != nil || th.Glyph.Check != "√" || th.Glyph.ToDo != "_" || th.Glyph.Warning != g.Warning {
		t.Errorf("the signs are %+v (%v)", th.Glyph, faults)
	}
}

func TestAllFaultsOfAnOwnTheme(t *testing.T) {
	th, faults := themes.Own("mine", map[string]any{
		"base": "mauve", "ascii": 3, "colours.tekst": "#000", "colours.text": "reddish", "colours.red": 3, "colours.blue": "#0000ff",
		"glyphs.hat": "^", "glyphs.check": "ok", "glyphs.dot": "", "glyphs.past": "\a", "glyphs.idle": "\x1b[2J", "glyphs.done": 3,
		"signs": map[string]any{}, "glyphs": "x",
	})
	want := map[string]string{
		"base": `the base "mauve" is no theme with colours: use dark`, "ascii": "ascii is true or false",
		"colours.tekst": `a theme has no colour "tekst": it has accent, blue`, "colours.text": `"reddish" is no colour: write "#rrggbb"`,
		"colours.red": "3 is no colour", "glyphs.hat": `there is no sign "hat": there are added, `,
		"glyphs.check": `the sign "ok" does not take one cell`, "glyphs.dot": `the sign "" does not`, "glyphs.past": `the sign "\a" does not`,
		"glyphs.idle": `the sign "\x1b[2J" does not`, "glyphs.done": "a sign is a text in quotes", "signs": `a theme has no "signs"`,
		"glyphs": "glyphs is a table",
	}
	for _, f := range faults {
		if w, ok := want[f.Name]; !ok || !strings.HasPrefix(f.What, w) {
			t.Errorf("of %s it is said %q, not %q", f.Name, f.What, w)
		}
		delete(want, f.Name)
	}
	if len(want) > 0 {
		t.Errorf("not told is %v", want)
	}
	if th.Reference.GetForeground() != lipgloss.Color("#0000ff") {
		t.Error("what is right is not taken")
	}
	if _, faults := themes.Own("mine", map[string]any{"ascii": true, "glyphs.dot": "·"}); len(faults) != 1 || !strings.Contains(faults[0].What, "is not of ASCII") {
		t.Errorf("the faults are %v", faults)
	}
}
