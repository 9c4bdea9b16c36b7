package replica

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

func digestOf(t *testing.T, m member) (d store.Digest) {
	t.Helper()
	if err := m.view(func(tx *store.Tx) error { d = tx.Digest(); return nil }); err != nil {
		t.Fatal(err)
	}
	return d
}

func patch(t *testing.T, r *Replica, deletes, inserts []model.Triple) {
	t.Helper()
	if err := r.Patch(t.Context(), model.Patch{Deletes: deletes, Inserts: inserts}); err != nil {
		t.Fatal(err)
	}
}

// all reads a whole history, page by page.
func all(t *testing.T, r *Replica, q HistoryQuery) (entries []Entry, last HistoryPage) {
	t.Helper()
	for {
		page, err := r.History(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		entries = append(entries, page.Entries...)
		if page.Next == 0 {
			return entries, page
		}
		q.Before = page.Next
	}
}

// TestHistoryInPages: of everything, a subject, a property and a value, newest
// first, in pages of every size.
func TestHistoryInPages(t *testing.T) {
	r := openNew(t)
	name, age, wilma := triple("fred", "name", "Fred"), triple("fred", "age", "40"), triple("wilma", "name", "Wilma")
	patch(t, r, nil, []model.Triple{name, wilma})                                       // 1
	patch(t, r, nil, []model.Triple{age})                                               // 2
	patch(t, r, nil, []model.Triple{name})                                              // 3: is asserted again
	patch(t, r, []model.Triple{name}, []model.Triple{triple("fred", "name", "Freddy")}) // 4
	patch(t, r, []model.Triple{wilma}, nil)                                             // 5
	fred, p := iri("fred"), testDomain.Vocab()
	for _, c := range []struct {
		q    HistoryQuery
		want []uint64
	}{
		{HistoryQuery{}, []uint64{5, 4, 3, 2, 1}},
		{HistoryQuery{Subject: fred}, []uint64{4, 3, 2, 1}},
		{HistoryQuery{Subject: fred, Property: p + "name"}, []uint64{4, 3, 1}},
		{HistoryQuery{Subject: fred, Property: p + "name", Value: model.String("Freddy")}, []uint64{4}},
		{HistoryQuery{Subject: iri("wilma")}, []uint64{5, 1}},
		{HistoryQuery{Subject: iri("barney")}, nil},
		{HistoryQuery{By: "nobody"}, nil},
		{HistoryQuery{Until: time.Now().Add(-time.Hour)}, nil},
		{HistoryQuery{Since: time.Now().Add(time.Hour)}, nil},
		{HistoryQuery{Since: time.Now().Add(-time.Hour), Until: time.Now().Add(time.Hour)}, []uint64{5, 4, 3, 2, 1}},
	} {
		for c.q.Limit = range 4 {
			entries, last := all(t, r, c.q)
			var got []uint64
			for _, e := range entries {
				got = append(got, e.Tick)
				if e.Reason != ReasonLocal || !e.Author.Self || e.TID == "" || e.Time.IsZero() || len(e.Shifts) == 0 {
					t.Errorf("%+v has %+v", c.q, e)
				}
			}
			if !slices.Equal(got, c.want) || last.NotKept {
				t.Errorf("%+v gives %v, not %v", c.q, got, c.want)
			}
		}
	}
	entries, _ := all(t, r, HistoryQuery{Subject: fred, Property: p + "name"})
	if e := entries[0]; !slices.Equal(e.Deletes, []model.Triple{name}) || len(e.Inserts) != 1 || len(e.Shifts) != 2 || len(e.Shifts[0].Removed) != 2 {
		t.Errorf("a change of a name is %+v", e)
	}
	if e := entries[1]; len(e.Deletes)+len(e.Inserts) != 0 || len(e.Shifts) != 1 || !e.Shifts[0].Was || len(e.Shifts[0].Added) != 1 {
		t.Errorf("asserting again is %+v", e)
	}
	if e := entries[2]; !slices.Equal(e.Inserts, []model.Triple{name}) {
		t.Errorf("of wilma, %+v is told with fred", e)
	}
}

// TestAPageOfLargeChanges: a page of the history of an import gives a bounded number of
// values, and the next ones all others.
func TestAPageOfLargeChanges(t *testing.T) {
	const changes, values = 14, 1000
	r := openNew(t)
	for i := range changes {
		ts := make([]model.Triple, values)
		for j := range ts {
			ts[j] = triple("fred", "n", fmt.Sprint(i, " ", j))
		}
		patch(t, r, nil, ts)
	}
	page, err := r.History(t.Context(), HistoryQuery{})
	if err != nil || len(page.Entries) != maxPageValues/values || page.Next == 0 {
		t.Errorf("a page has %d changes of %d values, and the next is at %d (%v)", len(page.Entries), values, page.Next, err)
	}
	if entries, _ := all(t, r, HistoryQuery{}); len(entries) != changes {
		t.Errorf("all pages have %d changes", len(entries))
	}
}

// TestHistoryBehindTheBound says what is not kept.
func TestHistoryBehindTheBound(t *testing.T) {
	r, err := Open(Config{Domain: testDomain, File: filepath.Join(t.TempDir(), "data.mld"), Genesis: true, Log: LogBounds{Bytes: 2000}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = r.Close() }()
	for i := range 100 {
		insert(t, r, triple("fred", "n", fmt.Sprint(i)))
	}
	entries, last := all(t, r, HistoryQuery{Subject: iri("fred")})
	if n := len(entries); n == 0 || n > 40 || !last.NotKept || last.CutTick != entries[n-1].Tick-1 || last.CutTime.IsZero() {
		t.Errorf("%d entries, then %+v", len(entries), last)
	}
	if why, err := r.Why(t.Context(), triple("fred", "n", "0")); err != nil || len(why) != 1 || why[0].Entry != nil || why[0].TID == "" ||
		!why[0].Maker.Self || why[0].Snapshot != nil {
		t.Errorf("a value from before is held by %+v, %v", why, err)
	}
}

// TestHistoryOfTwo: who did what, what came with a snapshot, and who holds a value.
func TestHistoryOfTwo(t *testing.T) {
	var b bus
	fred := triple("fred", "name", "Fred")
	one := b.join(t, Config{Principal: iri("ada")})
	insert(t, one.Replica, fred)
	two := b.join(t, Config{})
	insert(t, two.Replica, fred)
	settle(t, one, two)

	entries, _ := all(t, one.Replica, HistoryQuery{Subject: iri("fred")})
	if len(entries) != 2 || entries[0].Reason != ReasonRemote || entries[0].Author.Self || entries[0].Author.Tag() == "" ||
		entries[1].Author.Principal != iri("ada") || !entries[1].Author.Self {
		t.Fatalf("on the first, it is %+v", entries)
	}
	for by, want := range map[string]uint64{entries[0].Author.Tag(): entries[0].Tick, string(iri("ada")): entries[1].Tick} {
		if got, _ := all(t, one.Replica, HistoryQuery{By: by}); len(got) != 1 || got[0].Tick != want {
			t.Errorf("by %q there is %+v", by, got)
		}
	}
	why, err := one.Why(t.Context(), fred)
	if err != nil || len(why) != 2 || why[0].TID != entries[0].TID || why[0].Entry.Tick != entries[0].Tick || why[1].TID != entries[1].TID {
		t.Errorf("it is held by %+v, %v", why, err)
	}
	if entries, _ = all(t, two.Replica, HistoryQuery{Subject: iri("fred")}); len(entries) != 2 ||
		entries[0].Reason != ReasonLocal || entries[1].Reason != ReasonSnapshot || Stem(entries[1].Author.Process) != Stem(one.Self().Process) {
		t.Errorf("on the second, it is %+v", entries)
	}
	why, err = two.Why(t.Context(), fred)
	if err != nil || len(why) != 2 || why[0].Entry == nil || !why[0].Entry.Author.Self || why[1].Entry != nil {
		t.Fatalf("there it is held by %+v, %v", why, err)
	}
	if w := why[1]; Stem(w.Maker.Process) != Stem(one.Self().Process) || w.Maker.Self || w.Snapshot == nil || w.Snapshot.Reason != ReasonSnapshot {
		t.Errorf("of what came with a snapshot, it is known that %+v", w)
	}
	if why, err = two.Why(t.Context(), triple("nobody", "name", "x")); err != nil || len(why) != 0 {
		t.Errorf("what is not there is held by %+v, %v", why, err)
	}
}

// TestTagsStay: a process that forks keeps its tag, and newcomers have others.
func TestTagsStay(t *testing.T) {
	tag := func(path string) string { return Author{Process: path}.Tag() }
	for _, same := range [][]string{{"-", "l", "ll"}, {"r", "rl"}, {"lr", "lrl", "lrll"}} {
		for _, path := range same[1:] {
			if tag(path) != tag(same[0]) {
				t.Errorf("%s has the tag %s, and %s %s", same[0], tag(same[0]), path, tag(path))
			}
		}
	}
	if tag("-") == tag("r") || tag("r") == tag("rr") || tag("lr") == tag("r") {
		t.Error("different processes have one tag")
	}
}
