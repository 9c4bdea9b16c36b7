package jsonld_test

import (
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Describing is to cost at most about 5 µs a subject of five properties.
func BenchmarkSubject(b *testing.B) {
	ctx, err := jsonld.New(domain, map[string]any{"ex": "http://ex.org/", "knows": map[string]any{"@id": "ex:knows", "@type": "@id"}})
	if err != nil {
		b.Fatal(err)
	}
	subjects := make([]model.Subject, 1000)
	for i := range subjects {
		s := &subjects[i]
		s.ID = domain.Base() + model.IRI(fmt.Sprintf("person%d", i))
		s.Add(model.RDFType, model.Ref(domain.Vocab()+"Person"))
		s.Add(domain.Vocab()+"name", model.String(fmt.Sprintf("Person %d", i)))
		s.Add(domain.Vocab()+"age", model.Number(float64(i%90)))
		s.Add(domain.Vocab()+"boss", model.Ref(domain.Base()+model.IRI(fmt.Sprintf("person%d", i/10))))
		s.Add("http://ex.org/knows", model.Ref(domain.Base()+model.IRI(fmt.Sprintf("person%d", i+1))))
	}
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		ctx.Subject(&subjects[i%len(subjects)])
		i++
	}
}
