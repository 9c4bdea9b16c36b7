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

// usual are the types of what a property refers to: looked for once for each editor,
// and each form.
type usual struct {
	of       any
	property model.IRI
	types    []model.IRI
}

// referring finds what a property may refer to, the best first: the usual types of that,
// unless they are known, come with it.
func (s search) referring(ctx context.Context, q edit.Query, known usual, of any) (_ usual, found []edit.Option, err error) {
	if known.of != of || known.property != q.Property {
		known = usual{of: of, property: q.Property}
		if known.types, err = s.referents(ctx, q); err != nil {
			return usual{}, nil, err
		}
	}
	s.usual = known.types
	found, err = s.subjects(ctx, q)
	return known, found, err
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
	for _, class := range types[:min(len(types), maxUsual)] {
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
	anywhere, err := s.clone.Uses(ctx, q.Property, sampled)
	if err != nil {
		return nil, err
	}
	return s.typesUnder(ctx, q.Property, anywhere)
}

// typesUnder are the types of what is referred to by a property in some triples, or by the
// items of its lists.
func (s search) typesUnder(ctx context.Context, property model.IRI, in []model.Triple) ([]model.IRI, error) {
	count, seen := make(tally), make(map[model.IRI]bool)
	take := func(o model.Term) (types []model.IRI, err error) {
		if !o.IsRef() || seen[o.IRI()] || len(seen) == sampled {
			return nil, nil
		}
		seen[o.IRI()] = true
		ts, err := s.clone.Describe(ctx, o.IRI())
		return typesOf(ts), err
	}
	add := func(types []model.IRI) {
		for _, class := range types {
			count[class]++
		}
	}
	for _, t := range in {
		if t.P != property {
			continue
		}
		types, err := take(t.O)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(types, model.MeldList) {
			add(types)
			continue
		}
		page, err := s.clone.List(ctx, replica.ListQuery{List: t.O.IRI(), Limit: sampled})
		if err != nil {
			return nil, err
		}
		for _, item := range page.Items {
			for _, o := range item.Values {
				types, err := take(o)
				if err != nil {
					return nil, err
				}
				add(types)
			}
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

// lookedBack is among how many subjects, of those that were changed last, the usual ones are
// looked for.
const lookedBack = 300

// recent are the subjects that were changed last: the usual ones, and those of their
// types that were changed earlier, before the others. Behind them is what the property refers
// to already, and the subject itself comes last.
func (s search) recent(ctx context.Context, q edit.Query) ([]edit.Option, error) {
	own, err := s.clone.Describe(ctx, q.Subject)
	if err != nil {
		return nil, err
	}
	page, err := s.clone.Subjects(ctx, replica.SubjectsQuery{Order: replica.ByRecent, Limit: lookedBack, Labels: s.labels})
	if err != nil {
		return nil, err
	}
	found := s.options(page.Rows)
	for _, class := range s.usual {
		page, err := s.clone.Subjects(ctx, replica.SubjectsQuery{Type: class, Limit: edit.MaxOptions, Labels: s.labels})
		if err != nil {
			return nil, err
		}
		found = more(found, s.options(page.Rows))
	}
	rank := func(o edit.Option) int {
		switch {
		case o.IRI == q.Subject:
			return 3
		case !o.Usual:
			return 2
		case slices.Contains(own, model.Triple{S: q.Subject, P: q.Property, O: model.Ref(o.IRI)}):
			return 1
		}
		return 0
	}
	slices.SortStableFunc(found, func(a, b edit.Option) int { return rank(a) - rank(b) })
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
