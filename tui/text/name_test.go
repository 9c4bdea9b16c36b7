package text_test

import (
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

func TestNamesAreKnownByTheirEnd(t *testing.T) {
	for _, test := range []struct {
		in   string
		w    int
		want string
	}{
		{"http://books.example.org/#name", 18, "…example.org/#name"},
		{"http://books.example.org/#name", 30, "http://books.example.org/#name"},
		{"http://books.example.org/#名前", 8, "…g/#名前"},
		{"urn:uuid:4f3c", 6, "…:4f3c"},
		{"nicknameOfMyFriends", 10, "nicknameO…"},
		{"It is so: http://a.example.org/b", 10, "It is so:…"},
		{"http://a.example.org/b", 1, "b"},
		{"http://a.example.org/b", 0, ""},
	} {
		if got := text.CutName(test.in, test.w, glyphs); got != test.want {
			t.Errorf("CutName(%q, %d) is %q, not %q", test.in, test.w, got, test.want)
		}
	}
}

func TestFitNameIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom([]themes.Glyphs{glyphs, themes.ASCII().Glyph}).Draw(t, "glyphs")
		s := text.Safe("http://"+rapid.String().Draw(t, "name"), g)
		w := rapid.IntRange(0, 40).Draw(t, "width")
		if got := text.Width(text.FitName(s, w, g)); got != w {
			t.Fatalf("FitName(%q, %d) is %d cells wide", s, w, got)
		}
	})
}
