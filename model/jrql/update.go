package jrql

import (
	"context"
	"fmt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
)

// Update writes: it deletes and inserts triples, fixed ones or what its
// variables match.
type Update struct {
	ctx     *jsonld.Context
	scope   *scope
	deletes []pattern
	// given are triples to insert, before what the patterns make.
	given   []model.Triple
	inserts []pattern
	newIDs  int
	// search finds the values of the variables; nil if there is nothing to find.
	search *group
	// fixedInserts says that the inserts happen whatever is found.
	fixedInserts bool
}

// Patch is the effect of an update.
type Patch = model.Patch

// Context is the context that the update was read with.
func (u *Update) Context() *jsonld.Context { return u.ctx }

func parseUpdate(ctx *jsonld.Context, object map[string]any) (*Update, error) {
	err := onlyKeys(object, "an update", "@delete", "@insert", "@update", "@where")
	if err != nil {
		return nil, err
	}
	p := newParser(ctx)
	u := &Update{ctx: ctx, scope: p.scope}
	deleting := p.reader(matching)
	if err := deleting.read(object["@delete"], nil); err != nil {
		return nil, err
	}
	inserting := p.reader(loading)
	if err := inserting.read(object["@insert"], nil); err != nil {
		return nil, err
	}
	updating := p.reader(loading)
	updating.updating = true
	if err := updating.read(object["@update"], nil); err != nil {
		return nil, err
	}
	u.deletes, u.given, u.inserts = deleting.patterns, inserting.triples, inserting.patterns
	insertsVary := len(inserting.vars) > 0
	for i, after := range updating.patterns {
		// Whatever value the property has gives way to the new one.
		before, ok := updating.before[i]
		if !ok {
			before = updating.variable("").n
		}
		u.deletes = append(u.deletes, pattern{after.s, after.p, varSlot(before)})
		u.inserts = append(u.inserts, after)
		insertsVary = insertsVary || after.hasVar()
	}
	u.newIDs = p.newIDs
	found := &group{filters: deleting.filters}
	switch where := object["@where"]; {
	case where != nil:
		if u.search, err = p.where(where); err != nil {
			return nil, err
		}
		u.search.filters = append(u.search.filters, deleting.filters...)
	case len(deleting.vars)+len(updating.vars) > 0:
		found.patterns = u.deletes
		u.search = found
		u.fixedInserts = !insertsVary
	default:
		u.fixedInserts = !insertsVary
	}
	if u.search != nil {
		u.search.binds = append(u.search.binds, inserting.binds...)
		u.search.binds = append(u.search.binds, updating.binds...)
	}
	return u, nil
}

// Patch works out what the update does to a graph. Subjects without an identity
// are given one by newID, which is called once for each. It fails with a
// *model.Error if the update would write what a domain cannot hold, and when
// the context.Context is done.
func (u *Update) Patch(cancel context.Context, graph model.Graph, newID func() model.IRI) (Patch, error) {
	w := &writing{ids: make([]model.Term, u.newIDs), subs: u.scope.subs, newID: newID}
	for i := range w.ids {
		w.ids[i] = model.Ref(newID())
	}
	none := make(binding, len(u.scope.names))
	if u.search != nil {
		e := newEvaluation(cancel, graph, u.scope)
		given := u.given // Once, if there is a solution.
		e.solutions(u.search, func() bool {
			w.fill(&w.deletes, u.deletes, e.b)
			w.inserts.AddAll(given)
			given = nil
			w.fill(&w.inserts, u.inserts, e.b)
			w.slots = nil
			return true
		})
		if e.err != nil {
			return Patch{}, fmt.Errorf("writing was stopped: %w", e.err)
		}
		// The data was looked at, so what is put back has no effect at all.
		w.cancelOut()
	} else {
		w.fill(&w.deletes, u.deletes, none)
	}
	if u.fixedInserts {
		w.inserts.AddAll(u.given)
		w.inserts.Grow(len(u.inserts))
		w.fill(&w.inserts, u.inserts, none)
	}
	patch := Patch{Inserts: w.inserts.All()}
	for _, t := range w.deletes.All() {
		if !w.inserts.Has(t) {
			patch.Deletes = append(patch.Deletes, t)
		}
	}
	if err := u.ctx.Domain().CheckAll(patch.Inserts); err != nil {
		return Patch{}, err
	}
	return patch, nil
}

// writing is an update at work.
type writing struct {
	ids              []model.Term
	deletes, inserts model.TripleSet
	// subs are variables that can be worked out, with new identities for slots,
	// which are those of one solution.
	subs  map[int]subVariable
	newID func() model.IRI
	slots map[int]model.Term
}

// fill adds the triples that patterns make with a binding. A pattern that a
// variable leaves open, or that would put a literal where none can be, makes
// none.
func (w *writing) fill(set *model.TripleSet, patterns []pattern, b binding) {
	for _, p := range patterns {
		inserting := set == &w.inserts
		s, pr, o := w.term(p.s, b, inserting), w.term(p.p, b, inserting), w.term(p.o, b, inserting)
		if s.IsRef() && pr.IsRef() && !o.IsZero() {
			if inserting {
				o = o.Canonical() // what was calculated need not be
			}
			set.Add(model.Triple{S: s.IRI(), P: pr.IRI(), O: o})
		}
	}
}

func (w *writing) term(s slot, b binding, inserting bool) model.Term {
	switch s.kind {
	case slotVar:
		if b[s.n].IsZero() && inserting {
			return w.generate(s.n, b)
		}
		return b[s.n]
	case slotNew:
		return w.ids[s.n]
	}
	return s.term
}

// cancelOut drops what is both deleted and inserted from both.
func (w *writing) cancelOut() {
	for _, t := range w.inserts.All() {
		if w.deletes.Remove(t) {
			w.inserts.Remove(t)
		}
	}
}
