package tui_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// TestWhatARuleRefuses is said in place, in the words of the screen, and what was typed stays.
func TestWhatARuleRefuses(t *testing.T) {
	t.Parallel()
	names, err := jsonld.New(tuitest.Domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	rules, err := constraint.FromConfig(map[string]any{"@type": "single-valued", "property": "age"}, names)
	if err != nil {
		t.Fatal(err)
	}
	r := realCloneWith(t, func(cfg *replica.Config) { cfg.Constraints = rules }, tuitest.T("fred", "name", "Fred"), tuitest.T("fred", "age", 42))
	term := tuitest.Start(t, r, 120, 30, options())
	term.See("▌ Fred").Press("enter", "end").See("▌ age").Press("a").Type("43").Press("enter")
	term.See("✕ Multiple values for fred: age can", "delete the old one with it").DontSee("http://bedrock.m-ld.org/fred:")
	term.Press("backspace", "backspace").Type("42").Press("esc").Press("e").Type("1").Press("enter").See("✓ Saved age 421.")
}
