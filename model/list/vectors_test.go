package list

import (
	"encoding/json"
	"os"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// vectors are what was recorded from the reference engine; see the README beside
// them.
type vectors struct {
	Between []struct {
		Lower, Upper *string
		Site         string
		Count        int
		Result       []string
		Fault        any
	}
	Parse []struct {
		ID     string
		Error  bool
		Result [][]any
	}
}

func readVectors(t testing.TB) (v vectors) {
	t.Helper()
	data, err := os.ReadFile("../../replica/testdata/vectors/lists.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(data, &v); err != nil {
		t.Fatal(err)
	}
	if len(v.Between) == 0 || len(v.Parse) == 0 {
		t.Fatal("there are no vectors")
	}
	return v
}

func position(t *testing.T, text *string) Position {
	t.Helper()
	if text == nil {
		return Position{}
	}
	p, err := Parse(*text)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPositionsAsTheReference(t *testing.T) {
	for i, v := range readVectors(t).Between {
		lower, upper := position(t, v.Lower), position(t, v.Upper)
		if !lower.IsZero() && !upper.IsZero() && Compare(lower.String(), upper.String()) >= 0 {
			if _, err := Between(lower, upper, NewSite(v.Site), v.Count); err == nil {
				t.Errorf("%d: %s is before %s", i, lower, upper)
			}
			if lower.String() == upper.String() || v.Count > 1 {
				continue // The reference forgets how many were asked for.
			}
			lower, upper = upper, lower // As the reference does.
		}
		found, err := Between(lower, upper, NewSite(v.Site), v.Count)
		if err != nil {
			t.Errorf("%d: %v", i, err)
			continue
		}
		checkBetween(t, lower, upper, v.Count, found)
		deep := slices.ContainsFunc(found, func(p Position) bool { return len(p.levels) > reach })
		if v.Fault != nil || deep {
			continue
		}
		texts := make([]string, len(found))
		for i, p := range found {
			texts[i] = p.String()
		}
		if diff := cmp.Diff(v.Result, texts); diff != "" {
			t.Errorf("%d: between %s and %s for %q: (-reference +ours)\n%s", i, lower, upper, v.Site, diff)
		}
	}
}

// checkBetween looks whether positions are what was asked for.
func checkBetween(t interface {
	Helper()
	Errorf(string, ...any)
}, lower, upper Position, count int, found []Position,
) {
	t.Helper()
	if len(found) != count {
		t.Errorf("%d positions, want %d", len(found), count)
	}
	before := lower
	for _, p := range append(slices.Clip(found), upper) {
		if !before.IsZero() && !p.IsZero() && Compare(before.String(), p.String()) >= 0 {
			t.Errorf("%s is not before %s", before, p)
		}
		before = p
	}
	for _, p := range found {
		if again, err := Parse(p.String()); err != nil || !slices.EqualFunc(again.levels, p.levels, level.same) {
			t.Errorf("%s is read as %v, %v", p, again, err)
		}
	}
}

func TestParseAsTheReference(t *testing.T) {
	// What the reference reads in spite of its form.
	loose := []string{"Aa_______________", "1a_______________ 1b_______________", "1a_______________1 b_______________"}
	for _, v := range readVectors(t).Parse {
		p, err := Parse(v.ID)
		if v.Error || slices.Contains(loose, v.ID) {
			if err == nil {
				t.Errorf("%q was read as %v", v.ID, p)
			}
			continue
		}
		if err != nil {
			t.Error(err)
			continue
		}
		var levels [][]any
		for _, l := range p.levels {
			levels = append(levels, []any{float64(l.number.Int64()), l.site})
		}
		if diff := cmp.Diff(v.Result, levels); diff != "" {
			t.Errorf("%q: %s", v.ID, diff)
		}
	}
}
