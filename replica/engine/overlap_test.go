package engine

import (
	"runtime"
	"testing"

	"github.com/m-ld/mld-tui/replica/operation"
)

// TestOverlapsAreCounted: two small messages, fusions of very many ticks of a deep
// clock that overlap, are not told apart by hashing each tick; it is counted first.
func TestOverlapsAreCounted(t *testing.T) {
	const ticks, depth = 1 << 15, 900
	at := func(ticks float64) any {
		var v any = []any{ticks}
		for range depth {
			v = []any{v, 0.0}
		}
		return []any{2.0, v}
	}
	v := newVictim(t)
	v.do(Operation{Payload: guestOperation(t, at(ticks), 0, func(o *operation.Operation) { o.From = 1 })})
	overlaps := guestOperation(t, at(ticks+1), 0, func(o *operation.Operation) { o.From = 2 })
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v.do(Operation{Payload: overlaps})
	runtime.ReadMemStats(&after)
	if most := uint64(64 << 20); after.TotalAlloc-before.TotalAlloc > most {
		t.Errorf("%d bytes were allocated for a message of %d", after.TotalAlloc-before.TotalAlloc, len(overlaps))
	}
	if v.Status().Refusals == 0 {
		t.Error("it was not refused")
	}
}
