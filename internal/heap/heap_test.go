package heap

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestPercent(t *testing.T) {
	for live, want := range map[uint64]int{
		0: 2200, 4 << 20: 2200, 5 << 20: 1760, 16 << 20: 550, 20 << 20: 440, 32 << 20: 270, 60 << 20: 140, 88 << 20: 100, 1 << 40: 100,
	} {
		if got := percent(live); got != want {
			t.Errorf("%d bytes in use: %d, not %d", live, got, want)
		}
	}
}

// TestSpend follows what is in use.
func TestSpend(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(100)
	defer debug.SetGCPercent(before)
	// It is only looked at: to set it for a moment could undo what is set meanwhile.
	now := func() int {
		percent := []metrics.Sample{{Name: "/gc/gogc:percent"}}
		metrics.Read(percent)
		return int(percent[0].Value.Uint64())
	}
	await := func(want int) {
		t.Helper()
		for end := time.Now().Add(time.Minute); now() != want; runtime.GC() {
			if time.Now().After(end) {
				t.Fatalf("it is %d, not %d", now(), want)
			}
		}
	}
	Spend()
	await(most)
	much := make([]byte, 200<<20)
	await(least)
	runtime.KeepAlive(much)
	await(most)
}
