package replica

import (
	"fmt"
	"maps"
	"testing"
	"time"

	"github.com/m-ld/mld-tui/model"
)

// TestUndoOfALargeChange: undo and redo of one large change, again and again, do not
// take longer each time, nor time that grows with its square.
func TestUndoOfALargeChange(t *testing.T) {
	r := openNew(t)
	var triples []model.Triple
	for i := range 4000 {
		triples = append(triples, triple(fmt.Sprint("s", i/8), fmt.Sprint("p", i%8), fmt.Sprint(i)))
	}
	patch(t, r, nil, triples)
	whole := stateOf(t, r)
	var took []time.Duration
	for range 6 {
		for _, do := range []func() (Undone, error){
			func() (Undone, error) { return r.Undo(t.Context()) }, func() (Undone, error) { return r.Redo(t.Context()) },
		} {
			start := time.Now()
			if u, err := do(); err != nil || len(u.Left) > 0 {
				t.Fatalf("left %v, %v", u.Left, err)
			}
			took = append(took, time.Since(start))
		}
		if !maps.Equal(stateOf(t, r), whole) {
			t.Fatal("it is not what it was")
		}
	}
	t.Logf("undo and redo took %v", took)
}
