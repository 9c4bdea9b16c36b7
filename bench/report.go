package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"slices"
	"strings"
	"text/tabwriter"
)

// report writes the figures as a table.
func report(w io.Writer, all []compared, rounds int) {
	_, _ = fmt.Fprintf(w, "\n%s; medians of %d rounds; × is how many times less this engine takes (least–greatest)\n\n", machine(), rounds)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	_, _ = fmt.Fprintln(table, "work\tfigure\tJavaScript\tGo\t×\tspread\twanted")
	last := ""
	for _, c := range all {
		title := c.workload.title
		if title == last {
			title = ""
		}
		last = c.workload.title
		theirs, ratio, spread, wanted := "–", "", "", ""
		if ratios := c.ratios(); len(ratios) > 0 {
			theirs = number(median(c.theirs))
			ratio = number(median(ratios))
			spread = number(slices.Min(ratios)) + "–" + number(slices.Max(ratios))
		}
		if reached, ok := c.reached(); ok {
			wanted = c.goal.wanted()
			if !reached {
				wanted += " not reached"
			}
		}
		_, _ = fmt.Fprintf(table, "%s\t%s, %s\t%s\t%s\t%s\t%s\t%s\n",
			title, c.goal.figure, c.goal.unit, theirs, number(median(c.ours)), ratio, spread, wanted)
	}
	_ = table.Flush()
}

// machine is on what all was measured; its processor has a name where the system tells it.
func machine() string {
	all := fmt.Sprintf("%s/%s, %d CPUs, %s", runtime.GOOS, runtime.GOARCH, runtime.NumCPU(), runtime.Version())
	text, _ := os.ReadFile("/proc/cpuinfo")
	if name := processor(string(text)); name != "" {
		return name + ", " + all
	}
	return all
}

// processor is the name of the first processor that Linux tells of.
func processor(cpuinfo string) string {
	for line := range strings.Lines(cpuinfo) {
		if key, name, _ := strings.Cut(line, ":"); strings.TrimSpace(key) == "model name" {
			return strings.TrimSpace(name)
		}
	}
	return ""
}

// number shows three digits.
func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}
