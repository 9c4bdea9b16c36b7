package constraint_test

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/model/modeltest"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
)

const domain = model.Domain("test.m-ld.org")

// story was recorded from clones of the reference; see the README beside the
// vectors. Here each step is taken by itself, from what the clone had before it.
type story struct {
	Name     string
	Fault    string
	Messages []struct{ Spec spec }
	Steps    []struct {
		Clone, Do      string
		JRQL           map[string]any
		Insert, Delete []triple
		Error          bool
		Message        *int
		Outcome        string
		Published      []int
		After          *struct{ Triples []triple }
		Options        struct{ Constraints []any }
	}
}

type spec struct{ Deletes, Inserts []triple }

type triple struct {
	S, P string
	O    struct{ IRI, Value, Datatype string }
	TIDs []string
}

func (t triple) triple() model.Triple {
	o := model.Ref(model.IRI(t.O.IRI))
	if t.O.IRI == "" {
		o = model.Literal(t.O.Value, model.IRI(t.O.Datatype))
	}
	return model.Triple{S: model.IRI(t.S), P: model.IRI(t.P), O: o}
}

func triplesOf(list []triple) []model.Triple {
	out := make([]model.Triple, len(list))
	for i, t := range list {
		out[i] = t.triple()
	}
	return out
}

func TestStoriesOfTheReference(t *testing.T) {
	data, err := os.ReadFile("../testdata/vectors/suset.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Lists, Constrained []story }
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Lists) < 5 || len(all.Constrained) < 2 {
		t.Fatal("there are no stories")
	}
	for _, s := range slices.Concat(all.Lists, all.Constrained) {
		t.Run(s.Name, func(t *testing.T) { tell(t, s) })
	}
}

func tell(t *testing.T, s story) {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	held := make(map[string][]triple)
	rules := make(map[string][]engine.Constraint)
	for i, step := range s.Steps {
		if step.Do == "genesis" || step.Do == "getSnapshot" {
			configured, err := constraint.FromConfig(step.Options.Constraints, ctx)
			if err != nil {
				t.Fatal(err)
			}
			list := []engine.Constraint{constraint.NewList(domain, step.Clone)}
			rules[step.Clone] = append(list, configured...)
		}
		before := held[step.Clone]
		if step.After != nil {
			held[step.Clone] = step.After.Triples
		}
		var want spec // What is published.
		var u *engine.Interim
		switch {
		case step.Do == "write":
			if step.Message != nil {
				want = s.Messages[*step.Message].Spec
			}
			patch := model.Patch{Deletes: triplesOf(step.Delete), Inserts: triplesOf(step.Insert)}
			graph := modeltest.NewMemGraph(triplesOf(before)...)
			if step.JRQL != nil {
				patch = write(t, ctx, graph, step.JRQL, want)
			}
			u = engine.NewInterim(graph, patch, true)
			err := check(rules[step.Clone], u, engine.Constraint.Check)
			if (err != nil) != step.Error {
				t.Fatalf("step %d: %v, want an error: %t", i, err, step.Error)
			}
			if err != nil {
				continue
			}
		case step.Do == "receive" && step.Outcome == "accepted":
			for _, n := range step.Published {
				want = s.Messages[n].Spec
			}
			patch := net(before, s.Messages[*step.Message].Spec)
			u = engine.NewInterim(modeltest.NewMemGraph(triplesOf(before)...), patch, false)
			if err := check(rules[step.Clone], u, engine.Constraint.Apply); err != nil {
				t.Fatalf("step %d: %v", i, err)
			}
		default:
			continue
		}
		if s.Fault != "" && (i >= len(s.Steps)-2 || !isNumbered(before) || !isNumbered(step.After.Triples)) {
			if isNumbered(before) {
				checkNumbered(t, u)
			}
			checkPlaced(t, u)
			continue
		}
		if diff := cmp.Diff(sorted(triplesOf(step.After.Triples)), sorted(slices.Collect(u.Match(model.Pattern{})))); diff != "" {
			t.Errorf("step %d: the data (-reference +ours)\n%s", i, diff)
		}
		published := model.Patch{Deletes: u.Deletes(), Inserts: u.Inserts()}
		if step.Do == "receive" {
			published = u.Asserted()
		}
		had := triplesOf(before)
		had = append(had, triplesOf(s.Messages[max(0, *orZero(step.Message))].Spec.Inserts)...)
		published.Deletes = slices.DeleteFunc(published.Deletes, func(t model.Triple) bool { return !slices.Contains(had, t) })
		if diff := cmp.Diff(sorted(triplesOf(want.Deletes)), sorted(published.Deletes)); diff != "" {
			t.Errorf("step %d: deleted (-reference +ours)\n%s", i, diff)
		}
		if diff := cmp.Diff(sorted(triplesOf(want.Inserts)), sorted(published.Inserts)); diff != "" {
			t.Errorf("step %d: inserted (-reference +ours)\n%s", i, diff)
		}
	}
}

// isNumbered reports whether a clone of the reference had all items numbered.
func isNumbered(triples []triple) bool {
	var faults complaints
	checkNumbered(&faults, modeltest.NewMemGraph(triplesOf(triples)...))
	return faults == 0
}

type complaints int

func (c *complaints) Helper()               {}
func (c *complaints) Errorf(string, ...any) { *c++ }

// checkPlaced looks whether everything that comes to a list comes to a position.
func checkPlaced(t *testing.T, u *engine.Interim) {
	t.Helper()
	for _, i := range u.Inserts() {
		if _, is, _ := list.OfIndex(i.P); is {
			t.Errorf("%v is published", i)
		}
	}
}

func orZero(n *int) *int {
	if n == nil {
		return new(int)
	}
	return n
}

func check(rules []engine.Constraint, u *engine.Interim, ask func(engine.Constraint, *engine.Interim) error) error {
	for _, r := range rules {
		if err := ask(r, u); err != nil {
			return err
		}
	}
	return nil
}

// write is the patch of a request, with the identities that the reference gave to
// new slots.
func write(t *testing.T, ctx *jsonld.Context, g model.Graph, request map[string]any, want spec) model.Patch {
	t.Helper()
	parsed, err := jrql.Parse(ctx, request)
	if err != nil {
		t.Fatal(err)
	}
	var ids []model.IRI
	for _, i := range want.Inserts {
		if id := model.IRI(i.S); strings.Contains(i.S, "genid") && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	patch, err := parsed.(*jrql.Update).Patch(context.Background(), g, func() model.IRI {
		id := ids[0]
		ids = ids[1:]
		return id
	})
	if err != nil {
		t.Fatal(err)
	}
	return patch
}

// net is what an operation does to data, by the definition of the SU-Set.
func net(before []triple, op spec) (p model.Patch) {
	tids := make(map[model.Triple]map[string]bool)
	of := func(t triple) map[string]bool {
		if tids[t.triple()] == nil {
			tids[t.triple()] = make(map[string]bool)
		}
		return tids[t.triple()]
	}
	for _, t := range before {
		for _, tid := range t.TIDs {
			of(t)[tid] = true
		}
	}
	was := make(map[model.Triple]bool)
	for t, held := range tids {
		was[t] = len(held) > 0
	}
	var touched []model.Triple
	for _, t := range op.Deletes {
		touched = append(touched, t.triple())
		for _, tid := range t.TIDs {
			delete(of(t), tid)
		}
	}
	for _, t := range op.Inserts {
		touched = append(touched, t.triple())
		for _, tid := range t.TIDs {
			of(t)[tid] = true
		}
	}
	for _, t := range touched {
		switch is := len(tids[t]) > 0; {
		case is && !was[t]:
			p.Inserts = append(p.Inserts, t)
		case was[t] && !is:
			p.Deletes = append(p.Deletes, t)
		}
	}
	return p
}

func sorted(triples []model.Triple) []model.Triple {
	triples = append([]model.Triple{}, triples...)
	slices.SortFunc(triples, model.Triple.Compare)
	return slices.Compact(triples)
}
