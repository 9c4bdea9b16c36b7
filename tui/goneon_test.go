package tui_test

import (
	"context"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// What one asked for is not opened over what one has gone on to meanwhile: what is typed
// there must not answer a question.
func TestNothingOpensOverWhatIsTyped(t *testing.T) {
	t.Parallel()
	for keys, shows := range map[string]string{
		"T": "Types", "D": "Delete a subject", "space D": "Delete what is marked", "O": "Domains on this", "!": "conflict to settle",
		"3 r": "Put a change back", "v": "Paste", "N": "Duplicate",
	} {
		t.Run(keys, func(t *testing.T) {
			t.Parallel()
			c := sample(t)
			c.Remote("lr", change("fred", "age", 43, 42))
			c.Apart("lr", add(tuitest.T("fred", "age", 45)))
			o := options()
			o.Domains = func(ctx context.Context) ([]tui.Domain, error) {
				_, err := c.Types(ctx) // It waits, too.
				return []tui.Domain{{Name: model.Domain("other.m-ld.org")}}, err
			}
			term := tuitest.Start(t, c, 120, 30, o)
			term.Press("c", "down", "3", "space", "1")
			release := c.Hold()
			term.PressOnly(append(strings.Fields(keys), "1", "/", "y")...)
			term.See("⌕ y")
			release()
			term.Settle().See("⌕ y").DontSee(shows)
			term.Press("esc", "esc")
			term.Press(strings.Fields(keys)...).See(shows)
		})
	}
}
