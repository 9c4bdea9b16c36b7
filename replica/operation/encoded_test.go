package operation

import (
	"regexp"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// TestBlankNodesDiffer: the reference keeps the names of blank nodes when it fuses
// operations, and takes two triples of one name for one.
func TestBlankNodesDiffer(t *testing.T) {
	name := regexp.MustCompile(`_:[-A-Za-z0-9_.]+`)
	seen := make(map[string]int)
	time := clock.Genesis()
	for i := range 3 {
		time = time.Tick()
		o := &Operation{From: time.Ticks(), Time: time, Deletes: Plain("kQE=", []model.Triple{
			{S: "http://test.m-ld.org/a", P: "http://test.m-ld.org/#p", O: model.Integer(1)},
			{S: "http://test.m-ld.org/a", P: "http://test.m-ld.org/#p", O: model.Integer(2)},
		})}
		names := name.FindAllString(string(codec.Encode(o).Packed), -1)
		if len(names) != 2 {
			t.Fatalf("blank nodes %q", names)
		}
		for _, n := range names {
			if j, ok := seen[n]; ok {
				t.Errorf("%q is in the operations %d and %d", n, j, i)
			}
			seen[n] = i
		}
	}
}
