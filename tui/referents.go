package tui

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
)

// maxUsual is of how many types it is told that they are usual.
const maxUsual = 3

// usual are the types of what a property refers to: looked for once for each editor.
type usual struct {
	editor   *edit.Editor
	property model.IRI
	types    []model.IRI
}

// referents are the types of what a property refers to in subjects of the same type, or
// else in any; the most frequent first. A few subjects tell.
func (s search) referents(ctx context.Context, q edit.Query) ([]model.IRI, error) {
	if q.Property == "" {
		return nil, nil
	}
	own, err := s.clone.Describe(ctx, q.Subject)
	if err != nil {
		return nil, err
	}
	types := typesOf(own)
	for _, class := range append(types[:min(len(types), maxUsual):min(len(types), maxUsual)], "") {
		page, err := s.clone.Subjects(ctx, replica.SubjectsQuery{Type: class, Limit: sampled})
		if err != nil {
			return nil, err
		}
		all := own
		for _, r := range page.Rows {
			if r.ID == q.Subject {
				continue
			}
			ts, err := s.clone.Describe(ctx, r.ID)
			if err != nil {
				return nil, err
			}
			all = append(slices.Clip(all), ts...)
		}
		types, err := s.typesUnder(ctx, q.Property, all)
		if len(types) > 0 || err != nil {
			return types, err
		}
	}
	return nil, nil
}

// typesUnder are the types of what is referred to by a property in some triples.
func (s search) typesUnder(ctx context.Context, property model.IRI, in []model.Triple) ([]model.IRI, error) {
	count, seen := make(tally), make(map[model.IRI]bool)
	for _, t := range in {
		if t.P != property || !t.O.IsRef() || seen[t.O.IRI()] || len(seen) == sampled {
			continue
		}
		seen[t.O.IRI()] = true
		ts, err := s.clone.Describe(ctx, t.O.IRI())
		if err != nil {
			return nil, err
		}
		for _, class := range typesOf(ts) {
			count[class]++
		}
	}
	types := slices.SortedFunc(maps.Keys(count), func(a, b model.IRI) int {
		return cmp.Or(count[b]-count[a], cmp.Compare(a, b))
	})
	return types[:min(len(types), maxUsual)], nil
}

// typesOf are the types that some triples of a subject tell.
func typesOf(ts []model.Triple) (types []model.IRI) {
	for _, t := range ts {
		if t.P == model.RDFType && t.O.IsRef() {
			types = append(types, t.O.IRI())
		}
	}
	return types
}

// recent are the subjects that were changed last: the usual ones, and those of their
// types that were changed earlier, before the others.
func (s search) recent(ctx context.Context) ([]edit.Option, error) {
	page, err := s.clone.Subjects(ctx, replica.SubjectsQuery{Order: replica.ByRecent, Limit: edit.MaxOptions, Labels: s.labels})
	if err != nil {
		return nil, err
	}
	var found, others []edit.Option
	for _, o := range s.options(page.Rows) {
		if o.Usual {
			found = append(found, o)
		} else {
			others = append(others, o)
		}
	}
	for _, class := range s.usual {
		page, err := s.clone.Subjects(ctx, replica.SubjectsQuery{Type: class, Limit: edit.MaxOptions, Labels: s.labels})
		if err != nil {
			return nil, err
		}
		found = more(found, s.options(page.Rows))
	}
	found = more(found, others)
	return found[:min(len(found), edit.MaxOptions)], nil
}

// more adds the options that are not there yet.
func more(to, options []edit.Option) []edit.Option {
	there := make(map[model.IRI]bool, len(to))
	for _, o := range to {
		there[o.IRI] = true
	}
	for _, o := range options {
		if !there[o.IRI] {
			to = append(to, o)
		}
	}
	return to
}
