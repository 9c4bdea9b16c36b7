package jsonlines_test

import (
	"encoding/json"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/internal/jsonlines"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
)

// storyTriple is a triple of the vectors.
type storyTriple struct {
	S, P string
	O    struct{ IRI, Value, Datatype string }
}

func (t storyTriple) triple() model.Triple {
	o := model.Ref(model.IRI(t.O.IRI))
	if t.O.IRI == "" {
		o = model.Literal(t.O.Value, model.IRI(t.O.Datatype))
	}
	return model.Triple{S: model.IRI(t.S), P: model.IRI(t.P), O: o}
}

// Every clone, whoever wrote, is told of a change of a list as clones of the reference
// are: places by index, slots with their items and indexes. What was there already, and
// places that went before anybody was told of them, are left out.
func TestUpdatesOfListsAsTheReference(t *testing.T) {
	data, err := os.ReadFile("../../replica/testdata/vectors/suset.json")
	if err != nil {
		t.Fatal(err)
	}
	// The context of the stories has absolute names.
	data = []byte(strings.ReplaceAll(string(data), `"@id":"http://test.m-ld.org/`, `"@id":"`))
	var all struct {
		Lists []struct {
			Name, Fault string
			Steps       []struct {
				Clone   string
				Updates []struct{ Delete, Insert []any }
				After   *struct{ Triples []storyTriple }
			}
		}
	}
	if err := json.Unmarshal(data, &all); err != nil {
		t.Fatal(err)
	}
	ctx, err := jsonld.New("test.m-ld.org", nil)
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for _, story := range all.Lists {
		held := make(map[string][]model.Triple)
		for i, step := range story.Steps {
			before := held[step.Clone]
			if step.After == nil {
				continue
			}
			var after []model.Triple
			for _, triple := range step.After.Triples {
				after = append(after, triple.triple())
			}
			held[step.Clone] = after
			if len(step.Updates) != 1 || story.Fault != "" {
				continue
			}
			compared++
			deletes, inserts := without(before, after), without(after, before)
			ours := decode(t, jsonlines.Update(ctx, replica.Update{Deletes: deletes, Inserts: inserts}))
			want := step.Updates[0]
			if diff := cmp.Diff(told(t, ctx, want.Delete, deletes), alike(ours["@delete"])); diff != "" {
				t.Errorf("%s, step %d: deleted (-reference +ours)\n%s", story.Name, i, diff)
			}
			if diff := cmp.Diff(told(t, ctx, want.Insert, inserts), alike(ours["@insert"])); diff != "" {
				t.Errorf("%s, step %d: inserted (-reference +ours)\n%s", story.Name, i, diff)
			}
		}
	}
	if compared < 20 {
		t.Errorf("only %d updates were compared", compared)
	}
}

func without(triples, others []model.Triple) (rest []model.Triple) {
	for _, t := range triples {
		if !slices.Contains(others, t) {
			rest = append(rest, t)
		}
	}
	return rest
}

// told are the subjects of an update, as far as they tell of triples that have changed.
func told(t *testing.T, ctx *jsonld.Context, subjects []any, changed []model.Triple) []string {
	t.Helper()
	var kept []any
	for _, s := range subjects {
		subject := s.(map[string]any)
		id := ctx.ExpandID(subject["@id"].(string))
		for property := range subject {
			p := map[string]model.IRI{"@item": model.JSONRQLItem, "@index": model.JSONRQLIndex, "@type": model.RDFType}[property]
			isPlace := strings.HasPrefix(property, "http://m-ld.org/RdfLseq/")
			if isPlace || p != "" && !slices.ContainsFunc(changed, func(t model.Triple) bool { return t.S == id && t.P == p }) {
				delete(subject, property)
			}
		}
		if len(subject) > 1 {
			kept = append(kept, subject)
		}
	}
	return alike(kept)
}
