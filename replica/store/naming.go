package store

import (
	"iter"
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// Which properties name subjects is told by their IRIs, and there may be many of them, one
// of each vocabulary: so the ids of those that the file has are kept together, in the bucket
// "naming". An IRI that could be such a property is there wherever it is used.

// names reports whether a term, as a property, names subjects.
func (s *Store) names(t model.Term) bool { return t.IsRef() && s.labels.Has(t.IRI()) }

// label is the best label of a subject, as model.Naming has it; empty for none.
func (t *Tx) label(subject termID) string {
	n := model.NewNaming(t.store.labels)
	for p := range t.labelsOf(subject) {
		for i := range t.bySPO(subject, p) {
			n.Take(model.Triple{P: t.term(p).IRI(), O: t.term(i.o)})
		}
	}
	return n.Name()
}

// labelsOf are the properties of a subject that name it. It goes through those of all and
// those of the subject side by side, from each to what the other has next: so it is as quick
// where there are many of the one as where there are many of the other.
func (t *Tx) labelsOf(subject termID) iter.Seq[termID] {
	return func(yield func(termID) bool) {
		all, own := t.naming.Cursor(), t.spo.Cursor()
		for p := termID(0); ; p++ {
			k, _ := all.Seek(appendID(nil, p))
			if k == nil {
				return
			}
			naming := onlyID(k)
			k, _ = own.Seek(prefix(subject, naming))
			s, next, _ := cutThree(k)
			if s != subject {
				return
			}
			if next == naming && !yield(next) {
				return
			}
			p = max(naming, next-1)
		}
	}
}

// isBetter reports whether a value names a subject rather than another of its property.
func isBetter(o model.Term, than string) bool {
	return o.IsLiteral() && o.Value != "" && (than == "" || o.Value < than)
}

// findNaming fills the bucket "naming" of a file that has none yet.
func (t *Tx) findNaming() error {
	var all pairs
	c := t.terms.Cursor()
	for k, record := c.First(); k != nil; k, record = c.Next() {
		key, _ := cutTerm(record)
		if tag := key[0]; (tag == tagIRI || tag == tagBase || tag == tagVocab) && t.store.names(t.store.readTerm(key)) {
			all.add(slices.Clone(k), nil)
		}
	}
	return all.putTo(t.naming)
}

// nameAgain lists the subjects of a file of an earlier version anew that it may have listed
// otherwise: those that have several labels, or an empty one, or one of another vocabulary
// than this domain's; and those whose ids were made in another domain, for they may be parts.
func (t *Tx) nameAgain() error {
	seen := make(map[termID]struct{})
	again := make(map[termID]struct{})
	c := t.naming.Cursor()
	for k, _ := c.First(); k != nil; k, _ = c.Next() {
		p := onlyID(k)
		foreign := t.store.labels.AnyVocabulary(t.term(p).IRI())
		for i := range t.byPOS(p, 0) {
			if _, several := seen[i.s]; several || foreign || t.term(i.o).Value == "" {
				again[i.s] = struct{}{}
			}
			seen[i.s] = struct{}{}
		}
	}
	for s := range t.Subjects() {
		if s.IsGenerated() && !strings.HasPrefix(string(s), t.store.base) {
			again[t.idOf(model.Ref(s))] = struct{}{}
		}
	}
	e := newEdits(t, len(again))
	for id := range again {
		e.subjects = append(e.subjects, edited{subject: t.term(id).IRI(), id: id, named: true})
	}
	slices.SortFunc(e.subjects, func(a, b edited) int { return strings.Compare(string(a.subject), string(b.subject)) })
	return t.settle(e)
}
