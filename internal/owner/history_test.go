package owner_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/m-ld/mld-tui/internal/owner"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// TestHistoryThroughTheOwner: whoever is attached is told what the owner itself is.
func TestHistoryThroughTheOwner(t *testing.T) {
	s := serve(t, owner.Limits{})
	c := s.attach(t)
	a, b := tr("fred", "name", model.String("a")), tr("fred", "name", model.Bytes([]byte{0, 255}))
	for _, p := range []model.Patch{{Inserts: []model.Triple{a}}, {Inserts: []model.Triple{a}}, {Deletes: []model.Triple{a}, Inserts: []model.Triple{b}}} {
		if err := c.Patch(t.Context(), p); err != nil {
			t.Fatal(err)
		}
	}
	for _, q := range []replica.HistoryQuery{
		{},
		{Subject: a.S},
		{Subject: a.S, Property: a.P, Value: a.O},
		{Subject: a.S, Property: a.P, Value: b.O},
		{Limit: 1},
		{Before: 2},
		{UpTo: 1},
		{By: "nobody"},
		{Property: a.P},
		{Words: []replica.Word{{Text: "FRED"}}},
		{Subject: a.S, Whole: true},
		{Words: []replica.Word{{Text: "fred"}, {Text: "nothing has this", Tags: []string{"x"}}}},
		{After: 1},
		{Authors: replica.Authors{Own: true}},
		{Authors: replica.Authors{Others: true}},
		{Authors: replica.Authors{Named: "x", Tags: []string{"a", "b"}}},
	} {
		got, err := c.History(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.History(t.Context(), q)
		if diff := cmp.Diff(asText(want), asText(got)); err != nil || diff != "" {
			t.Errorf("%+v: %v (-owner +attached)\n%s", q, err, diff)
		}
	}
	got, err := c.Why(t.Context(), b)
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.Why(t.Context(), b)
	if diff := cmp.Diff(asText(want), asText(got)); err != nil || diff != "" || len(got) != 1 {
		t.Errorf("why: %v (-owner +attached)\n%s", err, diff)
	}
	page, err := c.History(t.Context(), replica.HistoryQuery{UpTo: 1})
	if err != nil || len(page.Entries) != 1 {
		t.Fatal(page, err)
	}
	u, err := c.Revert(t.Context(), page.Entries[0].Number)
	if err != nil || len(u.Left) != 1 || u.Updated {
		t.Errorf("the revert came to %+v, %v", u, err)
	}
}

// asText makes values alike that differ only in what JSON does not keep, such as
// empty lists.
func asText(v any) string {
	text, err := json.Marshal(v)
	return strings.ReplaceAll(string(text), "[]", "null") + fmt.Sprint(err)
}

// TestThePastThroughTheOwner looks at more moments than the owner keeps ready.
func TestThePastThroughTheOwner(t *testing.T) {
	s := serve(t, owner.Limits{})
	c := s.attach(t)
	for i := range 8 {
		if err := c.Patch(t.Context(), model.Patch{Inserts: []model.Triple{tr("fred", "n", model.Integer(int64(i)))}}); err != nil {
			t.Fatal(err)
		}
	}
	var views []*owner.Past
	for tick := range uint64(9) {
		p, err := c.AsOf(t.Context(), replica.Moment{Tick: tick})
		if err != nil {
			t.Fatal(err)
		}
		if p.Moment().Tick != tick {
			t.Errorf("as of %d, it is of %+v", tick, p.Moment())
		}
		views = append(views, p)
	}
	for range 2 {
		for tick, p := range views {
			got, err := p.Describe(t.Context(), tr("fred", "n", model.Integer(0)).S)
			if err != nil || len(got) != tick {
				t.Errorf("as of %d there is %v, %v", tick, got, err)
			}
			page, err := p.Subjects(t.Context(), replica.SubjectsQuery{})
			if err != nil || page.Total != min(tick, 1) {
				t.Errorf("as of %d there is %+v, %v", tick, page, err)
			}
			if list, err := p.List(t.Context(), replica.ListQuery{List: "http://test.example.org/none"}); err != nil || list.Total != 0 {
				t.Errorf("as of %d there is %+v, %v", tick, list, err)
			}
			rows := 0
			_, err = p.Find(t.Context(), replica.FindQuery{Text: "fred"}, func(found []replica.SubjectRow) error { rows += len(found); return nil })
			if err != nil || rows != min(tick, 1) {
				t.Errorf("as of %d, %d are found: %v", tick, rows, err)
			}
			types, err := p.Types(t.Context())
			refs, also := p.Referrers(t.Context(), replica.ReferrersQuery{To: "http://test.example.org/none"})
			if err != nil || also != nil || len(types) != 0 || refs.Total != 0 {
				t.Errorf("as of %d there is %v, %v, %v, %v", tick, types, refs, err, also)
			}
			n := 0
			_, err = p.Transact(t.Context(), []byte(`{"@select":"?n","@where":{"@id":"fred","n":"?n"}}`), func(json.RawMessage) error { n++; return nil })
			if err != nil || n != tick {
				t.Errorf("as of %d, %d results: %v", tick, n, err)
			}
		}
	}
	if _, err := views[1].Transact(t.Context(), []byte(`{"@id":"fred","n":1}`), nil); err == nil || !strings.Contains(err.Error(), "the past cannot be written to") {
		t.Errorf("the past takes a change: %v", err)
	}
	if _, err := c.AsOf(t.Context(), replica.Moment{Tick: 99}); err == nil || errors.Is(err, owner.ErrGone) {
		t.Errorf("the future is %v", err)
	}
}
