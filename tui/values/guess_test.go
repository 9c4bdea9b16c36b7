package values_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/tui/values"
)

func TestGuess(t *testing.T) {
	t.Parallel()
	n := values.Names{Namer: values.DomainNamer("test.example.org")}
	for typed, want := range map[string]values.Kind{
		"": values.String, "Fred": values.String, "thirty": values.String, "30 years": values.String,
		"30": values.Integer, "-4": values.Integer, "0": values.Integer, " 30 ": values.Integer,
		"6.5": values.Number, "-0.25": values.Number, "1e6": values.String, ".5": values.String,
		// Codes, and what would lose digits.
		"007": values.String, "+44": values.String, "1,000": values.String, "90071992547409931": values.String,
		"true": values.Boolean, "false": values.Boolean, "True": values.String, "yes": values.String, "true story": values.String,
		"2026-11-23": values.Date, "2026-02-30": values.String, "2026-11-23x": values.String, "2026-11": values.String,
		"18:30": values.Time, "18:30:15": values.Time, "25:30": values.String,
		"2026-11-23 18:30": values.DateTime, "2026-11-23T18:30:00Z": values.DateTime, "2026-11-23 18:30 sharp": values.String,
		"http://test.example.org/fred": values.Reference, "schema:Person": values.Reference,
		"https://elsewhere.example.org/page": values.String, "note: this": values.String, "http://test.example.org/a b": values.String,
	} {
		if got := values.Guess(typed, n); got != want {
			t.Errorf("%q is taken for %s, not %s", typed, got.Name(), want.Name())
		}
	}
}

func TestKindsIn(t *testing.T) {
	t.Parallel()
	const d = model.Domain("test.example.org")
	typed := func(typ string) map[string]any { return map[string]any{"@type": typ} }
	ctx, err := jsonld.New(d, map[string]any{
		"xsd": model.NSXSD, "code": typed("xsd:string"), "size": typed("xsd:integer"), "owner": typed("@id"), "odd": typed("xsd:hexBinary"),
	})
	if err != nil {
		t.Fatal(err)
	}
	name := d.Vocab() + "name"
	kinds := values.KindsIn(ctx, []model.IRI{name})
	for term, want := range map[string]string{"code": "text", "size": "integer", "owner": "reference", "odd": "", "free": "", "name": "text"} {
		got := ""
		if k, ok := kinds(ctx.ExpandVocab(term)); ok {
			got = k.Name()
		}
		if got != want {
			t.Errorf("values of %s are taken for %q, not %q", term, got, want)
		}
	}
}

func TestUsual(t *testing.T) {
	t.Parallel()
	if got := values.Usual([]model.Term{model.String("x"), model.Number(1), model.Number(2)}); !got.Same(model.Number(1)) {
		t.Errorf("the usual value is %v", got)
	}
	if got := values.Usual(nil); !got.IsZero() {
		t.Errorf("the usual value of none is %v", got)
	}
}
