package list

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"
)

var sites = rapid.SampledFrom([]string{"a", "b", "zz", "clone1", "é", "\uffee", "😀", "", "a-site-of-sixteen", "0", "z"})

// However a list grows, positions are between their neighbours.
func TestBetweenIsBetween(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []Position
		// Growing at one place is what makes positions deep.
		mode := rapid.SampledFrom([]string{"anywhere", "head", "tail", "second"}).Draw(t, "mode")
		for range rapid.IntRange(1, 60).Draw(t, "edits") {
			at := rapid.IntRange(0, len(list)).Draw(t, "at")
			switch mode {
			case "head":
				at = 0
			case "tail":
				at = len(list)
			case "second":
				at = min(1, len(list))
			}
			count := rapid.SampledFrom([]int{1, 1, 1, 2, 3, 40}).Draw(t, "count")
			var lower, upper Position
			if at > 0 {
				lower = list[at-1]
			}
			if at < len(list) {
				upper = list[at]
			}
			found, err := Between(lower, upper, NewSite(sites.Draw(t, "site")), count)
			if err != nil {
				t.Fatal(err)
			}
			checkBetween(t, lower, upper, count, found)
			list = slices.Insert(list, at, found...)
			if len(list) > 0 && rapid.Bool().Draw(t, "remove") {
				i := rapid.IntRange(0, len(list)-1).Draw(t, "removed")
				list = slices.Delete(list, i, i+1)
			}
		}
	})
}

// Positions that two clones choose at one place, each without knowing, leave room
// between and around them.
func TestPositionsOfOthersLeaveRoom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []Position
		for _, site := range []string{"one", "two", sites.Draw(t, "site")} {
			found, err := Between(Position{}, Position{}, NewSite(site), rapid.IntRange(1, 50).Draw(t, "count"))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, found...)
		}
		slices.SortFunc(all, func(a, b Position) int { return Compare(a.text, b.text) })
		all = slices.CompactFunc(all, func(a, b Position) bool { return a.text == b.text })
		for i := 1; i < len(all); i++ {
			count := rapid.IntRange(1, 5).Draw(t, "count between")
			found, err := Between(all[i-1], all[i], NewSite(sites.Draw(t, "site between")), count)
			if err != nil {
				t.Fatal(err)
			}
			checkBetween(t, all[i-1], all[i], count, found)
		}
	})
}

func TestLongListsStayShort(t *testing.T) {
	const many = 5000
	for name, head := range map[string]bool{"head": true, "tail": false} {
		var p Position
		longest := 0
		for range many {
			lower, upper := p, Position{}
			if head {
				lower, upper = upper, lower
			}
			found, err := Between(lower, upper, NewSite("site"), 1)
			if err != nil {
				t.Fatal(err)
			}
			p = found[0]
			longest = max(longest, len(p.String()))
		}
		if longest > 1000 {
			t.Errorf("a list that grew %d times at its %s has positions of %d bytes", many, name, longest)
		}
	}
	positions, err := Between(Position{}, Position{}, NewSite("site"), 100_000)
	if err != nil || len(positions) != 100_000 {
		t.Fatalf("%d positions, %v", len(positions), err)
	}
	checkBetween(t, Position{}, Position{}, len(positions), positions)
}

func TestCompareIsByUTF16(t *testing.T) {
	text := rapid.StringOfN(rapid.RuneFrom([]rune{'a', 'b', 'é', 'ê', '\ud7ff', '\ue000', '\uffee', '𐀀', '😀', '😁'}), 0, 4, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b := text.Draw(t, "a"), text.Draw(t, "b")
		want := slices.Compare(utf16.Encode([]rune(a)), utf16.Encode([]rune(b)))
		if got := Compare(a, b); sign(got) != want {
			t.Fatalf("Compare(%q, %q) = %d, want %d", a, b, got, want)
		}
	})
}

func sign(n int) int {
	switch {
	case n < 0:
		return -1
	case n > 0:
		return 1
	}
	return 0
}

func TestSites(t *testing.T) {
	for id, want := range map[string]Site{
		"":                    "________________",
		"clone1":              "clone1__________",
		"0123456789abcdefghi": "0123456789abcdef",
		"0123456789abcde😀":    "0123456789abcde_", // Half of a character cannot be sent.
		"my <clone>":          "my__clone_______",
	} {
		if got := NewSite(id); got != want {
			t.Errorf("NewSite(%q) = %q, want %q", id, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("3clone1__________")
	f.Add("0clone1__________29clone2__________")
	vectors := readVectors(f)
	for _, v := range vectors.Parse {
		f.Add(v.ID)
	}
	for i, v := range vectors.Between {
		if len(v.Result) > 0 && i%10 == 0 { // They are much alike.
			f.Add(v.Result[len(v.Result)-1])
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := Parse(text)
		if err != nil {
			return
		}
		if newPosition(p.levels).String() != text {
			t.Fatalf("%q is written as %q", text, newPosition(p.levels))
		}
		if len(text) > 2000 {
			return
		}
		for _, bounds := range [][2]Position{{{}, p}, {p, {}}} {
			found, err := Between(bounds[0], bounds[1], NewSite(strings.Repeat("m", 16)), 3)
			if err != nil {
				t.Fatal(err)
			}
			checkBetween(t, bounds[0], bounds[1], 3, found)
		}
	})
}
