package jsonld_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/modeltest"
)

const domain = model.Domain("test.m-ld.org")

func vectors[T any](t *testing.T, name string) []T {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	var list []T
	if err := json.Unmarshal(data, &list); err != nil {
		t.Fatal(err)
	}
	if len(list) == 0 {
		t.Fatalf("%s has no vectors", name)
	}
	return list
}

func newContext(t *testing.T, user any) *jsonld.Context {
	t.Helper()
	ctx, err := jsonld.New(domain, user)
	if err != nil {
		t.Fatal(err)
	}
	return ctx
}

func TestOrderAsTheReference(t *testing.T) {
	type vector struct {
		Name          string
		Input, Output []any
	}
	ctx := newContext(t, nil)
	for _, v := range vectors[vector](t, "order") {
		s := model.Subject{ID: domain.Base() + "s"}
		for _, value := range v.Input {
			term, err := ctx.Term("p", value)
			if err != nil {
				t.Fatalf("%s: %v", v.Name, err)
			}
			s.Add(domain.Vocab()+"p", term)
		}
		s.SortStored(domain)
		if diff := cmp.Diff(any(v.Output), ctx.Subject(&s)["p"]); diff != "" {
			t.Errorf("%s: %s", v.Name, diff)
		}
	}
}

// The reference fails where a datatype is short for an IRI of a prefix, and for
// every JSON value; there is nothing to compare then.
func TestValuesAsTheReference(t *testing.T) {
	type vector struct {
		Context         map[string]any
		Property, Error string
		Value, Shown    any
		Triples         [][5]string
	}
	compared := 0
	for _, v := range vectors[vector](t, "values") {
		if v.Error != "" || isVariable(v.Value) {
			continue
		}
		compared++
		var user any
		if v.Context != nil {
			user = v.Context
		}
		ctx := newContext(t, user)
		graph := modeltest.NewMemGraph()
		request, err := jrql.Parse(ctx, map[string]any{"@id": "s", v.Property: v.Value})
		if err != nil {
			t.Errorf("%s %v: %v", v.Property, v.Value, err)
			continue
		}
		patch, err := request.(*jrql.Update).Patch(context.Background(), graph, nil)
		if err != nil {
			if !refused(v.Value) {
				t.Errorf("%s %v: %v", v.Property, v.Value, err)
			}
			continue
		}
		got := [][5]string{}
		for _, triple := range patch.Inserts {
			kind := "Literal"
			if triple.O.IsRef() {
				kind = "NamedNode"
			}
			got = append(got, [5]string{
				string(triple.S), string(triple.P), kind, triple.O.Value, string(triple.O.Datatype),
			})
		}
		for i, want := range v.Triples {
			// The reference makes the same of it, but only when it is sent.
			canonical := model.Literal(want[3], model.IRI(want[4])).Canonical()
			v.Triples[i][3], v.Triples[i][4] = canonical.Value, string(canonical.Datatype)
		}
		less := cmpopts.SortSlices(func(a, b [5]string) bool { return strings.Join(a[:], "\x00") < strings.Join(b[:], "\x00") })
		if diff := cmp.Diff(v.Triples, got, less); diff != "" {
			t.Errorf("%s %v: triples %s", v.Property, v.Value, diff)
		}
		graph.Insert(patch.Inserts...)
		var shown any
		if s := jrql.Describe(graph, domain, ctx.ExpandID("s")); s != nil {
			shown = ctx.Subject(s)
		}
		if diff := cmp.Diff(v.Shown, shown); diff != "" && !isOne(v.Value) && diff != "" {
			t.Errorf("%s %v: shown %s", v.Property, v.Value, diff)
		}
	}
	if compared < 200 {
		t.Errorf("only %d values were compared", compared)
	}
}

// refused reports whether a value has a type of the domain's own vocabulary,
// which other clones would misread.
func refused(v any) bool {
	object, ok := v.(map[string]any)
	return ok && object["@type"] == "#Own"
}

// isOne reports whether a value is a boolean written "1", which the reference
// shows as false.
func isOne(v any) bool {
	object, ok := v.(map[string]any)
	return ok && object["@value"] == "1" && object["@type"] == string(model.XSDBoolean)
}

// isVariable reports whether a value is an identity that reads as a variable.
func isVariable(v any) bool {
	object, ok := v.(map[string]any)
	return ok && object["@id"] == "?q"
}
