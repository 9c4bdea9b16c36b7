package constraint_test

import (
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/model/modeltest"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
)

const shopping = model.IRI("http://test.m-ld.org/shopping")

func slot(name string) model.IRI { return model.IRI("http://test.m-ld.org/" + name) }

// at inserts a slot at an index.
func at(index int, name string) []model.Triple {
	return []model.Triple{
		{S: shopping, P: list.Index{At: index, Sub: list.NoSub}.Property(), O: model.Ref(slot(name))},
		{S: slot(name), P: model.JSONRQLItem, O: model.String(name)},
	}
}

// checkNumbered looks whether all slots of all lists have the index of their place,
// and nothing else has one.
func checkNumbered(t interface {
	Helper()
	Errorf(string, ...any)
}, g model.Graph,
) {
	t.Helper()
	want := make(map[model.Triple]bool)
	lists := make(map[model.IRI]bool)
	for triple := range g.Match(model.Pattern{}) {
		if s, ok := list.SlotOf(triple); ok && !lists[s.List] {
			lists[s.List] = true
			for i, s := range list.Slots(g, s.List) {
				want[model.Triple{S: s.ID, P: model.JSONRQLIndex, O: model.Integer(int64(i))}] = true
			}
		}
	}
	for triple := range g.Match(model.Pattern{P: model.JSONRQLIndex}) {
		if !want[triple] {
			t.Errorf("%v has no such place", triple)
		}
		delete(want, triple)
	}
	for triple := range want {
		t.Errorf("%v is missing", triple)
	}
}

// content is a list as people see it.
func content(g model.Graph) string {
	members, _ := list.Members(g, slices.Collect(g.Match(model.Pattern{S: shopping})))
	var items []string
	for _, m := range members {
		for _, i := range m.Items {
			items = append(items, i.Value)
		}
	}
	return strings.Join(items, " ")
}

// clone is a graph that a list rule is kept over.
type clone struct {
	rule  *constraint.List
	graph *modeltest.MemGraph
}

func newClone(id string) *clone {
	return &clone{constraint.NewList(domain, id), modeltest.NewMemGraph()}
}

func (c *clone) write(p model.Patch) (model.Patch, error) {
	u := engine.NewInterim(c.graph, p, true)
	if err := c.rule.Check(u); err != nil {
		return model.Patch{}, err
	}
	c.take(u)
	return model.Patch{Deletes: u.Deletes(), Inserts: u.Inserts()}, nil
}

func (c *clone) take(u *engine.Interim) {
	c.graph = modeltest.NewMemGraph(slices.Collect(u.Match(model.Pattern{}))...)
}

func (c *clone) receive(p model.Patch) (model.Patch, error) {
	u := engine.NewInterim(c.graph, p, false)
	if err := c.rule.Apply(u); err != nil {
		return model.Patch{}, err
	}
	c.take(u)
	return u.Asserted(), nil
}

// place is the place of a slot.
func (c *clone) place(name string) model.Triple {
	for _, s := range list.Holders(c.graph, slot(name)) {
		return s.Triple()
	}
	return model.Triple{}
}

func TestListEdits(t *testing.T) {
	c := newClone("me")
	must := func(p model.Patch) {
		t.Helper()
		if _, err := c.write(p); err != nil {
			t.Fatal(err)
		}
		checkNumbered(t, c.graph)
	}
	must(model.Patch{Inserts: slices.Concat(at(0, "a"), at(1, "b"), at(2, "c"))})
	must(model.Patch{Inserts: at(1, "x")})
	must(model.Patch{Inserts: at(99, "z")})
	if got := content(c.graph); got != "a x b c z" {
		t.Fatal(got)
	}
	// What is deleted and inserted at one index does not land after the next one.
	must(model.Patch{Deletes: []model.Triple{c.place("x")}, Inserts: at(1, "y")})
	if got := content(c.graph); got != "a y b c z" {
		t.Fatal(got)
	}
	if got := slices.Collect(c.graph.Match(model.Pattern{S: slot("x")})); len(got) > 0 {
		t.Errorf("of a slot without a place, %v is left", got)
	}
	// The place of the last one is not used again at once.
	last := c.place("z")
	must(model.Patch{Deletes: []model.Triple{last}, Inserts: at(4, "w")})
	if got := c.place("w"); got.P == last.P {
		t.Errorf("a new item took the place %s of one that goes with it", got.P)
	}
	// A move keeps the slot.
	must(model.Patch{Deletes: []model.Triple{c.place("w")}, Inserts: at(0, "w")})
	if got := content(c.graph); got != "w a y b c" {
		t.Fatal(got)
	}
	before := c.place("w")
	must(model.Patch{Deletes: []model.Triple{before}, Inserts: at(0, "w")})
	if got := c.place("w"); got != before {
		t.Errorf("a move to where it was has made %v of %v", got, before)
	}
	// Asserted indexes are nobody's.
	must(model.Patch{Inserts: []model.Triple{{S: slot("a"), P: model.JSONRQLIndex, O: model.Integer(7)}}})
	// Putting back a place that was taken away.
	must(model.Patch{Deletes: []model.Triple{before}})
	must(model.Patch{Inserts: []model.Triple{before, {S: slot("w"), P: model.JSONRQLItem, O: model.String("w")}}})
	if got := content(c.graph); got != "w a y b c" {
		t.Fatal(got)
	}
	for _, bad := range []struct {
		inserts []model.Triple
		message string
	}{
		{at(0, "a"), "more than once"},
		{slices.Concat(at(0, "new"), at(1, "new")), "more than once"},
		{[]model.Triple{{S: slot("a"), P: model.JSONRQLItem, O: model.String("other")}}, "Multiple values"},
		{[]model.Triple{{S: shopping, P: list.Property("nonsense"), O: model.Ref(slot("new"))}}, "not a position"},
		{[]model.Triple{{S: shopping, P: "data:application/mld-li,x", O: model.Ref(slot("new"))}}, "no index"},
		{[]model.Triple{{S: shopping, P: "data:application/mld-li,0", O: model.String("new")}}, "must be a slot"},
	} {
		if _, err := c.write(model.Patch{Inserts: bad.inserts}); err == nil || !strings.Contains(err.Error(), bad.message) {
			t.Errorf("%v: %v, want …%s…", bad.inserts, err, bad.message)
		}
	}
}

// A slot may come to a position that another has, for it was bound to a variable.
func TestPlaceThatIsTaken(t *testing.T) {
	c := newClone("me")
	if _, err := c.write(model.Patch{Inserts: slices.Concat(at(0, "a"), at(1, "b"))}); err != nil {
		t.Fatal(err)
	}
	old := c.place("a")
	taken := model.Triple{S: shopping, P: old.P, O: model.Ref(slot("n"))}
	p := model.Patch{
		Deletes: []model.Triple{old},
		Inserts: []model.Triple{taken, {S: slot("n"), P: model.JSONRQLItem, O: model.String("n")}},
	}
	if _, err := c.write(p); err != nil {
		t.Fatal(err)
	}
	if got := content(c.graph); got != "n b" {
		t.Error(got)
	}
	if c.place("n").P == old.P {
		t.Error("the place of what goes was given to what comes")
	}
	checkNumbered(t, c.graph)
}

// Clones that edit one list, and hear of each other late, agree in the end.
func TestListsConverge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		clones := []*clone{newClone("one"), newClone("two"), newClone("a-third-with-a-long-name")}
		start, err := clones[0].write(model.Patch{Inserts: slices.Concat(at(0, "a"), at(1, "b"), at(2, "c"), at(3, "d"))})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range clones[1:] {
			if _, err := c.receive(start); err != nil {
				t.Fatal(err)
			}
		}
		names := 0
		for range rapid.IntRange(1, 4).Draw(t, "rounds") {
			var patches []model.Patch
			for _, c := range clones {
				names++
				p, err := c.write(draw(t, c, fmt.Sprintf("n%d", names)))
				if err != nil {
					t.Fatal(err)
				}
				checkNumbered(t, c.graph)
				patches = append(patches, p)
			}
			exchange(t, clones, patches)
		}
	})
}

// draw is an edit of any kind.
func draw(t *rapid.T, c *clone, name string) (p model.Patch) {
	slots := list.Slots(c.graph, shopping)
	index := rapid.IntRange(0, len(slots)+1).Draw(t, "index")
	kind := rapid.SampledFrom([]string{"insert", "remove", "move", "replace"}).Draw(t, "kind")
	if kind == "insert" || len(slots) == 0 {
		return model.Patch{Inserts: at(index, name)}
	}
	s := slots[rapid.IntRange(0, len(slots)-1).Draw(t, "slot")]
	p.Deletes = []model.Triple{s.Triple()}
	switch kind {
	case "move":
		p.Inserts = []model.Triple{{S: shopping, P: list.Index{At: index, Sub: list.NoSub}.Property(), O: model.Ref(s.ID)}}
	case "replace":
		p.Inserts = at(index, name)
	}
	return p
}

// exchange gives every clone what the others wrote at once, and what their rules
// made of it, until nobody has anything to add. What one deletes that another has
// not asserted anew is gone for all: each triple here is asserted once.
func exchange(t *rapid.T, clones []*clone, patches []model.Patch) {
	gone := make(map[model.Triple]bool)
	for rounds := 0; len(patches) > 0; rounds++ {
		if rounds > 10 {
			t.Fatal("there is no end of resolutions")
		}
		for _, p := range patches {
			for _, d := range p.Deletes {
				gone[d] = true
			}
		}
		for _, p := range patches {
			for _, i := range p.Inserts {
				delete(gone, i)
			}
		}
		var next []model.Patch
		for i, c := range clones {
			order := rapid.Permutation(indexes(len(patches))).Draw(t, fmt.Sprintf("order of %d", i))
			for _, n := range order {
				p := model.Patch{Deletes: patches[n].Deletes}
				for _, insert := range patches[n].Inserts {
					if !gone[insert] {
						p.Inserts = append(p.Inserts, insert)
					}
				}
				u := engine.NewInterim(c.graph, changing(c.graph, p), false)
				if err := c.rule.Apply(u); err != nil {
					t.Fatal(err)
				}
				c.take(u)
				checkNumbered(t, c.graph)
				if a := u.Asserted(); !a.IsEmpty() {
					next = append(next, a)
				}
			}
		}
		patches = next
	}
	want := content(clones[0].graph)
	for _, c := range clones[1:] {
		if got := content(c.graph); got != want {
			t.Fatalf("%q and %q", want, got)
		}
	}
}

func indexes(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

// changing leaves in a patch what really goes and comes.
func changing(g model.Graph, p model.Patch) (out model.Patch) {
	has := func(t model.Triple) bool {
		for range g.Match(model.Pattern(t)) {
			return true
		}
		return false
	}
	for _, t := range p.Deletes {
		if has(t) {
			out.Deletes = append(out.Deletes, t)
		}
	}
	for _, t := range p.Inserts {
		if !has(t) {
			out.Inserts = append(out.Inserts, t)
		}
	}
	return out
}

// countingGraph counts how often it is asked.
type countingGraph struct {
	*modeltest.MemGraph
	asked int
}

func (g *countingGraph) Match(p model.Pattern) iter.Seq[model.Triple] {
	g.asked++
	return g.MemGraph.Match(p)
}

// What an edit of a long list costs goes with the items whose index changes: only the
// places of the others are read, in one go.
func TestEditsOfLongLists(t *testing.T) {
	const length = 1000
	c := newClone("me")
	var all []model.Triple
	for i := range length {
		all = append(all, at(i, fmt.Sprint("item", i))...)
	}
	if _, err := c.write(model.Patch{Inserts: all}); err != nil {
		t.Fatal(err)
	}
	middle := c.place("item500")
	for name, edit := range map[string]struct {
		patch   model.Patch
		changes int
	}{
		"at the end":    {model.Patch{Inserts: at(length, "new")}, 1},
		"in the middle": {model.Patch{Deletes: []model.Triple{middle}, Inserts: at(500, "new")}, 2},
		"to the next":   {model.Patch{Deletes: []model.Triple{middle}, Inserts: at(502, "item500")[:1]}, 4},
		"at the head":   {model.Patch{Inserts: at(0, "new")}, 2*length + 1},
	} {
		g := &countingGraph{MemGraph: c.graph}
		u := engine.NewInterim(g, edit.patch, true)
		if err := c.rule.Check(u); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if most := edit.changes + 20; g.asked > most {
			t.Errorf("%s: the graph is asked %d times, not at most %d", name, g.asked, most)
		}
		checkNumbered(t, u)
	}
}
