package constraint_test

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/model/modeltest"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
)

// rewrite is an edit of a list as the reference makes it; see the README beside the
// vectors.
type rewrite struct {
	List       []struct{ PosID, Value string }
	Site       string
	Deletes    []string
	ByPosition [][2]string
	ByIndex    [][2]any
	Calls      [][]any
	Fault      bool
}

// place is where an item is in the end.
type place struct {
	Position string
	Index    int
}

// edit is the same edit as a transaction here.
func (r rewrite) edit() (before *modeltest.MemGraph, p model.Patch) {
	before = modeltest.NewMemGraph(model.Triple{S: shopping, P: model.RDFType, O: model.Ref(model.MeldList)})
	come := func(p model.IRI, name string) []model.Triple {
		return []model.Triple{
			{S: shopping, P: p, O: model.Ref(slot(name))},
			{S: slot(name), P: model.JSONRQLItem, O: model.String(name)},
		}
	}
	for n, item := range r.List {
		before.Insert(come(list.Property(item.PosID), item.Value)...)
		before.Insert(model.Triple{S: slot(item.Value), P: model.JSONRQLIndex, O: model.Integer(int64(n))})
		if slices.Contains(r.Deletes, item.PosID) {
			p.Deletes = append(p.Deletes, come(list.Property(item.PosID), item.Value)[0])
		}
	}
	for _, at := range r.ByPosition {
		p.Inserts = append(p.Inserts, come(list.Property(at[0]), at[1])...)
	}
	for _, at := range r.ByIndex {
		for sub, name := range at[1].([]any) {
			index := list.Index{At: int(at[0].(float64)), Sub: sub}
			p.Inserts = append(p.Inserts, come(index.Property(), name.(string))...)
		}
	}
	return before, p
}

// want is where the reference has the items in the end.
func (r rewrite) want() map[string]place {
	want := make(map[string]place)
	for n, item := range r.List {
		want[item.Value] = place{item.PosID, n}
	}
	for _, call := range r.Calls {
		name := call[1].(string)
		if call[0] == "deleted" {
			delete(want, name)
			continue
		}
		want[name] = place{call[2].(string), int(call[3].(float64))}
	}
	return want
}

func TestEditsAsTheReference(t *testing.T) {
	data, err := os.ReadFile("../testdata/vectors/lists.json")
	if err != nil {
		t.Fatal(err)
	}
	var vectors struct{ Rewrite []rewrite }
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	same := 0
	for i, r := range vectors.Rewrite {
		before, p := r.edit()
		u := engine.NewInterim(before, p, true)
		if err := constraint.NewList(domain, r.Site).Check(u); err != nil {
			t.Errorf("%d: %v", i, err)
			continue
		}
		checkNumbered(t, u)
		got := make(map[string]place)
		for n, s := range list.Slots(u, shopping) {
			for item := range u.Match(model.Pattern{S: s.ID, P: model.JSONRQLItem}) {
				got[item.O.Value] = place{s.Position, n}
			}
		}
		want := r.want()
		if diff := cmp.Diff(want, got); diff == "" {
			same++
			continue
		}
		// Where the last place of all goes, the reference has what comes after it, and its other clones number that no
		// more: so it comes before, but in the same order.
		last := r.List[len(r.List)-1].PosID
		for name := range want {
			if !r.Fault && (want[name].Index != got[name].Index || want[name] != got[name] && !slices.Contains(r.Deletes, last)) {
				t.Errorf("%d: %s is at %+v, not at %+v", i, name, got[name], want[name])
			}
		}
	}
	if same < len(vectors.Rewrite)*9/10 {
		t.Errorf("only %d of %d edits give the same positions", same, len(vectors.Rewrite))
	}
}
