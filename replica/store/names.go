package store

import (
	"bytes"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// maxName is how many bytes of a name count for the order.
const maxName = 48

// unnamed goes before the name of a subject that has none but an id that was made
// for it: those come last.
const unnamed = "\U0010ffff"

// What leads an IRI in a list says whether it is under the domain's base, which most
// are, and is then left out. So written, IRIs keep their order.
const (
	beforeBase = '1'
	underBase  = '2'
	afterBase  = '3'
)

// iriKey appends what stands for an IRI in lists of subjects.
func (s *Store) iriKey(b []byte, iri model.IRI) []byte {
	if rest, ok := strings.CutPrefix(string(iri), s.base); ok {
		return append(append(b, underBase), rest...)
	}
	if string(iri) < s.base {
		return append(append(b, beforeBase), iri...)
	}
	return append(append(b, afterBase), iri...)
}

// readIRI reads what iriKey wrote; empty where it is something else.
func (s *Store) readIRI(b []byte) model.IRI {
	switch {
	case len(b) == 0:
		return ""
	case b[0] == underBase:
		return model.IRI(s.base + string(b[1:]))
	default:
		return model.IRI(b[1:])
	}
}

// classKey appends the key of a subject in a list of those of a class, by IRI.
func (s *Store) classKey(class termID, iri model.IRI) []byte {
	return s.iriKey(appendID(nil, class), iri)
}

// nameKey appends the key of a subject in a list by name.
func (s *Store) nameKey(b []byte, name string, iri model.IRI) []byte {
	return s.iriKey(append(append(b, name...), 0), iri)
}

// readName reads what nameKey wrote.
func (s *Store) readName(k []byte) (name string, iri model.IRI) {
	before, after, _ := bytes.Cut(k, []byte{0})
	return string(before), s.readIRI(after)
}

// sortName is what a subject is listed by: its label, else its id without the
// domain's base, both without regard to case and accents.
func (t *Tx) sortName(s model.IRI, id termID) string {
	if t.isPart(s, id) {
		return partName
	}
	return t.nameBy(s, t.label(id))
}

// nameBy is what a subject is listed by that is no part of another and has a label.
func (t *Tx) nameBy(s model.IRI, label string) string {
	switch {
	case strings.TrimSpace(label) != "":
		return trimName(label)
	case s.IsGenerated():
		_, made, _ := strings.Cut(string(s), generated)
		return unnamed + trimName(made)
	}
	return trimName(t.shortID(s))
}

func (t *Tx) shortID(s model.IRI) string {
	return strings.TrimPrefix(string(s), t.store.base)
}

// trimName makes a key of a name: valid UTF-8, without control characters, and
// short.
func trimName(name string) string {
	if len(name) > 8*maxName {
		name = name[:8*maxName]
	}
	name = strings.Map(func(r rune) rune {
		if r < ' ' {
			return ' '
		}
		return r
	}, find.SortKey(strings.TrimSpace(strings.ToValidUTF8(name, ""))))
	if len(name) > maxName {
		name = strings.ToValidUTF8(name[:maxName], "")
	}
	return name
}

// Label is the best label of a subject; empty for none.
func (t *Tx) Label(subject model.IRI) string {
	if id := t.idOf(model.Ref(subject)); id != 0 {
		return t.label(id)
	}
	return ""
}
