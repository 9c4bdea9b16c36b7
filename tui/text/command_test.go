package text_test

import (
	"testing"

	"github.com/m-ld/mld-tui/tui/text"
)

func TestACommandIsKeptWhole(t *testing.T) {
	const sentence = "clone outdated, close it and run mld-tui rescue team.example.org: edits are lacking"
	for _, c := range []struct {
		sentence string
		w        int
		want     string
	}{
		{sentence, 100, sentence},
		{sentence, 70, "clone outdated, close it and run mld-tui rescue team.example.org: edi…"},
		{sentence, 66, "clone outdated, close it and run mld-tui rescue team.example.org:…"},
		{sentence, 60, "run mld-tui rescue team.example.org"},
		{sentence, 35, "run mld-tui rescue team.example.org"},
		{sentence, 31, "mld-tui rescue team.example.org"},
		{sentence, 20, "clone outdated, clo…"},
		{"nothing to run, but much to say of it", 12, "nothing to …"},
		{"if nobody is left, run mld-tui rescue --alone a.example.org.", 40, "run mld-tui rescue --alone a.example.org"},
	} {
		if got := text.CutKeeping(c.sentence, c.w, glyphs); got != c.want {
			t.Errorf("in %d cells: %q, and should be %q", c.w, got, c.want)
		}
	}
}
