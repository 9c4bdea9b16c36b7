package find_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/model/find"
)

func TestWords(t *testing.T) {
	for text, want := range map[string]string{
		"Fred Flintstone":     "fred flintstone",
		"birthPlace":          "birth place",
		"person/noor-2":       "person noor 2",
		"Stanisław LEM":       "stanislaw lem",
		"Zoë Åström, Straße":  "zoe astrom strasse",
		"東京 2020年":            "東 京 2020 年",
		"  … — !":             "",
		"HTTP":                "http",
		"ﬁne":                 "fine",
		"naïve café":          "naive cafe",
		"don't":               "don t",
		"\xff\xfebroken\xffx": "broken x",
	} {
		got := strings.Join(slices.Collect(find.Words(text)), " ")
		if got != want {
			t.Errorf("the words of %q are %q, not %q", text, got, want)
		}
	}
	for w := range find.Words(strings.Repeat("ż漢a", 100)) {
		if len(w) > find.MaxWord {
			t.Errorf("a word has %d bytes", len(w))
		}
	}
	for range find.Words("one two three") {
		break // it may be left
	}
}

func TestMatch(t *testing.T) {
	for _, c := range []struct {
		pattern, text, marked string
	}{
		{"", "anything", ""},
		{"flint", "Fred Flintstone", "Flint"},
		{"ff", "Fred Flintstone", "FF"},
		{"fredflint", "Fred Flintstone", "FredFlint"},
		{"nsub", "add a new subject", "nsub"},
		{"lem", "Stanisław Lem", "Lem"},
		{"sław", "Stanislaw", "slaw"},
	} {
		_, at, ok := find.Match(c.pattern, c.text)
		marked := ""
		for _, i := range at {
			marked += string([]rune(c.text[i:])[0])
		}
		if !ok || marked != c.marked {
			t.Errorf("%q in %q is %q, %t; not %q", c.pattern, c.text, marked, ok, c.marked)
		}
	}
	for _, none := range [][2]string{{"xyz", "Fred"}, {"derf", "Fred"}, {"fredd", "Fred"}} {
		if _, _, ok := find.Match(none[0], none[1]); ok {
			t.Errorf("%q matches %q", none[0], none[1])
		}
	}
	better := func(pattern, a, b string) {
		t.Helper()
		x, _, _ := find.Match(pattern, a)
		y, _, _ := find.Match(pattern, b)
		if x <= y {
			t.Errorf("for %q, %q is worth %d and %q %d", pattern, a, x, b, y)
		}
	}
	better("del", "delete the subject", "leave the model")
	better("sub", "subject", "show all but this")
	better("help", "help", "help with many other words behind it")
}

func FuzzMatch(f *testing.F) {
	for _, c := range [][2]string{
		{"ab", "a b"},
		{"flnt", "Flintstone, Fred"},
		{"été", "ETE e\u0301te\u0301"},
		{"ß", "STRASSE straße"},
		{"ﬁ", "fi ﬁ İi"},
		{"日本", "日本語 にほん"},
		{"", "x"},
		{"x", ""},
		{"\xff", "a\xffb"},
		{"a b", strings.Repeat("word", 40) + " a_b-c.d/e@f"},
		{"1", "1963-07-03 12,5 ½"},
	} {
		f.Add(c[0], c[1])
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		_, at, _ := find.Match(pattern, text)
		for _, i := range at {
			if i < 0 || i >= len(text) {
				t.Fatalf("%q in %q is at %v", pattern, text, at)
			}
		}
		for w := range find.Words(text) {
			if len(w) > find.MaxWord {
				t.Fatalf("a word of %q is %q", text, w)
			}
		}
	})
}

func TestNear(t *testing.T) {
	for _, c := range []struct {
		typed, word string
		want        find.Nearness
	}{
		{"fred", "fred", find.Same},
		{"fre", "fred", find.Begins},
		{"stone", "flintstone", find.Inside},
		{"e", "fred", find.Far}, // a letter alone begins words
		{"flnt", "flintstone", find.Like},
		{"flitn", "flintstone", find.Like},
		{"flimt", "flintstone", find.Like},
		{"fliint", "flintstone", find.Like},
		{"ferd", "fred", find.Like},
		{"freed", "fred", find.Like},
		{"fx", "fred", find.Far},
		{"derf", "fred", find.Far},
		{"barney", "betty", find.Far},
		{"fredd", "fred", find.Like},
	} {
		if got := find.Near(c.typed, c.word); got != c.want {
			t.Errorf("%q is to %q as %d, not %d", c.typed, c.word, got, c.want)
		}
	}
}

func TestSortKey(t *testing.T) {
	names := []string{"", "★ here", "7 dwarfs", "Été 1", "ete 2", "ETE 02b", "été 10", "ete 100 x", "éteins", "Zebra"}
	if !slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(find.SortKey(a), find.SortKey(b)) }) {
		for _, n := range names {
			t.Errorf("%q is ordered by %q", n, find.SortKey(n))
		}
	}
}

func TestScattered(t *testing.T) {
	for _, c := range []struct {
		letters, name string
		spread        int
	}{
		{"summeet", "summer meeting", 11},
		{"lhod", "the left hand of darkness", 14},
		{"bookdis", "book/dispossessed", 8},
		{"authorleg", "author/Le-Guin", 11},
		{"dob", "dateOfBirth", 7},
		{"tom", "the old story of tom", 3},
		{"ummeet", "summer meeting", 0},
		{"meetsum", "summer meeting", 0},
		{"gt", "goes on and on and on, but", 0},
		{"", "anything", 0},
		{"a", "", 0},
	} {
		if got, ok := find.Scattered(c.letters, c.name); ok != (c.spread > 0) || ok && got != c.spread {
			t.Errorf("%q is in %q over %d bytes, %t; not over %d", c.letters, c.name, got, ok, c.spread)
		}
	}
}
