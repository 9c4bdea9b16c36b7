package replica

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// TestHistoryIsFiltered: by people, by a property of any subject, by a text, and by
// what came since; a page that goes on says so even if it is empty.
func TestHistoryIsFiltered(t *testing.T) {
	var b bus
	one := b.join(t, Config{})
	by := func(who model.IRI, ts ...model.Triple) {
		t.Helper()
		if err := one.Patch(WithPrincipal(t.Context(), who), model.Patch{Inserts: ts}); err != nil {
			t.Fatal(err)
		}
	}
	by(iri(".well-known/user/Ann%20Lee"), triple("fred", "name", "Fred"), triple("fred", "age", "40")) // 1
	by(iri(".well-known/user/Bo"), triple("wilma", "name", "Wilma Pebble"))                            // 2
	two := b.join(t, Config{})
	settle(t, one, two)
	insert(t, two.Replica, triple("dino", "name", "Dino")) // 3, of nobody who is known
	settle(t, one, two)
	whole, last := all(t, one.Replica, HistoryQuery{})
	tag := whole[0].Author.Tag()
	fred, wilma, dino := iri("fred"), iri("wilma"), iri("dino")
	names := testDomain.Vocab() + "name"
	words := func(all ...string) (q HistoryQuery) {
		for _, w := range all {
			q.Words = append(q.Words, Word{Text: w})
		}
		return q
	}
	for _, c := range []struct {
		what string
		q    HistoryQuery
		want []model.IRI // the subjects, the newest first
	}{
		{"own", HistoryQuery{Authors: Authors{Own: true}}, []model.IRI{wilma, fred}},
		{"others", HistoryQuery{Authors: Authors{Others: true}}, []model.IRI{dino}},
		{"ann", HistoryQuery{Authors: Authors{Named: "ann l"}}, []model.IRI{fred}},
		{"not what is before the name", HistoryQuery{Authors: Authors{Named: "user"}}, nil},
		{"ann or a process", HistoryQuery{Authors: Authors{Named: "ANN", Tags: []string{tag}}}, []model.IRI{dino, fred}},
		{"a process", HistoryQuery{Authors: Authors{Tags: []string{tag}}}, []model.IRI{dino}},
		{"a property", HistoryQuery{Property: names}, []model.IRI{dino, wilma, fred}},
		{"another", HistoryQuery{Property: testDomain.Vocab() + "age"}, []model.IRI{fred}},
		{"a text", words("PEBBLE"), []model.IRI{wilma}},
		{"a subject's id", words("fred"), []model.IRI{fred}},
		{"a subject's name", words("wilma pebble"), []model.IRI{wilma}},
		{"words of different values", words("fred", "40"), []model.IRI{fred}},
		{"a property", words("age"), []model.IRI{fred}},
		{"who it was", words("ann lee"), []model.IRI{fred}},
		{"who it was, and what", words("Ann", "age"), []model.IRI{fred}},
		{"what somebody else did", words("bo", "age"), nil},
		{"a process of a name", HistoryQuery{Words: []Word{{Text: "dee", Tags: []string{tag}}}}, []model.IRI{dino}},
		{"whole", HistoryQuery{Words: []Word{{Text: "40"}}, Whole: true, Property: names}, []model.IRI{fred}},
		{"not the domain's", words("http"), nil},
		{"both", HistoryQuery{Words: []Word{{Text: "fred"}}, Property: testDomain.Vocab() + "age", Authors: Authors{Named: "ann"}}, []model.IRI{fred}},
		{"since the first", HistoryQuery{After: 1}, []model.IRI{dino, wilma}},
		{"since the last", HistoryQuery{After: last.Newest}, nil},
		{"later", HistoryQuery{Since: time.Now().Add(time.Hour)}, nil},
	} {
		for c.q.Limit = range 3 {
			entries, _ := all(t, one.Replica, c.q)
			var got []model.IRI
			for _, e := range entries {
				got = append(got, e.Shifts[0].Triple.S)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s, %d a page: %q, and not %q", c.what, c.q.Limit, got, c.want)
			}
		}
	}
}

// A change matches or not: one that does is given whole where that is asked for, else as
// far as it touches what is asked about.
func TestHistoryOfWholeUpdates(t *testing.T) {
	var b bus
	one := b.join(t, Config{})
	insert(t, one.Replica, triple("fred", "name", "Fred"), triple("fred", "age", "40"), triple("dino", "name", "Dino"))
	for n, q := range map[int]HistoryQuery{
		1: {Property: testDomain.Vocab() + "age"},
		2: {Subject: iri("fred")},
		3: {Subject: iri("fred"), Whole: true},
	} {
		if entries, _ := all(t, one.Replica, q); len(entries) != 1 || len(entries[0].Shifts) != n || len(entries[0].Inserts) != n {
			t.Errorf("%+v gives %+v", q, entries)
		}
	}
	if entries, _ := all(t, one.Replica, HistoryQuery{Words: []Word{{Text: "dino"}}}); len(entries) != 1 || len(entries[0].Shifts) != 3 {
		t.Errorf("by a word: %+v", entries)
	}
}

// TestHistoryLooksAtABoundedPart: what is seldom is found in steps, each of which
// looks at no more than its share of the log.
func TestHistoryLooksAtABoundedPart(t *testing.T) {
	r, err := openStore(
		Config{Domain: testDomain, File: filepath.Join(t.TempDir(), "d"), Genesis: true}, store.Options{Domain: testDomain, NoSync: true},
	)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	insert(t, r, triple("rare", "name", "needle"))
	for range maxRecords {
		insert(t, r, triple("fred", "name", "Fred"))
	}
	q := HistoryQuery{Words: []Word{{Text: "needle"}}, Limit: 10}
	page, err := r.History(t.Context(), q)
	if err != nil || len(page.Entries) != 0 || page.Next == 0 || page.Newest != maxRecords+1 {
		t.Fatalf("the first page has %d entries, next %d, newest %d, %v", len(page.Entries), page.Next, page.Newest, err)
	}
	q.Before = page.Next
	if page, err = r.History(t.Context(), q); err != nil || len(page.Entries) != 1 || page.Next != 0 {
		t.Fatalf("the second page has %d entries, next %d, %v", len(page.Entries), page.Next, err)
	}
}
