package tuitest

import (
	"context"
	"errors"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/history"
	"github.com/m-ld/mld-tui/replica/store"
)

// Undo puts back the last change of one's own, by a rule that is simpler than a real
// clone's: what went comes back unless what came in its place has gone since.
func (c *Clone) Undo(context.Context) (replica.Undone, error) {
	return c.putBack(&c.own, &c.undone, "nothing can be undone: nothing was changed here")
}

// Redo puts back the last Undo.
func (c *Clone) Redo(context.Context) (replica.Undone, error) {
	return c.putBack(&c.undone, &c.own, "nothing can be redone: nothing was undone since the last change")
}

func (c *Clone) putBack(from, to *[]replica.Update, none string) (u replica.Undone, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch n := len(*from); {
	case c.closed:
		return u, errors.New("the clone is closed; start it again")
	case c.status.ReadOnly != "":
		return u, errors.New("this clone is read-only: " + c.status.ReadOnly)
	case n == 0:
		return u, errors.New(none)
	}
	last := (*from)[len(*from)-1]
	*from = (*from)[:len(*from)-1]
	var p model.Patch
	for _, t := range last.Inserts {
		if _, there := c.triples[t.S][t]; there {
			p.Deletes = append(p.Deletes, t)
		} else {
			u.Left = append(u.Left, replica.Left{Triple: t, Inserted: true, Why: history.CauseGone})
		}
	}
	for _, t := range last.Deletes {
		replaced := func(l replica.Left) bool { return l.Triple.S == t.S && l.Triple.P == t.P }
		if slices.ContainsFunc(u.Left, replaced) {
			u.Left = append(u.Left, replica.Left{Triple: t, Why: history.CauseReplaced})
		} else {
			p.Inserts = append(p.Inserts, t)
		}
	}
	done := c.apply(p, replica.ReasonLocal, replica.Author{Self: true, Process: "l"})
	*to = append(*to, done)
	u.Tick = c.status.Ticks
	for _, t := range done.Deletes {
		u.Shifts = append(u.Shifts, store.Shift{Triple: t, Was: true})
	}
	for _, t := range done.Inserts {
		u.Shifts = append(u.Shifts, store.Shift{Triple: t, Is: true})
	}
	return u, nil
}
