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
			if !isThere(g, t) {
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

func isThere(g model.Graph, t model.Triple) bool {
	for range g.Match(model.Pattern(t)) {
		return true
	}
	return false
}
