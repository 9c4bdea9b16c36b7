package jrql

import "github.com/m-ld/mld-tui/model"

// slotKind says what stands in a position of a pattern.
type slotKind uint8

const (
	slotTerm slotKind = iota
	slotVar
	slotNew // a subject without an identity, to be given a new one when written
)

// slot is one position of a pattern: a term, a variable, or a new identity.
type slot struct {
	kind slotKind
	term model.Term
	n    int // which variable, or which new identity
}

func termSlot(t model.Term) slot { return slot{kind: slotTerm, term: t} }
func varSlot(n int) slot         { return slot{kind: slotVar, n: n} }

// pattern is a triple with slots.
type pattern struct{ s, p, o slot }

func (p pattern) slots() [3]slot { return [3]slot{p.s, p.p, p.o} }

func (p pattern) hasVar() bool {
	return p.s.kind == slotVar || p.p.kind == slotVar || p.o.kind == slotVar
}

// group is a part of a @where: its patterns and its union are joined, filtered,
// joined with its values, and extended with its bindings, in this order.
type group struct {
	patterns []pattern
	union    []*group
	filters  []expr
	values   *valuesTable
	binds    []bind
}

// isDistinct reports whether each solution of a group surely gives a variable another
// value: it is the only one of a single pattern.
func (g *group) isDistinct(n int) bool {
	if len(g.patterns) != 1 || len(g.union) > 0 || g.values != nil {
		return false
	}
	vars := 0
	for _, s := range g.patterns[0].slots() {
		if s.kind == slotVar && s.n != n {
			return false
		} else if s.kind == slotVar {
			vars++
		}
	}
	return vars > 0
}

// valuesTable holds the rows of @values; a zero term leaves its variable free.
type valuesTable struct {
	vars []int
	rows [][]model.Term
}

// bind gives a variable the value of an expression.
type bind struct {
	n    int
	expr expr
}

// scope numbers the variables of a request. Variables without a name have an
// empty one and are never shown.
type scope struct {
	names []string
	index map[string]int
	// filters are those inside the templates of a @construct.
	filters []expr
	// subs are the variables that belong to those of indexes in lists.
	subs map[int]subVariable
}

// filtersOf are the filters of one variable of a template.
func (s *scope) filtersOf(n int) []expr {
	var filters []expr
	for _, f := range s.filters {
		needs := make(varSet)
		f.vars(needs)
		if needs[n] {
			filters = append(filters, f)
		}
	}
	return filters
}

func newScope() *scope { return &scope{index: make(map[string]int)} }

func (s *scope) variable(name string) int {
	if name == "" {
		return s.anonymous()
	}
	n, ok := s.index[name]
	if !ok {
		n = len(s.names)
		s.index[name] = n
		s.names = append(s.names, name)
	}
	return n
}

func (s *scope) anonymous() int {
	s.names = append(s.names, "")
	return len(s.names) - 1
}

// varSet is a set of variables.
type varSet map[int]bool

func (v varSet) addSlots(slots ...slot) {
	for _, s := range slots {
		if s.kind == slotVar {
			v[s.n] = true
		}
	}
}

// patternVars are the variables that every solution of the group's own patterns
// binds.
func (g *group) patternVars() varSet {
	vars := make(varSet)
	for _, p := range g.patterns {
		vars.addSlots(p.s, p.p, p.o)
	}
	return vars
}

// allVars are the variables that the group can bind.
func (g *group) allVars() varSet {
	vars := g.patternVars()
	for _, u := range g.union {
		for n := range u.allVars() {
			vars[n] = true
		}
	}
	if g.values != nil {
		for _, n := range g.values.vars {
			vars[n] = true
		}
	}
	for _, b := range g.binds {
		vars[b.n] = true
	}
	return vars
}
