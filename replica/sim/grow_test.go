package sim

import "testing"

// TestGrowth: a domain grows with its clones as the note on growth says (bench/GROWTH.md).
func TestGrowth(t *testing.T) {
	t.Parallel()
	for _, clones := range []int{5, 25} {
		g, err := Grow(t.TempDir(), clones, 20)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("%+v", g)
		between := func(what string, is, least, most int) {
			if is < least || is > most {
				t.Errorf("with %d clones %s has %d bytes, not between %d and %d", clones, what, is, least, most)
			}
		}
		between("a clock", g.Clock, 3*clones, 7*clones)
		between("a global clock", g.Global, 25*clones, 45*clones)
		between("an edit", g.Message, 110+3*clones, 140+7*clones)
		between("its entry in the journal", g.Entry, 110+3*clones, 180+7*clones)
		between("the state record", g.State, 25*clones, 90*clones)
	}
}
