package constraint

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/m-ld/mld-tui/model"
)

// termOf reads a value of greater.json: {"@id":…} is a reference, {"@json":…} a
// JSON literal.
func termOf(t *testing.T, v any) model.Term {
	t.Helper()
	switch v := v.(type) {
	case string:
		return model.String(v)
	case float64:
		return model.Number(v)
	case bool:
		return model.Boolean(v)
	case map[string]any:
		if id, ok := v["@id"].(string); ok {
			return model.Ref(model.IRI("http://test.m-ld.org/" + id))
		}
		term, err := model.JSONValue(v["@json"])
		if err != nil {
			t.Fatal(err)
		}
		return term
	}
	t.Fatalf("%T", v)
	return model.Term{}
}

// greater.json has pairs of values, and what JavaScript says of a > b.
func TestGreaterAsInJavaScript(t *testing.T) {
	data, err := os.ReadFile("testdata/greater.json")
	if err != nil {
		t.Fatal(err)
	}
	var pairs [][]any
	if err := json.Unmarshal(data, &pairs); err != nil {
		t.Fatal(err)
	}
	if len(pairs) < 500 {
		t.Fatalf("there are only %d pairs", len(pairs))
	}
	for _, p := range pairs {
		a, b := termOf(t, p[0]), termOf(t, p[1])
		if got := isGreater(primitiveOf(a), primitiveOf(b)); got != p[2] {
			t.Errorf("%v > %v is %t", p[0], p[1], got)
		}
	}
}

// Whatever the order in which values are found, one is the greatest.
func TestGreatestIsTheSameEverywhere(t *testing.T) {
	values := []model.Term{
		model.String("Fred"), model.Number(5), model.Boolean(true), model.Ref("http://test.m-ld.org/x"),
		model.Ref("http://test.m-ld.org/y"), model.Literal("2024-01-01", model.XSDDate),
	}
	want := greatest("test.m-ld.org", append([]model.Term{}, values...))
	for i := range values {
		turned := append(append([]model.Term{}, values[i:]...), values[:i]...)
		if got := greatest("test.m-ld.org", turned); got != want {
			t.Errorf("%v, then %v", want, got)
		}
	}
}
