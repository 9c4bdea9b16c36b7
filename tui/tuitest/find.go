package tuitest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
)

// listed is a list of subjects: of a type, in an order.
type listed struct {
	order replica.Order
	typ   model.IRI
}

// entry is a subject in a list.
type entry struct {
	id      model.IRI
	place   replica.Place
	changed time.Time
}

// listing is a list of subjects.
func (c *Clone) listing(order replica.Order, typ model.IRI) []entry {
	key := listed{order, typ}
	if l, ok := c.listings[key]; ok {
		return l
	}
	touched := make(map[model.IRI]replica.Update)
	if order == replica.ByRecent {
		for _, u := range c.log {
			for _, t := range slices.Concat(u.Deletes, u.Inserts) {
				touched[t.S] = u
			}
		}
	}
	l := []entry{}
	for _, id := range c.ids {
		if !c.hasType(id, typ) {
			continue
		}
		u, isTouched := touched[id]
		switch {
		case order == replica.ByName:
			l = append(l, entry{id: id, place: replica.Place(find.SortKey(c.name(id)) + "\x00" + string(id))})
		case order == replica.ByRecent && isTouched:
			l = append(l, entry{id, replica.Place(fmt.Sprintf("%020d%s", u.Tick, id)), u.Time})
		case order == replica.ByID:
			l = append(l, entry{id: id, place: replica.Place(id)})
		}
	}
	slices.SortFunc(l, func(a, b entry) int { return cmp.Compare(a.place, b.place) })
	if order == replica.ByRecent {
		slices.Reverse(l)
	}
	if c.listings == nil {
		c.listings = make(map[listed][]entry)
	}
	c.listings[key] = l
	return l
}

// name is the label of a subject, else its short id.
func (c *Clone) name(id model.IRI) string {
	if label := c.row(id, c.domain.Labels()).Label; label != "" {
		return label
	}
	return strings.TrimPrefix(string(id), string(c.domain.Base()))
}

// begin begins a read.
func (c *Clone) begin(ctx context.Context) (end func(), err error) {
	if err := c.wait(ctx); err != nil {
		return nil, err
	}
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil, errors.New("the clone is closed")
	}
	return c.mu.Unlock, nil
}

// Subjects gives a page of subjects.
func (c *Clone) Subjects(ctx context.Context, q replica.SubjectsQuery) (page replica.SubjectsPage, err error) {
	if q.Limit <= 0 || q.Limit > 1000 {
		return page, fmt.Errorf("a page has 1 to 1,000 rows, not %d", q.Limit)
	}
	end, err := c.begin(ctx)
	if err != nil {
		return page, err
	}
	defer end()
	l := c.listing(q.Order, q.Type)
	page.Total = len(c.listing(replica.ByID, q.Type))
	if q.Contains != "" {
		for _, rows := range c.found(q.Contains, q.Type, q.Labels) {
			page.Rows = append(page.Rows, rows...)
		}
		page.Rows = page.Rows[:min(len(page.Rows), q.Limit)]
		return page, nil
	}
	from, to := 0, len(l)
	after := func(p replica.Place) int { return sort.Search(len(l), func(i int) bool { return l[i].place > p }) }
	before := func(p replica.Place) int { return sort.Search(len(l), func(i int) bool { return l[i].place >= p }) }
	switch {
	case q.Around != "":
		i := slices.IndexFunc(l, func(e entry) bool { return e.id == q.Around })
		if i < 0 {
			i = before(q.At)
		}
		from, to = max(0, i-q.Limit), min(len(l), i+q.Limit+1)
		page.Earlier, page.More = from > 0, to < len(l)
	case q.After == "" && q.Before != "":
		if q.Before != replica.LastPlace {
			to = before(q.Before)
		}
		from = max(0, to-q.Limit)
		page.More = from > 0
	default:
		if q.After != "" {
			from = after(q.After)
		}
		if q.Before != "" {
			to = max(from, before(q.Before))
		}
		page.More = to-from > q.Limit
		to = min(to, from+q.Limit)
	}
	for _, e := range l[from:to] {
		row := c.row(e.id, q.Labels)
		row.Place, row.Changed = e.place, e.changed
		page.Rows = append(page.Rows, row)
	}
	c.rowsRead += len(page.Rows)
	return page, nil
}

// Find gives subjects by their words.
func (c *Clone) Find(ctx context.Context, q replica.FindQuery, each func([]replica.SubjectRow) error) (bool, error) {
	end, err := c.begin(ctx)
	if err != nil {
		return false, err
	}
	portions := c.found(q.Text, q.Type, q.Labels)
	end()
	for _, rows := range portions {
		if err := errors.Join(ctx.Err(), each(rows)); err != nil {
			return false, err
		}
	}
	return false, nil
}

// found are the subjects that have the words of a text, in portions by nearness.
func (c *Clone) found(text string, typ model.IRI, labels model.Labels) (portions [][]replica.SubjectRow) {
	byDegree := make([][]replica.SubjectRow, find.Far)
	for _, e := range c.listing(replica.ByName, typ) {
		degree := find.Same
		row := c.row(e.id, labels)
		for typed := range find.Words(text) {
			best := find.Far
			for _, t := range append(c.sorted(e.id), model.Triple{O: model.String(strings.TrimPrefix(string(e.id), string(c.domain.Base())))}) {
				if !t.O.IsLiteral() {
					continue
				}
				for w := range find.Words(t.O.Value) {
					if d := find.Near(typed, w); d < best {
						best = d
						if t.P != "" && t.O.Value != row.Label {
							row.In, row.Property = t.O.Value, t.P
						} else {
							row.In, row.Property = "", ""
						}
					}
				}
			}
			degree = max(degree, best)
		}
		if degree < find.Far {
			byDegree[degree] = append(byDegree[degree], row)
		}
	}
	for _, rows := range byDegree {
		if len(rows) > 0 {
			portions = append(portions, rows)
			c.rowsRead += len(rows)
		}
	}
	return portions
}

// Types gives the types with their counts.
func (c *Clone) Types(ctx context.Context) (types []replica.TypeCount, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	counts := make(map[model.IRI]int)
	for _, ts := range c.triples {
		for t := range ts {
			if t.P == model.RDFType && t.O.IsRef() {
				counts[t.O.IRI()]++
			}
		}
	}
	for t, n := range counts {
		types = append(types, replica.TypeCount{Type: t, Count: n})
	}
	slices.SortFunc(types, func(a, b replica.TypeCount) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(string(a.Type), string(b.Type)))
	})
	return types, nil
}

// Uses gives some triples with a property.
func (c *Clone) Uses(ctx context.Context, property model.IRI, most int) (some []model.Triple, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	for _, id := range c.ids {
		for _, t := range c.sorted(id) {
			if t.P == property && len(some) < most {
				some = append(some, t)
			}
		}
	}
	return some, nil
}

// Referrers gives a page of what refers to a subject.
func (c *Clone) Referrers(ctx context.Context, q replica.ReferrersQuery) (page replica.ReferrersPage, err error) {
	end, err := c.begin(ctx)
	if err != nil {
		return page, err
	}
	defer end()
	for _, id := range c.ids {
		for _, t := range c.sorted(id) {
			if t.O != model.Ref(q.To) {
				continue
			}
			page.Total++
			place := replica.Place(string(t.S) + " " + string(t.P))
			switch {
			case q.After != "" && place <= q.After:
			case len(page.Rows) == q.Limit:
				page.More = true
			default:
				page.Rows = append(page.Rows, c.referrer(t, place, q.Labels))
			}
		}
	}
	return page, nil
}

// referrer is a row of what refers to a subject: of an item of a list, what has that.
func (c *Clone) referrer(t model.Triple, place replica.Place, labels model.Labels) replica.Referrer {
	r, s := replica.Referrer{Property: t.P, Place: place}, t.S
	if t.P == model.JSONRQLItem {
		for _, holder := range list.Holders(graph{c}, t.S) {
			r.Slot, r.List, r.Property, s = t.S, holder.List, "", holder.List
			for i, slot := range list.Slots(graph{c}, s) {
				if slot.ID == t.S {
					r.Item = i + 1
				}
			}
		}
	}
	if r.Slot != "" && list.IsPart(s, c.sorted(s), labels) {
		for u := range (graph{c}).Match(model.Pattern{O: model.Ref(s)}) {
			r.Property, s = u.P, u.S
			break
		}
	}
	r.Subject = c.row(s, labels)
	return r
}

func (c *Clone) hasType(id, typ model.IRI) bool {
	if typ == "" {
		return true
	}
	_, ok := c.triples[id][model.Triple{S: id, P: model.RDFType, O: model.Ref(typ)}]
	return ok
}
