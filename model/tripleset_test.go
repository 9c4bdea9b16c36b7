package model_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/m-ld/mld-tui/model"
)

// TestTripleSet compares the set with a list, in which each is looked for.
func TestTripleSet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		triple := rapid.Custom(func(t *rapid.T) model.Triple {
			some := func(name string) string { return rapid.StringMatching("[a-d]{1,2}").Draw(t, name) }
			o := model.String(some("o"))
			switch rapid.IntRange(0, 3).Draw(t, "kind") {
			case 0:
				o = model.Ref(model.IRI(some("o")))
			case 1:
				o.Datatype = model.XSDInteger
			case 2:
				o.Data = some("data")
			}
			return model.Triple{S: model.IRI(some("s")), P: model.IRI(some("p")), O: o}
		})
		var set model.TripleSet
		var list []model.Triple
		at := func(t model.Triple) int {
			t.O.Data = ""
			return slices.IndexFunc(list, func(u model.Triple) bool {
				u.O.Data = ""
				return t == u
			})
		}
		if start := rapid.SliceOfNDistinct(triple, 9, 16, func(t model.Triple) model.Triple { t.O.Data = ""; return t }).Draw(t, "start"); rapid.Bool().Draw(t, "take") {
			slices.SortFunc(start, model.Triple.Compare)
			if !set.Take(start) {
				t.Fatalf("the set does not take %v", start)
			}
			list = slices.Clone(start)
		}
		given, were := set.All(), slices.Clone(list)
		for range rapid.IntRange(0, 60).Draw(t, "steps") {
			one := triple.Draw(t, "triple")
			i := at(one)
			switch rapid.IntRange(0, 6).Draw(t, "what") {
			case 3:
				several := rapid.SliceOfN(triple, 0, 30).Draw(t, "several")
				slices.SortStableFunc(several, model.Triple.Compare)
				if set.Take(several) {
					if len(list) > 0 {
						t.Fatalf("a set of %v takes %v", list, several)
					}
					list = slices.Clone(several)
				}
			case 0:
				if set.Remove(one) != (i >= 0) {
					t.Fatalf("%v is removed, though it is at %d", one, i)
				}
				if i >= 0 {
					list = slices.Delete(list, i, i+1)
				}
			case 1:
				set.Grow(rapid.IntRange(0, 20).Draw(t, "room"))
			case 2:
				given, were = set.All(), slices.Clone(list)
			default:
				_, added := set.Add(one)
				if added != (i < 0) {
					t.Fatalf("%v is added: %t, though it is at %d", one, added, i)
				}
				if added {
					list = append(list, one)
				}
			}
			if !slices.Equal(set.All(), list) || set.Len() != len(list) || set.Has(one) != (at(one) >= 0) {
				t.Fatalf("the set has %v, and not %v", set.All(), list)
			}
			if !slices.Equal(given, were) {
				t.Fatalf("what was given has become %v", given)
			}
		}
	})
}
