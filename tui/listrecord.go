package tui

import (
	"cmp"
	"context"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/history"
	"github.com/m-ld/mld-tui/tui/text"
)

// maxSlots is of how many slots the history of a list takes in the items.
const maxSlots = 300

// listHistory adds to a page of the history of a list what happened to its items, which
// are of its slots: a list's own triples are but places. It also gives the item that
// each slot has, or had last.
func listHistory(ctx context.Context, c Clone, q replica.HistoryQuery, page replica.HistoryPage) (replica.HistoryPage, map[model.IRI]model.Term, error) {
	if q.Subject == "" || q.Property != "" {
		return page, nil, nil
	}
	slots, err := slotsOf(ctx, c, q.Subject, page)
	if err != nil || len(slots) == 0 {
		return page, nil, err
	}
	if page, err = wholly(ctx, c, q, slots); err != nil {
		return page, nil, err
	}
	from := page.Next // Up to there, it is of the pages that follow.
	entries := make(map[uint64]*replica.Entry, len(page.Entries))
	for i := range page.Entries {
		entries[page.Entries[i].Number] = &page.Entries[i]
	}
	held := make(map[model.IRI]model.Term, len(slots))
	for _, slot := range slots {
		of, err := c.History(ctx, replica.HistoryQuery{
			Subject: slot, Property: model.JSONRQLItem, By: q.By, Authors: q.Authors, UpTo: q.UpTo, Before: q.Before, Limit: q.Limit,
		})
		if err != nil {
			return page, nil, err
		}
		newest := uint64(0)
		for _, e := range of.Entries {
			for _, s := range e.Shifts {
				if had := held[slot]; had.IsZero() || newest == e.Number && s.Come() {
					held[slot], newest = s.Triple.O, e.Number
				}
			}
			if e.Number < from || e.Reason.IsGap() {
				continue
			}
			if entries[e.Number] == nil {
				entries[e.Number] = &e
			}
		}
	}
	page.Entries = nil
	for _, e := range entries {
		page.Entries = append(page.Entries, *e)
	}
	slices.SortFunc(page.Entries, func(a, b replica.Entry) int { return cmp.Compare(b.Number, a.Number) })
	return page, held, nil
}

// wholly is a page of the history of a list in which each change tells of its slots, too.
func wholly(ctx context.Context, c Clone, q replica.HistoryQuery, slots []model.IRI) (replica.HistoryPage, error) {
	q.Whole = true
	page, err := c.History(ctx, q)
	for i, e := range page.Entries {
		page.Entries[i].Shifts = slices.DeleteFunc(slices.Clone(e.Shifts), func(s replica.Shift) bool {
			return s.Triple.S != q.Subject && !slices.Contains(slots, s.Triple.S)
		})
	}
	return page, err
}

// slotsOf are the slots that a list has, and those that a page of its history tells of;
// none where it is no list.
func slotsOf(ctx context.Context, c Clone, id model.IRI, page replica.HistoryPage) (slots []model.IRI, err error) {
	now, err := c.Describe(ctx, id)
	if err != nil {
		return nil, err
	}
	seen := make(map[model.IRI]bool)
	add := func(t model.Triple) {
		if slot, ok := list.SlotOf(t); ok && !seen[slot.ID] && len(slots) < maxSlots {
			seen[slot.ID] = true
			slots = append(slots, slot.ID)
		}
	}
	for _, e := range page.Entries {
		for _, s := range e.Shifts {
			add(s.Triple)
		}
	}
	for _, t := range now {
		add(t)
	}
	return slots, nil
}

// gotItems has slots called by their items.
func (m *Root) gotItems(held map[model.IRI]model.Term) {
	m.recordSlots = held
	if len(held) == 0 {
		return
	}
	names := make(map[model.IRI]string, len(held))
	for slot, item := range held {
		names[slot] = text.Cut(m.names.Shown(item, model.JSONRQLItem), 60, m.theme.Glyph)
	}
	m.names.Labels.Deliver(names)
}

// aboutList is the history of the list under the cursor, where that is asked for as that
// of its property.
func (m *Root) aboutList(about history.About) history.About {
	id, _, ok := m.subj.ListHere()
	if !ok || id == about.Subject {
		return about
	}
	return history.About{Subject: id, Name: m.names.Property(about.Property) + " of " + about.Name}
}
