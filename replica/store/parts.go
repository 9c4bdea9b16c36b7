package store

import (
	"encoding/binary"
	"iter"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// Some subjects are parts of others: the slots of lists, and the lists that stand as
// values of a property, which have no identity but one that was made for them. Nobody
// looks for them by themselves. They are in no list of subjects by name, by type or by
// recent change, and are not counted; what is found in them is said of the subject that
// they are part of. Whether a subject is a part is told by its own triples alone.

// partName is the name of parts. No name of a subject has a control character.
const partName = "\x01"

// generated is before what was made for the id of a subject, in this domain or in another.
const generated = "/.well-known/genid/"

// isPart reports whether a subject that has triples is a part of another.
func (t *Tx) isPart(s model.IRI, id termID) bool {
	if !s.IsGenerated() {
		return false
	}
	if t.Has(model.Triple{S: s, P: model.RDFType, O: model.Ref(model.MeldList)}) {
		return t.label(id) == ""
	}
	item, index := t.idOf(model.Ref(model.JSONRQLItem)), t.idOf(model.Ref(model.JSONRQLIndex))
	is := false
	for i := range t.bySPO(id, 0) {
		if i.p == 0 || i.p != item && i.p != index {
			return false
		}
		is = true
	}
	return is
}

// Subjects yields all subjects, parts included, in the order of their IRIs.
func (t *Tx) Subjects() iter.Seq[model.IRI] {
	return func(yield func(model.IRI) bool) {
		c := t.subjects.Cursor()
		for k, _ := c.First(); k != nil; k, _ = c.Next() {
			if !yield(t.store.readIRI(k)) {
				return
			}
		}
	}
}

// isListed reports whether what is beside a subject tells that it is in the lists.
func isListed(v []byte) bool {
	_, size := binary.Uvarint(v)
	return size > 0 && string(v[size:]) != partName
}

// maxNested is how deep parts may be in each other, for their owner to be found.
const maxNested = 8

// owner is the subject that a part is of, and the property by which it is; zero where
// nothing refers to it.
func (t *Tx) owner(part termID) (owner, property termID) {
	for range maxNested {
		next := t.holder(part)
		if next.s == 0 {
			return 0, 0
		}
		s := t.term(next.s).IRI()
		if !t.isPart(s, next.s) {
			return next.s, next.p
		}
		part = next.s
	}
	return 0, 0
}

// Owner is the subject that a part is of, and the property by which it is: that of a place
// where it is of a list that is a subject of its own. Both are empty where nothing refers to it.
func (t *Tx) Owner(part model.IRI) (owner, property model.IRI) {
	s, p := t.owner(t.idOf(model.Ref(part)))
	if s == 0 {
		return "", ""
	}
	return t.term(s).IRI(), t.term(p).IRI()
}

// holder is what refers to a part, as it is a part of that; its subject is zero where
// nothing does.
func (t *Tx) holder(part termID) (holder ids) {
	for i := range t.byOSP(part, 0) {
		if holder.s == 0 || t.isPlace(i.p) {
			holder = i
		}
	}
	return holder
}

// ownersOf are the subjects of which an update has changed parts, without having changed
// themselves.
func (t *Tx) ownersOf(u *Update, changed subjectIndex) (owners subjectIndex) {
	seen := make(map[termID]bool)
	for _, s := range u.Shifts {
		if !isOfPart(s.Triple) || !s.Triple.S.IsGenerated() {
			continue
		}
		part := t.idOf(model.Ref(s.Triple.S))
		for n := 0; n < maxNested && part != 0 && !seen[part]; n++ {
			seen[part] = true
			holder := t.holder(part).s
			if holder == 0 || seen[holder] {
				break
			}
			if iri := t.term(holder).IRI(); !t.isPart(iri, holder) {
				seen[holder] = true
				if _, too := changed.of(iri); !too {
					owners = append(owners, indexedSubject{iri, t.store.history(iri), byPart})
				}
				break
			}
			part = holder
		}
	}
	return owners
}

// isOfPart tells the statements that parts are made of.
func isOfPart(t model.Triple) bool {
	switch t.P {
	case model.JSONRQLItem, model.JSONRQLIndex:
		return true
	case model.RDFType:
		return t.O == model.Ref(model.MeldList)
	}
	_, isPlace := list.Of(t.P)
	return isPlace
}

// isPlace reports whether a property is a place in a list.
func (t *Tx) isPlace(property termID) bool {
	_, ok := list.Of(t.term(property).IRI())
	return ok
}

// hideParts takes the parts out of the lists of a file that has them there.
func (t *Tx) hideParts() error {
	e := newEdits(t, 0)
	for s := range t.Subjects() {
		if id := t.idOf(model.Ref(s)); t.isPart(s, id) {
			e.subjects = append(e.subjects, edited{subject: s, id: id})
		}
	}
	return t.settle(e)
}
