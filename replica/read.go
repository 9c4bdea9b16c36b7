package replica

import (
	"context"
	"errors"
	"iter"
	"slices"
	"strings"

	bolterrors "go.etcd.io/bbolt/errors"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/store"
)

// view reads one state of the data.
func (r *Replica) view(fn func(tx *store.Tx) error) error {
	for {
		r.mu.Lock()
		s := r.store
		r.mu.Unlock()
		err := s.View(fn)
		if !errors.Is(err, bolterrors.ErrDatabaseNotOpen) {
			return err
		}
		r.mu.Lock()
		replaced := r.store != s
		r.mu.Unlock()
		if !replaced {
			return errClosed()
		}
	}
}

// Refusal is something from elsewhere that this clone did not take, because it
// made no sense: where it came from, why it was refused, when and how often.
type Refusal = store.Refusal

// Refusals are the latest kinds of what was refused, at most 50, the latest last.
// They are kept in the file; a count is saved each time that it has doubled.
func (r *Replica) Refusals(ctx context.Context) (list []Refusal, err error) {
	err = r.view(func(tx *store.Tx) (err error) {
		if err := ctx.Err(); err != nil {
			return err
		}
		list, err = tx.Refusals()
		return err
	})
	return list, err
}

// Read calls fn with one state of the data, which does not change while fn reads
// it. The graph must not be used afterwards.
func (r *Replica) Read(ctx context.Context, fn func(model.Graph) error) error {
	return r.view(func(tx *store.Tx) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		return fn(tx)
	})
}

// Describe is everything that is said of a subject; nothing if it is not known.
func (r *Replica) Describe(ctx context.Context, id model.IRI) (triples []model.Triple, err error) {
	err = r.Read(ctx, func(g model.Graph) error {
		triples = slices.Collect(g.Match(model.Pattern{S: id}))
		return nil
	})
	return triples, err
}

// List is a page of the items of a list, as one state of the data has them; a
// subject that is no list has none. It reads the places of the whole list, but only
// the items of the page.
func (r *Replica) List(ctx context.Context, q ListQuery) (page ListPage, err error) {
	err = r.Read(ctx, func(g model.Graph) error {
		page = items(g, q)
		return nil
	})
	return page, err
}

func items(g model.Graph, q ListQuery) (page ListPage) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	page.Items, page.Total = list.Items(g, q.List, q.From, q.Limit)
	return page
}

// maxPage is the most rows of a page.
const maxPage = 1000

// Subjects is a page of the domain's subjects. Without Contains it costs the same
// however many there are.
func (r *Replica) Subjects(ctx context.Context, q SubjectsQuery) (page SubjectsPage, err error) {
	err = r.view(func(tx *store.Tx) error {
		page, err = subjects(ctx, tx, q, string(r.cfg.Domain.Base()))
		return err
	})
	return page, err
}

// source is a state of the data, present or past.
type source interface {
	model.Graph
	Subjects(class, from model.IRI, backwards bool) iter.Seq[model.IRI]
	CountSubjects(class model.IRI) int
}

func subjects(ctx context.Context, tx source, q SubjectsQuery, base string) (page SubjectsPage, err error) {
	if q.Limit <= 0 || q.Limit > maxPage {
		q.Limit = maxPage
	}
	page.Total = tx.CountSubjects(q.Type)
	backwards := q.After == "" && q.Before != ""
	from := q.After
	if backwards {
		from = q.Before
	}
	contains := strings.ToLower(q.Contains)
	for id := range tx.Subjects(q.Type, from, backwards) {
		if err := ctx.Err(); err != nil {
			return SubjectsPage{}, err
		}
		if !backwards && q.Before != "" && id >= q.Before {
			break
		}
		if contains != "" && !subjectContains(tx, id, base, contains) {
			continue
		}
		if len(page.Rows) == q.Limit {
			page.More = true
			break
		}
		page.Rows = append(page.Rows, subjectRow(tx, id, q.Labels))
	}
	if backwards {
		for i, j := 0, len(page.Rows)-1; i < j; i, j = i+1, j-1 {
			page.Rows[i], page.Rows[j] = page.Rows[j], page.Rows[i]
		}
	}
	return page, nil
}

// subjectContains looks at the subject's own name, without the base that all have
// in common, and at its texts.
func subjectContains(tx source, id model.IRI, base, text string) bool {
	if strings.Contains(strings.ToLower(strings.TrimPrefix(string(id), base)), text) {
		return true
	}
	for t := range tx.Match(model.Pattern{S: id}) {
		if t.O.IsLiteral() && strings.Contains(strings.ToLower(t.O.Value), text) {
			return true
		}
	}
	return false
}

func subjectRow(tx source, id model.IRI, labels []model.IRI) SubjectRow {
	row := SubjectRow{ID: id}
	best := len(labels)
	for t := range tx.Match(model.Pattern{S: id}) {
		if t.P == model.RDFType && t.O.IsRef() {
			row.Types = append(row.Types, t.O.IRI())
		}
		for rank, label := range labels[:best] {
			if t.P == label && t.O.IsLiteral() {
				row.Label, best = t.O.Value, rank
				break
			}
		}
	}
	return row
}
