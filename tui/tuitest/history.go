package tuitest

import (
	"context"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// entry is an update of the log as far as a pattern selects it; its number is its
// place, from 1. The TIDs of its shifts are its own.
func (c *Clone) entry(i int, p model.Pattern, q replica.HistoryQuery) (e replica.Entry, ok bool) {
	u := c.log[i]
	e = replica.Entry{Update: u, Number: uint64(i) + 1}
	e.Deletes, e.Inserts = nil, nil
	tid := []clock.TID{clock.TID(u.TID)}
	var all []replica.Shift
	touched := slices.ContainsFunc(slices.Concat(u.Deletes, u.Inserts), p.Matches)
	wanted := func(t model.Triple) bool { return p.Matches(t) || q.Whole && touched }
	for _, t := range u.Deletes {
		all = append(all, replica.Shift{Triple: t, Was: true})
		if wanted(t) {
			e.Deletes = append(e.Deletes, t)
		}
	}
	for _, t := range u.Inserts {
		all = append(all, replica.Shift{Triple: t, Is: true, Added: tid})
		if wanted(t) {
			e.Inserts = append(e.Inserts, t)
		}
	}
	e.Renamed = replica.RenamedBy(all)
	e.Shifts = slices.DeleteFunc(all, func(s replica.Shift) bool { return !wanted(s.Triple) })
	called := func(id model.IRI) string { return c.row(id, c.domain.Labels()).Label }
	if !u.Reason.IsGap() && !q.Mentions(u.Author, e.Shifts, c.domain.Base(), called) {
		return e, false
	}
	return e, len(e.Shifts) > 0 || u.Reason.IsGap() || p == model.Pattern{}
}

// selects reports whether people and times are as wanted.
func selects(q replica.HistoryQuery, e replica.Entry) bool {
	if e.Reason.IsGap() {
		return true
	}
	by := e.Author
	return (q.By == "" || q.By == string(by.Principal) || by.Principal == "" && q.By == by.Tag()) && q.Authors.Has(by) &&
		(q.Since.IsZero() || !e.Time.Before(q.Since)) && (q.Until.IsZero() || !e.Time.After(q.Until))
}

// Forget drops the oldest updates of the history.
func (c *Clone) Forget(upTo uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forgot = upTo
}

// maxLooked is how many updates a page of the history looks at in vain.
const maxLooked = 250

// History gives a page of what happened.
func (c *Clone) History(ctx context.Context, q replica.HistoryQuery) (page replica.HistoryPage, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return page, err
	}
	defer end()
	from := len(c.log)
	if q.Before > 0 {
		from = int(q.Before) - 1
	}
	page.Newest = uint64(len(c.log))
	for i := from - 1; i >= 0 && uint64(i) >= q.After; i-- {
		if c.log[i].Tick <= c.forgot {
			if q.After == 0 {
				page.NotKept, page.CutTick, page.CutTime = true, c.log[i].Tick, c.log[i].Time
			}
			break
		}
		if len(page.Entries) == q.Limit || page.Looked-len(page.Entries) >= maxLooked {
			page.Next = uint64(i) + 2
			break
		}
		if q.UpTo != 0 && c.log[i].Tick > q.UpTo {
			continue
		}
		page.Looked, page.Back = page.Looked+1, c.log[i].Time
		if e, ok := c.entry(i, model.Pattern{S: q.Subject, P: q.Property, O: q.Value}, q); ok && selects(q, e) {
			c.rowsRead++
			page.Entries = append(page.Entries, e)
		}
	}
	return page, nil
}

// Why gives the update that inserted a triple, for here no two hold one, or the snapshot with
// which it came.
func (c *Clone) Why(ctx context.Context, t model.Triple) ([]replica.Holding, error) {
	if err := c.wait(ctx); err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, there := c.triples[t.S][t]; !there {
		return nil, nil
	}
	for i, u := range slices.Backward(c.log) {
		e, _ := c.entry(i, model.Pattern(t), replica.HistoryQuery{})
		switch {
		case u.Tick <= c.forgot:
		case u.Reason.IsGap():
			return []replica.Holding{{TID: "t0", Snapshot: &e}}, nil
		case slices.Contains(u.Inserts, t):
			return []replica.Holding{{TID: u.TID, Entry: &e}}, nil
		}
	}
	return []replica.Holding{{TID: "t0"}}, nil
}

// Revert puts back the update of a number, by the rule of Undo.
func (c *Clone) Revert(_ context.Context, number uint64) (replica.Undone, error) {
	c.mu.Lock()
	known := number > 0 && number <= uint64(len(c.log)) && c.log[number-1].Tick > c.forgot
	var from []replica.Update
	if known {
		from = append(from, c.log[number-1])
	}
	c.mu.Unlock()
	if !known {
		return replica.Undone{}, store.ErrNotKept
	}
	return c.putBack(&from, &c.own, "")
}
