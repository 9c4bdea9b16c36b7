package replica

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/m-ld/mld-tui/model"
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
	labels := []model.IRI{testDomain.Vocab() + "name"}
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
