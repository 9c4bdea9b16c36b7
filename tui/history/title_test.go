package history_test

import (
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/values"
)

// Of a property of another vocabulary, the title has the end, as the changes have.
func TestTheTitleCutsIRIs(t *testing.T) {
	const domain, property = model.Domain("test.example.org"), "http://vocabulary.example.org/terms/made"
	names, th := values.Names{Namer: values.DomainNamer(domain), Labels: values.NewLabels()}, themes.ASCII()
	for title, about := range map[string]history.About{
		"/terms/made of Fred": {Subject: domain.Base() + "fred", Name: "Fred", Property: property, Narrow: true},
		"/terms/made 5? Fred": {Subject: domain.Base() + "fred", Why: true, Value: model.Triple{S: domain.Base() + "fred", P: property, O: model.Integer(5)}, Name: "Fred"},
	} {
		d := history.New(history.Context{Keys: keymap.Default(), Names: names}, about)
		if line := d.View(110, 34, &th).Lines[0]; strings.Contains(line, "http") || !strings.Contains(line, title) {
			t.Errorf("the title is %q, not one with %q", line, title)
		}
	}
}
