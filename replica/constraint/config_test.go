package constraint_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/modeltest"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
)

func TestFromConfig(t *testing.T) {
	ctx, err := jsonld.New(domain, map[string]any{"label": "http://ex.org/label"})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		`null`: "", `[]`: "",
		`[{"@type":"single-valued","property":"name"}]`:                 "http://test.m-ld.org/#name",
		`[{"@type":"single-valued","property":"label"}]`:                "http://ex.org/label",
		`[{"@type":"single-valued","property":"http://ex.org/other"}]`:  "http://ex.org/other",
		`[{"@type":"single-valued"}]`:                                   "constraint 1 of the configuration: \"single-valued\" needs",
		`[{"@type":"single-valued","property":"a"},{"@type":"unique"}]`: `constraint 2 of the configuration: the "@type" "unique" is not known`,
		`["single-valued"]`: "must be an object",
		`[{}]`:              `the "@type" null is not known`,
		`[{"@type":"single-valued","property":"name","onConflict":"whatever"}]`: `"onConflict" has no meaning`,
	} {
		var config any
		if err := json.Unmarshal([]byte(text), &config); err != nil {
			t.Fatal(err)
		}
		rules, err := constraint.FromConfig(config, ctx)
		if !strings.HasPrefix(want, "http:") {
			if want == "" && (err != nil || len(rules) > 0) || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%s: %v, %v; want %q", text, rules, err, want)
			}
			continue
		}
		if err != nil || len(rules) != 1 {
			t.Errorf("%s: %v, %v", text, rules, err)
			continue
		}
		fred, property := model.IRI("http://test.m-ld.org/fred"), model.IRI(want)
		g := modeltest.NewMemGraph(model.Triple{S: fred, P: property, O: model.String("a")})
		second := model.Patch{Inserts: []model.Triple{{S: fred, P: property, O: model.String("b")}}}
		if err := rules[0].Check(engine.NewInterim(g, second, true)); err == nil || !strings.HasPrefix(err.Error(), "Multiple values for") {
			t.Errorf("%s: a second value gave %v", text, err)
		}
		u := engine.NewInterim(g, second, false)
		if err := rules[0].Apply(u); err != nil {
			t.Error(err)
		}
		if a := u.Asserted(); len(a.Deletes) != 1 || a.Deletes[0].O != model.String("a") || len(a.Inserts) != 0 {
			t.Errorf("%s: of two values, %v went", text, a)
		}
		second.Deletes = []model.Triple{{S: fred, P: property, O: model.String("a")}}
		if err := rules[0].Check(engine.NewInterim(g, second, true)); err != nil {
			t.Errorf("%s: a change was refused: %v", text, err)
		}
	}
}
