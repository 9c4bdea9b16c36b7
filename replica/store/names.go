package store

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/find"
)

// maxName is how many bytes of a name count for the order.
const maxName = 48

// unnamed goes before the name of a subject that has none but an id that was made
// for it: those come last.
const unnamed = "\U0010ffff"

// nameKey appends the key of a subject in a list by name.
func nameKey(b []byte, name string, s model.IRI) []byte {
	b = append(append(b, name...), 0)
	return append(b, s...)
}

func (s *Store) isLabel(property model.IRI) bool { return slices.Contains(s.labels, property) }

// sortName is what a subject is listed by: its label, else its id without the
// domain's base, both without regard to case and accents.
func (t *Tx) sortName(s model.IRI, id termID) string {
	name := t.label(id)
	if strings.TrimSpace(name) == "" {
		name = t.shortID(s)
		if rest, ok := strings.CutPrefix(name, ".well-known/genid/"); ok {
			return unnamed + trimName(rest)
		}
	}
	return trimName(name)
}

func (t *Tx) shortID(s model.IRI) string {
	return strings.TrimPrefix(string(s), string(t.store.domain.Base()))
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

// label is the best label of a subject; empty for none.
func (t *Tx) label(subject termID) string {
	for _, l := range t.store.labels {
		p := t.labelID(l)
		if p == 0 {
			continue
		}
		for k := range (prefixes{t.spo}).each(prefix(subject, p)) {
			if o := t.term(readID(k[2*idSize:])); o.IsLiteral() {
				return o.Value
			}
		}
	}
	return ""
}

// labelID is the id of a property that names subjects; only those that are in use
// have one.
func (t *Tx) labelID(l model.IRI) termID {
	if id, ok := t.labelIDs[l]; ok {
		return id
	}
	id := t.idOf(model.Ref(l))
	if id != 0 && !t.tx.Writable() { // Who writes may drop it, and make it anew.
		if t.labelIDs == nil {
			t.labelIDs = make(map[model.IRI]termID)
		}
		t.labelIDs[l] = id
	}
	return id
}
