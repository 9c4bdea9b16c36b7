package jsonld_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Whatever is shown as short for an IRI is read as that IRI again.
func TestShortFormsAreReadBack(t *testing.T) {
	contexts := []*jsonld.Context{
		newContext(t, nil), newContext(t, userContext),
		newContext(t, map[string]any{"@base": "http://ex.org/a/b/", "@vocab": "http://ex.org/v/", "a": "http://ex.org/a", "http": "urn:x:", "p": "urn:p/"}),
		newContext(t, map[string]any{"@base": nil, "x": map[string]any{"@id": "http://ex.org/", "@prefix": true}}),
		newContext(t, []any{map[string]any{"@vocab": nil}, map[string]any{"id": "@id", "a": "http://test.m-ld.org/#a"}}),
	}
	rapid.Check(t, func(t *rapid.T) {
		ctx := rapid.SampledFrom(contexts).Draw(t, "context")
		iri := model.IRI(rapid.StringMatching(
			`(http://test\.m-ld\.org/#?|http://ex\.org/|http://ex\.org/a/|http://ex\.org/v/|urn:(x|p|q)[:/])[a-bA@?_.é]{0,3}(/|:|#)?[a-b ]{0,2}`).Draw(t, "iri"))
		if !model.IsAbsoluteIRI(string(iri)) {
			return
		}
		if short := ctx.CompactID(iri); ctx.ExpandID(short) != iri && model.ResolveIRI("http://x.y/", string(iri)) == iri {
			t.Fatalf("%s is shown as %q, which is %s", iri, short, ctx.ExpandID(short))
		}
		if short := ctx.CompactVocab(iri); ctx.ExpandVocab(short) != iri {
			t.Fatalf("%s is shown as %q in the vocabulary, which is %s", iri, short, ctx.ExpandVocab(short))
		}
	})
}

func TestContextErrors(t *testing.T) {
	for name, c := range map[string]struct {
		context any
		want    string
	}{
		"remote":         {"http://ex.org/c.jsonld", "would have to be fetched"},
		"remote in list": {[]any{map[string]any{}, "c.jsonld"}, "would have to be fetched"},
		"import":         {map[string]any{"@import": "http://ex.org/c"}, "would have to be fetched"},
		"number":         {5, "the @context is not valid"},
		"bad base":       {map[string]any{"@base": 5.0}, "the @context is not valid"},
		"bad term":       {map[string]any{"a": 5.0}, "the @context is not valid"},
		"cycle":          {map[string]any{"a": "b:x", "b": "a:x"}, "the @context is not valid"},
		"bad type":       {map[string]any{"a": map[string]any{"@id": "http://x.y/", "@type": "relative/"}}, ""},
		"not JSON":       {struct{}{}, "is not JSON"},
	} {
		_, err := jsonld.New(domain, c.context)
		var known *model.Error
		if c.want == "" {
			continue
		}
		if !errors.As(err, &known) || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestContextByManyAtOnce(t *testing.T) {
	ctx := newContext(t, userContext)
	subject := model.Subject{ID: "http://ex.org/fred"}
	subject.Add("http://ex.org/knows", model.Ref("http://ex.org/wilma"))
	subject.Add(domain.Vocab()+"kind", model.Ref(domain.Vocab()+"Big"))
	subject.Add(domain.Vocab()+"height", model.Number(5))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 200 {
				if got := ctx.Subject(&subject); got["knows"] != "ex:wilma" || got["kind"] != "Big" || got["height"] != 5.0 {
					t.Errorf("got %v", got)
					return
				}
				if _, err := ctx.Term("knows", "ex:x"); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
}
