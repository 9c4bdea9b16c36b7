package jrql_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
)

func FuzzParse(f *testing.F) {
	for _, seed := range []string{
		`{"@describe":"?s","@where":{"@id":"?s","name":"?n"}}`, `{"@select":"*","@where":{"@union":[{"@id":"?x"},{"@graph":[{"p":1}],"@filter":{"@gt":["?x",1]}}]}}`,
		`{"@construct":{"@id":"?","p":{"q":"?"}}}`, `{"@delete":{"@id":"a"},"@insert":{"@id":"a","p":{"@value":"?x","@plus":1}},"@where":{"@id":"a","p":"?x"}}`,
		`{"@update":{"@id":"a","p":{"@times":2}}}`, `{"@select":"?x","@where":{"@values":[{"?x":1},{"?y":2}],"@bind":{"?z":{"@concat":["a","?x"]}}}}`,
		`{"@context":{"a":{"@id":"b:c","@type":"@vocab"}},"@id":"x","a":["b"]}`,
	} {
		f.Add([]byte(seed))
	}
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		f.Fatal(err)
	}
	graph := people(3)
	f.Fuzz(func(t *testing.T, text []byte) {
		request, err := jrql.ParseJSON(ctx, text)
		if err != nil {
			var known *model.Error
			if !errors.As(err, &known) || known.Error() == "" {
				t.Fatalf("an error without a status: %v", err)
			}
			return
		}
		deadline, cancel := context.WithTimeout(context.Background(), 2e9)
		defer cancel()
		switch r := request.(type) {
		case *jrql.Query:
			n := 0
			for result, err := range r.Results(deadline, graph) {
				if n++; err != nil || n > 1000 {
					return
				}
				if _, err := json.Marshal(r.JSON(result)); err != nil {
					t.Fatal(err)
				}
			}
		case *jrql.Update:
			n := 0
			patch, err := r.Patch(deadline, graph, func() model.IRI { n++; return domain.GenID(fmt.Sprint(n)) })
			if err != nil {
				return
			}
			for _, triple := range patch.Inserts {
				if err := domain.Check(triple); err != nil {
					t.Fatal(err)
				}
			}
		}
	})
}
