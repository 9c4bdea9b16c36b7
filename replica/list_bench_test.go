package replica_test

import (
	"strconv"
	"testing"
)

// An insert into a list of 10,000 items: all those behind it get another index, which
// is data.
func BenchmarkInsertIntoLongList(b *testing.B) {
	const length, part = 10_000, 2000
	for name, at := range map[string]int{"head": 0, "middle": length / 2, "end": 2 * length} {
		b.Run(name, func(b *testing.B) {
			l := openListed(b)
			items := make([]string, part)
			for i := range items {
				items[i] = strconv.Itoa(i)
			}
			for range length / part {
				l.insert(length, items...)
			}
			for b.Loop() {
				l.insert(at, "new")
			}
		})
	}
}
