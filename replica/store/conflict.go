package store

import (
	"bytes"
	"encoding/binary"
	"iter"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
)

// A conflict is of a property of a subject that has several values of which some were
// written by people who did not know of the others. Two values are in conflict as long as
// both are there, and none of the transactions that hold the one knew of any of those that
// hold the other: so it ends when one of them goes, or when somebody who sees both asserts
// one of them again; and it is back when that is undone. A value that is put in the place
// of one of them stands for it, and for all who hold that: to change one is not to settle,
// and to change what was settled is no conflict again.
//
// A subject as a whole is in conflict, by no property, when all that is left of it was
// written by people who did not know that others had deleted it. It is until something of
// it is asserted by somebody who knows, or nothing is left.
//
// What transactions did not know of each other is found when they come, and kept beside the
// data until the log does not tell of the property any more. Which conflicts are open is
// worked out at each commit, for the properties that it has touched.

// Held is a value of a property, with the transactions that hold it.
type Held struct {
	Value model.Term
	TIDs  []clock.TID
}

// MaxHeld is how many values a property may have for there to be a conflict: one that has
// more is a set, and not to be settled on one. It bounds what a conflict costs.
const MaxHeld = 32

// keyUnsettled counts the properties in conflict.
var keyUnsettled = []byte("unsettled")

// propertyKey identifies a property of a subject; nil for one whose name is too long for
// a key.
func (s *Store) propertyKey(subject, property model.IRI) []byte {
	k := append(append(s.iriKey(nil, subject), 0), property...)
	if len(k) > bbolt.MaxKeySize {
		return nil
	}
	return k
}

// readPropertyKey reads what propertyKey wrote.
func (s *Store) readPropertyKey(k []byte) (subject, property model.IRI) {
	before, after, _ := bytes.Cut(k, []byte{0})
	return s.readIRI(before), model.IRI(after)
}

// ValuesOf are the values of a property that somebody has written, with what holds them;
// ok is false where there are more than MaxHeld.
func (t *Tx) ValuesOf(subject, property model.IRI) (values []Held, ok bool) {
	for triple, tids := range t.match(model.Pattern{S: subject, P: property}) {
		if len(values) == MaxHeld {
			return nil, false
		}
		if held := readTIDs(tids); len(held) > 0 {
			values = append(values, Held{triple.O, held})
		}
	}
	return values, true
}

// HasSeveral reports whether a property has more than one value. It reads none of them.
func (t *Tx) HasSeveral(subject, property model.IRI) bool {
	i, ok := t.find(model.Pattern{S: subject, P: property})
	if !ok {
		return false
	}
	n := 0
	for range t.bySPO(i.s, i.p) {
		if n++; n > 1 {
			return true
		}
	}
	return false
}

// lookAgain has the commit work out whether a property is in conflict.
func (t *Tx) lookAgain(k []byte) {
	if t.late.conflicts == nil {
		t.late.conflicts = make(map[string]struct{})
	}
	t.late.conflicts[string(k)] = struct{}{}
}

// touchConflicts has the commit look again at those properties that an update has touched
// and of which something is kept.
func (t *Tx) touchConflicts(u *Update) {
	for k := range t.unawareIn(u) {
		t.lookAgain(k)
	}
}

// unawareIn are the properties that an update has touched and of which something is kept.
func (t *Tx) unawareIn(u *Update) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		if !t.KeepsUnaware() {
			return // As in most domains, at most times.
		}
		kept := func(subject, property model.IRI) (k []byte, ok bool) {
			k = t.store.propertyKey(subject, property)
			return k, k != nil && t.unaware.Get(k) != nil
		}
		var last model.Triple
		for _, s := range u.Shifts {
			if s.Triple.S == last.S && s.Triple.P == last.P {
				continue // Mostly those of a property follow each other.
			}
			if s.Triple.S != last.S {
				if k, ok := kept(s.Triple.S, ""); ok && !yield(k) {
					return
				}
			}
			last = s.Triple
			if k, ok := kept(last.S, last.P); ok && !yield(k) {
				return
			}
		}
	}
}

// settleConflicts works out which of the properties that were touched are in conflict now.
func (t *Tx) settleConflicts() error {
	n := t.metaUint(keyUnsettled)
	for key := range t.late.conflicts {
		k := []byte(key)
		was, is := t.unsettled.Get(k) != nil, len(t.conflictAt(k)) > 0
		var err error
		switch {
		case is && !was:
			n++
			err = t.unsettled.Put(k, []byte{})
		case was && !is:
			n--
			err = t.unsettled.Delete(k)
		}
		if err != nil {
			return err
		}
	}
	if len(t.late.conflicts) > 0 {
		t.late.conflicts = nil
		t.putMetaUint(keyUnsettled, n)
	}
	return nil
}

// forgetSettled drops what is kept of properties of which the log tells nothing any more,
// now that it has dropped an update, and that are not in conflict: nothing that could be
// undone would bring that back.
func (t *Tx) forgetSettled(u *Update) error {
	for k := range t.unawareIn(u) {
		subject, property := t.store.readPropertyKey(k)
		told := false
		for range t.HistoryOf(model.Pattern{S: subject, P: property}, 0) {
			told = true
			break
		}
		if told || len(t.conflictAt(k)) > 0 {
			continue
		}
		t.lookAgain(k)
		if err := t.unaware.Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// copyConflicts takes over what is kept in another state of the file, as far as it is a
// conflict with this one's data: the rest could only be brought back by undoing what was
// before, which cannot be undone.
func (t *Tx) copyConflicts(from *Tx) error {
	c := from.unaware.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		rows, _ := readUnaware(k, v)
		if len(t.conflictOf(k, rows)) == 0 {
			continue
		}
		if err := t.putUnaware(bytes.Clone(k), rows); err != nil {
			return err
		}
	}
	return nil
}

// conflictAt are the values that are in conflict with others.
func (t *Tx) conflictAt(k []byte) []Held { return t.conflictOf(k, t.unawareAt(k)) }

func (t *Tx) conflictOf(k []byte, rows []Unaware) []Held {
	if len(rows) == 0 {
		return nil
	}
	subject, property := t.store.readPropertyKey(k)
	values, _ := t.ValuesOf(subject, property)
	return inConflict(property, values, rows)
}

// inConflict are those of the values of a property that are in conflict, by what is kept of it.
func inConflict(property model.IRI, values []Held, rows []Unaware) (in []Held) {
	if property == "" {
		return untouched(values, rows)
	}
	unaware := strangersIn(rows)
	values = slices.DeleteFunc(values, func(v Held) bool {
		return slices.ContainsFunc(v.TIDs, func(tid clock.TID) bool { return unaware[tid] == nil })
	})
	conflict := func(v, w Held) bool {
		for _, a := range v.TIDs {
			for _, b := range w.TIDs {
				if !unaware[a][b] {
					return false
				}
			}
		}
		return true
	}
	for i, v := range values {
		for j, w := range values {
			if i != j && conflict(v, w) {
				in = append(in, v)
				break
			}
		}
	}
	return in
}

// untouched are all values of a subject, if nobody who knew that it was deleted has asserted
// any: rows are those who did not.
func untouched(values []Held, rows []Unaware) []Held {
	for _, v := range values {
		for _, tid := range v.TIDs {
			if !slices.ContainsFunc(rows, func(row Unaware) bool { return row.TID == tid }) {
				return nil
			}
		}
	}
	return values
}

// ConflictAt are the values of a property that are in conflict with others, or of no
// property, those that are left of a subject; none where there is no conflict.
func (t *Tx) ConflictAt(subject, property model.IRI) []Held {
	k := t.store.propertyKey(subject, property)
	if k == nil || t.unsettled.Get(k) == nil {
		return nil
	}
	return t.conflictAt(k)
}

// Conflicts yields the properties of subjects that are in conflict, in the order of their
// IRIs, each with its place, after one; empty for the first. With a subject, it yields
// those of that.
func (t *Tx) Conflicts(subject model.IRI, after Place) iter.Seq2[model.Pattern, Place] {
	var prefix []byte
	if subject != "" {
		prefix = append(t.store.iriKey(nil, subject), 0)
	}
	return func(yield func(model.Pattern, Place) bool) {
		c := t.unsettled.Cursor()
		from := []byte(after)
		if len(from) == 0 {
			from = prefix
		}
		for k, _ := c.Seek(from); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
			if after != "" && string(k) == string(after) {
				continue
			}
			s, p := t.store.readPropertyKey(k)
			if !yield(model.Pattern{S: s, P: p}, Place(k)) {
				return
			}
		}
	}
}

// InConflict reports whether a property of a subject is in conflict.
func (t *Tx) InConflict(subject model.IRI) bool {
	for range t.Conflicts(subject, "") {
		return true
	}
	return false
}

// CountConflicts counts the properties of subjects that are in conflict.
func (t *Tx) CountConflicts() int {
	if err := t.settleConflicts(); err != nil {
		t.late.err = err
	}
	return int(t.metaUint(keyUnsettled))
}

// conflicts compares what is kept of conflicts with the data.
func (v *verifier) conflicts() {
	n := 0
	_ = v.unaware.ForEach(func(k, b []byte) error {
		s, p := v.store.readPropertyKey(k)
		rows, ok := readUnaware(k, b)
		if !ok {
			v.fault("what is kept of a conflict of <%s> <%s> is not what was written", s, p)
			return nil
		}
		is := len(v.conflictOf(k, rows)) > 0
		if is {
			n++
		}
		if said := v.unsettled.Get(k) != nil; is != said {
			v.fault("<%s> <%s> is in conflict: %t, and listed so: %t", s, p, is, said)
		}
		return nil
	})
	if listed, _ := binary.Uvarint(v.meta.Get(keyUnsettled)); listed != uint64(n) || v.unsettled.Stats().KeyN != n {
		v.fault("there are %d conflicts, but %d are counted and %d listed", n, listed, v.unsettled.Stats().KeyN)
	}
}
