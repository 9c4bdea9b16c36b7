package main

import (
	"fmt"
	"path/filepath"
	"time"
)

// workload is some work to compare the engines by.
type workload struct {
	name, title string
	// goals say for each figure what ratio is wanted, as a factor of the
	// reference's figure; it is shown, not enforced.
	goals []goal
	run   func(*run)
	// alone: the reference cannot do it.
	alone bool
	// long: it is left out unless asked for.
	long bool
}

// goal is a figure, its unit, and what is wanted of it: a ratio to the reference's figure,
// or that it be at most, or at least, so much; zero for none.
type goal struct {
	figure, unit string
	ratio        float64
	most, least  float64
}

// wanted is what is to be reached, as the report has it.
func (g goal) wanted() string {
	switch {
	case g.most > 0:
		return "≤ " + number(g.most) + " " + g.unit
	case g.least > 0:
		return "≥ " + number(g.least) + " " + g.unit
	default:
		return "≥ " + number(1/g.ratio) + " ×"
	}
}

var workloads = []workload{
	{
		name: "small", title: "10,000 transactions of one subject with 5 properties",
		goals: []goal{{figure: "CPU", unit: "ms", ratio: 1. / 20}, {figure: "time", unit: "ms"}, {figure: bareCPU, unit: "ms"}},
		run:   func(r *run) { r.write(10_000, 1, 64) },
	},
	{
		name: "pipelined", title: "10,000 transactions, 1,024 outstanding",
		goals: []goal{{figure: "time", unit: "ms"}, {figure: "CPU", unit: "ms"}, {figure: perSecond, unit: "a second", least: 10_000}},
		run:   func(r *run) { r.write(10_000, 1, 1024) },
	},
	{
		name: "bulk", title: "one transaction of 10,000 subjects",
		goals: []goal{
			{figure: "time", unit: "ms", ratio: 1. / 20},
			{figure: "memory", unit: "MB", most: 150},
			{figure: bareTime, unit: "ms"},
		},
		run: func(r *run) { r.write(1, 10_000, 1) },
	},
	{
		name: "read", title: "reading 20,000 subjects (100,000 triples)",
		goals: []goal{
			{figure: "describe one, p50", unit: "µs", ratio: 1. / 20},
			{figure: "select 1 % by three patterns", unit: "ms", ratio: 1. / 50},
			{figure: "describe all", unit: "ms", ratio: 1. / 20},
			{figure: "size on disk, current state", unit: "MB", ratio: 2},
			{figure: "history, log and journal", unit: "MB"},
		},
		run: func(r *run) { r.reads(100_000) },
	},
	{
		name: "sync", title: "1,000 transactions, 64 outstanding, until a second clone has them",
		goals: []goal{{figure: "time", unit: "ms", ratio: 1. / 20}},
		run:   func(r *run) { r.sync(1000) },
	},
	{
		name: "edit", title: "one edit until the other sees it",
		goals: []goal{
			{figure: "p50", unit: "ms"},
			{figure: bareCommits, unit: "ms"},
			{figure: "as many times two bare commits", unit: "×", most: 1.5},
			{figure: bareWay, unit: "ms"},
			{figure: sameCommits, unit: "ms"},
		},
		run: func(r *run) { r.edits(100) },
	},
	{
		name: "join", title: "a new clone joins 10,000 triples",
		goals: []goal{{figure: "time", unit: "ms", ratio: 1. / 20}, {figure: "bytes", unit: "MB", ratio: 1. / 2}},
		run:   func(r *run) { r.join(10_000) },
	},
	{
		name: "join50k", title: "a new clone joins 50,000 triples",
		goals: []goal{{figure: "time", unit: "ms", ratio: 1. / 20}, {figure: "bytes", unit: "MB", ratio: 1. / 2}},
		run:   func(r *run) { r.join(50_000) },
	},
	{
		name: "join100k", title: "a new clone joins 100,000 triples",
		goals: []goal{{figure: "time", unit: "ms", most: 2000}, {figure: "bytes", unit: "MB"}, {figure: "memory", unit: "MB"}},
		run:   func(r *run) { r.join(100_000) }, alone: true,
	},
	{
		name: "join1m", title: "a new clone joins 1,000,000 triples",
		goals: []goal{{figure: "time", unit: "ms", most: 20_000}, {figure: "bytes", unit: "MB"}, {figure: "memory", unit: "MB", most: 400}},
		run:   func(r *run) { r.join(1_000_000) }, alone: true, long: true,
	},
	{
		name: "joinjs", title: "a new JavaScript clone joins 100,000 triples that this engine gives",
		goals: []goal{{figure: "time", unit: "ms"}, {figure: "bytes", unit: "MB"}, {figure: "memory", unit: "MB"}},
		run:   func(r *run) { r.joinBy(theirs, 100_000) }, alone: true, long: true,
	},
	{
		name: "restart", title: "a clone comes back after 1,000 transactions",
		goals: []goal{{figure: "time", unit: "ms", ratio: 1. / 20}},
		run:   func(r *run) { r.restart(1000) },
	},
	{
		name: "many", title: "30 clones, 10 edits each, until all have all",
		goals: []goal{{figure: "time", unit: "ms", ratio: 1. / 20}, {figure: "sent for each edit", unit: "B"}},
		run:   func(r *run) { r.many(30, 10) },
	},
	{
		name: "hundred", title: "100 clones, 100 edits each, until all have all",
		goals: []goal{{figure: "time", unit: "ms"}, {figure: "sent for each edit", unit: "B"}, {figure: dropped, unit: "clones"}},
		run:   func(r *run) { r.many(100, 100) }, alone: true, long: true,
	},
	{
		name: "relay", title: "1,000 clients at this relay, in domains of ten; one sends 5,000 messages of 1 kB",
		goals: []goal{{figure: "to connect", unit: "ms"}, {figure: "memory a connection", unit: "kB"}, {figure: "messages delivered", unit: "a second"}},
		run:   func(r *run) { r.meet(1000, 5000) }, alone: true,
	},
	{
		name: "start1m", title: "process start until ready, 1,000,000 triples",
		goals: []goal{{figure: "time", unit: "ms", most: 50}},
		run:   func(r *run) { r.start(1_000_000) }, alone: true, long: true,
	},
	{
		name: "start", title: "process start until ready, 100,000 triples",
		goals: []goal{{figure: "time", unit: "ms", most: 50}},
		run:   func(r *run) { r.start(100_000) },
	},
}

const (
	mega = 1e6
	// perLoad is how many subjects a transaction has that only fills a domain.
	perLoad = 500
	// properties is how many triples a subject has.
	properties = 5

	// What is only told of this engine: more of it is better, or it is the machine's.
	perSecond   = "on disk"
	bareCommits = "two bare commits of two keys, p50"
	// What no edit can be faster than that is saved by both, and reaches one through a
	// relay from the other.
	bareWay = "a bare commit, a message through the relay, a bare commit, p50"
	// What is saved of an edit is more than two keys: see replay.
	sameCommits = "two commits of the keys of an edit, p50"
	// What the database takes for the keys that are in the file in the end, put in their
	// order in as few commits as there can be: no more than that could be saved.
	bareCPU  = "CPU of the database alone for the same keys"
	bareTime = "time of the database alone for the same keys"

	dropped = "dropped by the relay"
)

// fill writes a number of triples, in transactions of some size.
func (r *run) fill(p *process, triples int) {
	r.do(p, request{
		Do: "write", Clone: "a", Prefix: "p", Transactions: triples / properties / perLoad, Subjects: perLoad, Outstanding: 1,
	})
}

func (r *run) write(transactions, subjects, outstanding int) {
	p := r.process()
	r.open(p, "a")
	before := r.cpu(p)
	r.figures["time"] = r.do(p, request{
		Do: "write", Clone: "a", Prefix: "p", Transactions: transactions, Subjects: subjects, Outstanding: outstanding,
	}).MS
	u := r.do(p, request{Do: "usage"})
	r.figures["CPU"], r.figures["memory"] = u.CPU-before, r.memory(p)
	if ms := r.figures["time"]; r.engine == ours && ms > 0 {
		r.figures[perSecond] = float64(transactions) / ms * 1000
		r.do(p, request{Do: "close", Clone: "a"})
		a := r.do(p, request{Do: "replay", Dir: filepath.Join(r.dir, "a"), Times: (transactions + outstanding - 1) / outstanding})
		r.figures[bareCPU], r.figures[bareTime] = a.CPU, a.MS
	}
}

func (r *run) reads(triples int) {
	p := r.process()
	r.open(p, "a")
	r.fill(p, triples)
	us := r.do(p, request{Do: "describe", Clone: "a", Prefix: "p", Subjects: triples / properties, Times: 2000}).US
	r.figures["describe one, p50"] = median(us)
	// The first pass is for both to warm up.
	for range 2 {
		a := r.do(p, request{Do: "select", Clone: "a", City: "City 7"})
		r.figures["select 1 % by three patterns"] = a.MS
		r.expect(a.Rows, triples/properties/100)
	}
	a := r.do(p, request{Do: "describeAll", Clone: "a"})
	r.figures["describe all"] = a.MS
	r.expect(a.Rows, triples/properties)
	r.do(p, request{Do: "close", Clone: "a"})
	r.sizes(p, "a")
}

// sizes tells how large the data of a clone is that is closed; the reference keeps its
// journal and nothing else of history with it.
func (r *run) sizes(p *process, name string) {
	state, history := r.size(name), 0.
	if r.engine == ours {
		a := r.do(p, request{Do: "compact", Dir: filepath.Join(r.dir, name), Domain: domain})
		state, history = a.State, a.History
	}
	r.figures["size on disk, current state"] = state / mega
	r.figures["history, log and journal"] = history / mega
}

func (r *run) expect(rows, want int) {
	if rows != want {
		r.fail(fmt.Errorf("%d rows were read, not %d", rows, want))
	}
}

func (r *run) sync(transactions int) {
	a, b := r.process(), r.process()
	r.open(a, "a")
	r.open(b, "b")
	done := make(chan float64, 1)
	go func() { done <- r.do(b, request{Do: "await", Clone: "b", ID: fmt.Sprint("p", transactions-1)}).MS }()
	r.do(a, request{Do: "write", Clone: "a", Prefix: "p", Transactions: transactions, Subjects: 1, Outstanding: 64})
	r.figures["time"] = <-done
}

func (r *run) edits(edits int) {
	a, b := r.process(), r.process()
	r.open(a, "a")
	r.open(b, "b")
	r.do(b, request{Do: "watch", Clone: "b", Prefix: "e"})
	began := r.do(a, request{Do: "edit", Clone: "a", Prefix: "e", Transactions: edits, Gap: 20}).At
	r.do(b, request{Do: "await", Clone: "b", ID: fmt.Sprint("e", edits-1)})
	came := r.do(b, request{Do: "seen", Clone: "b", Times: edits}).At
	r.expect(len(came), edits)
	if r.failed() {
		return
	}
	ms := make([]float64, edits)
	for i := range ms {
		ms[i] = (came[i] - began[i]) / 1000
	}
	r.figures["p50"] = median(ms)
	if r.engine != ours {
		return
	}
	r.do(b, request{Do: "catch", Dir: filepath.Join(r.dir, "bare-b"), Relay: r.url, Domain: "bare." + domain, ID: "bareb"})
	began = r.do(a, request{
		Do: "pass", Dir: filepath.Join(r.dir, "bare-a"), Relay: r.url, Domain: "bare." + domain, ID: "barea", Times: edits, Gap: 20,
	}).At
	came = r.do(b, request{Do: "caught", Times: edits}).At
	r.expect(len(came), edits)
	if r.failed() {
		return
	}
	for i := range ms {
		ms[i] = (came[i] - began[i]) / 1000
	}
	r.figures[bareWay] = median(ms)
	bare := r.do(a, request{Do: "commit", Dir: filepath.Join(r.dir, "bare"), Times: edits, Gap: 20}).US
	if two := median(bare) / 1000; two > 0 {
		r.figures[bareCommits] = two
		r.figures["as many times two bare commits"] = r.figures["p50"] / two
	}
	r.do(a, request{Do: "close", Clone: "a"})
	r.figures[sameCommits] = 2 * median(r.do(a, request{Do: "replay", Dir: filepath.Join(r.dir, "a"), Times: edits, Gap: 20}).US) / 1000
}

func (r *run) join(triples int) { r.joinBy(r.engine, triples) }

// joinBy has a clone of an engine join a domain that the engine of the run has filled.
func (r *run) joinBy(newcomer engine, triples int) {
	a := r.process()
	r.open(a, "a")
	r.fill(a, triples)
	r.engine = newcomer
	b := r.process()
	before := r.relay.Stats().BytesIn
	r.figures["time"] = r.open(b, "b")
	r.do(b, request{Do: "await", Clone: "b", ID: fmt.Sprint("p", triples/properties-1)})
	r.figures["bytes"] = float64(r.relay.Stats().BytesIn-before) / mega
	r.figures["memory"] = r.memory(b)
}

func (r *run) restart(missed int) {
	a, b := r.process(), r.process()
	r.open(a, "a")
	r.open(b, "b")
	r.do(b, request{Do: "close", Clone: "b"})
	r.do(a, request{Do: "write", Clone: "a", Prefix: "p", Transactions: missed, Subjects: 1, Outstanding: 64})
	opened := r.open(b, "b")
	r.figures["time"] = opened + r.do(b, request{Do: "await", Clone: "b", ID: fmt.Sprint("p", missed-1)}).MS
}

// many has clones edit at once, until each has what all have written.
func (r *run) many(clones, edits int) {
	p := r.process()
	names := make([]string, clones)
	for i := range names {
		names[i] = fmt.Sprintf("m%d", i)
		r.open(p, names[i])
	}
	before := r.relay.Stats()
	all := make(chan float64, clones)
	for _, name := range names {
		go func() {
			ms := r.do(p, request{Do: "write", Clone: name, Prefix: name + "-", Transactions: edits, Subjects: 1, Outstanding: 1}).MS
			for _, other := range names {
				ms += r.do(p, request{Do: "await", Clone: name, ID: fmt.Sprint(other, "-", edits-1)}).MS
			}
			all <- ms
		}()
	}
	slowest := 0.
	for range names {
		slowest = max(slowest, <-all)
	}
	after := r.relay.Stats()
	r.figures["time"] = slowest
	r.figures["sent for each edit"] = float64(after.BytesIn-before.BytesIn) / float64(clones*edits)
	for why, n := range after.Dropped {
		r.figures[dropped] += float64(n - before.Dropped[why])
	}
	for _, name := range names {
		r.expect(r.do(p, request{Do: "describeAll", Clone: name}).Rows, clones*edits)
	}
}

func (r *run) start(triples int) {
	p := r.process()
	r.open(p, "a")
	r.fill(p, triples)
	r.do(p, request{Do: "close", Clone: "a"})
	began := time.Now()
	again := r.process()
	r.open(again, "a")
	r.figures["time"] = took(began).MS
}
