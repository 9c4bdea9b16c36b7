package model_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// TestLabelsOfAnyVocabulary: the domain's own name best, then those of others, by what they
// end in; and nothing that only sounds like one.
func TestLabelsOfAnyVocabulary(t *testing.T) {
	const d = model.Domain("b.example.org")
	labels := d.Labels()
	best := -1
	for _, same := range [][]model.IRI{
		{d.Vocab() + "name"},
		{d.Vocab() + "label"},
		{d.Vocab() + "title"},
		{"http://www.w3.org/2000/01/rdf-schema#label"},
		{
			"http://schema.org/name", "https://schema.org/name", "http://xmlns.com/foaf/0.1/name",
			model.Domain("a.example.org").Vocab() + "name", "urn:example:name",
		},
		{"http://www.w3.org/2004/02/skos/core#prefLabel"},
		{"http://example.org/label"},
		{"http://purl.org/dc/terms/title", "http://purl.org/dc/elements/1.1/title"},
	} {
		rank := labels.Rank(same[0])
		if rank <= best {
			t.Errorf("%s has the rank %d, after %d", same[0], rank, best)
		}
		for _, p := range same {
			if got := labels.Rank(p); got != rank || !labels.Has(p) {
				t.Errorf("%s has the rank %d, and should have %d", p, got, rank)
			}
		}
		best = rank
	}
	for _, p := range []model.IRI{
		"", "name", "http://example.org/nickname", "http://example.org/Name", "http://example.org/names", "http://example.org/name/",
		"http://example.org/first-name", model.RDFType, model.JSONRQLItem,
	} {
		if p != "name" && labels.Has(p) {
			t.Errorf("%q is said to name subjects", p)
		}
	}
}

func BenchmarkRank(b *testing.B) {
	labels := model.Domain("test.m-ld.org").Labels()
	for b.Loop() {
		labels.Rank("http://test.m-ld.org/#machine")
	}
}
