package main

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

// The picture and the report have each ratio with its spread, and whatever is wanted, be
// it a ratio or not; what is not reached is seen in both.
func TestWhatIsNotReachedIsSeen(t *testing.T) {
	work := func(name string) workload { return workload{name: name, title: "the work " + name} }
	all := []compared{
		{work("far"), goal{figure: "time", unit: "ms", ratio: 1. / 20}, []float64{10, 10, 10}, []float64{300, 250, 400}},
		{work("near"), goal{figure: "time", unit: "ms", ratio: 1. / 20}, []float64{10, 10, 10}, []float64{150, 120, 110}},
		{work("free"), goal{figure: "CPU", unit: "ms"}, []float64{10}, []float64{20}},
		{work("edit"), goal{figure: "as many times as bare", unit: "×", most: 1.5}, []float64{2.25}, nil},
		{work("edit"), goal{figure: "bare", unit: "ms"}, []float64{1}, nil},
	}
	var svg, text bytes.Buffer
	if err := picture(&svg, all); err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(svg.Bytes(), new(struct{})); err != nil {
		t.Errorf("the picture cannot be read: %v", err)
	}
	for what, want := range map[string]int{
		amber: 2, blue: 2, "<path": 3, "wanted: ≤ 1.50 ×": 1, "edit: as many times as bare": 1, "edit: bare": 0, "&lt;": strings.Count(machine(), "<"),
	} {
		if n := strings.Count(svg.String(), what); n != want {
			t.Errorf("%q is %d times in the picture, not %d:\n%s", what, n, want, &svg)
		}
	}
	report(&text, all, 3)
	for _, want := range []string{machine(), "30.0", "25.0–40.0", "12.0", "11.0–15.0", "≥ 20.0 × not reached", "≤ 1.50 × not reached"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("%q is not in the report:\n%s", want, &text)
		}
	}
}

func TestTheProcessorHasAName(t *testing.T) {
	for text, want := range map[string]string{
		"processor\t: 0\nmodel name\t: A: B @ 2 GHz\nmodel name\t: C\n": "A: B @ 2 GHz",
		"processor\t: 0\n": "", "": "",
	} {
		if got := processor(text); got != want {
			t.Errorf("%q is said to be %q", text, got)
		}
	}
}
