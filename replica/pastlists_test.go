package replica

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// reads is what lists, finds and refers, of the present or the past.
type reads interface {
	Subjects(ctx context.Context, q SubjectsQuery) (SubjectsPage, error)
	Find(ctx context.Context, q FindQuery, each func([]SubjectRow) error) (bool, error)
	Types(ctx context.Context) ([]TypeCount, error)
	Referrers(ctx context.Context, q ReferrersQuery) (ReferrersPage, error)
}

// lists is all that some data lists, in pages of a few.
func lists(t *testing.T, r reads) (all []string) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	types, err := r.Types(t.Context())
	must(err)
	all = append(all, fmt.Sprint("types ", types))
	labels := model.Labels{testDomain.Vocab() + "name"}
	for _, q := range []SubjectsQuery{
		{Order: ByName, Limit: 3}, {Order: ByID, Limit: 4}, {Order: ByName, Type: testDomain.Vocab() + "Person", Limit: 2},
	} {
		q.Labels = labels
		for {
			page, err := r.Subjects(t.Context(), q)
			must(err)
			all = append(all, fmt.Sprint("subjects ", page))
			if !page.More {
				break
			}
			q.After = page.Rows[len(page.Rows)-1].Place
		}
		q.After, q.Before = "", LastPlace
		page, err := r.Subjects(t.Context(), q)
		must(err)
		all = append(all, fmt.Sprint("the last ", page))
		q.Around, q.Before = iri("s5"), ""
		page, err = r.Subjects(t.Context(), q)
		must(err)
		all = append(all, fmt.Sprint("around ", page))
	}
	for _, text := range []string{"fred", "s1", "ant", "wilma 3"} {
		var found []string
		_, err := r.Find(t.Context(), FindQuery{Text: text, Labels: labels}, func(rows []SubjectRow) error {
			for _, row := range rows {
				found = append(found, fmt.Sprint(row))
			}
			return nil
		})
		must(err)
		slices.Sort(found)
		all = append(all, fmt.Sprint("found ", text, found))
	}
	for n := range 8 {
		q, rows := ReferrersQuery{To: iri(fmt.Sprint("s", n)), Limit: 2}, []string{}
		for {
			page, err := r.Referrers(t.Context(), q)
			must(err)
			for _, row := range page.Rows {
				rows = append(rows, fmt.Sprint(row.Property, row.Subject))
			}
			if !page.More {
				slices.Sort(rows)
				all = append(all, fmt.Sprint("referrers ", page.Total, rows))
				break
			}
			q.After = page.Rows[len(page.Rows)-1].Place
		}
	}
	return all
}

// TestThePastListsAsThePresentDid: whatever has happened since, the lists, the types,
// what is found and what refers are what they were.
func TestThePastListsAsThePresentDid(t *testing.T) {
	r := openNew(t)
	rnd := rand.New(rand.NewPCG(1, 2))
	words := []string{"Fred", "Wilma 3", "Giant", "Ants", "Élan", "zebra", "freddy", "9"}
	var was [][]string
	var ticks []uint64
	// A subject has one name and one type at most: which of several comes first is not
	// promised.
	have := make(map[model.Triple]model.Term)
	for step := range 60 {
		var p model.Patch
		at := model.Triple{S: iri(fmt.Sprint("s", rnd.IntN(12)))}
		var now model.Term
		switch rnd.IntN(3) {
		case 0:
			at.P, now = model.RDFType, model.Ref(testDomain.Vocab()+[]model.IRI{"Person", "Pet"}[rnd.IntN(2)])
		case 1:
			at.P, now = testDomain.Vocab()+"knows", model.Ref(iri(fmt.Sprint("s", rnd.IntN(8))))
		default:
			at.P, now = testDomain.Vocab()+"name", model.String(words[rnd.IntN(len(words))])
		}
		if was, ok := have[at]; ok {
			p.Deletes = []model.Triple{{S: at.S, P: at.P, O: was}}
			delete(have, at)
		}
		if len(p.Deletes) == 0 || rnd.IntN(3) > 0 {
			have[at] = now
			p.Inserts = []model.Triple{{S: at.S, P: at.P, O: now}}
		}
		if err := r.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		if step%7 == 0 {
			st, _ := r.Status()
			was, ticks = append(was, lists(t, r)), append(ticks, st.Ticks)
		}
	}
	for i, tick := range ticks {
		p, err := r.AsOf(t.Context(), Moment{Tick: tick})
		if err != nil {
			t.Fatal(err)
		}
		for n, now := range lists(t, p) {
			if now != was[i][n] {
				t.Errorf("as of tick %d it is\n%s\nand was\n%s", tick, now, was[i][n])
			}
		}
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestThePastFindsWhatWasInLists: in a list that has no name of its own, whatever has
// changed since: an item, its list, or whose list it is.
func TestThePastFindsWhatWasInLists(t *testing.T) {
	r := openNew(t)
	name, todo := testDomain.Vocab()+"name", testDomain.Vocab()+"todo"
	lst, slot := testDomain.GenID("list"), func(n int) model.IRI { return testDomain.GenID(fmt.Sprint("slot", n)) }
	place := func(n int) model.Triple {
		return model.Triple{S: lst, P: list.Property(fmt.Sprint(2*n+1, "site____________")), O: model.Ref(slot(n))}
	}
	item := func(n int, s string) model.Triple {
		return model.Triple{S: slot(n), P: model.JSONRQLItem, O: model.String(s)}
	}
	is := func(s, what string) model.Triple { return model.Triple{S: iri(s), P: name, O: model.String(what)} }
	begin := []model.Triple{
		is("ada", "Ada"), is("noor", "Noor"),
		{S: iri("ada"), P: todo, O: model.Ref(lst)},
		{S: iri("ada"), P: model.RDFType, O: model.Ref(testDomain.Vocab() + "Person")},
		{S: lst, P: model.RDFType, O: model.Ref(model.MeldList)},
		place(1), item(1, "milk"), place(2), item(2, "rye bread"), place(3), item(3, "eggs"),
	}
	found := func(r reads, text string) (all []string) {
		t.Helper()
		if _, err := r.Find(t.Context(), FindQuery{Text: text, Labels: model.Labels{name}, Type: testDomain.Vocab() + "Person"}, func(rows []SubjectRow) error {
			for _, row := range rows {
				all = append(all, fmt.Sprintf("%s: %s of %s", row.Label, row.In, row.Property))
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return all
	}
	texts := []string{"milk", "bread", "eggs", "beans", "rice", "ada", "anna", "rye milk"}
	var ticks []uint64
	var was [][]string
	for _, p := range []model.Patch{
		{Inserts: begin},
		{Deletes: []model.Triple{item(1, "milk")}, Inserts: []model.Triple{item(1, "beans")}},   // An item only,
		{Deletes: []model.Triple{is("ada", "Ada")}, Inserts: []model.Triple{is("ada", "Anna")}}, // whose it is,
		{Deletes: []model.Triple{place(3), item(3, "eggs")}},                                    // the list,
		{Deletes: []model.Triple{begin[2]}, Inserts: []model.Triple{{S: iri("noor"), P: todo, O: model.Ref(lst)}, {S: iri("noor"), P: model.RDFType, O: begin[3].O}}},
		{Inserts: []model.Triple{place(4), item(4, "rice")}},
	} {
		if err := r.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		st, _ := r.Status()
		ticks = append(ticks, st.Ticks)
		var all []string
		for _, text := range texts {
			all = append(all, fmt.Sprint(text, found(r, text)))
		}
		was = append(was, all)
	}
	if first := was[0][0]; first != fmt.Sprintf("milk[Ada: milk of %s]", todo) {
		t.Fatalf("at first is found %s", first)
	}
	for i, tick := range ticks {
		past, err := r.AsOf(t.Context(), Moment{Tick: tick})
		if err != nil {
			t.Fatal(err)
		}
		for n, text := range texts {
			if got := fmt.Sprint(text, found(past, text)); got != was[i][n] {
				t.Errorf("as of tick %d is found %s, and was %s", tick, got, was[i][n])
			}
		}
		if err := past.Close(); err != nil {
			t.Error(err)
		}
	}
}
