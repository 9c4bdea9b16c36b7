// Package modeltest has what tests of several packages need of a graph: one
// that is in memory.
package modeltest

import (
	"iter"

	"github.com/m-ld/mld-tui/model"
)

// MemGraph is a model.Graph in memory. It yields triples in the order in which
// they were added. It may be read by many goroutines, but not while it changes.
type MemGraph struct {
	triples []model.Triple // a zero triple has been deleted
	at      map[model.Triple]int
	byS     map[model.IRI][]int
	bySP    map[[2]model.IRI][]int
	byP     map[model.IRI][]int
	byPO    map[po][]int
	byO     map[model.Term][]int
}

type po struct {
	p model.IRI
	o model.Term
}

// NewMemGraph makes a graph of triples.
func NewMemGraph(triples ...model.Triple) *MemGraph {
	g := &MemGraph{
		at: make(map[model.Triple]int), byS: make(map[model.IRI][]int),
		bySP: make(map[[2]model.IRI][]int), byP: make(map[model.IRI][]int),
		byPO: make(map[po][]int), byO: make(map[model.Term][]int),
	}
	g.Insert(triples...)
	return g
}

func key(t model.Triple) model.Triple {
	t.O.Data = ""
	return t
}

// Insert adds triples that are not there yet.
func (g *MemGraph) Insert(triples ...model.Triple) {
	for _, t := range triples {
		k := key(t)
		if _, ok := g.at[k]; ok {
			continue
		}
		i := len(g.triples)
		g.triples = append(g.triples, t)
		g.at[k] = i
		g.byS[t.S] = append(g.byS[t.S], i)
		g.bySP[[2]model.IRI{t.S, t.P}] = append(g.bySP[[2]model.IRI{t.S, t.P}], i)
		g.byP[t.P] = append(g.byP[t.P], i)
		g.byPO[po{t.P, k.O}] = append(g.byPO[po{t.P, k.O}], i)
		g.byO[k.O] = append(g.byO[k.O], i)
	}
}

// Delete removes triples that are there.
func (g *MemGraph) Delete(triples ...model.Triple) {
	for _, t := range triples {
		k := key(t)
		if i, ok := g.at[k]; ok {
			g.triples[i] = model.Triple{}
			delete(g.at, k)
		}
	}
}

// Len is the number of triples.
func (g *MemGraph) Len() int { return len(g.at) }

// Match implements model.Graph.
func (g *MemGraph) Match(p model.Pattern) iter.Seq[model.Triple] {
	return func(yield func(model.Triple) bool) {
		candidates, all := g.candidates(p)
		if all {
			for _, t := range g.triples {
				if t.S != "" && !yield(t) {
					return
				}
			}
			return
		}
		for _, i := range candidates {
			if t := g.triples[i]; t.S != "" && p.Matches(t) && !yield(t) {
				return
			}
		}
	}
}

func (g *MemGraph) candidates(p model.Pattern) (indexes []int, all bool) {
	p.O.Data = ""
	switch {
	case p.S != "" && p.P != "":
		return g.bySP[[2]model.IRI{p.S, p.P}], false
	case p.S != "":
		return g.byS[p.S], false
	case p.P != "" && !p.O.IsZero():
		return g.byPO[po{p.P, p.O}], false
	case !p.O.IsZero():
		return g.byO[p.O], false
	case p.P != "":
		return g.byP[p.P], false
	}
	return nil, true
}
