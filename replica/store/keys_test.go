package store

import (
	"bytes"
	"cmp"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
)

// TestIDsAreOrderedAsTheirBytes: no id begins as another does, and their order is
// that of their bytes.
func TestIDsAreOrderedAsTheirBytes(t *testing.T) {
	anyID := rapid.Custom(func(t *rapid.T) termID {
		edge := termID(1) << rapid.SampledFrom([]int{0, 7, 14, 21, 28, 35, 60}).Draw(t, "edge")
		return max(1, edge+termID(rapid.IntRange(-2, 300).Draw(t, "off")))
	})
	rapid.Check(t, func(t *rapid.T) {
		a, b := anyID.Draw(t, "a"), anyID.Draw(t, "b")
		x, y := appendID(nil, a), appendID(nil, b)
		if bytes.Compare(x, y) != cmp.Compare(a, b) {
			t.Fatalf("%d and %d are written %x and %x", a, b, x, y)
		}
		if a != b && bytes.HasPrefix(x, y) {
			t.Fatalf("%d begins as %d", a, b)
		}
		i := ids{a, b, anyID.Draw(t, "c")}
		for name, back := range map[string]ids{"SPO": readSPO(i.spo()), "POS": ofPOS(i.inPOS()), "OSP": ofOSP(i.inOSP())} {
			if back != i {
				t.Fatalf("%v is read as %v from %s", i, back, name)
			}
		}
		if cut := i.spo()[:len(i.spo())-1]; readSPO(cut).isWhole() {
			t.Fatalf("%x is taken for a triple", cut)
		}
	})
}

// TestIRIsKeepTheirOrder: in lists, IRIs under the domain's base lack it, and are
// still where they belong.
func TestIRIsKeepTheirOrder(t *testing.T) {
	s := &Store{domain: domain}
	base := domain.Base()
	iris := []model.IRI{
		base, base + "a", base + "#p", base + ".well-known/genid/1", base[:len(base)-1], base + "\u00e9", "http://a/", "http://z/",
		"urn:x", "http:", "zzz", "",
	}
	byIRI := func(a, b model.IRI) int { return bytes.Compare(s.iriKey(nil, a), s.iriKey(nil, b)) }
	sorted := slices.Sorted(slices.Values(iris))
	if !slices.IsSortedFunc(sorted, byIRI) {
		t.Errorf("the keys of %q are not in order", sorted)
	}
	for _, iri := range iris {
		if got := s.readIRI(s.iriKey(nil, iri)); got != iri {
			t.Errorf("%q is read as %q", iri, got)
		}
	}
}

// TestThreesAreSorted, be their ids narrow or not.
func TestThreesAreSorted(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		most := rapid.SampledFrom([]uint64{3, 1<<narrow - 1, 1 << narrow, 1 << 40}).Draw(t, "most")
		id := rapid.Custom(func(t *rapid.T) termID { return termID(rapid.Uint64Range(1, most).Draw(t, "id")) })
		all := rapid.SliceOf(rapid.Custom(func(t *rapid.T) three {
			return three{id.Draw(t, "a"), id.Draw(t, "b"), id.Draw(t, "c")}
		})).Draw(t, "all")
		want := slices.Clone(all)
		slices.SortFunc(want, three.compare)
		if sortThrees(all); !slices.Equal(all, want) {
			t.Fatalf("%v is not sorted as %v", all, want)
		}
	})
}
