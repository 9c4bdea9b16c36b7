package jsonld_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

func ids() func() model.IRI {
	n := 0
	return func() model.IRI {
		n++
		return domain.GenID(fmt.Sprintf("gen%d", n))
	}
}

func collect(t testing.TB, triples iter.Seq2[model.Triple, error]) []model.Triple {
	t.Helper()
	var list []model.Triple
	for triple, err := range triples {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, triple)
	}
	slices.SortFunc(list, model.Triple.Compare)
	return list
}

func failure(triples iter.Seq2[model.Triple, error]) error {
	for _, err := range triples {
		if err != nil {
			return err
		}
	}
	return nil
}

func triple(s, p model.IRI, o model.Term) model.Triple { return model.Triple{S: s, P: p, O: o} }

func TestReadDocument(t *testing.T) {
	const d, v = "http://test.m-ld.org/", "http://test.m-ld.org/#"
	for name, c := range map[string]struct {
		text string
		want []model.Triple
	}{
		"plain": {
			`{"@id":"fred","@type":"Man","name":"Fred","age":[41,"x"],"ok":true,"h":1.50}`,
			[]model.Triple{
				triple(d+"fred", v+"age", model.Number(41)), triple(d+"fred", v+"age", model.String("x")),
				triple(d+"fred", v+"h", model.Number(1.5)), triple(d+"fred", v+"name", model.String("Fred")),
				triple(d+"fred", v+"ok", model.Boolean(true)), triple(d+"fred", model.RDFType, model.Ref(v+"Man")),
			},
		},
		"its own context, nested, reversed": {
			`{"@context":{"ex":"http://ex.org/","child":{"@reverse":"ex:parent"},"at":{"@type":"http://www.w3.org/2001/XMLSchema#date"}},
			  "@id":"ex:fred","ex:wife":{"@id":"wilma","name":"Wilma"},"child":{"@id":"ex:pebbles"},"at":"2020-01-01"}`,
			[]model.Triple{
				triple("http://ex.org/fred", "http://ex.org/wife", model.Ref(d+"wilma")),
				triple("http://ex.org/fred", v+"at", model.Literal("2020-01-01", model.XSDDate)),
				triple("http://ex.org/pebbles", "http://ex.org/parent", model.Ref("http://ex.org/fred")),
				triple(d+"wilma", v+"name", model.String("Wilma")),
			},
		},
		"a graph whose context comes last": {
			`{"@graph":[{"@id":"a","p":{"@id":"_:x"}},{"@id":"_:x","p":1}],"@context":{"p":"http://ex.org/p"}}`,
			[]model.Triple{
				triple(d+".well-known/genid/gen1", "http://ex.org/p", model.Number(1)),
				triple(d+"a", "http://ex.org/p", model.Ref(d+".well-known/genid/gen1")),
			},
		},
		"an array, anonymous subjects, languages, sets and maps": {
			`[{"name":{"@value":"Fred","@language":"en"}},{"@context":{"label":{"@container":"@language"}},"@id":"b","label":{"en":"B","fr":"Bé"},"s":{"@set":[1,2]}}]`,
			[]model.Triple{
				triple(d+".well-known/genid/gen1", v+"name", model.String("Fred")),
				triple(d+"b", v+"label", model.String("B")), triple(d+"b", v+"label", model.String("Bé")),
				triple(d+"b", v+"s", model.Number(1)), triple(d+"b", v+"s", model.Number(2)),
			},
		},
		"values": {
			`{"@id":"a b/é","b":{"@type":"http://www.w3.org/2001/XMLSchema#base64Binary","@value":"aGVsbG8="},
			  "j":{"@type":"@json","@value":{"x":[1.0,null]}},"i":{"@type":"http://www.w3.org/2001/XMLSchema#integer","@value":"007"}}`,
			[]model.Triple{
				triple(d+"a b/é", v+"b", model.Bytes([]byte("hello"))),
				triple(d+"a b/é", v+"i", model.Number(7)),
				triple(d+"a b/é", v+"j", must(model.JSON(`{"x":[1,null]}`))),
			},
		},
		"included, and a named graph": {
			`{"@id":"a","p":1,"@included":[{"@id":"b","p":2}],"@graph":[{"@id":"c","p":3}]}`,
			[]model.Triple{triple(d+"a", v+"p", model.Number(1)), triple(d+"b", v+"p", model.Number(2)), triple(d+"c", v+"p", model.Number(3))},
		},
		"nothing": {`[]`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := collect(t, newContext(t, nil).ReadDocument([]byte(c.text), ids()))
			slices.SortFunc(c.want, model.Triple.Compare)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func must(t model.Term, err error) model.Term {
	if err != nil {
		panic(err)
	}
	return t
}

func TestReadDocumentErrors(t *testing.T) {
	ctx := newContext(t, nil)
	for text, want := range map[string]string{
		``:                                     "the document is empty",
		`"x"`:                                  "neither an object nor an array",
		`{"a":`:                                "not valid JSON",
		`[{"@id":"a"},`:                        "not valid JSON",
		`{"@context":"http://ex.org/c","a":1}`: "would have to be fetched",
		`{"@graph":[{"@context":"http://ex.org/c","a":1}]}`: "in member 1: the context <http://ex.org/c> would have to be fetched",
		`[{"p":1},{"@id":5}]`:                               "in member 2: the document is not valid JSON-LD",
		`{"@id":"a:b c","p":1}`:                             "",
		`{"p":{"@type":"http://www.w3.org/2001/XMLSchema#integer","@value":"x"}}`: "is not a number",
		`{"@id":"http://test.m-ld.org/a:b","p":1}`:                                "other clones would read",
		strings.Repeat(`{"p":`, 300) + `1` + strings.Repeat(`}`, 300):             "nested more than",
	} {
		err := failure(ctx.ReadDocument([]byte(text), ids()))
		var known *model.Error
		switch {
		case want == "":
		case !errors.As(err, &known):
			t.Errorf("%.60s: %v", text, err)
		case !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n"):
			t.Errorf("%.60s: %v, want %s", text, err, want)
		}
	}
}

func TestReadNQuads(t *testing.T) {
	const text = `# a comment
<http://ex.org/a> <http://ex.org/p> "x\ty\u00e9\U0001F600\"" .
_:b <http://ex.org/p> _:c <http://ex.org/g> . # another

<http://ex.org/a>	<http://ex.org/p>	"Bonjour"@fr-BE .
_:b <http://ex.org/p> "05"^^<http://www.w3.org/2001/XMLSchema#integer>.
<http://ex.org/a\u0020b> <http://ex.org/p> "aGVsbG8="^^<http://www.w3.org/2001/XMLSchema#base64Binary> .
`
	got := collect(t, newContext(t, nil).ReadNQuads(strings.NewReader(text), ids()))
	b, c := domain.GenID("gen1"), domain.GenID("gen2")
	const p = "http://ex.org/p"
	want := []model.Triple{
		triple("http://ex.org/a", p, model.String("x\tyé😀\"")), triple(b, p, model.Ref(c)),
		triple("http://ex.org/a", p, model.String("Bonjour")), triple(b, p, model.Number(5)),
		triple("http://ex.org/a b", p, model.Bytes([]byte("hello"))),
	}
	slices.SortFunc(want, model.Triple.Compare)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestReadNQuadsErrors(t *testing.T) {
	for text, want := range map[string]string{
		"\n<a> <b> <c> .": "line 2: column 1: <a> is not an absolute IRI",
		"<http://a.b/> <http://a.b/> <http://a.b/>": "line 1: column 42: a full stop",
		"<http://a.b/> <http://a.b/> \"x .":         "line 1: column 29: a literal is not closed",
		"<http://a.b/> \"p\" \"x\" .":               "line 1: column 15: a property",
		"<http://a.b/> <http://a.b/> \"\\q\" .":     "escape",
		"<http://a.b/> <http://a.b/> \"\\uD800\" .": "is no character",
		"<http://a.b/> <http://a.b/> \"x\"@ .":      "language tag",
		"<http://a.b/> <http://a.b/> \"x\" . <c>":   "more after",
		"<http://a.b/> <http://a.b/> \"\xff\" .":    "UTF-8",
		"_: <http://a.b/> \"x\" .":                  "no label",
		"x":                                         "line 1: column 1",
		"<http://a.b/> <http://a.b/> \"x\"^^<http://www.w3.org/2001/XMLSchema#double> .": "line 1: the value of <http://a.b/> of <http://a.b/> cannot be written",
	} {
		err := failure(newContext(t, nil).ReadNQuads(strings.NewReader(text), ids()))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// terms are values that a domain can hold.
func terms() *rapid.Generator[model.Term] {
	return rapid.OneOf(
		rapid.Map(rapid.String(), model.String),
		rapid.Map(rapid.Float64Range(-1e300, 1e300), func(v float64) model.Term { return model.Number(v).Canonical() }),
		rapid.Map(rapid.Int64Range(-1<<53, 1<<53), model.Integer),
		rapid.Map(rapid.Bool(), model.Boolean),
		rapid.Map(rapid.SliceOf(rapid.Byte()), model.Bytes),
		rapid.Map(rapid.String(), func(s string) model.Term { return must(model.JSONValue(map[string]any{"k": s})) }),
		rapid.Map(identities(), model.Ref),
		rapid.Map(rapid.StringMatching(`[12][0-9]{3}-0[1-9]-1[0-9]`), func(s string) model.Term { return model.Literal(s, model.XSDDate) }),
		rapid.Map(rapid.StringMatching(`[a-z ]{0,9}`), func(s string) model.Term { return model.Literal(s, "http://ex.org/type") }),
	)
}

func identities() *rapid.Generator[model.IRI] {
	return rapid.Map(rapid.StringMatching(`(http://test\.m-ld\.org/#?|http://ex\.org/|urn:x:|http://test\.m-ld\.org/é/)[a-zA-Z_][a-z0-9_/ ]{0,5}[a-z]`),
		func(s string) model.IRI { return model.IRI(strings.ReplaceAll(s, "urn:x: ", "urn:x:")) })
}

func graphs() *rapid.Generator[[]model.Triple] {
	return rapid.Map(rapid.SliceOfN(rapid.Custom(func(t *rapid.T) model.Triple {
		return model.Triple{
			S: identities().Draw(t, "s"), O: terms().Draw(t, "o"),
			P: rapid.OneOf(identities(), rapid.SampledFrom([]model.IRI{
				model.RDFType, "http://ex.org/name", "http://ex.org/knows", "http://test.m-ld.org/#height", "http://test.m-ld.org/#kind",
			})).Draw(t, "p"),
		}
	}), 0, 12), func(triples []model.Triple) []model.Triple {
		triples = slices.DeleteFunc(triples, func(t model.Triple) bool {
			return domain.Check(t) != nil || t.P == model.RDFType && !t.O.IsRef()
		})
		slices.SortFunc(triples, model.Triple.Compare)
		return slices.Compact(triples)
	})
}

var userContext = map[string]any{
	"ex": "http://ex.org/", "name": "ex:name", "knows": map[string]any{"@id": "ex:knows", "@type": "@id"},
	"kind":   map[string]any{"@type": "@vocab"},
	"height": map[string]any{"@type": "http://www.w3.org/2001/XMLSchema#double"},
}

// What is exported is imported as the same triples, in both formats and under
// any context.
func TestExportImport(t *testing.T) {
	contexts := []*jsonld.Context{newContext(t, nil), newContext(t, userContext)}
	rapid.Check(t, func(t *rapid.T) {
		triples := graphs().Draw(t, "triples")
		out := rapid.SampledFrom(contexts).Draw(t, "out")
		in := rapid.SampledFrom(contexts).Draw(t, "in")
		var document, quads bytes.Buffer
		if err := out.WriteDocument(&document, slices.Values(triples)); err != nil {
			t.Fatal(err)
		}
		if !json.Valid(document.Bytes()) {
			t.Fatalf("not JSON: %s", document.String())
		}
		if diff := cmp.Diff(triples, collectRapid(t, in.ReadDocument(document.Bytes(), ids()))); diff != "" {
			t.Fatalf("%s\n%s", document.String(), diff)
		}
		if err := jsonld.WriteNQuads(&quads, slices.Values(triples)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(triples, collectRapid(t, in.ReadNQuads(&quads, ids()))); diff != "" {
			t.Fatalf("%s", diff)
		}
	})
}

func collectRapid(t *rapid.T, triples iter.Seq2[model.Triple, error]) []model.Triple {
	list := []model.Triple{}
	for triple, err := range triples {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, triple)
	}
	slices.SortFunc(list, model.Triple.Compare)
	return slices.Compact(list)
}

func FuzzReadDocument(f *testing.F) {
	for _, seed := range []string{
		`{"@id":"a","p":[1,"x",{"@value":true}]}`, `[{"@graph":[{"@type":"T"}]}]`, `{"@context":{"a":{"@id":"x:y","@type":"@id"}},"a":"b"}`,
		`{"@id":"a","p":{"@list":[1,{"@list":["x"]},{"@id":"b"}]},"q":{"@set":[{"@id":"c","r":{"s":2.5}}]}}`,
		`{"@context":[{"@base":"http://x.y/"},{"n":{"@id":"http://x.y/n","@container":"@list"}}],"@graph":[{"@id":"z","n":["1"]}]}`,
		`{"@id":"a","p":{"@value":"AAEC","@type":"http://www.w3.org/2001/XMLSchema#base64Binary"},"q":{"@value":"x","@language":"en"}}`,
		`{"@context":{"@vocab":null},"a":1}`, `{"@reverse":{"p":{"@id":"x"}}}`, `{"p":{"@type":"@json","@value":{}}}`,
	} {
		f.Add([]byte(seed))
	}
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for triple, err := range ctx.ReadDocument(text, ids()) {
			if err == nil && domain.Check(triple) != nil {
				t.Fatalf("%v is yielded, but must not be written", triple)
			}
		}
	})
}

func FuzzReadNQuads(f *testing.F) {
	for _, seed := range []string{
		"<http://a.b/> <http://a.b/> \"x\\u0041\"@en .\n_:a <http://a.b/> _:b .",
		"<http://a.b/s> <http://a.b/p> \"1\"^^<http://www.w3.org/2001/XMLSchema#integer> <http://a.b/g> . # a remark\r\n\r\n",
		"_:a-b.c <http://a.b/p> \"tab\\t, line\\n, quote\\\", \\U0001F600\" .\n",
		"<http://a.b/\\u00e9> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://a.b/T>.",
		"<http://a.b/s> <http://a.b/p> \"AAEC/w==\"^^<http://www.w3.org/2001/XMLSchema#base64Binary> .",
		"# nothing\n<< <http://a.b/> <http://a.b/> <http://a.b/> >> <http://a.b/> <http://a.b/> .",
	} {
		f.Add(seed)
	}
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var triples []model.Triple
		for triple, err := range ctx.ReadNQuads(strings.NewReader(text), ids()) {
			if err != nil {
				return
			}
			triples = append(triples, triple)
		}
		var out bytes.Buffer
		if err := jsonld.WriteNQuads(&out, slices.Values(triples)); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(triples, appendAll(t, ctx.ReadNQuads(&out, ids()))); diff != "" {
			t.Fatal(diff)
		}
	})
}

func appendAll(t *testing.T, triples iter.Seq2[model.Triple, error]) []model.Triple {
	t.Helper()
	var list []model.Triple
	for triple, err := range triples {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, triple)
	}
	return list
}

// A list of JSON-LD becomes a list of m-ld, which is a subject.
func TestReadLists(t *testing.T) {
	ctx, err := jsonld.New("test.m-ld.org", map[string]any{"steps": map[string]any{"@container": "@list"}})
	if err != nil {
		t.Fatal(err)
	}
	const text = `{"@id":"a","p":{"@list":["x",{"@id":"b"}]},"steps":["one",["in"]],"empty":{"@list":[]}}`
	ids := 0
	newID := func() model.IRI {
		ids++
		return model.IRI(fmt.Sprintf("http://test.m-ld.org/new%d", ids))
	}
	var got []string
	for triple, err := range ctx.ReadDocument([]byte(text), newID) {
		if err != nil {
			t.Fatal(err)
		}
		short := strings.NewReplacer("http://test.m-ld.org/", ":", "http://json-rql.org/#", "@", model.NSRDF+"type", "a", model.NSMeld, "m-ld:",
			"data:application/mld-li,", "at ", "^^<"+model.NSXSD+"string>", "")
		got = append(got, short.Replace(fmt.Sprintf("%s %s %s", triple.S, triple.P, triple.O.Key())))
	}
	want := []string{
		":new1 a <m-ld:RdfLseq>", ":a :#empty <:new1>",
		":new2 a <m-ld:RdfLseq>", ":new2 at 0 <:new3>", `:new3 @item "x"`, ":new2 at 1 <:new4>", ":new4 @item <:b>", ":a :#p <:new2>",
		":new5 a <m-ld:RdfLseq>", ":new5 at 0 <:new6>", `:new6 @item "one"`,
		":new7 a <m-ld:RdfLseq>", ":new7 at 0 <:new8>", `:new8 @item "in"`, ":new5 at 1 <:new9>", ":new9 @item <:new7>", ":a :#steps <:new5>",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
