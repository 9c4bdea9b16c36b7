package replica_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

// town is how many people are read of: 100,000 triples.
const town = 20_000

// aTown is a clone with people, one in a hundred of whom lives in each city.
func aTown(b *testing.B) *replica.Replica {
	b.Helper()
	const domain model.Domain = "test.m-ld.org"
	r, err := replica.Open(replica.Config{Domain: domain, File: filepath.Join(b.TempDir(), "data.mld"), Genesis: true})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = r.Close() })
	const part = 1000
	for from := 0; from < town; from += part {
		var patch model.Patch
		for i := from; i < from+part; i++ {
			has := func(p model.IRI, o model.Term) {
				patch.Inserts = append(patch.Inserts, model.Triple{S: domain.Base() + model.IRI(fmt.Sprint("p", i)), P: p, O: o})
			}
			has(model.RDFType, model.Ref(domain.Vocab()+"Person"))
			has(domain.Vocab()+"name", model.String(fmt.Sprint("Person ", i)))
			has(domain.Vocab()+"age", model.Integer(int64(i%90)))
			has(domain.Vocab()+"city", model.String(fmt.Sprint("City ", i%100)))
			has(domain.Vocab()+"email", model.String(fmt.Sprintf("person.%d@example.org", i)))
		}
		if _, err := r.Write(b.Context(), func(model.Graph) (model.Patch, error) { return patch, nil }); err != nil {
			b.Fatal(err)
		}
	}
	return r
}

// read asks a query, and gives its results as JSON to nobody.
func read(b *testing.B, r *replica.Replica, pattern string, want int) {
	b.Helper()
	ctx, err := jsonld.New("test.m-ld.org", nil)
	if err != nil {
		b.Fatal(err)
	}
	parsed, err := jrql.ParseJSON(ctx, []byte(pattern))
	if err != nil {
		b.Fatal(err)
	}
	query, rows := parsed.(*jrql.Query), 0
	err = r.Read(b.Context(), func(g model.Graph) error {
		for result, err := range query.Results(context.Background(), g) {
			if err != nil {
				return err
			}
			query.JSON(result)
			rows++
		}
		return nil
	})
	if err != nil || rows != want {
		b.Fatalf("%d results, not %d (%v)", rows, want, err)
	}
}

// BenchmarkDescribe describes one subject, and all of them.
func BenchmarkDescribe(b *testing.B) {
	r := aTown(b)
	b.Run("one", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			read(b, r, fmt.Sprintf(`{"@describe":"p%d"}`, i*7919%town), 1)
		}
	})
	b.Run("all", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			read(b, r, `{"@describe":"?p","@where":{"@id":"?p","@type":"Person"}}`, town)
		}
	})
}

// BenchmarkSelect selects one in a hundred by three patterns.
func BenchmarkSelect(b *testing.B) {
	r := aTown(b)
	for b.Loop() {
		read(b, r, `{"@select":["?name","?age"],"@where":{"@id":"?p","city":"City 7","name":"?name","age":"?age"}}`, town/100)
	}
}
