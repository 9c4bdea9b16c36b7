package replica

import (
	"context"
	"iter"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// source is a state of the data, present or past.
type source interface {
	model.Graph
	Subjects(class, from model.IRI, backwards bool) iter.Seq[model.IRI]
	CountSubjects(class model.IRI) int
}

// pastSubjects is a page of the subjects of a past state: always in the order of
// their IRIs, which are their places, for there are no other lists of the past.
func pastSubjects(ctx context.Context, tx source, q SubjectsQuery, base string) (page SubjectsPage, err error) {
	q.Limit = pageLimit(q.Limit)
	page.Total = tx.CountSubjects(q.Type)
	switch {
	case q.Around != "":
		// Nothing sorts between an IRI and the same with a zero byte: so the subject
		// itself is on the first page.
		if page.Rows, page.Earlier, err = pastRows(ctx, tx, q, base, Place(q.Around+"\x00"), true); err != nil {
			return page, err
		}
		after, more, err := pastRows(ctx, tx, q, base, Place(q.Around), false)
		page.Rows, page.More = append(page.Rows, after...), more
		return page, err
	case q.After == "" && q.Before == LastPlace:
		page.Rows, page.More, err = pastRows(ctx, tx, q, base, "", true)
	case q.After == "" && q.Before != "":
		page.Rows, page.More, err = pastRows(ctx, tx, q, base, q.Before, true)
	default:
		page.Rows, page.More, err = pastRows(ctx, tx, q, base, q.After, false)
	}
	return page, err
}

func pastRows(ctx context.Context, tx source, q SubjectsQuery, base string, from Place, backwards bool) (rows []SubjectRow, more bool, err error) {
	contains := strings.ToLower(q.Contains)
	for id := range tx.Subjects(q.Type, model.IRI(from), backwards) {
		if err := ctx.Err(); err != nil {
			return nil, false, err
		}
		if !backwards && q.Before != "" && Place(id) >= q.Before {
			break
		}
		if contains != "" && !subjectContains(tx, id, base, contains) {
			continue
		}
		if len(rows) == q.Limit {
			more = true
			break
		}
		row := subjectRow(tx, id, q.Labels)
		row.Place = Place(id)
		rows = append(rows, row)
	}
	if backwards {
		slices.Reverse(rows)
	}
	return rows, more, nil
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
