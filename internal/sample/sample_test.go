package sample_test

import (
	"testing"

	"github.com/m-ld/mld-tui/internal/sample"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/operation"
)

// TestTheSampleIsSound checks what a person would stumble over.
func TestTheSampleIsSound(t *testing.T) {
	domain := sample.NewDomain()
	if _, err := model.ParseDomain(string(domain)); err != nil {
		t.Error(err)
	}
	if other := sample.NewDomain(); other == domain {
		t.Errorf("two samples are called %s", other) // Once in a million times by chance.
	}
	codec := operation.NewCodec(domain)
	types, several := map[model.IRI]bool{}, 0
	known := map[model.IRI]bool{}
	triples := sample.Triples(domain)
	for _, s := range model.Subjects(triples) {
		known[s.ID] = true
		if len(s.Types()) != 1 {
			t.Errorf("%s has the types %v", s.ID, s.Types())
		}
		for _, p := range s.Properties {
			if len(p.Values) > 1 {
				several++
			}
		}
	}
	seen := map[model.Triple]bool{}
	for _, tr := range triples {
		if err := domain.Check(tr); err != nil {
			t.Error(err)
		}
		if err := codec.CheckWritable(tr); err != nil {
			t.Error(err)
		}
		if tr.O.IsRef() && tr.P != model.RDFType && !known[tr.O.IRI()] {
			t.Errorf("%s refers to %s, which is not there", tr.S, tr.O.Value)
		}
		if seen[tr] {
			t.Errorf("twice: %v", tr)
		}
		seen[tr] = true
		types[tr.O.Datatype] = true
	}
	for _, dt := range []model.IRI{model.XSDString, model.XSDInteger, model.XSDDouble, model.XSDBoolean, model.XSDDate, model.XSDDateTime} {
		if !types[dt] {
			t.Errorf("no value has the type %s", dt)
		}
	}
	if several < 5 {
		t.Errorf("%d properties have several values", several)
	}
}
