package text_test

import (
	"os"
	"testing"

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
