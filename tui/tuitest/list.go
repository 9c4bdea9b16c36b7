package tuitest

import (
	"context"
	"iter"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/constraint"
	"github.com/m-ld/mld-tui/replica/engine"
)

// List gives a page of the items of a list.
func (c *Clone) List(ctx context.Context, q replica.ListQuery) (page replica.ListPage, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return page, err
	}
	defer end()
	page.Items, page.Total = list.Items(graph{c}, q.List, q.From, q.Limit)
	return page, nil
}

// keepLists makes of a change of one's own what a real clone makes of it: lists
// have positions and numbers.
func (c *Clone) keepLists(p model.Patch) (model.Patch, error) {
	before := graph{c}
	u := engine.NewInterim(before, p, true)
	if err := constraint.NewList(c.domain, "tuitest").Check(u); err != nil {
		return p, err
	}
	p = model.Patch{Deletes: u.Deletes(), Inserts: u.Inserts()}
	numbers := model.Pattern{P: model.JSONRQLIndex}
	had, has := slices.Collect(before.Match(numbers)), slices.Collect(u.Match(numbers))
	for _, t := range had {
		if !slices.Contains(has, t) {
			p.Deletes = append(p.Deletes, t)
		}
	}
	for _, t := range has {
		if !slices.Contains(had, t) {
			p.Inserts = append(p.Inserts, t)
		}
	}
	return p, nil
}

// graph reads a clone whose lock is held.
type graph struct{ c *Clone }

// Match implements model.Graph.
func (g graph) Match(p model.Pattern) iter.Seq[model.Triple] {
	return func(yield func(model.Triple) bool) {
		for _, id := range g.c.ids {
			if p.S != "" && p.S != id {
				continue
			}
			for _, t := range g.c.sorted(id) {
				if p.Matches(t) && !yield(t) {
					return
				}
			}
		}
	}
}
