package constraint

import (
	"encoding/json"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica/engine"
)

// FromConfig makes the constraints of a clone's configuration, in the reference's
// form and decoded from JSON: an array of objects such as
//
//	{"@type": "single-valued", "property": "name"}
//
// Nil has none. The context tells what a property's short name means. A kind that
// is not known here is an error, for others would keep a rule that this clone
// breaks.
func FromConfig(config any, ctx *jsonld.Context) ([]engine.Constraint, error) {
	if config == nil {
		return nil, nil
	}
	entries, ok := config.([]any)
	if !ok {
		entries = []any{config}
	}
	var out []engine.Constraint
	for i, entry := range entries {
		c, err := fromConfig(entry, ctx)
		if err != nil {
			return nil, fmt.Errorf("constraint %d of the configuration: %w", i+1, err)
		}
		out = append(out, c)
	}
	return out, nil
}

func fromConfig(entry any, ctx *jsonld.Context) (engine.Constraint, error) {
	object, ok := entry.(map[string]any)
	if !ok {
		return nil, fmt.Errorf("it must be an object with an \"@type\"")
	}
	if kind := object["@type"]; kind != "single-valued" {
		text, err := json.Marshal(kind)
		if err != nil {
			text = []byte(fmt.Sprint(kind))
		}
		return nil, fmt.Errorf("the \"@type\" %s is not known: use \"single-valued\"", text)
	}
	for key := range object {
		if key != "@type" && key != "property" {
			return nil, fmt.Errorf("%q has no meaning for \"single-valued\"", key)
		}
	}
	name, _ := object["property"].(string)
	property := ctx.ExpandVocab(name)
	switch {
	case name == "":
		return nil, fmt.Errorf("\"single-valued\" needs a \"property\"")
	case property == "@type":
		property = model.RDFType
	case !model.IsAbsoluteIRI(string(property)):
		return nil, fmt.Errorf("%q is no property", name)
	}
	return NewSingleValued(ctx.Domain(), property), nil
}
