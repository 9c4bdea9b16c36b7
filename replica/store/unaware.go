package store

import (
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
// back values that were theirs, or put others in their place. Of those that they knew they do
// not become unaware by that.
func (t *Tx) Inherit(subject, property model.IRI, heirs, from, knew []clock.TID) error {
	k := t.store.propertyKey(subject, property)
	if k == nil {
		return nil
	}
	heirs = heirs[max(0, len(heirs)-maxUnaware):]
	isFrom, isKnown := membership(from), membership(knew)
	rows := t.unawareAt(k)
	var of []clock.TID
	for i, row := range rows {
		if isFrom(row.TID) {
			of = append(of, row.Of...)
		}
		if isKnown(row.TID) || !slices.ContainsFunc(row.Of, isFrom) {
			continue
		}
		for _, heir := range heirs {
			if !slices.Contains(rows[i].Of, heir) {
				rows[i].Of = append(rows[i].Of, heir)
			}
		}
	}
	if of = slices.DeleteFunc(of, isKnown); len(of) > 0 {
		for _, heir := range heirs {
			rows = append(rows, Unaware{heir, of})
		}
	}
	return t.putUnaware(k, rows)
}

// membership tells what is among TIDs, of which there may be many.
func membership(tids []clock.TID) func(clock.TID) bool {
	set := make(map[clock.TID]bool, len(tids))
	for _, tid := range tids {
		set[tid] = true
	}
	return func(tid clock.TID) bool { return set[tid] }
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
	contended := make(map[clock.TID]bool)
	for _, row := range t.unawareAt(k) {
		for _, tid := range append(row.Of, row.TID) {
			contended[tid] = true
		}
	}
	return func(tid clock.TID) bool { return contended[tid] }
}
