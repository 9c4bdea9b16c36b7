package tui

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/subjects"
)

// Who follows another sees what they see: what is listed, and as of when.

// view is what the screen lists, and as of when, for those who follow.
func (m *Root) view() replica.View {
	l := m.list.Listing()
	v := replica.View{Order: orderWords[l.Order], Type: l.Type, Filter: l.Filter}
	if m.then.past != nil {
		// Of before the first change there is no time.
		v.AsOf, v.TID = max(1, m.then.at.Time.UnixMilli()), m.then.tid
	}
	return v
}

// listWith lists what a person lists, with the cursor on their subject. Of those who do
// not say it only the subject is known.
func (m *Root) listWith(p people.Person) {
	now := m.list.Listing()
	l := subjects.Listing{Order: now.Order, Type: p.View.Type, Filter: p.View.Filter, Subject: p.Subject}
	if i := slices.Index(orderWords, p.View.Order); i >= 0 && m.then.past == nil {
		l.Order = replica.Order(i)
	}
	switch {
	case now == l:
	case l.Type == "" && l.Filter == "" && l.Order == now.Order:
		m.list.Reveal(p.Subject)
	default:
		m.list.Show(l)
	}
}

// lookWith goes to the moment at which the person is whom one follows, if that has become
// another.
func (m *Root) lookWith() tea.Cmd {
	t := &m.together
	v := t.with.View
	if t.follows == "" || m.o.AsOf == nil || m.looking || v.Order == "" || v.AsOf == t.sees.AsOf && v.TID == t.sees.TID {
		return nil
	}
	t.sees = v
	if v.AsOf == 0 {
		return m.backToNow()
	}
	at := time.UnixMilli(v.AsOf + 1) // It was cut to milliseconds.
	if now := m.o.Now(); at.After(now) {
		at = now // Clocks differ.
	}
	return m.lookAt(wish{moment: replica.Moment{Time: at}, tid: v.TID})
}

// maxSought is in how many changes that of a transaction is looked for.
const maxSought = 20_000

// findTID is the moment after a transaction, by which one clone tells another of a moment:
// their ticks and clocks are not the same. Where it is not known, it goes by the time.
func (w wish) findTID(ctx context.Context, c Clone) (replica.Moment, error) {
	q := replica.HistoryQuery{Limit: 1000}
	for sought := 0; sought < maxSought; sought += q.Limit {
		page, err := c.History(ctx, q)
		if err != nil {
			return replica.Moment{}, err
		}
		for _, e := range page.Entries {
			if e.TID == w.tid {
				return replica.Moment{Tick: e.Tick}, nil
			}
		}
		if q.Before = page.Next; page.Next == 0 {
			break
		}
	}
	return w.moment, nil
}
