// Package heap trades some memory for time: Go collects garbage whenever as much was
// allocated as is in use, and a clone that has little in use and writes fast spends a
// third of its time on that.
package heap

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

const (
	// spare is how many bytes of garbage there may be, at least.
	spare = 88 << 20
	// The bounds of the garbage there may be, in percent of what is in use. The lesser is
	// Go's own; the greater makes spare of the 4 MB that Go takes to be in use at least.
	least, most = 100, 2200
)

// Spend lets garbage gather up to about 88 MB, or up to as much as is in use if that is
// more, for the whole process from now on. A setting of GOGC in the environment stays. It
// is to be called once, early.
func Spend() {
	if os.Getenv("GOGC") != "" {
		return
	}
	adjust(&sentinel{})
}

// sentinel is garbage at once, so that each collection tells of itself. It is too large
// to share a place with what stays.
type sentinel struct {
	percent int
	_       [24]byte
}

func adjust(s *sentinel) {
	live := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(live)
	if now := percent(live[0].Value.Uint64()); now != s.percent {
		debug.SetGCPercent(now)
		s.percent = now
	}
	runtime.SetFinalizer(&sentinel{percent: s.percent}, adjust)
}

// percent is how much garbage there may be for what is in use, in steps of 10.
func percent(live uint64) int {
	p := 100 * spare / max(live, 1) / 10 * 10
	return int(min(max(p, least), most))
}
