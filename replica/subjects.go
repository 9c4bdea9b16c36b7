package replica

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/store"
)

// state is the data as it is read for lists, present (*store.Tx) or past (*store.Then).
type state interface {
	model.Graph
	CountSubjects(class model.IRI) int
	List(order Order, class model.IRI, from Place, backwards bool) iter.Seq2[model.IRI, Place]
	PlaceOf(order Order, s model.IRI) Place
	IsListed(order Order, class model.IRI, at Place) bool
	TouchedAt(s model.IRI) time.Time
	Find(text string, class model.IRI, stopped func() bool) (portions iter.Seq[[]store.Found], more func() bool)
	Types() iter.Seq2[model.IRI, int]
	Referring(to model.IRI, after Place) iter.Seq2[model.Triple, Place]
	CountReferring(to model.IRI, most int) int
	Owner(part model.IRI) (owner, property model.IRI)
}

// maxPage is the most rows of a page.
const maxPage = 1000

// Subjects is a page of the domain's subjects. It costs the same however many there
// are, but for those of one type by recent change.
func (r *Replica) Subjects(ctx context.Context, q SubjectsQuery) (page SubjectsPage, err error) {
	q.Limit = pageLimit(q.Limit)
	err = r.view(func(tx *store.Tx) error {
		page, err = subjects(ctx, tx, q)
		return err
	})
	return page, err
}

func pageLimit(n int) int {
	if n <= 0 || n > maxPage {
		return maxPage
	}
	return n
}

func subjects(ctx context.Context, tx state, q SubjectsQuery) (page SubjectsPage, err error) {
	page.Total = tx.CountSubjects(q.Type)
	if q.Contains != "" {
		find := FindQuery{Text: q.Contains, Type: q.Type, Labels: q.Labels}
		more, err := findIn(ctx, tx, find, func(rows []SubjectRow) error {
			page.Rows = append(page.Rows, rows...)
			return nil
		})
		page.More = more || len(page.Rows) > q.Limit
		page.Rows = page.Rows[:min(len(page.Rows), q.Limit)]
		return page, err
	}
	l := lister{tx: tx, q: q}
	if q.Around == "" {
		backwards := q.After == "" && q.Before != ""
		from := q.After
		if backwards {
			if from = q.Before; from == LastPlace {
				from = ""
			}
		}
		page.Rows, page.More, err = l.rows(ctx, from, backwards)
		return page, err
	}
	at := tx.PlaceOf(q.Order, q.Around)
	if at == "" || !tx.IsListed(q.Order, q.Type, at) && q.At != "" {
		at = q.At
	}
	// Bounds are exclusive: the subject itself is put between the pages.
	if at != "" {
		if page.Rows, page.Earlier, err = l.rows(ctx, at, true); err != nil {
			return page, err
		}
	}
	if tx.IsListed(q.Order, q.Type, at) {
		page.Rows = append(page.Rows, l.row(q.Around, at))
	}
	after, more, err := l.rows(ctx, at, false)
	page.Rows, page.More = append(page.Rows, after...), more
	return page, err
}

// lister reads rows of a list.
type lister struct {
	tx state
	q  SubjectsQuery
}

// rows reads a page from a place, always in the list's own order.
func (l lister) rows(ctx context.Context, from Place, backwards bool) (rows []SubjectRow, more bool, err error) {
	for id, at := range l.tx.List(l.q.Order, l.q.Type, from, backwards) {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if !backwards && l.q.Before != "" && store.ComparePlaces(l.q.Order, at, l.q.Before) >= 0 {
			break
		}
		if len(rows) == l.q.Limit {
			more = true
			break
		}
		rows = append(rows, l.row(id, at))
	}
	if backwards {
		slices.Reverse(rows)
	}
	return rows, more, ctx.Err()
}

func (l lister) row(id model.IRI, at Place) SubjectRow {
	row := subjectRow(l.tx, id, l.q.Labels)
	row.Place = at
	if l.q.Order == ByRecent {
		row.Changed = l.tx.TouchedAt(id)
	}
	return row
}

// Find finds the subjects that have all words of a text, or words like them, in
// their ids or texts, and gives them in portions, the best first, at most 200; more
// tells whether there may be others. It stops early when ctx ends or each fails.
func (r *Replica) Find(ctx context.Context, q FindQuery, each func([]SubjectRow) error) (more bool, err error) {
	err = r.view(func(tx *store.Tx) error {
		more, err = findIn(ctx, tx, q, each)
		return err
	})
	return more, err
}

func findIn(ctx context.Context, tx state, q FindQuery, each func([]SubjectRow) error) (more bool, err error) {
	portions, rest := tx.Find(q.Text, q.Type, func() bool { return ctx.Err() != nil })
	for portion := range portions {
		rows := make([]SubjectRow, len(portion))
		for i, f := range portion {
			rows[i] = subjectRow(tx, f.ID, q.Labels)
			rows[i].In, rows[i].Property = f.In, f.Property
		}
		if err := each(rows); err != nil {
			return false, err
		}
	}
	return rest(), ctx.Err()
}

// Types are the types that subjects have, those of the most subjects first. It costs
// the same however many subjects there are.
func (r *Replica) Types(ctx context.Context) (all []TypeCount, err error) {
	err = r.view(func(tx *store.Tx) error {
		all, err = types(ctx, tx)
		return err
	})
	return all, err
}

func types(ctx context.Context, tx state) (all []TypeCount, err error) {
	for t, n := range tx.Types() {
		all = append(all, TypeCount{t, n})
	}
	slices.SortFunc(all, func(a, b TypeCount) int {
		return cmp.Or(b.Count-a.Count, strings.Compare(string(a.Type), string(b.Type)))
	})
	return all, ctx.Err()
}

// Referrers is a page of what refers to a subject.
func (r *Replica) Referrers(ctx context.Context, q ReferrersQuery) (page ReferrersPage, err error) {
	err = r.view(func(tx *store.Tx) error {
		page, err = referrers(ctx, tx, q)
		return err
	})
	return page, err
}

func referrers(ctx context.Context, tx state, q ReferrersQuery) (ReferrersPage, error) {
	q.Limit = pageLimit(q.Limit)
	page := ReferrersPage{Total: tx.CountReferring(q.To, MaxReferrers)}
	for t, at := range tx.Referring(q.To, q.After) {
		if len(page.Rows) == q.Limit {
			page.More = true
			break
		}
		r := Referrer{Property: t.P, Place: at}
		s := t.S
		if t.P == model.JSONRQLItem {
			if owner, property := tx.Owner(s); owner != "" {
				r.Slot, r.Item, r.Property = s, itemNumber(tx, s), property
				if _, isPlace := list.Of(property); isPlace {
					r.Property = ""
				}
				for _, holder := range list.Holders(tx, s) {
					r.List = holder.List
				}
				s = owner
			}
		}
		r.Subject = subjectRow(tx, s, q.Labels)
		page.Rows = append(page.Rows, r)
	}
	return page, ctx.Err()
}

// itemNumber is the number of an item in its list, from 1; zero where that is not known.
func itemNumber(g model.Graph, slot model.IRI) int {
	for t := range g.Match(model.Pattern{S: slot, P: model.JSONRQLIndex}) {
		if n, err := strconv.Atoi(t.O.Value); err == nil {
			return n + 1
		}
	}
	return 0
}

func subjectRow(tx model.Graph, id model.IRI, labels model.Labels) SubjectRow {
	row := SubjectRow{ID: id}
	if t, ok := tx.(interface{ InConflict(id model.IRI) bool }); ok {
		row.InConflict = t.InConflict(id)
	}
	name := model.NewNaming(labels)
	for t := range tx.Match(model.Pattern{S: id}) {
		if t.P == model.RDFType && t.O.IsRef() {
			row.Types = append(row.Types, t.O.IRI())
		}
		name.Take(t)
	}
	row.Label = name.Name()
	return row
}
