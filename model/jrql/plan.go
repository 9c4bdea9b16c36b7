package jrql

import (
	"math"

	"github.com/m-ld/mld-tui/model"
)

// plan is the order in which the patterns of a group are matched.
type plan struct {
	steps []step
	// late are the filters that need more than the patterns.
	late []expr
	// valuesLast is set where @values cannot go first without changing what
	// the filters see.
	valuesLast bool
	// foreign are variables bound outside the group, which its late filters
	// name though the group does not know them.
	foreign []int
	// outside are the variables that were bound when the group was begun.
	outside varSet
}

type step struct {
	pattern pattern
	filters []expr // those that can be tested as soon as it has matched
}

// plan orders a group's patterns when it is first come to: it is always come to
// with the same variables bound.
func (e *evaluation) plan(g *group) *plan {
	if p, ok := e.plans[g]; ok {
		return p
	}
	p := &plan{outside: make(varSet)}
	e.plans[g] = p
	for n, t := range e.b {
		if !t.IsZero() {
			p.outside[n] = true
		}
	}
	own := g.patternVars()
	known := make(varSet)
	for n := range p.outside {
		known[n] = true
	}
	if g.values != nil {
		for _, n := range g.values.vars {
			if !own[n] {
				p.valuesLast = true
			}
		}
		if !p.valuesLast {
			for i, n := range g.values.vars {
				if fullColumn(g.values, i) {
					known[n] = true
				}
			}
		}
	}
	e.order(g, p, known)
	e.place(g, p, own)
	return p
}

func fullColumn(t *valuesTable, i int) bool {
	for _, row := range t.rows {
		if row[i].IsZero() {
			return false
		}
	}
	return true
}

// order takes the cheapest pattern next, and one that has nothing to do with
// what is bound only if there is no other.
func (e *evaluation) order(g *group, p *plan, known varSet) {
	rest := make([]pattern, len(g.patterns))
	copy(rest, g.patterns)
	started := len(known) > 0
	probed := make(map[pattern]float64)
	for len(rest) > 0 {
		best, bestCost := 0, math.Inf(1)
		for i, candidate := range rest {
			cost, connected := e.cost(candidate, known, probed)
			if started && !connected {
				cost *= 1e6
			}
			if cost < bestCost {
				best, bestCost = i, cost
			}
		}
		chosen := rest[best]
		rest = append(rest[:best], rest[best+1:]...)
		p.steps = append(p.steps, step{pattern: chosen})
		known.addSlots(chosen.s, chosen.p, chosen.o)
		started = true
	}
}

// probeLimit is how many matches of a pattern are counted, to tell a rare one
// from a common one.
const probeLimit = 256

// cost guesses how many triples a pattern will match each time it is come to.
func (e *evaluation) cost(p pattern, known varSet, probed map[pattern]float64) (cost float64, connected bool) {
	bound := func(s slot) bool {
		if s.kind != slotVar {
			return true
		}
		connected = connected || known[s.n]
		return known[s.n]
	}
	s, pr, o := bound(p.s), bound(p.p), bound(p.o)
	if !p.hasVar() {
		return 0, true
	}
	if !connected {
		return e.probe(p, probed), false
	}
	switch {
	case s && o:
		return 1, true
	case s && pr:
		return 2, true
	case s:
		return 8, true
	case pr && o:
		return 16, true
	case o:
		return 32, true
	}
	return 1e5, true
}

func (e *evaluation) probe(p pattern, probed map[pattern]float64) float64 {
	if cost, ok := probed[p]; ok {
		return cost
	}
	fixed := func(s slot) model.Term {
		if s.kind == slotTerm {
			return s.term
		}
		return model.Term{}
	}
	count := 0.0
	query := model.Pattern{S: fixed(p.s).IRI(), P: fixed(p.p).IRI(), O: fixed(p.o)}
	for range e.graph.Match(query) {
		if count++; count >= probeLimit {
			// Beyond the limit, more fixed positions still tell something.
			for _, s := range p.slots() {
				if s.kind == slotVar {
					count *= 8
				}
			}
			break
		}
	}
	probed[p] = count
	return count
}

// place puts each filter behind the first step that binds all it needs, and the
// rest behind everything.
func (e *evaluation) place(g *group, p *plan, own varSet) {
	inGroup := g.allVars()
	foreign := make(varSet)
	for _, f := range g.filters {
		needs := make(varSet)
		f.vars(needs)
		if at := p.stepFor(needs, own); at >= 0 {
			p.steps[at].filters = append(p.steps[at].filters, f)
			continue
		}
		p.late = append(p.late, f)
		for n := range needs {
			if !inGroup[n] || isBoundLater(g, own, n) {
				foreign[n] = true
			}
		}
	}
	for n := range foreign {
		p.foreign = append(p.foreign, n)
	}
}

// isBoundLater reports whether a variable gets its value only after the group's
// filters: from its bindings or its values.
func isBoundLater(g *group, own varSet, n int) bool {
	if own[n] {
		return false
	}
	for _, u := range g.union {
		if u.allVars()[n] {
			return false
		}
	}
	return true
}

// stepFor is the first step after which all the needed variables are bound by
// the group's own patterns, or -1.
func (p *plan) stepFor(needs, own varSet) int {
	if len(needs) == 0 || len(p.steps) == 0 {
		return -1
	}
	for n := range needs {
		if !own[n] {
			return -1
		}
	}
	done := make(varSet)
	for i := range p.steps {
		done.addSlots(p.steps[i].pattern.s, p.steps[i].pattern.p, p.steps[i].pattern.o)
		all := true
		for n := range needs {
			all = all && done[n]
		}
		if all {
			return i
		}
	}
	return -1
}
