package text_test

import (
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

func TestFound(t *testing.T) {
	t.Parallel()
	th := themes.Dark()
	match := lipgloss.NewStyle().Transform(func(s string) string { return "[" + s + "]" })
	for _, try := range []struct{ s, sought, want string }{
		{"The roof slates", "slate", "The roof [slate]s"},
		{"ROOFSLATES, slates", "slate", "ROOF[SLATE]S, [slate]s"},
		{"a café in Łódź", "cafe", "a [café] in Łódź"},
		{"caféteria", "cafe", "[caféteria]"},
		{"the slaets are here", "slates", "the [slaets] are here"},
		{"some letters at the set", "slates", "some letters at the set"},
		{"漢字の", "字", "漢[字]の"},
		{"", "a", ""},
	} {
		got := ansi.Strip(text.Found(try.s, []string{try.sought}, th.Text, match, &th))
		if got != try.want {
			t.Errorf("%q in %q: %q, not %q", try.sought, try.s, got, try.want)
		}
	}
}
