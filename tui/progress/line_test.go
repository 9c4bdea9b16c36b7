package progress_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/progress"
)

func TestLine(t *testing.T) {
	th := themes.Plain()
	for _, c := range []struct {
		unit           progress.Unit
		w, done, total int
		want           string
	}{
		{progress.Values, 60, 0, 0, " Saving  0 values…"},
		{progress.Values, 60, 12345, 0, " Saving  12,345 values…"},
		{progress.Values, 60, 0, 1000, " Saving  ░░░░░░░░░░░░░░░░░░░░░░░░░░░  0%  0 of 1,000 values"},
		{progress.Values, 60, 1, 1000, " Saving  █░░░░░░░░░░░░░░░░░░░░  0%  1 value of 1,000 values"},
		{progress.Values, 60, 999, 1000, " Saving  ███████████████████████░  99%  999 of 1,000 values"},
		{progress.Values, 60, 1000, 1000, " Saving  █████████████████████  100%  1,000 of 1,000 values"},
		{progress.Bytes, 60, 1500, 3000, " Saving  ███████████████░░░░░░░░░░░░░░░  50%  1.5 of 3.0 kB"},
		{progress.Bytes, 60, 500, 2_000_000, " Saving  █░░░░░░░░░░░░░░░░░░░░░░░░  0%  500 bytes of 2.0 MB"},
		{progress.Values, 60, 1100, 1000, " Saving  ██████████████████████████████  100%  1,100 values"},
		{progress.Values, 36, 500, 1000, " Saving  ██████████░░░░░░░░░░░  50%"},
		{progress.Values, 20, 500, 1000, " Saving  50%"},
		{progress.Values, 9, 500, 1000, " Saving …"},
	} {
		l := progress.New(&th, "Saving", c.unit)
		l.SetSize(c.w)
		l.Set(c.done, c.total)
		got := l.View()
		if n := ansi.StringWidth(got); n != c.w {
			t.Errorf("%d of %d is %d cells wide and not %d", c.done, c.total, n, c.w)
		}
		if got := strings.TrimRight(ansi.Strip(got), " "); got != c.want {
			t.Errorf("%d of %d in %d cells:\n got %q\nwant %q", c.done, c.total, c.w, got, c.want)
		}
	}
}

func TestBar(t *testing.T) {
	th := themes.Plain()
	for _, c := range []struct {
		w, done, total int
		want           string
	}{
		{60, 5, 0, ""},
		{60, 50, 100, "████████████████████░░░░░░░░░░░░░░░░░░░░   50%"},
		{16, 1, 1000, "█░░░░░░░░░    0%"},
		{16, 1000, 1000, "██████████  100%"},
		{3, 1000, 1000, "█  100%"},
	} {
		l := progress.New(&th, "Saving", progress.Values)
		l.SetSize(c.w)
		l.Set(c.done, c.total)
		if got := ansi.Strip(l.Bar()); got != c.want {
			t.Errorf("%d of %d in %d cells: %q, not %q", c.done, c.total, c.w, got, c.want)
		}
	}
}
