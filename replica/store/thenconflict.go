package store

import (
	"bytes"
	"iter"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// What was in conflict is worked out from the TIDs of the data of then, and what is kept of
// which transactions did not know of each other: of that nothing goes while the log leads back
// to then, and what came since is of transactions that had not come yet.

// ConflictAt are the values of a property that were in conflict with others; see
// Tx.ConflictAt.
func (t *Then) ConflictAt(subject, property model.IRI) []Held {
	k := t.now.store.propertyKey(subject, property)
	if k == nil {
		return nil
	}
	rows := t.now.unawareAt(k)
	if len(rows) == 0 || property == "" && !t.wasDeleted(subject, rows) {
		return nil
	}
	values, _ := t.of(subject).ValuesOf(subject, property)
	return inConflict(property, values, rows)
}

// Conflicts yields the properties of subjects that were in conflict; see Tx.Conflicts. It costs
// as much as is kept of conflicts, those included that are settled.
func (t *Then) Conflicts(subject model.IRI, after Place) iter.Seq2[model.Pattern, Place] {
	var prefix []byte
	if subject != "" {
		prefix = append(t.now.store.iriKey(nil, subject), 0)
	}
	return func(yield func(model.Pattern, Place) bool) {
		c := t.now.unaware.Cursor()
		from := []byte(after)
		if len(from) == 0 {
			from = prefix
		}
		for k, _ := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			s, p := t.now.store.readPropertyKey(k)
			if after != "" && string(k) == string(after) || len(t.ConflictAt(s, p)) == 0 {
				continue
			}
			if !yield(model.Pattern{S: s, P: p}, Place(k)) {
				return
			}
		}
	}
}

// InConflict reports whether a property of a subject was in conflict.
func (t *Then) InConflict(subject model.IRI) bool {
	for range t.Conflicts(subject, "") {
		return true
	}
	return false
}

// CountConflicts counts the properties of subjects that were in conflict.
func (t *Then) CountConflicts() (n int) {
	for range t.Conflicts("", "") {
		n++
	}
	return n
}

// ContendedAt tells the transactions that did not know of others; see Tx.ContendedAt.
func (t *Then) ContendedAt(subject, property model.IRI) func(clock.TID) bool {
	return t.now.ContendedAt(subject, property)
}

// LatestOf yields the last records until then that touch what a pattern selects; see
// Tx.LatestOf.
func (t *Then) LatestOf(p model.Pattern, most int) iter.Seq2[uint64, *Update] {
	return t.now.latestBefore(p, t.number+1, most)
}

// wasDeleted reports whether those had come that have deleted a subject, before the next record
// of the log: all that it has may be of people who did not know of that before it happened here.
// The journal says when they came, also those that left no trace in the log, for what they
// deleted had gone before. Of those that it has no more, it is so unless the log tells of them
// only after then.
func (t *Then) wasDeleted(subject model.IRI, rows []Unaware) bool {
	next, err := t.now.Update(t.number + 1)
	if err != nil || next == nil {
		return true
	}
	unknown := make(map[clock.TID]bool)
	for _, row := range rows {
		for _, tid := range row.Of {
			switch op, ok := t.now.Operation(tid); {
			case !ok || op.Tick == 0:
				unknown[tid] = true
			case op.Tick < next.Tick:
				return true
			}
		}
	}
	if len(unknown) == 0 {
		return false
	}
	later := false
	for number, u := range t.now.LatestOf(model.Pattern{S: subject}, maxUnaware) {
		if !unknown[u.TID] {
			continue
		}
		if number <= t.number {
			return true
		}
		later = true
	}
	return !later
}
