package compliance_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// resolving is a trial in which all members give a property, which can have one value only, a value each while they do
// not hear each other. When they do, all resolve that alike: each subject has one of the values, the same everywhere.
// Where the values are of kinds that JavaScript cannot compare, each can give way to another, so that none is left.
func resolving(t *testing.T, relay string, engines ...compliance.Engine) {
	t.Helper()
	rules := []any{object{"@type": "single-valued", "property": "only"}}
	c := newRuledColony(t, rules, relay, engines...)
	for _, m := range c.members {
		m.proxy.Cut()
		c.await(m, func(s compliance.Status) bool { return !s.Online })
	}
	given := make(map[string][]string)
	for _, m := range c.members {
		for i := range 4 {
			for kind, value := range map[string]any{
				"number": 0.5 * float64(m.edits.IntN(60)-30), "text": fmt.Sprint("text ", m.edits.IntN(30)), "any": m.edits.value(),
			} {
				id := fmt.Sprint(kind, i)
				given[id] = append(given[id], normal("only", value)...)
				if _, err := m.Transact(c.ctx, object{"@update": object{"@id": id, "only": value}}); err != nil {
					t.Fatal(err)
				}
			}
		}
		if _, err := m.Transact(c.ctx, object{"@id": "text0", "only": "a second value"}); err == nil {
			t.Errorf("%s (%s) takes a second value", m.ID, m.Engine.Name)
		}
	}
	for _, m := range c.members {
		m.proxy.Heal()
	}
	c.converge()
	for i, held := range c.read() {
		for id, of := range given {
			values := held[id]["only"]
			canCompare := !strings.HasPrefix(id, "any")
			if len(values) > 1 || len(values) == 0 && canCompare || len(values) == 1 && !slices.Contains(of, values[0]) {
				t.Errorf("%s (%s) holds %v of %v", c.members[i].ID, c.members[i].Engine.Name, values, of)
			}
		}
	}
}

func TestResolvingMixed(t *testing.T) {
	js := compliance.ReferenceEngine(reference.Dir(t))
	resolving(t, relaytest.Start(t), goEngine(t), js, goEngine(t))
}

// The reference alone is a check of the trial itself.
func TestResolvingAllReference(t *testing.T) {
	needLong(t)
	js := compliance.ReferenceEngine(reference.Dir(t))
	resolving(t, relaytest.Start(t), js, js, js)
}
