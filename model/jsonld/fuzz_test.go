package jsonld_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// FuzzContext gives the context of a user that can be anything: it is taken or
// refused; nothing that is done with it panics or takes long, and what is
// compacted by it is expanded to what it was.
func FuzzContext(f *testing.F) {
	for _, seed := range []string{
		`{"name":"http://schema.org/name"}`, `{"a":{"@id":"b:c","@type":"@vocab"},"b":"http://b/"}`, `[{"@vocab":"x:"},null,{"@base":"/y"}]`,
		`{"a":{"@container":"@list","@reverse":"b"}}`, `{"a":{"@context":{"a":"b"},"@id":"c"}}`, `{"@import":"x"}`, `{"a":"a"}`, `{"a":"b","b":"a"}`,
		`{"@language":"en","@direction":"rtl","type":"@type","id":"@id"}`, `{"@propagate":false,"a":{"@protected":true}}`, `{"":"x"}`, `{"@type":{"@container":"@set"}}`,
	} {
		f.Add([]byte(seed), "name", "http://test.m-ld.org/#name")
	}
	f.Fuzz(func(t *testing.T, user []byte, name, iri string) {
		var context any
		if json.Unmarshal(user, &context) != nil {
			return
		}
		began := time.Now()
		ctx, err := jsonld.New(domain, context)
		if err != nil {
			return
		}
		ctx.ExpandID(name)
		ctx.TermType(name)
		ctx.CompactProperty(ctx.ExpandVocab(name), model.String(name))
		id := model.IRI(iri)
		if model.IsAbsoluteIRI(iri) {
			if got := ctx.ExpandID(ctx.CompactID(id)); got != id {
				t.Errorf("%s: <%s> is written as %q, and read as <%s>", user, id, ctx.CompactID(id), got)
			}
			if got := ctx.ExpandVocab(ctx.CompactVocab(id)); got != id {
				t.Errorf("%s: the term <%s> is written as %q, and read as <%s>", user, id, ctx.CompactVocab(id), got)
			}
		}
		if took := time.Since(began); took > 5*time.Second {
			t.Errorf("%s takes %v", user, took)
		}
	})
}
