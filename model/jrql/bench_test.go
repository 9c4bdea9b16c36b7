package jrql_test

import (
	"context"
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/modeltest"
)

// people is a graph of n subjects with five properties each.
func people(n int) *modeltest.MemGraph {
	graph := modeltest.NewMemGraph()
	vocab, base := domain.Vocab(), domain.Base()
	for i := range n {
		id := base + model.IRI(fmt.Sprintf("person%d", i))
		graph.Insert(
			model.Triple{S: id, P: model.RDFType, O: model.Ref(vocab + "Person")},
			model.Triple{S: id, P: vocab + "name", O: model.String(fmt.Sprintf("Person %d", i))},
			model.Triple{S: id, P: vocab + "age", O: model.Number(float64(i % 90))},
			model.Triple{S: id, P: vocab + "team", O: model.Ref(base + model.IRI(fmt.Sprintf("team%d", i%100)))},
			model.Triple{S: id, P: vocab + "boss", O: model.Ref(base + model.IRI(fmt.Sprintf("person%d", i/10)))},
		)
	}
	return graph
}

func benchmark(b *testing.B, text string, want int) {
	b.Helper()
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		b.Fatal(err)
	}
	graph := people(20_000)
	request, err := jrql.ParseJSON(ctx, []byte(text))
	if err != nil {
		b.Fatal(err)
	}
	query := request.(*jrql.Query)
	for b.Loop() {
		n := 0
		for r, err := range query.Results(context.Background(), graph) {
			if err != nil {
				b.Fatal(err)
			}
			query.JSON(r)
			n++
		}
		if n != want {
			b.Fatalf("%d results, want %d", n, want)
		}
	}
}

func BenchmarkSelectOneTeam(b *testing.B) {
	benchmark(b, `{"@select":["?n","?b"],"@where":[
		{"@id":"?s","@type":"Person","team":{"@id":"team7"},"name":"?n","boss":{"@id":"?x","name":"?b"}}]}`, 200)
}

func BenchmarkSelectAll(b *testing.B) {
	benchmark(b, `{"@select":["?n","?a"],"@where":{"@id":"?s","@type":"Person","name":"?n","age":"?a"}}`, 20_000)
}

func BenchmarkSelectFiltered(b *testing.B) {
	benchmark(b, `{"@select":"?n","@where":{"@graph":{"@id":"?s","@type":"Person","name":"?n","age":"?a"},"@filter":{"@gt":["?a",88]}}}`, 222)
}

func BenchmarkDescribeAll(b *testing.B) {
	benchmark(b, `{"@describe":"?s","@where":{"@id":"?s","@type":"Person"}}`, 20_000)
}
