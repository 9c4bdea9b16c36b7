package clock_test

import (
	"encoding/json"
	"testing"

	"github.com/m-ld/mld-tui/replica/clock"
)

func treeOf(t *testing.T, text string) clock.Tree {
	t.Helper()
	tree, err := clock.TreeFromValue(fromText(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func globalOf(t *testing.T, text string) clock.Global {
	t.Helper()
	g, err := clock.GlobalFromValue(fromText(t, text))
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func fromText(t *testing.T, text string) (v any) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

func TestFit(t *testing.T) {
	for _, c := range []struct {
		name, time, gwc, want string
		known                 uint64
	}{
		{"an unforked clock", `[7]`, `[3, "c"]`, `[7]`, 3},
		{"a fork at the latest tick", `[5, [2], 0]`, `[5, "c"]`, `[5, [2], 0]`, 5},
		{"a fork that is known", `[5, [2], 3]`, `[5, [[1, "a"], [3, "b"]]]`, `[5, [2], 3]`, 6},
		{"the left side of a fork at a voided tick", `[5, [2], 3]`, `[4, "c"]`, `[7]`, 4},
		{"the left side of two", `[5, [1, [2], 1], 3]`, `[4, "c"]`, `[8]`, 4},
		{"the right side", `[5, 1, [2]]`, `[4, "c"]`, ``, 4},
		{"the left side of a right one", `[5, 1, [2, [3], 0]]`, `[4, "c"]`, ``, 4},
		{"deeper down", `[1, [5, [2], 0], 4]`, `[1, [[4, "a"], [4, "b"]]]`, `[1, [7], 4]`, 5},
		{"deeper down, on the right", `[1, 4, [5, 0, [2]]]`, `[1, [[4, "a"], [4, "b"]]]`, ``, 5},
		{"a later fork at a voided tick", `[5, [3, [2], 0], 0]`, `[5, "c"]`, `[5, [5], 0]`, 5},
		{"where the process went on, unforked", `[5, 0, [2]]`, `[9, "c"]`, ``, 5},
	} {
		got, ok := treeOf(t, c.time).Fit(globalOf(t, c.gwc))
		if ok != (c.want != "") || ok && !got.Equal(treeOf(t, c.want)) {
			t.Errorf("%s: %x, %t; want %s", c.name, got.AppendMsgPack(nil), ok, c.want)
		}
		if known := treeOf(t, c.time).KnownTo(globalOf(t, c.gwc)); known != c.known {
			t.Errorf("%s: known to %d, not %d", c.name, known, c.known)
		}
	}
}

func TestIsPassedBy(t *testing.T) {
	for _, c := range []struct {
		time, other string
		want        bool
	}{
		{`[7]`, `[9]`, false},
		{`[5, 1, [2]]`, `[5]`, false},
		{`[5, 1, [2]]`, `[3]`, false},
		{`[5, 1, [2]]`, `[9]`, true},
		{`[5, 1, [2]]`, `[3, 0, [2]]`, true},
		{`[5, 1, [2]]`, `[5, [4], 7]`, false},
		{`[5, 1, [2, [3], 0]]`, `[5, [4], 7]`, true},
		{`[5, [1, [3], 0], 2]`, `[5, [1, 3, 0], [9]]`, false},
	} {
		if got := treeOf(t, c.time).IsPassedBy(treeOf(t, c.other)); got != c.want {
			t.Errorf("%s by %s: %t", c.time, c.other, got)
		}
	}
}

func TestOver(t *testing.T) {
	for _, c := range []struct{ time, gwc, want string }{
		{`[7]`, `[3, "c"]`, `[7]`},
		{`[5, [2], 9]`, `[5, "c"]`, `[5, [2], 0]`},
		{`[5, 9, [3, [2], 7]]`, `[5, [[1, [[1, "a"], [2, "b"]]], [3, [[1, "c"], [4, "d"]]]]]`, `[5, [1, 1, 2], [3, [2], 4]]`},
	} {
		if got := treeOf(t, c.time).Over(globalOf(t, c.gwc)); !got.Equal(treeOf(t, c.want)) {
			t.Errorf("%s over %s: %x, not %s", c.time, c.gwc, got.AppendMsgPack(nil), c.want)
		}
	}
}

func TestSame(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{`[1, "a"]`, `[1, "a"]`, true},
		{`[1, [[0, "a"], [0, "a"]]]`, `[1, "a"]`, true},
		{`[1, "a"]`, `[1, [[0, [[0, "a"], [0, "a"]]], [0, "a"]]]`, true},
		{`[1, [[0, "a"], [1, "b"]]]`, `[1, "a"]`, false},
		{`[1, [[0, "a"], [0, "!blocked!"]]]`, `[1, "a"]`, false},
		{`[1, "a"]`, `[1, "b"]`, false},
	} {
		if got := globalOf(t, c.a).Same(globalOf(t, c.b)); got != c.want {
			t.Errorf("%s and %s: %t", c.a, c.b, got)
		}
	}
}

func TestAhead(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{`[1, "a"]`, `[1, "a"]`, 0},
		{`[2, "a"]`, `[1, "b"]`, 1},
		{`[1, [[2, "a"], [3, "b"]]]`, `[1, [[1, "c"], [9, "d"]]]`, 1},
		{`[1, [[2, "a"], [3, "b"]]]`, `[1, "c"]`, 2},
		{`[1, [[0, "c"], [3, [[0, "b"], [1, "d"]]]]]`, `[1, "c"]`, 2},
		{`[1, "c"]`, `[1, [[2, "a"], [3, "b"]]]`, 0},
	} {
		if got := globalOf(t, c.a).Ahead(globalOf(t, c.b)); got != c.want {
			t.Errorf("%s is ahead of %s in %d", c.a, c.b, got)
		}
	}
}

func TestAnyUnblockedLt(t *testing.T) {
	for _, c := range []struct {
		time, gwc string
		want      bool
	}{
		{`[1, [2], 3]`, `[1, [[2, "a"], [3, "b"]]]`, false},
		{`[1, [2], 3]`, `[1, [[2, "a"], [4, "b"]]]`, true},
		{`[1, [2], 3]`, `[1, [[2, "a"], [4, "!blocked!"]]]`, false},
		{`[1, [2], 3]`, `[1, [[2, "a"], [0, [[4, "!blocked!"], [4, "b"]]]]]`, true},
		{`[1, [2], 3]`, `[1, [[3, "a"], [4, "!blocked!"]]]`, true},
	} {
		if got := treeOf(t, c.time).AnyUnblockedLt(globalOf(t, c.gwc)); got != c.want {
			t.Errorf("%s and %s: %t", c.time, c.gwc, got)
		}
	}
}
