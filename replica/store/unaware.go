package store

import (
	"maps"
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/clock"
	"github.com/m-ld/mld-tui/replica/pack"
)

// Unaware tells of a transaction of which others it did not know, when it gave a property
// of a subject a value and those others had; or, of no property, when it gave a subject a
// value and those others had deleted the subject.
type Unaware struct {
	TID clock.TID
	Of  []clock.TID
}

// maxUnaware bounds what is kept of one property, the latest, and of each transaction.
const maxUnaware = 64

// KeepsUnaware reports whether anything is kept, of any property.
func (t *Tx) KeepsUnaware() bool {
	k, _ := t.unaware.Cursor().First()
	return k != nil
}

// IsUnaware reports whether something is kept of a property, as one of which transactions
// did not know of each other.
func (t *Tx) IsUnaware(subject, property model.IRI) bool {
	k := t.store.propertyKey(subject, property)
	return k != nil && t.unaware.Get(k) != nil
}

// NoteUnaware adds to what is kept of a property.
func (t *Tx) NoteUnaware(subject, property model.IRI, rows []Unaware) error {
	k := t.store.propertyKey(subject, property)
	if k == nil || len(rows) == 0 {
		return nil
	}
	return t.putUnaware(k, append(t.unawareAt(k), rows...))
}

// Inherit has transactions stand for others, in what is kept of a property: they have given
// back values, or put others in their place. from are those that held each value: who was
// unaware of all of them is so of the heirs. Of those that they knew the heirs do not become
// unaware by that.
func (t *Tx) Inherit(subject, property model.IRI, heirs []clock.TID, from [][]clock.TID, knew []clock.TID) error {
	k := t.store.propertyKey(subject, property)
	if k == nil {
		return nil
	}
	rows := t.unawareAt(k)
	all, unaware := strangersIn(rows), make(map[clock.TID]bool)
	for _, value := range from {
		if len(value) == 0 {
			continue
		}
		for of := range all[value[0]] {
			if !slices.ContainsFunc(value, func(tid clock.TID) bool { return !all[tid][of] }) {
				unaware[of] = true
			}
		}
	}
	for _, tid := range knew {
		delete(unaware, tid)
	}
	if len(unaware) == 0 {
		return nil
	}
	of := slices.Sorted(maps.Keys(unaware))
	for _, heir := range heirs[max(0, len(heirs)-maxUnaware):] {
		rows = append(rows, Unaware{heir, of})
	}
	return t.putUnaware(k, rows)
}

// strangers are transactions that did not know of each other.
type strangers map[clock.TID]map[clock.TID]bool

func strangersIn(rows []Unaware) strangers {
	all := make(strangers)
	put := func(a, b clock.TID) {
		if all[a] == nil {
			all[a] = make(map[clock.TID]bool)
		}
		all[a][b] = true
	}
	for _, row := range rows {
		for _, of := range row.Of {
			put(row.TID, of)
			put(of, row.TID)
		}
	}
	return all
}

func (t *Tx) unawareAt(k []byte) []Unaware {
	rows, _ := readUnaware(k, t.unaware.Get(k))
	return rows
}

func (t *Tx) putUnaware(k []byte, rows []Unaware) error {
	t.lookAgain(k)
	return t.unaware.Put(k, sealed(k, packUnaware(rows)))
}

func packUnaware(rows []Unaware) []byte {
	rows = rows[max(0, len(rows)-maxUnaware):]
	b := pack.AppendArray(nil, len(rows))
	for _, row := range rows {
		of := row.Of[max(0, len(row.Of)-maxUnaware):]
		b = pack.AppendBytes(b, packTIDs(append([]clock.TID{row.TID}, of...)))
	}
	return b
}

func readUnaware(k, b []byte) (rows []Unaware, ok bool) {
	b, ok = unsealed(k, b)
	if !ok {
		return nil, false
	}
	v, err := pack.Decode(b)
	a, ok := v.([]any)
	if err != nil || !ok {
		return nil, false
	}
	for _, v := range a {
		packed, _ := v.([]byte)
		tids := readTIDs(packed)
		if len(tids) == 0 {
			return nil, false
		}
		rows = append(rows, Unaware{tids[0], tids[1:]})
	}
	return rows, true
}

// ContendedAt tells the transactions of which it is kept that they did not know of others, or
// others not of them, when they gave a property a value.
func (t *Tx) ContendedAt(subject, property model.IRI) func(clock.TID) bool {
	k := t.store.propertyKey(subject, property)
	if k == nil {
		return func(clock.TID) bool { return false }
	}
	contended := strangersIn(t.unawareAt(k))
	return func(tid clock.TID) bool { return contended[tid] != nil }
}
