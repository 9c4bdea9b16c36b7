package model_test

import (
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// TestASubjectIsCalledTheSameInAnyOrder of its triples.
func TestASubjectIsCalledTheSameInAnyOrder(t *testing.T) {
	labels := model.Labels{"urn:name", "urn:label"}
	triple := func(p model.IRI, o model.Term) model.Triple { return model.Triple{S: "urn:s", P: p, O: o} }
	for want, ts := range map[string][]model.Triple{
		"":    {triple("urn:age", model.Integer(4)), triple("urn:name", model.Ref("urn:x")), triple("urn:label", model.String(""))},
		"Ada": {triple("urn:label", model.String("A")), triple("urn:name", model.String("Bob")), triple("urn:name", model.String("Ada")), triple("urn:name", model.String(""))},
		"A":   {triple("urn:label", model.String("B")), triple("urn:label", model.String("A")), triple("urn:name", model.String(""))},
	} {
		for range ts {
			ts = append(ts[1:], ts[0])
			back := slices.Clone(ts)
			slices.Reverse(back)
			for _, order := range [][]model.Triple{ts, back} {
				n := model.NewNaming(labels)
				for _, t := range order {
					n.Take(t)
				}
				if n.Name() != want {
					t.Errorf("%v is called %q, not %q", order, n.Name(), want)
				}
			}
		}
	}
}
