package themes

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"charm.land/lipgloss/v2"
)

// Fault is what is wrong with one setting of a person's own theme, and what to do.
type Fault struct {
	// Name is that of the setting, such as "colours.text".
	Name, What string
}

var hexColour = regexp.MustCompile(`^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$`)

// isColour reports whether a text is a colour as it is written in a theme's file:
// #rgb, #rrggbb, or the number of one of the terminal's own 256.
func isColour(s string) bool {
	n, err := strconv.Atoi(s)
	return hexColour.MatchString(s) || err == nil && n >= 0 && n <= 255
}

// colours are those that a person's own theme may have otherwise, by their names.
func (p *palette) colours() map[string]*string {
	return map[string]*string{
		"text": &p.text, "muted": &p.muted, "faint": &p.faint, "line": &p.line, "accent": &p.accent, "ground": &p.ground,
		"ground-blur": &p.groundBlur, "field": &p.field, "green": &p.green, "red": &p.red, "yellow": &p.yellow, "blue": &p.blue,
		"purple": &p.purple, "cyan": &p.cyan, "orange": &p.orange, "on-accent": &p.onAccent,
	}
}

// Own makes a person's own theme of what they set, by names such as "base" and
// "colours.text": a base, which is a built-in theme with colours ("dark" if none is named),
// and the colours and signs that differ from it. It tells all faults; the theme is as it is
// without them.
func Own(name string, set map[string]any) (Theme, []Fault) {
	var faults []Fault
	fault := func(name, what string, args ...any) { faults = append(faults, Fault{name, fmt.Sprintf(what, args...)}) }
	base, ascii := "dark", false
	if v, ok := set["base"]; ok {
		named, _ := v.(string)
		if _, ok := palettes[strings.ToLower(named)]; ok {
			base = strings.ToLower(named)
		} else {
			fault("base", "the base %#v is no theme with colours: use dark, light, contrast, contrast-light or colour-blind", v)
		}
	}
	if v, ok := set["ascii"]; ok {
		if ascii, ok = v.(bool); !ok {
			fault("ascii", "ascii is true or false, without quotes")
		}
	}
	p, parent := palettes[base], builtIn(base)
	glyph, colours := parent.Glyph, p.colours()
	if ascii {
		glyph = asciiGlyphs()
	}
	signs := glyph.signs()
	for _, key := range slices.Sorted(maps.Keys(set)) {
		kind, own, within := strings.Cut(key, ".")
		value, isText := set[key].(string)
		switch {
		case key == "base", key == "ascii":
		case kind == "colours" && !within, kind == "glyphs" && !within:
			if table, ok := set[key].(map[string]any); !ok || len(table) > 0 {
				fault(key, "%s is a table: write [%s], and below it a line for each", key, key)
			}
		case kind == "colours":
			if to := colours[own]; to == nil {
				fault(key, "a theme has no colour %q: it has %s", own, strings.Join(slices.Sorted(maps.Keys(colours)), ", "))
			} else if !isText || !isColour(value) {
				fault(key, "%#v is no colour: write \"#rrggbb\", or the number of one of the terminal's, \"0\" to \"255\"", set[key])
			} else {
				*to = value
			}
		case kind == "glyphs":
			if to := signs[own]; to == nil {
				fault(key, "there is no sign %q: there are %s", own, strings.Join(slices.Sorted(maps.Keys(signs)), ", "))
			} else if !isText {
				fault(key, "a sign is a text in quotes: write %s = \"…\"", own)
			} else if what := unfit(value, ascii); what != "" {
				fault(key, "%s", what)
			} else {
				*to = value
			}
		default:
			fault(key, "a theme has no %q: it has base, ascii, glyphs and colours", key)
		}
	}
	t := fromPalette(name, parent.Dark, p)
	t.Glyph, t.Cursor = glyph, lipgloss.Color(p.accent)
	return t, faults
}

// builtIn is a theme that there is.
func builtIn(name string) Theme {
	t, _ := ByName(name)
	return t
}
