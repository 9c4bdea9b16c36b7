package replica

import (
	"context"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/engine"
)

// Added is what Add came to.
type Added struct {
	// New are the triples that were not there before.
	New int
	// Tick is that of the change by which they came; zero where there was none.
	Tick uint64
}

// Add makes a transaction of those triples that are not there. What is there is left as it
// is: to assert it again would be news to everyone, and settle what is in conflict. Where all
// are there, nothing is written. What is added in several parts is undone as one where each
// but the first is given, as partOf, the tick of the first; else that is zero.
func (r *Replica) Add(ctx context.Context, triples []model.Triple, partOf uint64) (Added, error) {
	var news model.TripleSet
	written, err := r.write(ctx, engine.Write{PartOf: partOf, Change: func(g model.Graph) (model.Patch, error) {
		for _, t := range triples {
			t.O = t.O.Canonical()
			if !isThere(g, model.Pattern(t)) {
				news.Add(t)
			}
		}
		return model.Patch{Inserts: news.All()}, nil
	}})
	if err != nil || news.Len() == 0 {
		return Added{}, err
	}
	return Added{news.Len(), written.Tick}, nil
}

// Lacking is what is not there of some triples.
type Lacking struct {
	// Triples are the places, among those that were given, of the triples that are not there;
	// of one that is given twice, the first.
	Triples []int
	// Subjects are those of which nothing is said.
	Subjects []model.IRI
}

// Lacking tells what Add would write, and which subjects would be new.
func (r *Replica) Lacking(ctx context.Context, triples []model.Triple) (l Lacking, err error) {
	err = r.Read(ctx, func(g model.Graph) error {
		var news model.TripleSet
		asked := make(map[model.IRI]bool)
		for i, t := range triples {
			t.O = t.O.Canonical()
			if n := news.Len(); !isThere(g, model.Pattern(t)) {
				if news.Add(t); news.Len() > n {
					l.Triples = append(l.Triples, i)
				}
			}
			if !asked[t.S] && !isThere(g, model.Pattern{S: t.S}) {
				l.Subjects = append(l.Subjects, t.S)
			}
			asked[t.S] = true
		}
		return nil
	})
	return l, err
}

func isThere(g model.Graph, p model.Pattern) bool {
	for range g.Match(p) {
		return true
	}
	return false
}
