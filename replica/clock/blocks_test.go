package clock_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
)

func TestWithoutBlocks(t *testing.T) {
	for _, c := range []struct {
		now, before string
		asked       []string
		want        string
	}{
		{`[3,"a"]`, `[2,"b"]`, nil, `[3,"a"]`},
		{`[3,"!blocked!"]`, `[2,"b"]`, []string{" 2 true"}, `[2,"b"]`},
		{`[3,"!blocked!"]`, ``, []string{" 3 false"}, `[3,"!blocked!"]`},
		{`[3,"!blocked!"]`, `[2,"!blocked!"]`, []string{" 3 false"}, `[3,"!blocked!"]`},
		{`[1,[[4,"!blocked!"],[5,"c"]]]`, `[1,[[2,"a"],[1,"b"]]]`, []string{"l 2 true"}, `[1,[[2,"a"],[5,"c"]]]`},
		// It was forked when it was blocked: what was known of it is of both.
		{`[1,[[0,[[4,"!blocked!"],[0,"b"]]],[5,"c"]]]`, `[1,[[0,"b"],[5,"c"]]]`, []string{"ll 0 true"}, `[1,[[0,[[0,"b"],[0,"b"]]],[5,"c"]]]`},
		// What was known was of another history.
		{`[1,[[4,"!blocked!"],[5,"c"]]]`, `[2,[[2,"a"],[1,"b"]]]`, []string{"l 4 false"}, `[1,[[4,"!blocked!"],[5,"c"]]]`},
	} {
		var asked []string
		var before clock.Global
		if c.before != "" {
			before = globalOf(t, c.before)
		}
		now := globalOf(t, c.now)
		ask := func(may bool) func(string, uint64, bool) bool {
			return func(path string, ticks uint64, told bool) bool {
				asked = append(asked, fmt.Sprint(path, " ", ticks, " ", told))
				return may
			}
		}
		got := now.WithoutBlocks(before, ask(true))
		if !got.Equal(globalOf(t, c.want)) || !slices.Equal(asked, c.asked) {
			t.Errorf("%s after %s: %x, asked %q", c.now, c.before, got.AppendMsgPack(nil), asked)
		}
		if kept := now.WithoutBlocks(before, ask(false)); !kept.Equal(now) {
			t.Errorf("%s after %s is not kept", c.now, c.before)
		}
	}
}
