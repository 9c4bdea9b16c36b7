package store

import (
	"encoding/binary"
	"iter"
	"strings"

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

// generated begins the ids, without the domain's base, that were made for subjects.
const generated = ".well-known/genid/"

func (t *Tx) isGenerated(s model.IRI) bool { return strings.HasPrefix(t.shortID(s), generated) }

// isPart reports whether a subject that has triples is a part of another.
func (t *Tx) isPart(s model.IRI, id termID) bool {
	if !t.isGenerated(s) {
		return false
	}
	if t.Has(model.Triple{S: s, P: model.RDFType, O: model.Ref(model.MeldList)}) {
		return t.label(id) == ""
	}
	item, index := t.idOf(model.Ref(model.JSONRQLItem)), t.idOf(model.Ref(model.JSONRQLIndex))
	is := false
	for k := range (prefixes{t.spo}).each(appendID(nil, id)) {
		if p := readSPO(k).p; p == 0 || p != item && p != index {
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
		var next ids
		for i := range t.byOSP(part, 0) {
			if next.s == 0 || t.isPlace(i.p) {
				next = i
			}
		}
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

// isPlace reports whether a property is a place in a list.
func (t *Tx) isPlace(property termID) bool {
	_, ok := list.Of(t.term(property).IRI())
	return ok
}

// hideParts takes the parts out of the lists of a file that has them there.
func (t *Tx) hideParts() error {
	e := newEdits(t)
	for s := range t.Subjects() {
		if id := t.idOf(model.Ref(s)); t.isPart(s, id) {
			e.subjects = append(e.subjects, edited{subject: s, id: id})
		}
	}
	return t.settle(e)
}
