package model

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

const testDomain = Domain("test.m-ld.org")

func TestCheck(t *testing.T) {
	ok := Triple{S: "http://test.m-ld.org/a", P: "http://test.m-ld.org/#p", O: String("x")}
	with := func(change func(*Triple)) Triple {
		t := ok
		change(&t)
		return t
	}
	for name, c := range map[string]struct {
		triple Triple
		want   string // nothing if it is sound
	}{
		"plain":                    {ok, ""},
		"spaces in names":          {with(func(t *Triple) { t.S, t.P = "http://test.m-ld.org/a b", "http://test.m-ld.org/#first name" }), ""},
		"other scheme":             {with(func(t *Triple) { t.S = "urn:uuid:1" }), ""},
		"reference":                {with(func(t *Triple) { t.O = Ref("http://ex.org/") }), ""},
		"longest":                  {with(func(t *Triple) { t.O = String(strings.Repeat("é", MaxLiteral-1)) }), ""},
		"long bytes":               {with(func(t *Triple) { t.O = Bytes(make([]byte, 3*MaxLiteral)) }), ""},
		"date and time":            {with(func(t *Triple) { t.O = Literal("2020-02-29T23:59:59.999+02:00", XSDDateTime) }), ""},
		"local time":               {with(func(t *Triple) { t.O = Literal("2020-02-29T23:59", XSDDateTime) }), ""},
		"no subject":               {with(func(t *Triple) { t.S = "" }), "the subject is missing"},
		"no property":              {with(func(t *Triple) { t.P = "" }), "the property is missing"},
		"no value":                 {with(func(t *Triple) { t.O = Term{} }), "there is no value"},
		"blank subject":            {with(func(t *Triple) { t.S = "_:b" }), "is a blank node"},
		"blank value":              {with(func(t *Triple) { t.O = Ref("_:b") }), "is a blank node"},
		"relative":                 {with(func(t *Triple) { t.S = "fred" }), "is not an absolute IRI"},
		"relative type":            {with(func(t *Triple) { t.O = Literal("x", "T") }), "the datatype"},
		"not UTF-8":                {with(func(t *Triple) { t.O = String("\xff") }), "UTF-8"},
		"too long":                 {with(func(t *Triple) { t.O = String(strings.Repeat("é", MaxLiteral)) }), "too long"},
		"too long in UTF-16":       {with(func(t *Triple) { t.O = String(strings.Repeat("😀", MaxLiteral/2)) }), "too long"},
		"long IRI":                 {with(func(t *Triple) { t.O = Ref(IRI("http://ex.org/" + strings.Repeat("x", MaxLiteral))) }), "too long"},
		"no number":                {with(func(t *Triple) { t.O = Literal("abc", XSDInteger) }), "is not a number"},
		"no unsigned byte":         {with(func(t *Triple) { t.O = Literal("", NSXSD+"unsignedByte") }), "is not a number"},
		"no date and time":         {with(func(t *Triple) { t.O = Literal("2020-02-30T00:00:00Z", XSDDateTime) }), "is not a date and time"},
		"a comma for the fraction": {with(func(t *Triple) { t.O = Literal("2020-02-20T00:00:00,5Z", XSDDateTime) }), "is not a date and time"},
		"no boolean":               {with(func(t *Triple) { t.O = Literal("yes", XSDBoolean) }), "neither true nor false"},
		"JSON without data":        {with(func(t *Triple) { t.O = Literal("x", RDFJSON) }), "no data"},
		"misread":                  {with(func(t *Triple) { t.S = "http://test.m-ld.org/a:b" }), "other clones would read"},
		"misread prefix":           {with(func(t *Triple) { t.S = "http://test.m-ld.org/xs:b" }), "other clones would read"},
		"misread domain":           {with(func(t *Triple) { t.O = Ref("http://test.m-ld.organic/x") }), "other clones would read"},
		"misread root":             {with(func(t *Triple) { t.O = Ref("http://test.m-ld.org") }), "other clones would read"},
		"misread dots":             {with(func(t *Triple) { t.O = Ref("http://test.m-ld.org/a/../b") }), "other clones would read"},
		"own datatype":             {with(func(t *Triple) { t.O = Literal("x", "http://test.m-ld.org/#T") }), "cannot be given to a value"},
	} {
		err := testDomain.Check(c.triple)
		switch {
		case c.want == "" && err != nil:
			t.Errorf("%s: %v", name, err)
		case c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)):
			t.Errorf("%s: %v, want %s", name, err, c.want)
		case err != nil:
			var known *Error
			if !errors.As(err, &known) || known.Status != StatusBadUpdate || strings.Contains(err.Error(), "\n") || len(err.Error()) > 400 {
				t.Errorf("%s: %#v", name, err)
			}
		}
		// Among others it comes to the same.
		for _, before := range []Triple{ok, with(func(t *Triple) { t.O = c.triple.O }), with(func(t *Triple) { t.O.Datatype = c.triple.O.Datatype })} {
			all := []Triple{ok, before, c.triple, {}}
			first := errors.Join(testDomain.Check(before), err)
			if err := testDomain.CheckAll(all[:3]); first == nil && err != nil || first != nil && (err == nil || !strings.HasPrefix(first.Error(), err.Error())) {
				t.Errorf("%s: of several, %v, want %v", name, err, first)
			}
			if testDomain.CheckAll(all) == nil {
				t.Errorf("%s: nothing passes", name)
			}
		}
	}
}

func TestResolveAndShorten(t *testing.T) {
	const base = "http://test.m-ld.org/"
	for _, c := range []struct{ base, ref, iri string }{
		{base, "fred", base + "fred"},
		{base, "#p", base + "#p"},
		{base, "a/b?q#f", base + "a/b?q#f"},
		{base, "./", base},
		{"http://ex.org/dir/sub/", "../x", "http://ex.org/dir/x"},
		{"http://ex.org/dir/", "../y/", "http://ex.org/y/"},
		{base, "urn:x:y", "urn:x:y"},
		{base, "?q=1", base + "?q=1"},
		{base, "http://other.org/x", "http://other.org/x"},
		{base, "é ü", base + "é ü"},
	} {
		if got := ResolveIRI(IRI(c.base), c.ref); got != IRI(c.iri) {
			t.Errorf("%q against %s is %s, want %s", c.ref, c.base, got, c.iri)
		}
		if got := RelativeIRI(IRI(c.base), IRI(c.iri)); got != c.ref {
			t.Errorf("%s short for %s is %q, want %q", c.base, c.iri, got, c.ref)
		}
	}
	for ref, want := range map[string]IRI{
		"/a/./b/../c": base + "a/c", "//other.org/x": "http://other.org/x", "": base, "a/..": base, "../../x": base + "x",
	} {
		if got := ResolveIRI(base, ref); got != want {
			t.Errorf("%q is %s, want %s", ref, got, want)
		}
	}
}

// Against a base with a path, the reference's short form can mean another IRI;
// package jsonld sees to that.
func TestShortenedIsResolved(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		base := testDomain.Base()
		iri := IRI(rapid.StringMatching(`http://(test\.m-ld|ex)\.org/([a-c]{1,2}/){0,3}[a-c]{0,2}(\?[a-c])?(#[a-c]?)?`).Draw(t, "iri"))
		if short := RelativeIRI(base, iri); ResolveIRI(base, short) != iri {
			t.Fatalf("%s is short %q against %s, and that is %s", iri, short, base, ResolveIRI(base, short))
		}
	})
}

func TestCompareStoredIsAnOrder(t *testing.T) {
	term := rapid.OneOf(
		rapid.Map(rapid.Float64(), Number), rapid.Map(rapid.String(), String), rapid.Map(rapid.Bool(), Boolean),
		rapid.Map(rapid.StringMatching(`[a-c]{1,2}`), func(s string) Term { return Ref(testDomain.Base() + IRI(s)) }),
		rapid.Map(rapid.StringMatching(`[a-c]{1,2}`), String),
	)
	rapid.Check(t, func(t *rapid.T) {
		a, b, c := term.Draw(t, "a"), term.Draw(t, "b"), term.Draw(t, "c")
		ab, ba := testDomain.CompareStored(a, b), testDomain.CompareStored(b, a)
		if ab != -ba {
			t.Fatalf("%v, %v: %d and %d", a, b, ab, ba)
		}
		if ab == 0 && !a.Same(b) {
			t.Fatalf("%v and %v have one place", a, b)
		}
		if ab <= 0 && testDomain.CompareStored(b, c) <= 0 && testDomain.CompareStored(a, c) > 0 {
			t.Fatalf("%v, %v, %v are in no order", a, b, c)
		}
	})
}

func TestJSONText(t *testing.T) {
	for text, want := range map[string]string{
		` { "b" : 1.50 , "a" : [ null , true ] } `: `{"b":1.5,"a":[null,true]}`,
		`"<\u2028\u0001\n\/é😀\"\\"`:                "\"<\u2028\\u0001\\n/é😀\\\"\\\\\"",
		`1e21`:                                     `1e+21`, `-0.0`: `0`, `[]`: `[]`, `{}`: `{}`, `1E-7`: `1e-7`,
	} {
		got, err := JSON(text)
		if err != nil || got.Data != want {
			t.Errorf("%s: %q %v, want %q", text, got.Data, err, want)
		}
	}
	for _, text := range []string{``, `{`, `{"a":1,}`, `[1 2]`, `1 2`, `nul`, strings.Repeat("[", 2000) + strings.Repeat("]", 2000)} {
		if got, err := JSON(text); err == nil {
			t.Errorf("%.20s is read as %q", text, got.Data)
		}
	}
	// Recorded from the reference: sha1 of the bytes "hello", and of none.
	if got := Bytes([]byte("hello")).Value; got != "qvTGHdzF6KLavt4PO0gs2a6pQ00=" {
		t.Errorf("bytes are identified by %s", got)
	}
	if got := Bytes(nil).Value; got != "2jmj7l5rSw0yVb/vlWAYkK/YBwk=" {
		t.Errorf("no bytes are identified by %s", got)
	}
}

func TestSubject(t *testing.T) {
	a, b := testDomain.Base()+"a", testDomain.Base()+"b"
	triples := []Triple{
		{S: a, P: RDFType, O: Ref("http://ex.org/T")},
		{S: b, P: "http://ex.org/p", O: Number(10)},
		{S: a, P: "http://ex.org/p", O: Number(2)},
		{S: a, P: "http://ex.org/p", O: Number(10)},
	}
	subjects := Subjects(triples)
	if len(subjects) != 2 || subjects[0].ID != a || len(subjects[0].Values("http://ex.org/p")) != 2 {
		t.Fatalf("subjects are %v", subjects)
	}
	if types := subjects[0].Types(); len(types) != 1 || types[0] != "http://ex.org/T" {
		t.Errorf("types are %v", types)
	}
	subjects[0].SortStored(testDomain)
	if got := subjects[0].Properties; got[0].Name != "http://ex.org/p" || got[0].Values[0] != Number(10) {
		t.Errorf("sorted, the properties are %v", got)
	}
	count := 0
	for _, p := range subjects[0].Properties {
		count += len(p.Values)
	}
	if count != 3 {
		t.Errorf("there are %d values", count)
	}
}

func FuzzCheck(f *testing.F) {
	for _, c := range []struct {
		id, lexical string
		datatype    IRI
	}{
		{"fred", "x", XSDDouble},
		{"fred", "6.5E0", XSDDouble},
		{"http://ex.org/", "-42", XSDInteger},
		{"#name", "1e400", NSXSD + "decimal"},
		{"a/../b?c#d", "2026-07-03T18:30:00.5+02:00", XSDDateTime},
		{"urn:x:é", "true", XSDBoolean},
		{".well-known/genid/1", "AAEC/w==", NSXSD + "base64Binary"},
		{"//elsewhere", `{"a":[1,null]}`, RDFJSON},
		{"constructor", "😀\u2028\x00", XSDString},
		{"a:b", "x", "http://test.m-ld.org/#mine"},
		{"_:b", "", ""},
	} {
		f.Add(c.id, c.lexical, string(c.datatype))
	}
	f.Fuzz(func(t *testing.T, id, lexical, datatype string) {
		triple := Triple{S: ResolveIRI(testDomain.Base(), id), P: RDFType, O: Literal(lexical, IRI(datatype))}
		if testDomain.Check(triple) != nil {
			return
		}
		if !utf8.ValidString(lexical) || !IsAbsoluteIRI(string(triple.S)) || testDomain.keptIRI(triple.S) != triple.S {
			t.Fatalf("%v passes", triple)
		}
		triple.O.Native()
		triple.O.Canonical()
		testDomain.StoredKey(triple.O)
	})
}

// Names that are told to be kept without a look are those that are read back the same.
func TestPlainNamesAreKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		domain := rapid.SampledFrom([]Domain{testDomain, "json-rql.org", "m-ld.org", "www.w3.org"}).Draw(t, "domain")
		name := rapid.StringMatching(`#?[-_a-zA-Z0-9./:]{0,6}`).Draw(t, "name")
		iri := domain.Base() + IRI(name)
		if kept, back := domain.keptIRI(iri), domain.readBack(iri); kept != back {
			t.Fatalf("%s is told to be kept as %s, and is read back as %s", iri, kept, back)
		}
		if got, want := domain.Resolve(name), resolve(domain.Base(), name); got != want {
			t.Fatalf("%s is resolved to %s, not %s", name, got, want)
		}
		base := IRI(rapid.StringMatching(`(x:|urn:a/|http://d|)(/|//|/[a.?#]{1,2}|/a/){0,2}`).Draw(t, "base"))
		if got, want := ResolveIRI(base, name), resolve(base, name); got != want {
			t.Fatalf("%s is resolved against %s to %s, not %s", name, base, got, want)
		}
		if rest, ok := domain.under(iri); !ok || rest != name {
			t.Fatalf("%s is %q under the base", iri, rest)
		}
	})
}
