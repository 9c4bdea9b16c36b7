package text_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

var glyphs = themes.Dark().Glyph

func TestSafe(t *testing.T) {
	for in, want := range map[string]string{
		"plain text":           "plain text",
		"naïve 日本 🦖 שלום":      "naïve 日本 🦖 שלום",
		"👩\u200d👧":             "👩\u200d👧",
		"two\nlines\tand more": "two⏎lines⇥and more",
		"\x1b[31m":             "␛[31m",
		"\x00\x7f":             "␀␡",
		"\u009b31m":            `\x9b31m`,
		"\xff\xfe":             `\xff\xfe`,
		"a\u202eb\u2066c":      `a\u{202e}b\u{2066}c`,
		"x\u200by\ufeff":       `x\u{200b}y\u{feff}`,
		"a\u2028b":             `a\u{2028}b`,
	} {
		if got := text.Safe(in, glyphs); got != want {
			t.Errorf("Safe(%q) is %q, not %q", in, got, want)
		}
	}
}

func TestSafeIsSafe(t *testing.T) {
	for _, g := range []themes.Glyphs{glyphs, themes.ASCII().Glyph} {
		rapid.Check(t, func(t *rapid.T) {
			in := string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) + rapid.String().Draw(t, "text")
			out := text.Safe(in, g)
			if !utf8.ValidString(out) {
				t.Fatalf("%q is not UTF-8", out)
			}
			if i := strings.IndexFunc(out, func(r rune) bool { return r < 0x20 || r >= 0x7f && r < 0xa0 }); i >= 0 {
				t.Fatalf("%q holds a control character at %d", out, i)
			}
			if again := text.Safe(out, g); again != out {
				t.Fatalf("what is safe is changed again: %q, then %q", out, again)
			}
		})
	}
}

func TestFitIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text.Safe(rapid.String().Draw(t, "text"), glyphs)
		w := rapid.IntRange(0, 40).Draw(t, "width")
		if got := text.Width(text.Fit(s, w, glyphs)); got != w {
			t.Fatalf("Fit(%q, %d) is %d cells wide", s, w, got)
		}
	})
}

func TestWrap(t *testing.T) {
	for _, test := range []struct {
		in   string
		w, n int
		want string
	}{
		{"start it with --genesis on 2025-12-31", 14, 0, "start it with|--genesis on|2025-12-31"},
		{"abcdefghij kl", 4, 0, "abcd|efgh|ij|kl"},
		{"one two three four", 9, 2, "one two|three fo…"},
		{"日本語日本語", 5, 0, "日本|語日|本語"},
		{"", 5, 0, ""},
		{"a  b", 10, 0, "a  b"},
	} {
		if got := strings.Join(text.Wrap(test.in, test.w, test.n, glyphs), "|"); got != test.want {
			t.Errorf("Wrap(%q, %d, %d) is %q, not %q", test.in, test.w, test.n, got, test.want)
		}
	}
}

// TestWrapKeepsTheOrder of words that take no room on the screen.
func TestWrapKeepsTheOrder(t *testing.T) {
	if got := text.Wrap("\u0300 AA", 2, 0, glyphs); strings.Join(got, "|") != "\u0300|AA" {
		t.Errorf("it gives %q", got)
	}
}

func TestWrapFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text.Safe(rapid.String().Draw(t, "text"), glyphs)
		w, n := rapid.IntRange(2, 30).Draw(t, "width"), rapid.IntRange(0, 4).Draw(t, "lines")
		lines := text.Wrap(s, w, n, glyphs)
		if n > 0 && len(lines) > n {
			t.Fatalf("%d lines, not %d", len(lines), n)
		}
		for _, l := range lines {
			if text.Width(l) > w {
				t.Fatalf("the line %q is wider than %d", l, w)
			}
		}
		if n == 0 && strings.ReplaceAll(strings.Join(lines, ""), " ", "") != strings.ReplaceAll(s, " ", "") {
			t.Fatalf("%q became %q", s, lines)
		}
	})
}

func TestCount(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1234567: "1,234,567", -1234: "-1,234"} {
		if got := text.Count(n); got != want {
			t.Errorf("Count(%d) is %q, not %q", n, got, want)
		}
	}
	if got := text.Plural(1, "value", "values") + ", " + text.Plural(2000, "value", "values"); got != "1 value, 2,000 values" {
		t.Errorf("Plural gives %q", got)
	}
}

func TestSpread(t *testing.T) {
	if got := text.Spread("left side", "right", 12, glyphs); got != "left … right" && text.Width(got) != 12 {
		t.Errorf("Spread gives %q", got)
	}
}
