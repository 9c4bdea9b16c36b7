package jsonld_test

import (
	"bytes"
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

func BenchmarkReadDocument(b *testing.B) {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		b.Fatal(err)
	}
	const n = 1000
	var text bytes.Buffer
	text.WriteString(`{"@context":{"ex":"http://ex.org/"},"@graph":[`)
	for i := range n {
		fmt.Fprintf(&text, `{"@id":"p%d","@type":"Person","name":"Person %d","age":%d,"boss":{"@id":"p%d"},"ex:x":true},`, i, i, i%90, i/10)
	}
	text.Truncate(text.Len() - 1)
	text.WriteString(`]}`)
	b.ReportAllocs()
	for b.Loop() {
		triples := 0
		for _, err := range ctx.ReadDocument(text.Bytes(), ids()) {
			if err != nil {
				b.Fatal(err)
			}
			triples++
		}
		if triples != 5*n {
			b.Fatal(triples)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/n, "µs/subject")
}
