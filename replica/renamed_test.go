package replica_test

import (
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// That a subject got another id is told only of an update that did that, and no more.
func TestRenamedBy(t *testing.T) {
	t.Parallel()
	ref := func(id model.IRI) model.Term { return model.Ref(id) }
	went := func(s, p model.IRI, o model.Term) replica.Shift {
		return replica.Shift{Triple: model.Triple{S: s, P: p, O: o}, Was: true}
	}
	came := func(s, p model.IRI, o model.Term) replica.Shift {
		return replica.Shift{Triple: model.Triple{S: s, P: p, O: o}, Is: true}
	}
	ann, age, typ := model.String("Ann"), model.Integer(42), ref("Person")
	for name, of := range map[string]struct {
		shifts []replica.Shift
		is     bool
	}{
		"all values": {[]replica.Shift{went("a", "name", ann), went("a", "age", age), came("b", "name", ann), came("b", "age", age)}, true},
		"what refers to it, itself included": {[]replica.Shift{
			went("c", "knows", ref("a")), came("c", "knows", ref("b")), went("a", "knows", ref("a")), went("a", "age", age),
			came("b", "knows", ref("b")), came("b", "age", age),
		}, true},
		"a type alone":        {[]replica.Shift{went("a", model.RDFType, typ), came("b", model.RDFType, typ)}, true},
		"one value":           {[]replica.Shift{went("a", "name", ann), came("b", "name", ann)}, false},
		"another value":       {[]replica.Shift{went("a", "name", ann), went("a", "age", age), came("b", "name", ann), came("b", "age", ann)}, false},
		"a value more":        {[]replica.Shift{went("a", "name", ann), went("a", "age", age), came("b", "name", ann), came("b", "age", age), came("b", "x", age)}, false},
		"another's, too":      {[]replica.Shift{went("a", "name", ann), went("a", "age", age), came("b", "name", ann), came("b", "age", age), went("c", "age", age), came("c", "age", ann)}, false},
		"two subjects":        {[]replica.Shift{went("a", "name", ann), went("a", "age", age), came("b", "name", ann), came("c", "age", age)}, false},
		"a reference remains": {[]replica.Shift{went("a", "name", ann), went("a", "x", ref("a")), came("b", "name", ann), came("b", "x", ref("a"))}, false},
		"nothing":             {nil, false},
	} {
		want := replica.Renamed{}
		if of.is {
			want = replica.Renamed{From: "a", To: "b"}
		}
		if got := replica.RenamedBy(of.shifts); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
