package engine

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/operation"
)

// guests are operations of two processes, that wait for each other now and then, and all
// for a third: in an order in which they can be applied.
func guests(t *testing.T, n int) (payloads [][]byte, last []any) {
	t.Helper()
	third := []any{2.0, []any{[]any{0.0, 0.0}, []any{1.0}}}
	payloads = append(payloads, guestOperation(t, third, 0, func(op *operation.Operation) {
		op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{named("third")})
	}))
	var ticks, known [2]float64
	rng := rand.New(rand.NewPCG(1, 2))
	for k := range n {
		who := rng.IntN(2)
		prev := ticks[who]
		if ticks[who]++; rng.IntN(5) == 0 && known[who] < ticks[1-who] {
			known[who] = ticks[1-who]
			ticks[who]++ // What has other causes does not follow directly.
		}
		sides := []any{nil, nil}
		sides[who], sides[1-who] = []any{ticks[who]}, known[who]
		payloads = append(payloads, guestOperation(t, []any{2.0, []any{sides, 1.0}}, uint64(prev), func(op *operation.Operation) {
			op.Inserts = operation.Plain(op.Time.TID(), []model.Triple{named(fmt.Sprint("guest", k))})
		}))
	}
	return payloads, []any{2.0, []any{[]any{ticks[0], ticks[1]}, []any{1.0}}}
}

// TestWhatWaitsIsTakenInStepsAndOnce has thousands of operations come before what they
// wait for, in three orders: all are applied, in events of a bounded number, and the work
// to find which is next does not grow with how many wait.
func TestWhatWaitsIsTakenInStepsAndOnce(t *testing.T) {
	const n = 3_000
	payloads, last := guests(t, n)
	want, err := clock.TreeFromValue(last)
	if err != nil {
		t.Fatal(err)
	}
	reverse := make([]int, 0, n)
	for i := n; i > 0; i-- {
		reverse = append(reverse, i)
	}
	forwards := make([]int, 0, n)
	for i := range n {
		forwards = append(forwards, i+1)
	}
	shuffled := make([]int, 0, n)
	for _, i := range rand.New(rand.NewPCG(3, 4)).Perm(n) {
		shuffled = append(shuffled, i+1)
	}
	for name, order := range map[string][]int{"backwards": reverse, "forwards": forwards, "in any order": shuffled} {
		t.Run(name, func(t *testing.T) {
			v := newVictim(t)
			for _, i := range order {
				v.do(Operation{Payload: payloads[i]})
			}
			if got := v.intake.buffer.len(); got != n {
				t.Fatalf("%d wait, not %d", got, n)
			}
			v.intake.buffer.looks = 0
			most := 0
			step := func(ev Event) {
				before := v.intake.buffer.len()
				v.do(ev)
				most = max(most, before-v.intake.buffer.len())
			}
			for step(Operation{Payload: payloads[0]}); v.intake.next != 0; {
				step(Timer{Token: v.intake.next})
			}
			if now, _ := v.Time(); now.AnyNonIDLt(want) || v.intake.buffer.len() > 0 {
				t.Errorf("%d wait still", v.intake.buffer.len())
			}
			if most > maxReleased {
				t.Errorf("%d were applied in one event", most)
			}
			if looks := v.intake.buffer.looks; looks > 4*n {
				t.Errorf("they were looked at %d times", looks)
			}
		})
	}
}
