package tui

import (
	"context"
	"iter"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/text"
)

// reading is data as a graph, as far as what is asked for has a subject or is a reference.
// After an error it has nothing more.
type reading struct {
	ctx context.Context //nolint:containedctx // A graph is asked without one.
	c   Data
	err error
}

// Match implements model.Graph.
func (r *reading) Match(p model.Pattern) iter.Seq[model.Triple] {
	return func(yield func(model.Triple) bool) {
		if p.S == "" {
			r.referring(p, yield)
			return
		}
		for _, t := range r.describe(p.S) {
			if p.Matches(t) && !yield(t) {
				return
			}
		}
	}
}

func (r *reading) describe(id model.IRI) (ts []model.Triple) {
	if r.err == nil {
		ts, r.err = r.c.Describe(r.ctx, id)
	}
	return ts
}

func (r *reading) referring(p model.Pattern, yield func(model.Triple) bool) {
	q := replica.ReferrersQuery{To: p.O.IRI(), Limit: maxReferences}
	for more := r.err == nil; more; {
		var page replica.ReferrersPage
		page, r.err = r.c.Referrers(r.ctx, q)
		for _, row := range page.Rows {
			t := row.Triple(p.O.IRI())
			if p.Matches(t) && !yield(t) {
				return
			}
			q.After = row.Place
		}
		more = r.err == nil && page.More && len(page.Rows) > 0
	}
}

// readParts reads the lists that subjects have as parts.
func readParts(ctx context.Context, c Data, labels model.Labels, ts []model.Triple) (list.Parts, error) {
	r := &reading{ctx: ctx, c: c}
	parts := list.PartsOf(r, labels, ts...)
	return parts, r.err
}

// withOrphans is a change with which the parts go that nothing refers to afterwards.
func withOrphans(ctx context.Context, c Data, labels model.Labels, p model.Patch) (model.Patch, error) {
	r := &reading{ctx: ctx, c: c}
	p.Deletes = append(p.Deletes[:len(p.Deletes):len(p.Deletes)], list.Orphans(r, labels, p)...)
	return p, r.err
}

// whatGoes says how much of what deletes subjects people see: values, and items of lists.
func whatGoes(subjects, all []model.Triple) string {
	return valuesAndItems(len(subjects)-list.CountPlaces(subjects), list.CountPlaces(all))
}

// whatIsIn says how much subjects have: values, and items of their lists.
func whatIsIn(subjects []model.Triple, parts list.Parts) string {
	items := list.CountPlaces(subjects)
	return valuesAndItems(len(subjects)-items, items+parts.Count())
}

// valuesAndItems counts values, and the items of the lists among them, in words.
func valuesAndItems(values, items int) string {
	if items == 0 {
		return text.Plural(values, "value", "values")
	}
	return text.Plural(values, "value", "values") + " and " + text.Plural(items, "item of a list", "items of lists")
}
