package store

import (
	"encoding/binary"
	"errors"
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// edits are what a Put does to subjects, for the indexes of subjects: they are
// brought up to date once for each subject, in order, when all triples are in
// place.
type edits struct {
	subjects []edited // in the order of their IRIs
	texts    []noted  // that came or went, for their words
	words    *[]shiftedPosting
	perType  map[termID]int
	store    *Store

	// What is put in lists, in the order of their keys in the end.
	inSubjects, inNames, inTypes, inTypeNames pairs
}

// edited is what became of one subject.
type edited struct {
	subject model.IRI
	id      termID
	delta   int  // of the number of its triples
	named   bool // what it is called may have changed
	// label is the best that it gained, if any, and rank that of its property among those
	// that are labels.
	label string
	rank  int
	// The types that it gained and lost.
	gained, lost []termID
	// was and oldName are what it was listed with: the number of its triples, and its name.
	was     int
	oldName string
}

// noted is a text that a subject gained (+1) or lost (-1).
type noted struct {
	text    string
	subject termID
	delta   int
}

// labelAt is the best label that it gained of a property.
func (e *edited) labelAt(rank int) string {
	if rank != e.rank {
		return ""
	}
	return e.label
}

// newEdits makes room for those of so many triples.
func newEdits(t *Tx, n int) *edits {
	return &edits{
		subjects: make([]edited, 0, (n+3)/4), texts: make([]noted, 0, n),
		perType: make(map[termID]int), store: t.store, words: &t.late.words,
	}
}

// note takes down that a triple came (+1) or went (-1). Those of a subject follow
// each other.
func (e *edits) note(triple model.Triple, i ids, delta int) {
	if n := len(e.subjects); n == 0 || e.subjects[n-1].subject != triple.S {
		e.subjects = append(e.subjects, edited{subject: triple.S, id: i.s})
	}
	s := &e.subjects[len(e.subjects)-1]
	s.delta += delta
	switch {
	case triple.O.IsLiteral():
		if rank := e.store.labels.Rank(triple.P); rank >= 0 {
			if delta > 0 && (s.label == "" || rank <= s.rank) && isBetter(triple.O, s.labelAt(rank)) {
				s.label, s.rank = triple.O.Value, rank
			}
			s.named = true
		}
		if indexed(triple.O) {
			e.texts = append(e.texts, noted{triple.O.Value, i.s, delta})
		}
	case triple.P == model.RDFType && delta > 0:
		s.gained = append(s.gained, i.o)
	case triple.P == model.RDFType:
		s.lost = append(s.lost, i.o)
	}
}

// readListed reads how subjects are listed.
func (t *Tx) readListed(e *edits) {
	for n := range e.subjects {
		edit := &e.subjects[n]
		edit.was, edit.oldName = t.listed(edit.subject)
	}
}

// areNew reports whether all subjects were not there, and have chosen identities: then
// what they gained is all that is to be known of them.
func (t *Tx) areNew(e *edits) bool {
	return !slices.ContainsFunc(e.subjects, func(edit edited) bool { return edit.was > 0 || edit.subject.IsGenerated() })
}

// settle brings the lists of subjects up to date, by IRI, by name and by type,
// their counts, and the words. Beside a subject are the number of its triples, and
// the name by which it is listed.
func (t *Tx) settle(e *edits) error {
	t.readListed(e)
	return t.settleListed(e)
}

// settleListed is settle, when it was read how the subjects are listed.
func (t *Tx) settleListed(e *edits) error {
	total := 0
	for _, list := range []*pairs{&e.inSubjects, &e.inNames, &e.inTypes, &e.inTypeNames} {
		*list = slices.Grow(*list, len(e.subjects))
	}
	for n := range e.subjects {
		edit := &e.subjects[n]
		s := edit.subject
		was, oldName := edit.was, edit.oldName
		now := was + edit.delta
		newName := oldName
		switch {
		case now == 0:
		case was == 0 && !s.IsGenerated(): // It has nothing but what it gained.
			newName = t.nameBy(s, edit.label)
		case was == 0 || edit.named || s.IsGenerated():
			newName = t.sortName(s, edit.id)
		}
		switch {
		case was == 0 && now > 0:
			e.noteIRI(s, edit.id, +1)
		case was > 0 && now == 0:
			e.noteIRI(s, edit.id, -1)
		}
		wasListed, isListed := was > 0 && oldName != partName, now > 0 && newName != partName
		switch {
		case isListed && !wasListed:
			total++
		case wasListed && !isListed:
			total--
		}
		edit.becomes(wasListed, isListed, was, now, func() []termID { return t.typesOf(edit.id) })
		if err := t.list(e, s, was, now, oldName, newName); err != nil {
			return err
		}
		if err := t.listTypes(e, edit, wasListed && isListed && oldName != newName, oldName, newName); err != nil {
			return err
		}
	}
	for class, n := range e.perType {
		t.count(appendID(nil, class), n)
	}
	if total != 0 {
		t.count(keyAll, total)
	}
	return t.putEach(filling{t.subjects, e.inSubjects}, filling{t.names, e.inNames}, filling{t.types, e.inTypes},
		filling{t.typeNames, e.inTypeNames})
}

// becomes works out which types a subject is to be listed under, and under which no
// more, where it was a part of another or is one now.
func (e *edited) becomes(wasListed, isListed bool, was, now int, types func() []termID) {
	switch {
	case wasListed == isListed && isListed, was == 0 && isListed, now == 0 && wasListed:
	case isListed:
		e.gained, e.lost = types(), nil
	case wasListed: // It was under those that it has, but for the new ones, and those that it has lost.
		for _, class := range types() {
			if !slices.Contains(e.gained, class) {
				e.lost = append(e.lost, class)
			}
		}
		e.gained = nil
	default:
		e.gained, e.lost = nil, nil
	}
}

// listed reads what is beside a subject: the number of its triples and its name.
func (t *Tx) listed(s model.IRI) (triples int, name string) {
	v := t.subjects.Get(t.store.iriKey(nil, s))
	n, size := binary.Uvarint(v)
	if size <= 0 {
		return 0, ""
	}
	return int(n), string(v[size:])
}

func (t *Tx) list(e *edits, s model.IRI, was, now int, oldName, newName string) error {
	var errs []error
	switch {
	case now == 0 && was > 0:
		errs = append(errs, t.subjects.Delete(t.store.iriKey(nil, s)))
	case now != was || oldName != newName:
		e.inSubjects.add(t.store.iriKey(nil, s), append(binary.AppendUvarint(nil, uint64(now)), newName...))
	}
	if was > 0 && oldName != partName && (now == 0 || oldName != newName) {
		errs = append(errs, t.names.Delete(t.store.nameKey(nil, oldName, s)))
	}
	if now > 0 && newName != partName && (was == 0 || oldName != newName) {
		e.inNames.add(t.store.nameKey(nil, newName, s), nil)
	}
	return errors.Join(errs...)
}

// listTypes keeps the lists of subjects by type, and counts them.
func (t *Tx) listTypes(e *edits, edit *edited, renamed bool, oldName, newName string) error {
	s := edit.subject
	var errs []error
	for _, class := range edit.lost {
		errs = append(errs, t.types.Delete(t.store.classKey(class, s)),
			t.typeNames.Delete(t.store.nameKey(appendID(nil, class), oldName, s)))
		e.perType[class]--
	}
	if renamed {
		for _, class := range t.typesOf(edit.id) {
			if !slices.Contains(edit.gained, class) {
				errs = append(errs, t.typeNames.Delete(t.store.nameKey(appendID(nil, class), oldName, s)))
				e.inTypeNames.add(t.store.nameKey(appendID(nil, class), newName, s), nil)
			}
		}
	}
	for _, class := range edit.gained {
		e.inTypes.add(t.store.classKey(class, s), nil)
		e.inTypeNames.add(t.store.nameKey(appendID(nil, class), newName, s), nil)
		e.perType[class]++
	}
	return errors.Join(errs...)
}

// typesOf are the ids of a subject's types.
func (t *Tx) typesOf(subject termID) []termID {
	typ := t.idOf(model.Ref(model.RDFType))
	if typ == 0 {
		return nil
	}
	var classes []termID
	for i := range t.bySPO(subject, typ) {
		if t.term(i.o).IsRef() {
			classes = append(classes, i.o)
		}
	}
	return classes
}
