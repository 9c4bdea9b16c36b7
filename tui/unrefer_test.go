package tui_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/tuitest"
)

// described is what a query gives of a subject, as JSON.
func described(t *testing.T, r *replica.Replica, name string) (out string) {
	t.Helper()
	ctx, err := jsonld.New(tuitest.Domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := jrql.ParseJSON(ctx, []byte(`{"@describe": "`+name+`"}`))
	if err != nil {
		t.Fatal(err)
	}
	q := parsed.(*jrql.Query)
	err = r.Read(t.Context(), func(g model.Graph) error {
		for result, err := range q.Results(t.Context(), g) {
			if err != nil {
				return err
			}
			b, err := json.Marshal(q.JSON(result))
			if err != nil {
				return err
			}
			out += string(b)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// itemsOf are the items of a list by a query; each slot has one.
func itemsOf(t *testing.T, r *replica.Replica, name string) string {
	t.Helper()
	got := described(t, r, name)
	if strings.Contains(got, "RdfLseq/") {
		t.Errorf("a query finds a place without an item: %s", got)
	}
	var subject struct {
		List any `json:"@list"`
	}
	if err := json.Unmarshal([]byte(got), &subject); err != nil {
		t.Fatal(err)
	}
	b, _ := json.Marshal(subject.List)
	return string(b)
}

// steps is a domain in which a list and a property refer to a subject, and a terminal at it.
func steps(t *testing.T) (*replica.Replica, *tuitest.Terminal) {
	t.Helper()
	r, term := withList(t, "milk", "bread")
	page, err := r.List(t.Context(), replica.ListQuery{List: tuitest.ID(shopping)})
	if err != nil {
		t.Fatal(err)
	}
	p := list.Insert(tuitest.ID(shopping), 1, func() model.IRI { return tuitest.Domain.GenID("exem") }, model.Ref(tuitest.ID("exem")))
	p.Inserts = append(p.Inserts, tuitest.T("exem", "name", "Exem"), tuitest.T("exem", "age", 3), tuitest.T("fred", "pet", tuitest.ID("exem")))
	if err := r.Patch(t.Context(), p); err != nil || page.Total != 2 {
		t.Fatal(page, err)
	}
	term.Press("1", "/", "ctrl+u").Type("exem").See("1 of").Press("enter").See("▌ name", "Exem")
	return r, term
}

// What is an item of a list goes from there, with its place: that would be a hole.
func TestDeleteAnItemsSubject(t *testing.T) {
	t.Parallel()
	const all, without = `["milk",{"@id":"exem"},"bread"]`, `["milk","bread"]`
	r, term := steps(t)
	want := func(what string) {
		t.Helper()
		if got := itemsOf(t, r, shopping); got != what {
			t.Fatalf("the list is %s, not %s:\n%s", got, what, term.Screen())
		}
	}
	want(all)
	term.Press("D").See("Delete “Exem” (exem)?", "Delete it, and 1 reference to it, and from 1 list").Press("down").See("2 references to it stay, and lead nowhere.")
	term.Press("a").See("Deleted “Exem” with 2 values and 1 reference, and from 1 list.")
	want(without)
	term.Press("u").See("Undone") // It was one operation.
	want(all)
	term.Press("ctrl+r").See("Redone")
	want(without)
}

func TestRenameAnItemsSubject(t *testing.T) {
	t.Parallel()
	r, term := steps(t)
	term.Press("R").See("Another id for").Press("ctrl+u").Type("other").Press("enter").See("Rename exem to other?").Press("down").See("2 references follow").Press("y").See("It is other now.")
	if got := itemsOf(t, r, shopping); got != `["milk",{"@id":"other"},"bread"]` {
		t.Errorf("the list is %s", got)
	}
}

// A slot that somebody has left without an item is shown, and can be removed.
func TestRemoveAnEmptyItem(t *testing.T) {
	t.Parallel()
	r, term := withList(t, "milk", "bread")
	hole := model.Triple{S: tuitest.Domain.GenID("s2"), P: model.JSONRQLItem, O: model.String("bread")}
	if err := r.Patch(t.Context(), model.Patch{Deletes: []model.Triple{hole}}); err != nil {
		t.Fatal(err)
	}
	term.See("2   (empty)").Press("end", "d").See("Remove item 2, which is empty, from the list?").Press("y").See("Removed an empty item from the list.").DontSee("(empty)")
	if got := itemsOf(t, r, shopping); got != `["milk"]` {
		t.Errorf("the list is %s", got)
	}
}

// A slot that somebody has left without an item is given one, of the type that the others have.
func TestFillAnEmptyItem(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"e", "enter"} {
		r, term := withList(t, "milk", "bread")
		hole := model.Triple{S: tuitest.Domain.GenID("s2"), P: model.JSONRQLItem, O: model.String("bread")}
		if err := r.Patch(t.Context(), model.Patch{Deletes: []model.Triple{hole}}); err != nil {
			t.Fatal(err)
		}
		term.See("2   (empty)").Press("end", key).Type("12").See("12").DontSee("(empty)").Press("enter").See("2   12", "Saved")
		if got := itemsOf(t, r, shopping); got != `["milk","12"]` {
			t.Errorf("the list is %s", got)
		}
		term.Press("u").See("2   (empty)")
	}
}

// With a subject that is brought back its place in a list of others comes, too.
func TestBringBackAnItem(t *testing.T) {
	t.Parallel()
	at, err := list.Between(list.Position{}, list.Position{}, list.NewSite("lr"), 1)
	if err != nil {
		t.Fatal(err)
	}
	slot := tuitest.Domain.GenID("slot")
	place := list.Slot{List: tuitest.ID(shopping), Position: at[0].String(), ID: slot}.Triple()
	item := model.Triple{S: slot, P: model.JSONRQLItem, O: model.Ref(tuitest.ID("dino"))}
	c := sample(t)
	c.Load(place, item)
	term := tuitest.Start(t, c, 120, 30, options())
	term.Press("/").Type("dino").Press("enter").See("▌ name").Press("e").Type("saur")
	own, err := c.Describe(t.Context(), tuitest.ID("dino"))
	if err != nil {
		t.Fatal(err)
	}
	c.Remote("lr", remove(append(own, place, item)...))
	term.Settle().See("put it back").Press("enter").See("Put a subject back").Press("down").See("1 reference to it.").Press("enter").See("Brought back")
	if !has(t, c, item) || !has(t, c, place) {
		t.Errorf("the item is not in the list again:\n%s", term.Screen())
	}
}

// A new item is of the type that it looks like, whatever is beside it.
func TestNewItemIsWhatItLooksLike(t *testing.T) {
	t.Parallel()
	r, term := withList(t, "7")
	sevenAs := func(v model.Term) {
		t.Helper()
		page, err := r.List(t.Context(), replica.ListQuery{List: tuitest.ID(shopping)})
		if err == nil {
			err = r.Patch(t.Context(), page.Items[0].Set(v))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	sevenAs(model.Integer(7))
	term.See("1   7", "integer").Press("a").Type("milk").Press("enter").See("Saved", "▌      2   milk")
	term.Press("a").Type("42").Press("enter").See("Saved", "▌      3   42")
	if got := itemsOf(t, r, shopping); got != `[7,"milk",42]` {
		t.Errorf("the list is %s", got)
	}
}
