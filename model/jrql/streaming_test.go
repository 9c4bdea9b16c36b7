package jrql_test

import (
	"fmt"
	"iter"
	"runtime"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// endless is a graph of very many things with a name, made when they are asked for.
type endless int

func (g endless) Match(p model.Pattern) iter.Seq[model.Triple] {
	class := model.Ref(domain.Vocab() + "Thing")
	return func(yield func(model.Triple) bool) {
		switch {
		case p.S != "":
			if p.P == "" && yield(model.Triple{S: p.S, P: model.RDFType, O: class}) {
				yield(model.Triple{S: p.S, P: domain.Vocab() + "name", O: model.String(string(p.S))})
			}
		case p.P == model.RDFType && p.O == class:
			for i := range int(g) {
				if !yield(model.Triple{S: domain.Base() + model.IRI(fmt.Sprint("thing", i)), P: p.P, O: p.O}) {
					return
				}
			}
		}
	}
}

// TestDescribingAllTakesConstantMemory: what has been given is not kept.
func TestDescribingAllTakesConstantMemory(t *testing.T) {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	request, err := jrql.ParseJSON(ctx, []byte(`{"@describe":"?s","@where":{"@id":"?s","@type":"Thing"}}`))
	if err != nil {
		t.Fatal(err)
	}
	const all = 100_000
	held := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	n, before := 0, uint64(0)
	for r, err := range request.(*jrql.Query).Results(t.Context(), endless(all)) {
		if err != nil || r.Subject == nil {
			t.Fatal(r, err)
		}
		switch n++; n {
		case all / 10:
			before = held()
		case all:
			if after := held(); after > before+2<<20 {
				t.Errorf("after 10,000 subjects %d bytes are held, and after 100,000 %d", before, after)
			}
		}
	}
	if n != all {
		t.Errorf("%d subjects were described", n)
	}
}
