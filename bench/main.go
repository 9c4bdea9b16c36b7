package main

import (
	_ "embed"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime/pprof"
	"strings"

	"github.com/m-ld/mld-tui/internal/heap"
	"github.com/m-ld/mld-tui/internal/reference"
)

//go:embed js/worker.mjs
var script []byte

// bench is what all runs have in common.
type bench struct {
	// self is this program, and npm the folder of the reference's packages.
	self, npm, script string
	// profiles is a folder for CPU profiles of this engine's processes, which bear the name
	// of the current work and of the round.
	profiles string
	current  string
}

func main() {
	if err := start(os.Args[1:]); err != nil {
		_, _ = fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func start(args []string) error {
	if len(args) > 0 && args[0] == "worker" {
		return workerMain(args[1:])
	}
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	rounds := flags.Int("rounds", 3, "how often each engine does each piece of work")
	only := flags.String("only", "", "do only work whose `name` matches this expression")
	long := flags.Bool("long", false, "do what takes minutes besides")
	alone := flags.Bool("alone", false, "leave out the reference")
	svg := flags.String("svg", "", "write a picture to this `file`")
	profiles := flags.String("cpuprofile", "", "write CPU profiles of this engine to this `folder`")
	grows := flags.Bool("growth", false, "do nothing else than print what GROWTH.md is made of")
	list := flags.Bool("list", false, "only name the pieces of work")
	_ = flags.Parse(args) // It exits.
	if *grows {
		return growth(os.Stdout)
	}
	selected, err := choose(*only, *long)
	if err != nil {
		return err
	}
	if *list {
		for _, w := range selected {
			fmt.Printf("%-10s %s\n", w.name, w.title)
		}
		return nil
	}
	b, cleanUp, err := prepare(*profiles)
	if err != nil {
		return err
	}
	defer cleanUp()
	all, err := b.compare(selected, *rounds, *alone)
	if err != nil {
		return err
	}
	report(os.Stdout, all, *rounds)
	if *svg == "" {
		return nil
	}
	f, err := os.Create(*svg)
	if err != nil {
		return err
	}
	if err := picture(f, all); err != nil {
		return err
	}
	return f.Close()
}

// choose selects workloads by name.
func choose(only string, long bool) (out []workload, err error) {
	expression, err := regexp.Compile("^(" + only + ")$")
	if err != nil {
		return nil, fmt.Errorf("-only: %w", err)
	}
	for _, w := range workloads {
		if only == "" && (!w.long || long) || only != "" && expression.MatchString(w.name) {
			out = append(out, w)
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("no work is named %q: see -list", only)
	}
	return out, nil
}

func prepare(profiles string) (b *bench, cleanUp func(), err error) {
	b = &bench{profiles: profiles}
	if b.self, err = os.Executable(); err != nil {
		return nil, nil, err
	}
	if profiles != "" {
		if err := os.MkdirAll(profiles, 0o750); err != nil {
			return nil, nil, err
		}
	}
	if b.npm, err = reference.Install(); err != nil {
		return nil, nil, fmt.Errorf("the reference engine cannot be installed (Node and npm are needed): %w", err)
	}
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return nil, nil, err
	}
	b.script = filepath.Join(dir, "worker.mjs")
	return b, func() { _ = os.RemoveAll(dir) }, os.WriteFile(b.script, script, 0o600)
}

// compare does all the work, round by round.
func (b *bench) compare(selected []workload, rounds int, alone bool) (all []compared, err error) {
	for _, w := range selected {
		by := map[engine][]map[string]float64{}
		for round := range rounds {
			b.current = fmt.Sprint(w.name, "-", round+1)
			order := []engine{theirs, ours}
			switch {
			case w.alone || alone:
				order = order[1:]
			case round%2 == 1:
				order = []engine{ours, theirs}
			}
			for _, e := range order {
				figures, err := b.once(w, e)
				if err != nil {
					return nil, fmt.Errorf("%s, %s: %w", w.name, e, err)
				}
				by[e] = append(by[e], figures)
				_, _ = fmt.Fprintf(os.Stderr, "%-10s %-10s %s\n", w.name, e, brief(w, figures))
			}
		}
		for _, g := range w.goals {
			all = append(all, compared{w, g, column(by[ours], g.figure), column(by[theirs], g.figure)})
		}
	}
	return all, nil
}

func column(rounds []map[string]float64, figure string) (out []float64) {
	for _, figures := range rounds {
		out = append(out, figures[figure])
	}
	return out
}

func brief(w workload, figures map[string]float64) string {
	parts := make([]string, len(w.goals))
	for i, g := range w.goals {
		parts[i] = fmt.Sprintf("%s %s %s", g.figure, number(figures[g.figure]), g.unit)
	}
	return strings.Join(parts, ", ")
}

// workerMain is a process of this engine.
func workerMain(args []string) error {
	heap.Spend() // As the program does.
	flags := flag.NewFlagSet("bench worker", flag.ExitOnError)
	profile := flags.String("cpuprofile", "", "write a CPU profile to this `file`")
	_ = flags.Parse(args) // It exits.
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	return runWorker(os.Stdin, os.Stdout)
}
