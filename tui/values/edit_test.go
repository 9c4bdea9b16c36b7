package values_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jrql"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/model/modeltest"
	"github.com/m-ld/mld-tui/tui/values"
)

func TestStep(t *testing.T) {
	now := time.Date(2025, 3, 14, 12, 30, 0, 0, time.UTC)
	for _, test := range []struct {
		typed string
		kind  values.Kind
		at    int
		by    int
		want  string
	}{
		{"41", values.Integer, 0, 1, "42"},
		{"0", values.Integer, 0, -1, "-1"},
		{"", values.Integer, 0, 1, "1"},
		{"-0.50", values.Number, 0, 1, "0.50"},
		{"6.5", values.Number, 0, -1, "5.5"},
		{"2024-02-29", values.Date, 0, 1, "2025-02-28"},
		{"2025-01-31", values.Date, 6, 1, "2025-02-28"},
		{"2025-12-31", values.Date, 10, 1, "2026-01-01"},
		{"", values.Date, 0, 1, "2025-03-14"},
		{"23:59", values.Time, 5, 1, "00:00"},
		{"18:30:15", values.Time, 7, -1, "18:30:14"},
		{"18:30:15", values.Time, 8, -1, "18:29:15"},
		{"2025-12-31T23:30:00.5+02:00", values.DateTime, 12, 1, "2026-01-01T00:30:00.5+02:00"},
		{"2025-12-31T23:30:00Z", values.DateTime, 20, 1, "2025-12-31T23:31:00Z"},
		{"2025-12-31 23:30", values.DateTime, 16, -1, "2025-12-31 23:29"},
		{"", values.DateTime, 0, 1, "2025-03-14 12:30Z"},
	} {
		got, at, ok := values.Step(test.typed, test.kind, test.at, test.by, now)
		if !ok || got != test.want || at < 0 || at > len(got) {
			t.Errorf("%q steps to %q, %t, with the cursor at %d; not to %q", test.typed, got, ok, at, test.want)
		}
	}
	for _, typed := range []string{"2025-02-30", "soon", "2025-1-1", "1e5", "9007199254740993", "9999-12-31"} {
		for _, k := range []values.Kind{values.Date, values.Number, values.String, values.Boolean} {
			if got, _, ok := values.Step(typed, k, 10, 1, now); ok {
				t.Errorf("%q as %s steps to %q", typed, k.Name(), got)
			}
		}
	}
}

// What day words mean, on a Friday.
func TestWords(t *testing.T) {
	now := time.Date(2025, 3, 14, 12, 30, 0, 0, time.UTC)
	for _, test := range []struct {
		typed string
		kind  values.Kind
		want  string
	}{
		{"Today", values.Date, "2025-03-14"},
		{"yesterday 9:00", values.DateTime, "2025-03-13 09:00"},
		{"tomorrow 18:30z", values.DateTime, "2025-03-15 18:30Z"},
		{"tomorrow 9am", values.DateTime, "2025-03-15 09:00"},
		{"tomorrow at noon", values.DateTime, "2025-03-15 at noon"},
		{"2025-12-31 9:05", values.DateTime, "2025-12-31 09:05"},
		{"2025-12-31T9:05:30", values.DateTime, "2025-12-31 09:05:30"},
		{"2025-12-31 13 pm", values.DateTime, "2025-12-31 13 pm"},
		{"9:05", values.Time, "09:05"},
		{"12:30 a.m.", values.Time, "00:30"},
		{"12 PM", values.Time, "12:00"},
		{"11:59 pm", values.Time, "23:59"},
		{"9", values.Time, "9"},
		{"9:05", values.String, "9:05"},
		{"next friday", values.Date, "2025-03-21"},
		{"friday", values.Date, "2025-03-21"},
		{"last friday", values.Date, "2025-03-07"},
		{"next thu", values.Date, "2025-03-20"},
		{"last Thursday", values.Date, "2025-03-13"},
		{"saturday 18:30", values.DateTime, "2025-03-15 18:30"},
		{"friday", values.DateTime, "friday"},
		{"friday 18:30", values.Date, "friday 18:30"},
		{"next week", values.Date, "next week"},
		{"next", values.Date, "next"},
		{"friday", values.String, "friday"},
		{"now", values.Time, "12:30"},
	} {
		if got := values.Word(test.typed, test.kind, now); got != test.want {
			t.Errorf("%q as %s means %q, not %q", test.typed, test.kind.Name(), got, test.want)
		}
	}
}

// Whatever is stepped is still a value.
func TestStepsAreValues(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		moment := time.Unix(rapid.Int64Range(-1e10, 1e11).Draw(t, "moment"), 0).UTC()
		k := rapid.SampledFrom([]values.Kind{values.Date, values.Time, values.DateTime}).Draw(t, "kind")
		s := values.Now(k, moment)
		for range rapid.IntRange(1, 10).Draw(t, "steps") {
			at := rapid.IntRange(0, len(s)).Draw(t, "at")
			by := rapid.SampledFrom([]int{-1, 1}).Draw(t, "by")
			next, _, ok := values.Step(s, k, at, by, moment)
			if !ok {
				t.Fatalf("%q cannot be stepped at %d", s, at)
			}
			if _, err := values.Parse(next, k, "", "", names); err != nil {
				t.Fatalf("%q steps to %q: %v", s, next, err)
			}
			s = next
		}
	})
}

func TestTimes(t *testing.T) {
	for typed, want := range map[string]string{"09:30": "09:30:00", "18:30:15": "18:30:15", "23:59Z": "23:59:00Z"} {
		if got, err := values.Parse(typed, values.Time, "", "", names); err != nil || got.Value != want {
			t.Errorf("%q is read as %v, %v", typed, got, err)
		}
	}
	for _, bad := range []string{"9:30", "24:30", "noon", "1830"} {
		if got, err := values.Parse(bad, values.Time, "", "", names); err == nil {
			t.Errorf("%q is read as %v", bad, got)
		}
	}
	if got, err := values.Parse("2025-05-01 9:30", values.DateTime, "", "", names); err == nil {
		t.Errorf("an hour of one digit is read as %v", got)
	}
}

// The request that is shown is one that does what is done.
func TestTheRequestDoesIt(t *testing.T) {
	ctx, err := jsonld.New(domain, nil)
	if err != nil {
		t.Fatal(err)
	}
	terms := []model.Term{
		model.String("Fred"), model.String("a \"quoted\"\nline \u2028 日本"), model.Number(42), model.Number(-0.25), model.Boolean(true),
		model.Ref(domain.Base() + "wilma"), model.Ref("http://other.org/x"), model.Literal("2025-01-01", model.XSDDate),
		model.Literal("P1D", model.NSXSD+"duration"),
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(label string) (ts []model.Triple) {
			for range rapid.IntRange(0, 6).Draw(t, label) {
				tr := model.Triple{
					S: domain.Base() + model.IRI(rapid.SampledFrom([]string{"fred", "wilma"}).Draw(t, "s")),
					P: domain.Vocab() + model.IRI(rapid.SampledFrom([]string{"p", "q"}).Draw(t, "p")),
					O: rapid.SampledFrom(terms).Draw(t, "o"),
				}
				if !slices.Contains(ts, tr) {
					ts = append(ts, tr)
				}
			}
			return ts
		}
		want := model.Patch{Deletes: draw("deletes"), Inserts: draw("inserts")}
		want.Deletes = slices.DeleteFunc(want.Deletes, func(t model.Triple) bool { return slices.Contains(want.Inserts, t) })
		if want.IsEmpty() {
			return
		}
		var lines []string
		for _, l := range values.Request(ctx, want, rapid.IntRange(10, 100).Draw(t, "width")) {
			lines = append(lines, l.Text)
		}
		text := strings.Join(lines, "\n")
		request, err := jrql.ParseJSON(ctx, []byte(text))
		if err != nil {
			t.Fatalf("what is shown is no request: %v\n%s", err, text)
		}
		got, err := request.(*jrql.Update).Patch(t.Context(), modeltest.NewMemGraph(want.Deletes...), func() model.IRI { return domain.GenID("new") })
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range [][2][]model.Triple{{got.Deletes, want.Deletes}, {got.Inserts, want.Inserts}} {
			for i := range s {
				slices.SortFunc(s[i], model.Triple.Compare)
			}
			if !slices.Equal(s[0], s[1]) {
				t.Fatalf("the request does %v, not %v:\n%s", s[0], s[1], text)
			}
		}
	})
}
