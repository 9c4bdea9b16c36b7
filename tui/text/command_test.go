package text_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/tui/text"
)

func TestACommandIsKeptWhole(t *testing.T) {
	const sentence = "clone outdated, close it and run mld-tui rescue team.example.org: edits are lacking"
	for _, c := range []struct {
		sentence string
		w, most  int
		want     string
	}{
		{sentence, 100, 1, sentence},
		{sentence, 70, 1, "clone outdated, close it and run mld-tui rescue team.example.org: edi…"},
		{sentence, 66, 1, "clone outdated, close it and run mld-tui rescue team.example.org:…"},
		{sentence, 60, 1, "run mld-tui rescue team.example.org"},
		{sentence, 35, 1, "run mld-tui rescue team.example.org"},
		{sentence, 31, 1, "mld-tui rescue team.example.org"},
		{sentence, 20, 1, "clone outdated, clo…"},
		{"nothing to run, but much to say of it", 12, 1, "nothing to …"},
		{"if nobody is left, run mld-tui rescue --alone a.example.org.", 40, 1, "run mld-tui rescue --alone a.example.org"},
		{sentence, 40, 3, "clone outdated, close it and run mld-tui/rescue team.example.org: edits are/lacking"},
		{sentence, 40, 2, "clone outdated, close it and run mld-tui/rescue team.example.org: edits are lack…"},
		{sentence + sentence, 36, 1, "run mld-tui rescue team.example.org"},
		{"nothing to run, but much to say of it", 12, 2, "nothing to/run, but mu…"},
	} {
		if got := strings.Join(text.WrapKeeping(c.sentence, c.w, c.most, glyphs), "/"); got != c.want {
			t.Errorf("in %d cells and %d lines: %q, and should be %q", c.w, c.most, got, c.want)
		}
	}
}
