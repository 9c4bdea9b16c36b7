package replica

import (
	"context"
	"errors"
	"slices"

	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/store"
)

// view reads one state of the data.
func (r *Replica) view(fn func(tx *store.Tx) error) error {
	for {
		r.mu.Lock()
		s := r.store
		r.mu.Unlock()
		err := s.View(fn)
		if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			return err
		}
		r.mu.Lock()
		replaced := r.store != s
		r.mu.Unlock()
		if !replaced {
			return errClosed()
		}
	}
}

// Refusal is something from elsewhere that this clone did not take, because it
// made no sense: where it came from, why it was refused, when and how often.
type Refusal = store.Refusal

// Refusals are the latest of what was refused, at most 50, the latest last: no more than
// 15 that are nonsense, so that this does not push out the rest.
// They are kept in the file; a count is saved each time that it has doubled.
func (r *Replica) Refusals(ctx context.Context) (list []Refusal, err error) {
	err = r.view(func(tx *store.Tx) (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		list, err = tx.Refusals()
		return err
	})
	return list, err
}

// Read calls fn with one state of the data, which does not change while fn reads
// it. The graph must not be used afterwards.
func (r *Replica) Read(ctx context.Context, fn func(model.Graph) error) error {
	return r.view(func(tx *store.Tx) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return fn(tx)
	})
}

// Describe is everything that is said of a subject; nothing if it is not known.
func (r *Replica) Describe(ctx context.Context, id model.IRI) (triples []model.Triple, err error) {
	err = r.Read(ctx, func(g model.Graph) error {
		triples = slices.Collect(g.Match(model.Pattern{S: id}))
		return nil
	})
	return triples, err
}

// Uses are some triples with a property, wherever in the data, and at most so many: an
// example of what it is used for. It costs no more where there are many.
func (r *Replica) Uses(ctx context.Context, property model.IRI, most int) (triples []model.Triple, err error) {
	most = pageLimit(most)
	err = r.Read(ctx, func(g model.Graph) error {
		for t := range g.Match(model.Pattern{P: property}) {
			if triples = append(triples, t); len(triples) == most {
				break
			}
		}
		return nil
	})
	return triples, err
}

// List is a page of the items of a list, as one state of the data has them; a
// subject that is no list has none. It reads the places of the whole list, but only
// the items of the page.
func (r *Replica) List(ctx context.Context, q ListQuery) (page ListPage, err error) {
	err = r.Read(ctx, func(g model.Graph) error {
		page = items(g, q)
		return nil
	})
	return page, err
}

func items(g model.Graph, q ListQuery) (page ListPage) {
	page.Items, page.Total = list.Items(g, q.List, q.From, pageLimit(q.Limit))
	return page
}
