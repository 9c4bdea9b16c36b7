package compliance_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/compliance"
	"github.com/m-ld/mld-tui/internal/reference"
	"github.com/m-ld/mld-tui/net/relay/relaytest"
)

// Lists on which the reference fails. Its clones keep the index of each slot as data,
// and find neighbours by it; three ways are known in which they get it wrong, each
// without a clone of ours (see the stories with a fault in
// replica/testdata/record/suset/lists.mjs):
//
//   - an item that is moved to where it is loses its index, on its own clone;
//   - of an operation that replaces the last item, which fusing can make, the new item
//     never gets an index on the clones that receive it;
//   - what is inserted at the head before a position that begins with 0 comes after it,
//     if the site of the one who inserts is the greater.
//
// Later, what is inserted before the first index, and what is inserted in one go
// between neighbours that are the wrong way round, is published without positions: as a
// @list, which can have a hole if several items were inserted at one index. A clone of
// the reference closes when it reads a hole.
//
// So in trials with clones of both kinds, clones of the reference insert several items
// at one index at the end of lists only; and they may refuse what they cannot do any more.
func isBroken(m *member, err error) bool {
	return m.Engine.Name == compliance.ReferenceName && strings.Contains(err.Error(), "No space between positions")
}

// jsEngine is the reference.
func jsEngine(t *testing.T) compliance.Engine {
	t.Helper()
	return compliance.ReferenceEngine(reference.Dir(t))
}

// do has a member write.
func (c *colony) do(m *member, request object) {
	c.t.Helper()
	if _, err := m.Transact(c.ctx, request); err != nil {
		c.t.Fatal(err)
	}
}

// ask has a member read, and gives what it says as one text, in a normal form.
func (c *colony) ask(m *member, request object) string {
	c.t.Helper()
	results, err := m.Transact(c.ctx, request)
	if err != nil {
		c.t.Fatal(err)
	}
	texts := make([]string, len(results))
	for i, result := range results {
		var row map[string]any
		if err := json.Unmarshal(result, &row); err != nil {
			c.t.Fatal(err)
		}
		if row["@id"] != nil && request["@select"] != nil {
			delete(row, "@id") // A row has a name that means nothing.
		}
		texts[i] = normal("", row)[0]
	}
	slices.Sort(texts)
	return strings.Join(texts, "\n")
}

// agree waits until members say the same, as one of them does; what the first one
// says must be right already.
func (c *colony) agree(request object, members ...*member) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.ctx, convergence)
	defer cancel()
	for _, m := range members[1:] {
		for {
			changed := m.Changed()
			want, got := c.ask(members[0], request), c.ask(m, request)
			if want == got {
				break
			}
			if !anyOf(ctx, []<-chan struct{}{changed}) {
				c.t.Fatalf("%s (%s, -) and %s (%s, +) differ in the end:\n%s",
					members[0].ID, members[0].Engine.Name, m.ID, m.Engine.Name, cmp.Diff(want, got))
			}
		}
	}
}

// describeList asks for a list in the order of its positions, and numberedList for
// its items by index.
var (
	describeList = object{"@describe": "list"}
	numberedList = object{"@select": []any{"?i", "?item"}, "@where": object{"@id": "list", "@list": object{"?i": "?item"}}}
)

// Clones of the reference number the items as we do, whatever is done to a list here:
// what we send does not lead them into their faults. They are asked after every edit.
func TestReferenceNumbersOurLists(t *testing.T) {
	c := newColony(t, relaytest.Start(t), goEngine(t), jsEngine(t))
	ours, theirs := c.members[0], c.members[1]
	slot := object{"@id": "?slot", "@item": "?item"}
	at := func(index int) string { return fmt.Sprint(index) }
	list := func(entries object) object { return object{"@id": "list", "@list": entries} }
	length := 0
	edit := func(grows int, request object) {
		t.Helper()
		c.do(ours, request)
		length += grows
		c.agree(numberedList, ours, theirs)
	}
	edit(3, object{"@id": "list", "@list": []any{"a", "b", "c"}})
	edit(0, object{"@delete": list(object{"2": "c"}), "@insert": list(object{"2": "C"})})
	edit(1, list(object{"99": "d"}))
	edit(0, object{"@delete": list(object{"2": "C", "3": "d"}), "@insert": list(object{"2": []any{"x", "y"}})})
	edit(-1, object{"@delete": list(object{"1": "b", "2": "x", "3": "y"}), "@insert": list(object{"1": []any{"p", "q"}})})
	edit(1, object{"@id": "list", "@list": object{"0": []any{"nested", "list"}, "1": object{"@id": "inner", "@list": []any{"i"}}}})
	length = 6
	edits := c.members[0].edits
	for range 40 {
		from, to := edits.IntN(length), edits.IntN(length+2)
		switch edits.IntN(5) {
		case 0:
			edit(1, list(object{at(to): "new"}))
		case 1:
			edit(2, list(object{at(to): []any{"one", "two"}}))
		case 2:
			if length > 2 {
				edit(-1, object{"@delete": list(object{at(from): "?"})})
			}
		case 3:
			edit(0, object{"@delete": list(object{at(from): slot}), "@insert": list(object{at(from): "instead"})})
		case 4:
			edit(0, object{"@delete": list(object{at(from): slot}), "@insert": list(object{at(to): slot})})
		}
	}
}

// A clone of ours takes what a clone of the reference publishes of a list that it has
// got wrong, and holds what that one holds. It passes it on so that others can read it:
// to one that was away, and to one that comes new.
func TestListsThatTheReferenceBreaks(t *testing.T) {
	js := jsEngine(t)
	c := newColony(t, relaytest.Start(t), goEngine(t), js, js)
	ours, breaker, away := c.members[0], c.members[1], c.members[2]
	insert := func(m *member, at string, items any) {
		t.Helper()
		c.do(m, object{"@id": "list", "@list": object{at: items}})
	}
	all := object{"@select": []any{"?p", "?o", "?item"}, "@where": object{"@id": "list", "?p": object{"@id": "?o", "@item": "?item"}}}
	for _, item := range []string{"a", "b", "c", "d"} {
		insert(ours, "0", item) // The last positions begin with 0 and the site of clone0.
	}
	c.agree(describeList, ours, breaker, away)
	away.proxy.Cut()
	c.await(away, func(s compliance.Status) bool { return !s.Online })
	insert(breaker, "0", "e")
	insert(breaker, "1", []any{"f", "g"})
	c.agree(all, breaker, ours)
	breaker.Kill()
	away.proxy.Heal()
	c.agree(all, ours, away)
	newcomer := c.join(js)
	c.agree(all, ours, newcomer)
	insert(ours, "99", "z")
	c.agree(all, ours, away, newcomer)
}
