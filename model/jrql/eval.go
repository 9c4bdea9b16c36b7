package jrql

import (
	"context"
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// binding holds the value of each variable; the zero term is none.
type binding []model.Term

// evaluation finds the solutions of one request over one graph. It is a search:
// variables are bound on the way down and freed on the way back, so that it
// holds one solution at a time.
type evaluation struct {
	cancel context.Context
	graph  model.Graph
	b      binding
	plans  map[*group]*plan
	steps  int
	err    error
}

func newEvaluation(cancel context.Context, graph model.Graph, s *scope) *evaluation {
	return &evaluation{
		cancel: cancel, graph: graph, b: make(binding, len(s.names)), plans: make(map[*group]*plan),
	}
}

// stopped counts a step, and looks now and then whether the work is cancelled.
func (e *evaluation) stopped() bool {
	e.steps++
	if e.err == nil && e.steps&0xff == 1 {
		e.err = e.cancel.Err()
	}
	return e.err != nil
}

// solutions calls found for every solution of a group, with the variables
// bound; found returns false to stop. The result is false if it was stopped.
func (e *evaluation) solutions(g *group, found func() bool) bool {
	p := e.plan(g)
	extended := func() bool { return e.extend(g, p, 0, found) }
	filtered := func() bool {
		for _, f := range p.late {
			if !e.holdsIn(f, p) {
				return true
			}
		}
		if p.valuesLast {
			return e.values(g.values, extended)
		}
		return extended()
	}
	united := func() bool {
		if len(g.union) == 0 {
			return filtered()
		}
		for _, alternative := range g.union {
			if !e.solutions(alternative, filtered) {
				return false
			}
		}
		return true
	}
	matched := func() bool { return e.match(p, 0, united) }
	if g.values != nil && !p.valuesLast {
		return e.values(g.values, matched)
	}
	return matched()
}

// holdsIn tests a filter that belongs to a group: variables that the group does
// not know are free to it, even if they are bound outside.
func (e *evaluation) holdsIn(f expr, p *plan) bool {
	if len(p.foreign) == 0 {
		return holds(f, e.b)
	}
	masked := slices.Clone(e.b)
	for _, n := range p.foreign {
		masked[n] = model.Term{}
	}
	return holds(f, masked)
}

// match joins the patterns of a plan from step i on.
func (e *evaluation) match(p *plan, i int, found func() bool) bool {
	if i == len(p.steps) {
		return found()
	}
	step := &p.steps[i]
	query, ok := e.query(step.pattern)
	if !ok {
		return true
	}
	slots := step.pattern.slots()
	for t := range e.graph.Match(query) {
		if e.stopped() {
			return false
		}
		terms := [3]model.Term{model.Ref(t.S), model.Ref(t.P), t.O}
		var bound [3]int
		n, ok := e.bind(slots, terms, &bound)
		if ok {
			for _, f := range step.filters {
				if ok = holds(f, e.b); !ok {
					break
				}
			}
		}
		more := !ok || e.match(p, i+1, found)
		for _, v := range bound[:n] {
			e.b[v] = model.Term{}
		}
		if !more {
			return false
		}
	}
	return e.err == nil
}

// bind gives the free variables of a pattern the terms that matched. It notes
// in bound which it gave a value, and returns how many, and whether all agree.
func (e *evaluation) bind(slots [3]slot, terms [3]model.Term, bound *[3]int) (n int, ok bool) {
	for i, s := range slots {
		if s.kind != slotVar {
			continue
		}
		if current := e.b[s.n]; current.IsZero() {
			e.b[s.n] = terms[i]
			bound[n] = s.n
			n++
		} else if !current.Same(terms[i]) {
			return n, false
		}
	}
	return n, true
}

// query is what a pattern asks of the graph with the variables bound so far; it
// is not ok if a literal stands where none can be.
func (e *evaluation) query(p pattern) (query model.Pattern, ok bool) {
	s, p1, o := e.resolve(p.s), e.resolve(p.p), e.resolve(p.o)
	if s.IsLiteral() || p1.IsLiteral() || p.s.kind == slotNew || p.p.kind == slotNew || p.o.kind == slotNew {
		return model.Pattern{}, false
	}
	return model.Pattern{S: s.IRI(), P: p1.IRI(), O: o}, true
}

func (e *evaluation) resolve(s slot) model.Term {
	if s.kind == slotVar {
		return e.b[s.n]
	}
	return s.term
}

// values joins the rows of @values with the variables bound so far.
func (e *evaluation) values(table *valuesTable, found func() bool) bool {
	for _, row := range table.rows {
		var given []int
		ok := true
		for i, n := range table.vars {
			switch current := e.b[n]; {
			case row[i].IsZero():
			case current.IsZero():
				e.b[n] = row[i]
				given = append(given, n)
			case !current.Same(row[i]):
				ok = false
			}
		}
		more := !ok || found()
		for _, n := range given {
			e.b[n] = model.Term{}
		}
		if !more {
			return false
		}
	}
	return true
}

// extend gives the variables of a group's bindings their values, from the i-th
// on. A value that cannot be computed leaves its variable as it is; one that is
// bound by the group itself is replaced, one bound outside must agree.
func (e *evaluation) extend(g *group, p *plan, i int, found func() bool) bool {
	if i == len(g.binds) {
		return found()
	}
	n := g.binds[i].n
	value, err := evaluate(g.binds[i].expr, e.b)
	if err != nil {
		return e.extend(g, p, i+1, found)
	}
	before := e.b[n]
	if !before.IsZero() && p.outside[n] && !before.Same(value) {
		return true
	}
	e.b[n] = value
	more := e.extend(g, p, i+1, found)
	e.b[n] = before
	return more
}
