package replica

import (
	"context"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/store"
)

// Conflict is a property of a subject that has values of people who did not know of each
// other when they wrote them. It is one until a value that nobody else is in conflict with
// is left, or until somebody who sees them asserts them again, as KeepAll does; and again
// when that is undone. What was written knowing of the others is no conflict, nor is a
// property of more than 32 values, which is a set.
//
// A clone knows of the conflicts that its own log tells of: those among the data that came
// with a snapshot, it does not.
type Conflict struct {
	Subject  SubjectRow
	Property model.IRI
	// Values are those that are in conflict, in order; there may be others beside them.
	Values []Contender
	// Place is where it is among the conflicts.
	Place Place
}

// Contender is a value that is in conflict with others.
type Contender struct {
	Value model.Term
	// By and Time say whose it is, as far as the log tells: else Time is zero.
	By   Author
	Time time.Time
}

// KeepAll is the change that settles a conflict in favour of all its values. It is told to
// all clones, and can be undone.
func (c Conflict) KeepAll() (p model.Patch) {
	for _, v := range c.Values {
		p.Inserts = append(p.Inserts, model.Triple{S: c.Subject.ID, P: c.Property, O: v.Value})
	}
	return p
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
	Labels []model.IRI
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
	if q.Limit <= 0 || q.Limit > MaxConflicts {
		q.Limit = MaxConflicts
	}
	err = r.view(func(tx *store.Tx) error {
		page, err = conflicts(ctx, tx, q)
		return err
	})
	return page, err
}

func conflicts(ctx context.Context, tx *store.Tx, q ConflictsQuery) (page ConflictsPage, err error) {
	page.Total = tx.CountConflicts()
	for at, place := range tx.Conflicts(q.Subject, q.After) {
		if len(page.Rows) == q.Limit {
			page.More = true
			break
		}
		c := Conflict{Subject: subjectRow(tx, at.S, q.Labels), Property: at.P, Place: place}
		for _, held := range tx.ConflictAt(at.S, at.P) {
			v := Contender{Value: held.Value}
			by, err := why(ctx, tx, model.Triple{S: at.S, P: at.P, O: held.Value})
			if err != nil {
				return ConflictsPage{}, err
			}
			if len(by) > 0 && by[0].Entry != nil {
				v.By, v.Time = by[0].Entry.Author, by[0].Entry.Time
			}
			c.Values = append(c.Values, v)
		}
		slices.SortFunc(c.Values, func(a, b Contender) int { return a.Value.Compare(b.Value) })
		page.Rows = append(page.Rows, c)
	}
	return page, ctx.Err()
}
