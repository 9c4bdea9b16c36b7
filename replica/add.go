package replica

import (
	"context"

	"github.com/m-ld/mld-tui/model"
)

// Add makes a transaction of those triples that are not there, and tells how many they are.
// What is there is left as it is: to assert it again would be news to everyone, and settle
// what is in conflict. Where all are there, nothing is written.
func (r *Replica) Add(ctx context.Context, triples []model.Triple) (added int, err error) {
	var news model.TripleSet
	_, err = r.Write(ctx, func(g model.Graph) (model.Patch, error) {
		for _, t := range triples {
			t.O = t.O.Canonical()
			if !isThere(g, model.Pattern(t)) {
				news.Add(t)
			}
		}
		return model.Patch{Inserts: news.All()}, nil
	})
	if err != nil {
		return 0, err
	}
	return news.Len(), nil
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
