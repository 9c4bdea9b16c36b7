package replica

import (
	"cmp"
	"context"
	"iter"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/store"
)

// Conflict is a property of a subject that has values of people who did not know of each
// other when they wrote them. It is one until a value that nobody else is in conflict with
// is left, or until somebody who sees them asserts them again, as KeepAll does; and again
// when that is undone. To change one of the values settles nothing: the new one is in
// conflict in its place. What was written knowing of the others is no conflict, nor is a
// property of more than 32 values, which is a set.
//
// A clone knows of the conflicts that its own log tells of: those among the data that came
// with a snapshot, it does not.
type Conflict struct {
	Subject  SubjectRow
	Property model.IRI
	// Deleted tells, where there is no property, who has deleted the subject as a whole,
	// while others, who did not know of that, gave it Values: they are all that is left.
	Deleted Deletion
	// Values are those that are in conflict, in order; there may be others beside them.
	Values []Contender
	// Place is where it is among the conflicts.
	Place Place
}

// Has reports whether a value is one of those in conflict.
func (c Conflict) Has(value model.Term) bool {
	return slices.ContainsFunc(c.Values, func(v Contender) bool { return v.Value.Same(value) })
}

// Contender is a value that is in conflict with others.
type Contender struct {
	Value model.Term
	// Property is of what, where a subject as a whole is in conflict.
	Property model.IRI
	// By and Time say whose it is, as far as the log tells: else Time is zero. Who has
	// given it back, by undoing what took it away, is not whose it is.
	By   Author
	Time time.Time
	// Changed: it was put in the place of one that was in conflict, by somebody who could
	// see the others.
	Changed bool
}

// KeepAll is the change that settles a conflict in favour of all its values. It is told to
// all clones, and can be undone.
func (c Conflict) KeepAll() (p model.Patch) {
	for _, v := range c.Values {
		p.Inserts = append(p.Inserts, c.Triple(v))
	}
	return p
}

// Triple is the triple of a value that is in conflict.
func (c Conflict) Triple(v Contender) model.Triple {
	return model.Triple{S: c.Subject.ID, P: cmp.Or(c.Property, v.Property), O: v.Value}
}

// Deletion tells by which update a subject went.
type Deletion struct {
	// Number is that of the Entry in the history; zero where the log does not tell it.
	Number uint64
	By     Author
}

// ConflictsQuery selects a page of the conflicts of a domain.
type ConflictsQuery struct {
	// Subject selects those of one subject; empty all.
	Subject model.IRI
	// After is the place of the last of the page before.
	After Place
	// Limit is the largest number wanted; at most MaxConflicts.
	Limit int
	// Labels are the properties whose value names a subject, best first.
	Labels model.Labels
}

// MaxConflicts is the most conflicts of a page.
const MaxConflicts = 100

// ConflictsPage is a page of conflicts, in the order of their subjects' ids.
type ConflictsPage struct {
	Rows []Conflict
	// More tells whether there are further ones.
	More bool
	// Total counts all conflicts of the domain.
	Total int
}

// Conflicts is a page of what is in conflict. It costs as much as there is of that.
func (r *Replica) Conflicts(ctx context.Context, q ConflictsQuery) (page ConflictsPage, err error) {
	q.Limit = conflictsLimit(q.Limit)
	err = r.view(func(tx *store.Tx) error {
		page, err = conflicts(ctx, tx, q)
		return err
	})
	return page, err
}

func conflictsLimit(wanted int) int {
	if wanted <= 0 || wanted > MaxConflicts {
		return MaxConflicts
	}
	return wanted
}

// contested is a state of the data that tells what is in conflict in it.
type contested interface {
	model.Graph
	TIDs(t model.Triple) []clock.TID
	Conflicts(subject model.IRI, after Place) iter.Seq2[model.Pattern, Place]
	CountConflicts() int
	ConflictAt(subject, property model.IRI) []store.Held
	ContendedAt(subject, property model.IRI) func(clock.TID) bool
	LatestOf(p model.Pattern, most int) iter.Seq2[uint64, *store.Update]
}

var _, _ contested = (*store.Tx)(nil), (*store.Then)(nil)

func conflicts(ctx context.Context, tx contested, q ConflictsQuery) (page ConflictsPage, err error) {
	page.Total = tx.CountConflicts()
	for at, place := range tx.Conflicts(q.Subject, q.After) {
		if len(page.Rows) == q.Limit {
			page.More = true
			break
		}
		c := Conflict{Subject: subjectRow(tx, at.S, q.Labels), Property: at.P, Place: place}
		contended, held := tx.ContendedAt(at.S, at.P), tx.ConflictAt(at.S, at.P)
		for t := range tx.Match(model.Pattern{S: at.S, P: at.P}) {
			if err := ctx.Err(); err != nil {
				return ConflictsPage{}, err
			}
			if !slices.ContainsFunc(held, func(h store.Held) bool { return h.Value == t.O }) {
				continue
			}
			v := contender(tx, t, contended)
			if at.P == "" {
				v.Property = t.P
			}
			c.Values = append(c.Values, v)
		}
		if at.P == "" {
			c.Deleted = deletion(tx, at.S, contended)
		}
		slices.SortFunc(c.Values, func(a, b Contender) int {
			return cmp.Or(cmp.Compare(a.Property, b.Property), a.Value.Compare(b.Value))
		})
		page.Rows = append(page.Rows, c)
	}
	return page, ctx.Err()
}

// contender tells whose a value in conflict is. Of one that has come back it is who gave it
// before. contended tells the transactions that are, or were, in conflict with others of the
// property.
func contender(tx contested, t model.Triple, contended func(clock.TID) bool) Contender {
	c := Contender{Value: t.O}
	wanted := tx.TIDs(t)
	isWanted := func(tid clock.TID) bool { return slices.Contains(wanted, tid) }
	for _, u := range tx.LatestOf(model.Pattern(t), maxContender) {
		i := slices.IndexFunc(u.Shifts, func(s Shift) bool { return model.Pattern(t).Matches(s.Triple) })
		if i < 0 {
			continue
		}
		switch s := u.Shifts[i]; {
		case slices.ContainsFunc(s.Added, isWanted):
			c.By, c.Time = updateOf(u).Author, u.Time
			c.Changed = slices.ContainsFunc(u.Shifts, func(s Shift) bool {
				return s.Triple.S == t.S && s.Triple.P == t.P && s.Gone() && slices.ContainsFunc(s.Removed, contended)
			})
			if !s.Come() {
				return c
			}
			wanted = nil
		case wanted == nil && s.Gone() && slices.ContainsFunc(s.Removed, contended):
			wanted, c = s.Removed, Contender{Value: t.O} // It has come back.
		case wanted == nil:
			return c
		}
	}
	return c
}

// deletion looks for the update that took a subject away.
func deletion(tx contested, subject model.IRI, contended func(clock.TID) bool) Deletion {
	for number, u := range tx.LatestOf(model.Pattern{S: subject}, maxContender) {
		has := func(is func(Shift) bool) bool {
			return slices.ContainsFunc(u.Shifts, func(s Shift) bool { return is(s) && s.Triple.S == subject })
		}
		if contended(u.TID) && has(Shift.Gone) && !has(Shift.Come) {
			return Deletion{Number: number, By: updateOf(u).Author}
		}
	}
	return Deletion{}
}

// maxContender bounds how many records, the latest of a value, are asked whose it is.
const maxContender = 16
