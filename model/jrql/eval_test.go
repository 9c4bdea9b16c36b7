package jrql_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/modeltest"
)

// joined is a random graph of few names, and random patterns over it: whatever
// order the patterns are matched in, the solutions must be those of trying every
// combination of triples.
type joined struct {
	triples  []model.Triple
	patterns [][3]string // variables begin with "?"
}

func joins() *rapid.Generator[joined] {
	name := rapid.SampledFrom([]string{"a", "b", "c", "d"})
	variable := rapid.SampledFrom([]string{"?x", "?y", "?z", "?w"})
	position := rapid.OneOf(name, variable, variable)
	return rapid.Custom(func(t *rapid.T) joined {
		var j joined
		for _, s := range rapid.SliceOfNDistinct(rapid.Custom(func(t *rapid.T) [3]string {
			return [3]string{name.Draw(t, "s"), name.Draw(t, "p"), name.Draw(t, "o")}
		}), 0, 14, func(s [3]string) [3]string { return s }).Draw(t, "triples") {
			j.triples = append(j.triples, model.Triple{
				S: domain.Base() + model.IRI(s[0]), P: domain.Vocab() + model.IRI(s[1]), O: model.Ref(domain.Base() + model.IRI(s[2])),
			})
		}
		n := rapid.IntRange(1, 4).Draw(t, "n")
		for range n {
			j.patterns = append(j.patterns, [3]string{position.Draw(t, "s"), position.Draw(t, "p"), position.Draw(t, "o")})
		}
		return j
	})
}

// request is a @select of all the patterns' variables.
func (j joined) request() map[string]any {
	var where []any
	for _, p := range j.patterns {
		where = append(where, map[string]any{"@id": p[0], p[1]: map[string]any{"@id": p[2]}})
	}
	return map[string]any{"@select": "*", "@where": where}
}

// naive tries every combination.
func (j joined) naive() []string {
	solutions := []map[string]string{{}}
	for _, p := range j.patterns {
		var next []map[string]string
		for _, s := range solutions {
			for _, t := range j.triples {
				if extended, ok := extend(s, p, [3]string{string(t.S), string(t.P), t.O.Value}); ok {
					next = append(next, extended)
				}
			}
		}
		solutions = next
	}
	var texts []string
	for _, s := range solutions {
		texts = append(texts, fmt.Sprint(s))
	}
	slices.Sort(texts)
	return texts
}

func extend(s map[string]string, p, t [3]string) (map[string]string, bool) {
	next := make(map[string]string)
	for k, v := range s {
		next[k] = v
	}
	for i, position := range p {
		value := position
		if !strings.HasPrefix(position, "?") {
			prefix := domain.Base()
			if i == 1 {
				prefix = domain.Vocab()
			}
			if string(prefix)+value != t[i] {
				return nil, false
			}
			continue
		}
		if bound, ok := next[position]; ok && bound != t[i] {
			return nil, false
		}
		next[position] = t[i]
	}
	return next, true
}

func TestJoinsAgainstTryingEverything(t *testing.T) {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		j := joins().Draw(t, "join")
		request, err := jrql.Parse(ctx, j.request())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for r, err := range request.(*jrql.Query).Results(context.Background(), modeltest.NewMemGraph(j.triples...)) {
			if err != nil {
				t.Fatal(err)
			}
			s := make(map[string]string)
			for i, name := range r.Solution.Names {
				s["?"+name] = r.Solution.Values[i].Value
			}
			got = append(got, fmt.Sprint(s))
		}
		slices.Sort(got)
		if diff := cmp.Diff(j.naive(), got); diff != "" {
			t.Fatal(diff)
		}
	})
}

// An update that inserts what is described, into an empty graph, describes the
// same.
func TestInsertDescribeRoundTrip(t *testing.T) {
	value := rapid.OneOf(
		rapid.Map(rapid.StringMatching(`[^?].*`), func(s string) any { return s }),
		rapid.Map(rapid.Int32(), func(n int32) any { return float64(n) }),
		rapid.Map(rapid.Float64Range(0.001, 1e6), func(f float64) any { return math.Round(f*1000) / 1000 }),
		rapid.Map(rapid.Bool(), func(b bool) any { return b }),
		rapid.Map(rapid.StringMatching(`[a-z]{1,8}`), func(s string) any { return map[string]any{"@id": s} }),
	)
	rapid.Check(t, func(t *rapid.T) {
		subject := map[string]any{"@id": "s"}
		for _, p := range rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{1,5}`), 1, 5, rapid.ID).Draw(t, "properties") {
			subject[p] = value.Draw(t, p)
		}
		ctx, err := jsonld.New(domain, nil)
		if err != nil {
			t.Fatal(err)
		}
		request, err := jrql.Parse(ctx, subject)
		if err != nil {
			t.Fatal(err)
		}
		patch, err := request.(*jrql.Update).Patch(context.Background(), modeltest.NewMemGraph(), nil)
		if err != nil {
			t.Fatal(err)
		}
		described := jrql.Describe(modeltest.NewMemGraph(patch.Inserts...), domain, ctx.ExpandID("s"))
		if diff := cmp.Diff(subject, ctx.Subject(described)); diff != "" {
			t.Fatal(diff)
		}
	})
}

func TestErrors(t *testing.T) {
	ctx, err := jsonld.New(domain, map[string]any{
		"list": map[string]any{"@container": "@list"}, "map": map[string]any{"@container": "@language"},
		"back": map[string]any{"@reverse": "http://ex.org/p"}, "gone": nil,
	})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]struct {
		status  int
		message string
	}{
		`{`:                                     {4001, "not valid JSON"},
		`{"@id":"a"} x`:                         {4001, "more after its end"},
		`"x"`:                                   {4001, "neither reads nor writes"},
		`7`:                                     {4001, "neither reads nor writes"},
		`null`:                                  {4001, "neither reads nor writes"},
		`{"@where":{}}`:                         {4001, "neither reads nor writes"},
		`{"@union":[]}`:                         {5011, "a group to insert"},
		`{"@graph":[],"@values":[]}`:            {5011, "a group to insert"},
		`{"@graph":[],"@id":"g"}`:               {5011, `"@id"`},
		`{"@describe":"a","@insert":{}}`:        {5011, "@describe and @insert"},
		`{"@describe":5}`:                       {5011, "not 5"},
		`{"@describe":{"@id":"a"}}`:             {5011, "not an object"},
		`{"@select":"?x"}`:                      {5011, "needs a @where"},
		`{"@select":"x","@where":{"@id":"?x"}}`: {5011, `not "x"`},
		`{"@select":[],"@where":{}}`:            {5011, "no variable"},
		`{"@select":"?x","@where":{"@id":"?x"},"@limit":3}`:                               {5011, `"@limit" is not supported`},
		`{"@select":"?x","@where":{"@graph":{"@id":"?x"},"@optional":{}}}`:                {5011, `"@optional"`},
		`{"@select":"?x","@where":"x"}`:                                                   {5011, "a @where must be"},
		`{"@select":"?x","@where":["x"]}`:                                                 {5011, `"x" stands where a subject`},
		`{"@select":"?x","@where":{"@graph":{"p":"?x"},"@filter":{"@nope":1}}}`:           {5011, `"@nope" is not an operator`},
		`{"@select":"?x","@where":{"@graph":{"p":"?x"},"@filter":{"@max":"?x"}}}`:         {5011, "@max cannot be used here"},
		`{"@select":"?x","@where":{"@graph":{"p":"?x"},"@filter":{"@eq":"?x"}}}`:          {5011, "does not take 1"},
		`{"@select":"?x","@where":{"@graph":{"p":"?x"},"@filter":{"@regex":["?x","("]}}}`: {5011, "@regex"},
		`{"@select":"?x","@where":{"@graph":{"p":"?x"},"@filter":{"@bound":1}}}`:          {5011, "must be a variable"},
		`{"@select":"?x","@where":{"@graph":{"p":"?x"},"@bind":{"x":1}}}`:                 {5011, `"x" in @bind`},
		`{"@select":"?x","@where":{"@values":{"?x":"?y"}}}`:                               {5011, "cannot be a variable"},
		`{"@id":"a","@list":{"x":1}}`:                                                     {5011, `"x" is no index`},
		`{"@id":"a","@list":{"0,x":1}}`:                                                   {5011, `"0,x" is no index`},
		`{"@id":"a","@list":{"-1":1}}`:                                                    {5011, `"-1" is no index`},
		`{"@id":"a","@list":{"?":1}}`:                                                     {5011, "inserted at an index"},
		`{"@update":{"@id":"a","@list":{"0":1}}}`:                                         {5011, "a @list cannot be in an @update"},
		`{"@describe":"?a","@where":{"@id":"?a","@list":{"1.5":"?b"}}}`:                   {5011, `"1.5" is no index`},
		`{"@id":"a","list":[1]}`:                                                          {5011, "lists are not supported yet"},
		`{"@construct":{"@id":"a","@list":{"first":"?"}}}`:                                {5011, `"first" is no index`},
		`{"@id":"a","map":{"en":"x"}}`:                                                    {5011, "@language"},
		`{"@id":"a","back":{"@id":"b"}}`:                                                  {5011, "@reverse"},
		`{"@id":"a","gone":1}`:                                                            {5011, "to nothing"},
		`{"@id":"a","@reverse":{}}`:                                                       {5011, `"@reverse"`},
		`{"@id":5}`:                                                                       {5011, "an @id must be a string"},
		`{"@id":"a","p":{"@value":"x","@gt":1}}`:                                          {5011, "must be a variable"},
		`{"@id":"a","p":{"@value":null,"@type":"x"}}`:                                     {5001, "null"},
		`{"@id":"a","p":{"@value":{"x":1},"@type":"http://ex.org/t"}}`:                    {5001, "@json"},
		`{"@update":{"@id":"a","p":{"@splice":[0,1,"x"]}}}`:                               {5011, "@splice"},
		`{"@context":"http://ex.org/context","@describe":"a"}`:                            {5011, "would have to be fetched"},
		`{"@context":{"@vocab":5},"@describe":"a"}`:                                       {5011, "the @context is not valid"},
		`{"@context":5,"@describe":"a"}`:                                                  {5011, "the @context is not valid"},
		strings.Repeat(`{"p":`, 400) + "1" + strings.Repeat("}", 400):                     {4001, "nested more than"},
	} {
		_, err := jrql.ParseJSON(ctx, []byte(text))
		var known *model.Error
		if !errors.As(err, &known) {
			t.Errorf("%.70s: %v", text, err)
			continue
		}
		if known.Status != want.status || !strings.Contains(known.Error(), want.message) || strings.Contains(known.Error(), "\n") {
			t.Errorf("%.70s: %d %s; want %d …%s…", text, known.Status, known, want.status, want.message)
		}
	}
}

// What a domain cannot hold is refused when its place is known.
func TestBadWrites(t *testing.T) {
	const xsd = `"@type":"http://www.w3.org/2001/XMLSchema#`
	for text, want := range map[string]string{
		`{"@id":"a","p":{` + xsd + `double","@value":"x"}}`:           "is not a number",
		`{"@id":"a","p":{` + xsd + `int","@value":"x"}}`:              "is not a number",
		`{"@id":"a","p":{` + xsd + `dateTime","@value":"yesterday"}}`: "is not a date and time",
		`{"@id":"a","p":{` + xsd + `boolean","@value":"maybe"}}`:      "neither true nor false",
		`{"@id":"a","p":"` + strings.Repeat("x", 10_000) + `"}`:       "too long",
		`{"@id":"a","p":"` + strings.Repeat("😀", 5_000) + `"}`:        "too long",
		`{"@id":"` + strings.Repeat("x", 10_000) + `","p":1}`:         "too long",
		`{"@id":"http://test.m-ld.org/a:b","p":1}`:                    "other clones would read",
		`{"@id":"http://test.m-ld.organic/a","p":1}`:                  "other clones would read",
		`{"@id":"a","p":{"@type":"#Own","@value":"x"}}`:               "cannot be given to a value",
	} {
		w := newWorld(t, nil)
		request, err := jrql.ParseJSON(w.ctx, []byte(text))
		if err != nil {
			t.Errorf("%.70s: %v", text, err)
			continue
		}
		_, err = request.(*jrql.Update).Patch(context.Background(), w.graph, w.newID)
		var known *model.Error
		if !errors.As(err, &known) || known.Status != model.StatusBadUpdate || !strings.Contains(err.Error(), want) {
			t.Errorf("%.70s: %v, want %s", text, err, want)
		}
	}
}

// TestAPropertyIsOfItsContext: one key is another property in a subject with a context of its
// own, in what hangs on that, and again after it.
func TestAPropertyIsOfItsContext(t *testing.T) {
	w := newWorld(t, nil)
	request, err := jrql.ParseJSON(w.ctx, []byte(`[
		{"@id":"a","p":1},
		{"@id":"b","@context":{"p":"http://example.org/q"},"p":2,"r":{"@id":"c","p":3}},
		{"@id":"d","p":4}]`))
	if err != nil {
		t.Fatal(err)
	}
	patch, err := request.(*jrql.Update).Patch(context.Background(), w.graph, w.newID)
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]model.IRI)
	for _, i := range patch.Inserts {
		if i.O.IsLiteral() {
			got[i.O.Value] = i.P
		}
	}
	const own, other = model.IRI("http://test.m-ld.org/#p"), model.IRI("http://example.org/q")
	if want := map[string]model.IRI{"1": own, "2": other, "3": other, "4": own}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

func TestNewIdentities(t *testing.T) {
	w := newWorld(t, nil)
	request, err := jrql.ParseJSON(w.ctx, []byte(`[{"name":"x","next":{"@id":"_:b"}},{"@id":"_:b","name":"y"}]`))
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[model.IRI]bool)
	for range 2 { // a request that is used again makes new subjects again
		patch, err := request.(*jrql.Update).Patch(context.Background(), w.graph, w.newID)
		if err != nil {
			t.Fatal(err)
		}
		subjects := model.Subjects(patch.Inserts)
		if len(subjects) != 2 || seen[subjects[0].ID] || seen[subjects[1].ID] {
			t.Fatalf("unexpected subjects %v", subjects)
		}
		next := subjects[0].Values(domain.Vocab() + "next")
		if len(next) != 1 || next[0].IRI() != subjects[1].ID {
			t.Errorf("the reference is %v, not to %s", next, subjects[1].ID)
		}
		seen[subjects[0].ID], seen[subjects[1].ID] = true, true
	}
}

func TestResultsStopEarly(t *testing.T) {
	w := newWorld(t, nil)
	w.graph = people(1000)
	request, err := jrql.ParseJSON(w.ctx, []byte(`{"@describe":"?s","@where":{"@id":"?s","@type":"Person"}}`))
	if err != nil {
		t.Fatal(err)
	}
	query := request.(*jrql.Query)
	n := 0
	for _, err := range query.Results(context.Background(), w.graph) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n == 3 {
			break
		}
	}
	if n != 3 {
		t.Errorf("%d results were read", n)
	}
	cancelled, cancel := context.WithCancel(context.Background())
	defer cancel()
	n, last := 0, error(nil)
	for _, err := range query.Results(cancelled, w.graph) {
		if n++; n == 5 {
			cancel()
		}
		last = err
	}
	if !errors.Is(last, context.Canceled) || n > 900 {
		t.Errorf("after %d results: %v", n, last)
	}
	update, err := jrql.ParseJSON(w.ctx, []byte(`{"@delete":{"@id":"?s","name":"?n"}}`))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := update.(*jrql.Update).Patch(cancelled, w.graph, w.newID); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled update gave %v", err)
	}
}

// Aliases of @id and @type, values as JSON, and bytes are read; the reference
// cannot show JSON values.
func TestBeyondTheReference(t *testing.T) {
	w := newWorld(t, map[string]any{"id": "@id", "type": "@type"})
	w.write(`{"id":"fred","type":"Man","wife":{"id":"wilma"},"j":{"@type":"@json","@value":{"b":[1,null]}},"v":{"@value":"plain"}}`)
	want := decode(t, `[{"@id":"fred","@type":"Man","wife":{"@id":"wilma"},"j":{"type":"@json","@value":{"b":[1,null]}},"v":"plain"}]`)
	if diff := cmp.Diff(want, any(w.read(`{"@describe":"fred"}`))); diff != "" {
		t.Error(diff)
	}
	if got := w.read(`{"@select":"?s","@where":{"id":"?s","j":{"@type":"@json","@value":{"b":[1,null]}}}}`); len(got) != 1 {
		t.Errorf("by its JSON: %v", got)
	}
	if patch := w.write(`{"@delete":{"id":"fred","j":"?"}}`); len(patch.Deletes) != 1 {
		t.Errorf("deleting the JSON gave %v", patch)
	}
	if got := w.read(`{"@describe":"?anything"}`); len(got) != 1 {
		t.Errorf("without a @where: %v", got)
	}
	w = newWorld(t, map[string]any{"j": map[string]any{"@type": "@json"}})
	w.write(`[{"@id":"a","j":[1,{"@type":5}]},{"@id":"b","j":{"x":{"y":[]}}},{"@id":"c","j":"text"},{"@id":"d","j":{"@id":"a"}}]`)
	want = decode(t, `[{"@id":"a","j":{"@type":"@json","@value":[1,{"@type":5}]}},{"@id":"b","j":{"x":{"y":[]}}},{"@id":"c","j":"text"},{"@id":"d","http://test.m-ld.org/#j":{"@id":"a"}}]`)
	if diff := cmp.Diff(want, any(w.read(`{"@describe":["a","b","c","d"]}`))); diff != "" {
		t.Error(diff)
	}
}
