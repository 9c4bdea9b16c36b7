package main

import "slices"

// median of some figures; zero of none.
func median(of []float64) float64 {
	if len(of) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(of))
	middle := len(sorted) / 2
	if len(sorted)%2 == 1 {
		return sorted[middle]
	}
	return (sorted[middle-1] + sorted[middle]) / 2
}

// compared is a figure of a workload, over the rounds.
type compared struct {
	workload workload
	goal     goal
	// ours and theirs are by round; theirs is empty where only ours was done.
	ours, theirs []float64
}

// ratios are theirs to ours, by round: how many times less ours takes.
func (c compared) ratios() []float64 {
	var out []float64
	for i, theirs := range c.theirs {
		if i < len(c.ours) && c.ours[i] > 0 && theirs > 0 {
			out = append(out, theirs/c.ours[i])
		}
	}
	return out
}

// reached reports whether the median is what is wanted; ok is false if nothing is.
func (c compared) reached() (reached, ok bool) {
	switch value := median(c.ours); {
	case c.goal.most > 0:
		return value <= c.goal.most, true
	case c.goal.least > 0:
		return value >= c.goal.least, true
	}
	ratios := c.ratios()
	if c.goal.ratio == 0 || len(ratios) == 0 {
		return false, false
	}
	return median(ratios) >= 1/c.goal.ratio, true
}
