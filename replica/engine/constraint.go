package engine

import (
	"iter"

	"github.com/m-ld/mld-tui/model"
)

// Constraint is a rule that a clone keeps over its data. Constraints are called
// in the engine's goroutine, in the order in which they are configured, and must
// be functions of what they are given: every clone that has the same data and the
// same operation must come to the same result.
type Constraint interface {
	// Check is called with a local transaction before it is committed. It can
	// refuse it, with an error for the user, or change it.
	Check(u *Interim) error
	// Apply is called with what came from another clone. It can repair the
	// data: what it asserts becomes an operation of this clone's, at the tick
	// that is kept for it. An error that has one of m-ld's 4000s as its status
	// blocks the process that the operation came from.
	Apply(u *Interim) error
}

// Deriver is a Constraint that entails derived triples. Derived triples are a
// function of the others, so they can be worked out without judging anything.
type Deriver interface {
	// DeriveAll works the derived triples of a whole graph out anew. It is called
	// with an empty update when the data came from elsewhere: others may have
	// been wrong.
	DeriveAll(u *Interim)
}

// Interim is an update that constraints may look at and add to: the graph as it
// would be after it, and what goes and comes.
type Interim struct {
	base             model.Graph
	deletes, inserts model.TripleSet
	// over is the graph as it would be, from when somebody looks at it: most updates
	// have nothing to do with a constraint.
	over *overlay
	// asserted is what constraints have added, when the update itself is not
	// theirs to change.
	asserted *model.Patch
	entailed model.Patch
}

// NewInterim is the update that a patch makes of a graph. In a local transaction
// constraints may change the patch itself.
func NewInterim(base model.Graph, p model.Patch, local bool) *Interim {
	u := &Interim{base: base}
	if !local {
		u.asserted = &model.Patch{}
	}
	u.change(p)
	return u
}

// change makes a patch part of the update. What is deleted and inserted again
// stays.
func (u *Interim) change(p model.Patch) {
	for _, t := range p.Deletes {
		u.inserts.Remove(t)
		u.deletes.Add(t)
	}
	if u.deletes.Len() > 0 {
		for _, t := range p.Inserts {
			u.deletes.Remove(t)
		}
	}
	u.inserts.AddAll(p.Inserts)
	if u.over != nil {
		u.over.change(p)
	}
}

// Match implements model.Graph.
func (u *Interim) Match(p model.Pattern) iter.Seq[model.Triple] { return u.graph().Match(p) }

func (u *Interim) graph() *overlay {
	if u.over == nil {
		u.over = &overlay{base: u.base}
		u.over.change(model.Patch{Deletes: u.Deletes(), Inserts: u.Inserts()})
	}
	return u.over
}

// Deletes are the triples that go, in order. They stay what they are, and must not be
// changed.
func (u *Interim) Deletes() []model.Triple { return u.deletes.All() }

// Inserts are the triples that come, in order; some may be there already. They are as
// Deletes are.
func (u *Interim) Inserts() []model.Triple { return u.inserts.All() }

// Assert adds to what goes and comes.
func (u *Interim) Assert(p model.Patch) {
	if u.asserted != nil {
		u.asserted.Deletes = append(u.asserted.Deletes, p.Deletes...)
		u.asserted.Inserts = append(u.asserted.Inserts, p.Inserts...)
	}
	u.change(p)
}

// Remove takes back what a local transaction would delete or insert.
func (u *Interim) Remove(p model.Patch) {
	for _, t := range p.Deletes {
		if u.deletes.Remove(t) && u.over != nil {
			u.over.restore(t)
		}
	}
	for _, t := range p.Inserts {
		if u.inserts.Remove(t) && u.over != nil {
			u.over.restore(t)
		}
	}
}

// Entail changes derived triples, which every clone works out by itself: they are
// in no operation and have no TIDs.
func (u *Interim) Entail(p model.Patch) {
	if p.IsEmpty() {
		return
	}
	u.entailed.Deletes = append(u.entailed.Deletes, p.Deletes...)
	u.entailed.Inserts = append(u.entailed.Inserts, p.Inserts...)
	u.graph().change(p)
}

// Asserted is what constraints have added to an update that came from elsewhere.
func (u *Interim) Asserted() model.Patch {
	if u.asserted == nil {
		return model.Patch{}
	}
	return *u.asserted
}

// Before is the graph as it is without the update.
func (u *Interim) Before() model.Graph { return u.base }

// overlay is a graph with some triples hidden, and others shown besides.
type overlay struct {
	base          model.Graph
	hidden, shown model.TripleSet
	// Constraints look most at a subject, and at what refers to one.
	bySubject, byReference map[model.IRI][]model.Triple
}

// change hides what goes, and shows what comes.
func (o *overlay) change(p model.Patch) {
	for _, t := range p.Deletes {
		o.hide(t)
	}
	for _, t := range p.Inserts {
		o.show(t)
	}
}

func (o *overlay) hide(t model.Triple) { o.shown.Remove(t); o.hidden.Add(t) }

func (o *overlay) show(t model.Triple) {
	o.hidden.Remove(t)
	if _, isNew := o.shown.Add(t); !isNew {
		return
	}
	if o.bySubject == nil {
		o.bySubject, o.byReference = make(map[model.IRI][]model.Triple), make(map[model.IRI][]model.Triple)
	}
	o.bySubject[t.S] = append(o.bySubject[t.S], t)
	if t.O.IsRef() {
		o.byReference[t.O.IRI()] = append(o.byReference[t.O.IRI()], t)
	}
}

// candidates are triples among which are all that are shown and that a pattern
// selects; some may not be shown any more, or be there twice.
func (o *overlay) candidates(p model.Pattern) []model.Triple {
	switch {
	case p.S != "":
		return o.bySubject[p.S]
	case p.O.IsRef():
		return o.byReference[p.O.IRI()]
	}
	return o.shown.All()
}

// restore lets a triple be as it is in the base.
func (o *overlay) restore(t model.Triple) { o.hidden.Remove(t); o.shown.Remove(t) }

// Match implements model.Graph.
func (o *overlay) Match(p model.Pattern) iter.Seq[model.Triple] {
	return func(yield func(model.Triple) bool) {
		for t := range o.base.Match(p) {
			if !o.hidden.Has(t) && !o.shown.Has(t) && !yield(t) {
				return
			}
		}
		var yielded model.TripleSet
		for _, t := range o.candidates(p) {
			if !p.Matches(t) || !o.shown.Has(t) {
				continue
			}
			if _, isNew := yielded.Add(t); isNew && !yield(t) {
				return
			}
		}
	}
}
