package text_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

func TestLines(t *testing.T) {
	for _, test := range []struct {
		in      string
		w, most int
		want    []string
	}{
		{"one line", 20, 3, []string{"one line"}},
		{"one\ntwo", 20, 3, []string{"one⏎", "two"}},
		{"one\n", 20, 3, []string{"one⏎"}},
		{"\n", 20, 3, []string{"⏎"}},
		{"", 20, 3, []string{""}},
		{"one\n\ntwo", 20, 3, []string{"one⏎", "⏎", "two"}},
		{"one\ntwo\tthree\nfour", 20, 2, []string{"one⏎", "two⇥three⏎…"}},
		{"one\ntwo\nthree", 4, 2, []string{"one⏎", "two…"}},
		{"wrapped between words\nand more", 12, 0, []string{"wrapped", "between", "words⏎", "and more"}},
		{"cut where too long\nand more", 6, 2, []string{"cut", "where…"}},
		{"    a", 4, 0, []string{"a"}},
		{"full\nrow", 4, 0, []string{"full", "⏎", "row"}},
	} {
		if got := text.Lines(test.in, test.w, test.most, glyphs); !slices.Equal(got, test.want) {
			t.Errorf("Lines(%q, %d, %d) is %q, not %q", test.in, test.w, test.most, got, test.want)
		}
	}
}

// However a text is wrapped, none of its lines is too wide or one too many, and where all
// may be shown, nothing is lost but spaces.
func TestLinesKeepAll(t *testing.T) {
	for _, g := range []themes.Glyphs{glyphs, themes.ASCII().Glyph} {
		rapid.Check(t, func(t *rapid.T) {
			in := rapid.StringOf(rapid.RuneFrom([]rune("ab \n\té日"))).Draw(t, "text")
			w := rapid.IntRange(4, 30).Draw(t, "width")
			most := rapid.IntRange(0, 4).Draw(t, "most")
			lines := text.Lines(in, w, most, g)
			if most > 0 && len(lines) > most {
				t.Fatalf("%d lines of %d", len(lines), most)
			}
			for _, l := range lines {
				if text.Width(l) > w {
					t.Fatalf("%q is %d cells wide, not %d", l, text.Width(l), w)
				}
			}
			bare := func(s string) string { return strings.ReplaceAll(s, " ", "") }
			if got, want := bare(strings.Join(lines, "")), bare(text.Safe(in, g)); most == 0 && got != want {
				t.Fatalf("%q became %q", in, lines)
			}
		})
	}
}

// The signs of line breaks and tabs look other than the text, and are all that does.
func TestDrawFaintSigns(t *testing.T) {
	for _, th := range []themes.Theme{themes.Dark(), themes.Dark().WithASCII()} {
		g := th.Glyph
		s := text.Safe("one\ntwo\tthree", g)
		got := text.Draw(s, th.String, &th)
		want := th.String.Render("one") + th.Faint.Render(g.Newline) + th.String.Render("two") + th.Faint.Render(g.Tab) + th.String.Render("three")
		if got != want || ansi.Strip(got) != s {
			t.Errorf("drawn %q, not %q", got, want)
		}
		if got := text.Draw("plain", th.String, &th); got != th.String.Render("plain") {
			t.Errorf("drawn %q", got)
		}
	}
}
