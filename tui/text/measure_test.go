package text_test

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/text"
)

func TestMain(m *testing.M) {
	text.Measure(true)
	os.Exit(m.Run())
}

func TestMeasure(t *testing.T) {
	const family = "👩‍👩‍👧‍👦"
	if got := text.Width(family); got != 2 {
		t.Errorf("by graphemes, a family is %d cells wide", got)
	}
	text.Measure(false)
	defer text.Measure(true)
	if got := text.Width(family); got != 8 {
		t.Errorf("by characters, a family is %d cells wide", got)
	}
	if got := text.Left("漢字", 3); got != "漢" {
		t.Errorf("on the left is %q", got)
	}
	if got := text.Right("漢字", 2); got != "字" {
		t.Errorf("on the right is %q", got)
	}
}

// Where the terminal does not know of graphemes, joined emoji come apart, for not all
// terminals join them; the scripts that need joiners keep them.
func TestEmojiComeApart(t *testing.T) {
	g := themes.Dark().Glyph
	for s, want := range map[string]string{
		"👩‍👩‍👧‍👦 x": "👩👩👧👦 x", "🏳️‍🌈": "🏳🌈", "🤷🏽‍♀️": "🤷🏽♀", "❤️": "❤", "1️⃣": "1⃣", "क्\u200dष": "क्\u200dष", "a\u200d": "a\u200d",
		"🇩🇪": "🇩🇪", "plain": "plain", "👨‍🚀\n": "👨🚀⏎",
	} {
		text.Measure(false)
		got := text.Safe(s, g)
		text.Measure(true)
		if got != want {
			t.Errorf("by characters, %q is shown as %q", s, got)
		}
		if got := text.Safe(s, g); got != strings.ReplaceAll(s, "\n", "⏎") {
			t.Errorf("by graphemes, %q is shown as %q", s, got)
		}
	}
}

// What is cut is never wider than its room, and what has room is not cut, whichever way
// the terminal measures.
func TestMeasuringAndCuttingAgree(t *testing.T) {
	defer text.Measure(true)
	parts := []string{
		"a", "text ", "漢", "é", "e\u0301", "❤️", "⚠️", "☺️", "1️⃣", "#️⃣", "👍🏽", "🇩🇪", "🏳️‍🌈", "👩‍👩‍👧‍👦", "स्ते", "\ufe0f", "\u200d",
		"\x1b[1;31m", "\x1b[m", "مر",
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		var b strings.Builder
		for range r.IntN(9) {
			b.WriteString(parts[r.IntN(len(parts))])
		}
		s, w := b.String(), r.IntN(20)
		for _, by := range []bool{true, false} {
			text.Measure(by)
			got, wide := text.Cut(s, w, themes.Dark().Glyph), text.Width(s)
			left, right := text.Left(s, w), text.Right(s, w)
			if n := text.Width(got); n > w {
				t.Errorf("graphemes %t: %q cut to %d is %q, %d wide", by, s, w, got, n)
			}
			if w > 0 && (wide <= w) != (got == s) {
				t.Errorf("graphemes %t: %q of %d cut to %d is %q", by, s, wide, w, got)
			}
			if n := text.Width(left); n > w || wide <= w && left != s {
				t.Errorf("graphemes %t: the first %d of %q are %q", by, w, s, left)
			}
			if n := text.Width(right); n != max(0, wide-w) {
				t.Errorf("graphemes %t: after the first %d of %q, %d wide, are %d: %q", by, w, s, wide, n, right)
			}
		}
	}
}
