package jrql_test

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/modeltest"
)

const domain = model.Domain("test.m-ld.org")

// world is a graph with a context, for requests as text.
type world struct {
	t     *testing.T
	ctx   *jsonld.Context
	graph *modeltest.MemGraph
	ids   int
}

func newWorld(t *testing.T, context_ any) *world {
	t.Helper()
	ctx, err := jsonld.New(domain, context_)
	if err != nil {
		t.Fatal(err)
	}
	return &world{t: t, ctx: ctx, graph: modeltest.NewMemGraph()}
}

func (w *world) newID() model.IRI {
	w.ids++
	return domain.GenID(fmt.Sprintf("gen%d", w.ids))
}

func (w *world) write(text string) jrql.Patch {
	w.t.Helper()
	request, err := jrql.ParseJSON(w.ctx, []byte(text))
	if err != nil {
		w.t.Fatalf("%s: %v", text, err)
	}
	update, ok := request.(*jrql.Update)
	if !ok {
		w.t.Fatalf("%s is no update", text)
	}
	patch, err := update.Patch(context.Background(), w.graph, w.newID)
	if err != nil {
		w.t.Fatalf("%s: %v", text, err)
	}
	w.graph.Delete(patch.Deletes...)
	w.graph.Insert(patch.Inserts...)
	return patch
}

func (w *world) read(text string) []any {
	w.t.Helper()
	request, err := jrql.ParseJSON(w.ctx, []byte(text))
	if err != nil {
		w.t.Fatalf("%s: %v", text, err)
	}
	query, ok := request.(*jrql.Query)
	if !ok {
		w.t.Fatalf("%s is no query", text)
	}
	results := []any{}
	for r, err := range query.Results(context.Background(), w.graph) {
		if err != nil {
			w.t.Fatalf("%s: %v", text, err)
		}
		results = append(results, query.JSON(r))
	}
	return results
}

func decode(t *testing.T, text string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return v
}

func TestWriteAndDescribe(t *testing.T) {
	w := newWorld(t, nil)
	w.write(`{"@id":"fred","@type":"Flintstone","name":"Fred","age":40,"height":1.5,"wife":{"@id":"wilma","name":"Wilma"}}`)
	want := decode(t, `[{"@id":"fred","@type":"Flintstone","name":"Fred","age":40,"height":1.5,"wife":{"@id":"wilma"}}]`)
	if diff := cmp.Diff(want, any(w.read(`{"@describe":"fred"}`))); diff != "" {
		t.Error(diff)
	}
	patch := w.write(`{"@delete":{"@id":"fred"}}`)
	if len(patch.Deletes) != 5 || len(patch.Inserts) != 0 {
		t.Errorf("deleting fred gave %v", patch)
	}
	if got := w.read(`{"@describe":["fred","wilma"]}`); len(got) != 1 {
		t.Errorf("after the delete there are %v", got)
	}
}
