package tui

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/tui/history"
)

// until bounds a history at the moment that is shown.
func (t then) until(q replica.HistoryQuery) replica.HistoryQuery {
	switch {
	case t.past == nil:
	case t.at.Tick > 0:
		q.UpTo = t.at.Tick
	default: // There is nothing before the first change.
		q.Before = 1
	}
	return q
}

// why tells which transactions held a value at the moment that is shown.
func (t then) why(ctx context.Context, c Clone, value model.Triple) (items []history.Item, err error) {
	if t.past != nil {
		return t.whyThen(ctx, c, value)
	}
	held, err := c.Why(ctx, value)
	for _, h := range held {
		items = append(items, history.Item{TID: h.TID, Entry: h.Entry, Maker: h.Maker, Snapshot: h.Snapshot})
	}
	return items, err
}

// whyPage is how many changes of one value are read at once: it seldom has more.
const whyPage = 50

// whyThen works it out from the log: a transaction holds a value from the change that
// brought it until one that takes it away. Nothing before the value came holds it, so that
// no more is read.
func (t then) whyThen(ctx context.Context, c Clone, value model.Triple) (items []history.Item, err error) {
	lost := make(map[clock.TID]bool)               // taken away since, or told already
	restored := make(map[clock.TID]*replica.Entry) // by changes that only gave them back
	var order []clock.TID
	unknown := func() []history.Item {
		for _, tid := range order {
			if e := restored[tid]; e != nil {
				items = append(items, history.Item{TID: string(tid), Entry: e})
			}
		}
		return items
	}
	q := replica.HistoryQuery{Subject: value.S, Property: value.P, Value: value.O, Limit: whyPage}
	for first := true; ; {
		page, err := c.History(ctx, t.until(q))
		if err != nil {
			return nil, err
		}
		for i := range page.Entries {
			e := &page.Entries[i]
			if e.Reason.IsGap() {
				return append(unknown(), history.Item{Snapshot: e}), nil
			}
			for _, s := range e.Shifts {
				if first && !s.Is {
					return nil, nil // It was not there.
				}
				first = false
				for _, tid := range s.Added {
					switch {
					case lost[tid]:
					case e.Reason == replica.ReasonVoid:
						if restored[tid] == nil {
							order, restored[tid] = append(order, tid), e
						}
					default:
						items = append(items, history.Item{TID: string(tid), Entry: e})
						lost[tid], restored[tid] = true, nil
					}
				}
				for _, tid := range s.Removed {
					lost[tid] = lost[tid] || restored[tid] == nil
				}
				if !s.Was && e.Reason != replica.ReasonVoid {
					return unknown(), nil
				}
			}
		}
		if page.Next == 0 {
			if first && !page.NotKept { // It is derived, or was not there.
				return nil, nil
			}
			return append(unknown(), history.Item{}), nil
		}
		q.Before = page.Next
	}
}

// maxSaid is how many changes are told that have said a value.
const maxSaid = 4 * whyPage

// said tells which transactions hold a value at the moment that is shown, and, where there are
// some, which other changes had said it before: who has settled a conflict has but said once
// more what another had written first. more tells that there are others.
func (t then) said(ctx context.Context, c Clone, value model.Triple) (items []history.Item, more bool, err error) {
	items, err = t.why(ctx, c, value)
	if err != nil || len(items) == 0 {
		return nil, false, err
	}
	holds := make(map[uint64]bool)
	for _, i := range items {
		if i.Entry != nil {
			holds[i.Entry.Number] = true
		}
	}
	q := replica.HistoryQuery{Subject: value.S, Property: value.P, Value: value.O, Limit: whyPage}
	for {
		page, err := c.History(ctx, t.until(q))
		if err != nil {
			return nil, false, err
		}
		for i := range page.Entries {
			e := &page.Entries[i]
			says := slices.ContainsFunc(e.Shifts, func(s replica.Shift) bool { return s.Come() || len(s.Added) > 0 })
			if says && !holds[e.Number] && e.Reason != replica.ReasonVoid {
				items = append(items, history.Item{TID: e.TID, Entry: e, Past: true})
			}
		}
		if q.Before = page.Next; q.Before == 0 || len(items) >= maxSaid {
			break
		}
	}
	number := func(i history.Item) uint64 {
		if i.Entry == nil {
			return 0 // It is older than all that is known.
		}
		return i.Entry.Number
	}
	slices.SortStableFunc(items, func(a, b history.Item) int { return cmp.Compare(number(b), number(a)) })
	return items, q.Before != 0, nil
}

// made is the moment at which a value was written that is there.
func (t then) made(ctx context.Context, c Clone, value model.Triple) (replica.Moment, error) {
	items, err := t.why(ctx, c, value)
	if err != nil {
		return replica.Moment{}, err
	}
	for _, i := range items {
		if i.Entry != nil {
			return replica.Moment{Tick: i.Entry.Tick}, nil
		}
	}
	return replica.Moment{}, errors.New("when this value was written is not known here: it came with all the data, or long ago")
}
