package themes_test

import (
	"reflect"
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
	if _, err := themes.ByName("pink"); err == nil || !strings.Contains(err.Error(), "dark, light, plain, ascii") {
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
	wide := th.Glyph.ASCII && (name == "Ellipsis" || name == "Reference")
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
