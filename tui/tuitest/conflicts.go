package tuitest

import (
	"context"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// Apart applies a change of somebody else who did not know of what is here: what it gives
// properties is in conflict with their other values.
func (c *Clone) Apart(process string, p model.Patch) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, t := range p.Inserts {
		at := model.Pattern{S: t.S, P: t.P}
		values := []replica.Contender{{Value: t.O, By: replica.Author{Process: process}, Time: c.now()}}
		for _, other := range c.sorted(t.S) {
			if other.P == t.P && other.O != t.O && !slices.Contains(p.Deletes, other) {
				values = append(values, replica.Contender{Value: other.O, By: replica.Author{Self: true, Process: "l"}, Time: c.now()})
			}
		}
		slices.SortFunc(values, func(a, b replica.Contender) int { return a.Value.Compare(b.Value) })
		c.conflicts[at] = values
	}
	c.apply(p, replica.ReasonRemote, replica.Author{Process: process})
}

// Settle has somebody else assert values again: what they are in conflict with is settled,
// which no update tells.
func (c *Clone) Settle(ts ...model.Triple) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.settle(replica.Update{}, ts)
	c.wake()
}

// settle ends the conflicts of which no two values are left, or of which one was asserted
// again. What is put in the place of one is in conflict as that was.
func (c *Clone) settle(u replica.Update, asserted []model.Triple) {
	for at, values := range c.conflicts {
		again := false
		for i, v := range values {
			if !slices.Contains(u.Deletes, model.Triple{S: at.S, P: at.P, O: v.Value}) {
				continue
			}
			for _, t := range u.Inserts {
				if t.S == at.S && t.P == at.P && !slices.ContainsFunc(values, func(v replica.Contender) bool { return v.Value == t.O }) {
					values[i] = replica.Contender{Value: t.O, By: u.Author, Time: c.now(), Changed: true}
				}
			}
		}
		values = slices.DeleteFunc(values, func(v replica.Contender) bool {
			t := model.Triple{S: at.S, P: at.P, O: v.Value}
			_, there := c.triples[at.S][t]
			again = again || slices.Contains(asserted, t) && !slices.Contains(u.Inserts, t)
			return !there
		})
		if c.conflicts[at] = values; len(values) < 2 || again {
			delete(c.conflicts, at)
		}
	}
	c.status.Conflicts = len(c.conflicts)
}

// Conflicts is a page of what is in conflict.
func (c *Clone) Conflicts(ctx context.Context, q replica.ConflictsQuery) (page replica.ConflictsPage, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return page, err
	}
	defer end()
	page.Total = len(c.conflicts)
	for at, values := range c.conflicts {
		place := replica.Place(at.S + " " + at.P)
		if q.Subject != "" && at.S != q.Subject || place <= q.After {
			continue
		}
		page.Rows = append(page.Rows, replica.Conflict{
			Subject: c.row(at.S, q.Labels), Property: at.P, Values: slices.Clone(values), Place: place,
		})
	}
	slices.SortFunc(page.Rows, func(a, b replica.Conflict) int { return strings.Compare(string(a.Place), string(b.Place)) })
	return page, nil
}

// Contest says whose a value is that is in conflict.
func (c *Clone) Contest(t model.Triple, as replica.Contender) {
	c.mu.Lock()
	defer c.mu.Unlock()
	values := c.conflicts[model.Pattern{S: t.S, P: t.P}]
	for i, v := range values {
		if v.Value == t.O {
			as.Value = t.O
			values[i] = as
		}
	}
}
