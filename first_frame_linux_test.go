package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// BenchmarkFirstFrame starts the program in a terminal, on a domain with 100,000
// subjects: an operation is a start until the list is seen. It reports as well how
// long the result of a search took from its key on.
func BenchmarkFirstFrame(b *testing.B) {
	const subjects = 100_000
	data := b.TempDir()
	var quads strings.Builder
	for i := range subjects {
		fmt.Fprintf(&quads, "<http://%s/s%06d> <http://%s/#name> \"Number %06d\" .\n", team, i, team, i)
	}
	file := filepath.Join(data, "subjects.nq")
	if err := os.WriteFile(file, []byte(quads.String()), 0o600); err != nil {
		b.Fatal(err)
	}
	if said, err := program(b, data, "import", string(team), file, "--genesis").Output(); err != nil {
		b.Fatal(string(said), err)
	}
	var found time.Duration
	for b.Loop() {
		w := openWindow(b, program(b, data, string(team)), 120, 40)
		w.see("100,000", "Number 000003")
		b.StopTimer()
		w.press("/")
		w.see("find")
		pressed := time.Now()
		w.press("77777")
		w.see("▌ Number 077777")
		found += time.Since(pressed)
		w.press("\r", "1", "\x1b") // The next start comes to the same place.
		w.see("Subjects", "Number 077778")
		w.press("g")
		w.see("▌ Number 000000")
		w.leave()
		b.StartTimer()
	}
	b.ReportMetric(float64(found.Microseconds())/1000/float64(b.N), "ms/search")
}
