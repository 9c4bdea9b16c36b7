package main

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/m-ld/mld-tui/internal/reference"
)

// Both engines do all the words of a worker, and the figures make a report and a
// picture.
func TestBothEnginesDoTheWork(t *testing.T) {
	reference.Dir(t) // Skips without Node.
	b, cleanUp, err := prepare("")
	if err != nil {
		t.Fatal(err)
	}
	defer cleanUp()
	small := []workload{
		{name: "sync", title: "a few transactions", goals: []goal{{figure: "time", unit: "ms", ratio: 0.5}}, run: func(r *run) { r.sync(20) }},
		{name: "edit", goals: []goal{{figure: "p50", unit: "ms"}}, run: func(r *run) { r.edits(3) }},
		{name: "read", goals: []goal{{figure: "describe all", unit: "ms"}, {figure: "size on disk, current state", unit: "MB"}}, run: func(r *run) { r.reads(5000) }},
		{name: "join", goals: []goal{{figure: "bytes", unit: "MB"}, {figure: "memory", unit: "MB"}}, run: func(r *run) { r.join(2500) }},
		{name: "joinjs", goals: []goal{{figure: "memory", unit: "MB"}}, run: func(r *run) { r.joinBy(theirs, 2500) }},
		{name: "restart", goals: []goal{{figure: "time", unit: "ms"}}, run: func(r *run) { r.restart(20) }},
		{name: "many", goals: []goal{{figure: "time", unit: "ms"}}, run: func(r *run) { r.many(3, 2) }},
		{name: "start", goals: []goal{{figure: "time", unit: "ms"}}, run: func(r *run) { r.start(2500) }},
		{name: "small", goals: []goal{{figure: "CPU", unit: "ms"}}, run: func(r *run) { r.write(20, 1, 4) }},
	}
	all, err := b.compare(small, 1, false)
	if err != nil {
		t.Fatal(err)
	}
	var text, svg bytes.Buffer
	report(&text, all, 1)
	if err := picture(&svg, all); err != nil {
		t.Fatal(err)
	}
	t.Log(text.String())
	for _, c := range all {
		if len(c.ours) != 1 || len(c.theirs) != 1 || c.ours[0] <= 0 || c.theirs[0] <= 0 {
			t.Errorf("%s: %v and %v", c.goal.figure, c.ours, c.theirs)
		}
	}
	if !strings.Contains(text.String(), "a few transactions") {
		t.Error("the work is not in the report")
	}
	if err := xml.Unmarshal(svg.Bytes(), new(struct{})); err != nil {
		t.Errorf("the picture cannot be read: %v", err)
	}
}

// A clone of either engine comes back, and is given by the other what that wrote in a row,
// which this engine fuses; then it writes, and the other has it.
func TestEnginesGiveEachOtherWhatWasMissed(t *testing.T) {
	reference.Dir(t) // Skips without Node.
	b, cleanUp, err := prepare("")
	if err != nil {
		t.Fatal(err)
	}
	defer cleanUp()
	for _, giver := range []engine{ours, theirs} {
		mixed := workload{name: "mixed", run: func(r *run) {
			one := r.process()
			r.open(one, "a")
			r.engine = map[engine]engine{ours: theirs, theirs: ours}[giver]
			other := r.process()
			r.open(other, "b")
			// The reference waits for what it has asked the other for, be that gone.
			r.do(one, request{Do: "write", Clone: "a", Prefix: "first", Transactions: 1, Subjects: 1, Outstanding: 1})
			r.do(other, request{Do: "await", Clone: "b", ID: "first0"})
			r.do(other, request{Do: "close", Clone: "b"})
			const missed = 200
			r.do(one, request{Do: "write", Clone: "a", Prefix: "p", Transactions: missed, Subjects: 1, Outstanding: 8})
			r.open(other, "b")
			r.do(other, request{Do: "await", Clone: "b", ID: fmt.Sprint("p", missed-1)})
			r.expect(r.do(other, request{Do: "describeAll", Clone: "b"}).Rows, 1+missed)
			r.do(other, request{Do: "write", Clone: "b", Prefix: "q", Transactions: 1, Subjects: 1, Outstanding: 1})
			r.do(one, request{Do: "await", Clone: "a", ID: "q0"})
			r.expect(r.do(one, request{Do: "describeAll", Clone: "a"}).Rows, 1+missed+1)
		}}
		if _, err := b.once(mixed, giver); err != nil {
			t.Errorf("%s gives: %v", giver, err)
		}
	}
}

// Each round leaves a profile of each process of this engine, in a folder that may be new.
func TestProfilesOfAllRounds(t *testing.T) {
	reference.Dir(t) // Skips without Node.
	dir := filepath.Join(t.TempDir(), "new", "profiles")
	b, cleanUp, err := prepare(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer cleanUp()
	small := workload{name: "small", goals: []goal{{figure: "CPU", unit: "ms"}}, run: func(r *run) { r.write(20, 1, 4) }}
	if _, err := b.compare([]workload{small}, 2, true); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"small-1-0.pprof", "small-2-0.pprof"} {
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Size() == 0 {
			t.Errorf("%s: %v, %v", name, info, err)
		}
	}
}

// The test binary is the worker, too.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "worker" {
		if err := start(os.Args[1:]); err != nil {
			panic(err)
		}
		return
	}
	os.Exit(m.Run())
}

// The memory of either engine is that of its process, seen in the same way.
func TestMemoryIsSeenInTheSameWay(t *testing.T) {
	status := "VmHWM:\t  9000 kB\nVmRSS:\t    7000 kB\nRssAnon:\t    4000 kB\nRssFile:\t    3000 kB\n"
	if n := anonymousIn([]byte(status)); n != 4000<<10 {
		t.Errorf("%v bytes", n)
	}
	if n := anonymousIn([]byte("VmRSS:\t 7000 kB\n")); n != 0 {
		t.Errorf("%v bytes where nothing is said", n)
	}
}

func TestMedian(t *testing.T) {
	for _, c := range []struct {
		of   []float64
		want float64
	}{{nil, 0}, {[]float64{3}, 3}, {[]float64{9, 1, 5}, 5}, {[]float64{4, 1, 3, 2}, 2.5}} {
		if got := median(c.of); got != c.want {
			t.Errorf("median(%v) = %v, want %v", c.of, got, c.want)
		}
	}
}
