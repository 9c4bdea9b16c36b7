package edit

import (
	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// Truth is how a boolean stands.
type Truth uint8

// The truths.
const (
	Neither Truth = iota
	True
	False
)

// TruthOf is what a text says as a boolean.
func TruthOf(typed string) Truth {
	t, err := values.Parse(typed, values.Boolean, "", "", values.Names{})
	switch {
	case err != nil:
		return Neither
	case t.Value == "true":
		return True
	default:
		return False
	}
}

// IsSwitch reports whether the value is turned rather than typed. What only looks true or
// false may become another text.
func (t *Typed) IsSwitch() bool { return t.Kind == values.Boolean && !t.Guessed() }

// Turn takes the keys that turn the text of a switch; it reports whether it was one of them.
// A text that is neither true nor false stays until then.
func (l *Line) Turn(k tea.KeyPressMsg) bool {
	is := "false"
	if TruthOf(l.Value()) != True {
		is = "true"
	}
	switch k.String() {
	case "space", " ", "left", "right":
	case "t", "y", "1":
		is = "true"
	case "f", "n", "0":
		is = "false"
	case "backspace", "delete":
		is = ""
	default:
		return k.Text != "" // Other letters mean nothing.
	}
	l.Replace(is, len(is))
	return true
}

// DrawSwitch draws a boolean as a switch, w cells wide.
func DrawSwitch(on bool, w int, th *themes.Theme) string {
	full, empty := "●", "○"
	if th.Glyph.ASCII {
		full, empty = "(*)", "( )"
	}
	word := func(s string, chosen bool) string {
		if chosen {
			return th.Boolean.Bold(true).Render(full + " " + s)
		}
		return th.Muted.Render(empty + " " + s)
	}
	return text.Fit(word("true", on)+"   "+word("false", !on), w, th.Glyph)
}

// What is said of a switch, and of one that is neither true nor false.
const (
	SwitchHint  = "space turns it"
	NeitherHint = "this is neither true nor false yet: space makes it true"
)
