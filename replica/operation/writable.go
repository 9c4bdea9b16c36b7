package operation

import (
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// objectMembers are the names that every JavaScript object has. The reference
// keeps subjects and properties as members of an object, and closes where it
// finds something else there.
var objectMembers = map[string]bool{
	"constructor": true, "hasOwnProperty": true, "isPrototypeOf": true, "propertyIsEnumerable": true,
	"toLocaleString": true, "toString": true, "valueOf": true, "__proto__": true,
	"__defineGetter__": true, "__defineSetter__": true, "__lookupGetter__": true, "__lookupSetter__": true,
}

// CheckWritable reports why a triple, though it is sound, must not be written to
// the domain: other clones could not read it back.
func (c Codec) CheckWritable(t model.Triple) error {
	if err := c.domain.Check(t); err != nil {
		return err
	}
	return c.checkReadable(&t)
}

// CheckAllWritable is CheckWritable of each, up to the first that fails it.
func (c Codec) CheckAllWritable(triples []model.Triple) error {
	checker := c.domain.Checker()
	for i := range triples {
		t := &triples[i]
		if err := checker.Check(t); err != nil {
			return err
		}
		if err := c.checkReadable(t); err != nil {
			return err
		}
	}
	return nil
}

// checkReadable is CheckWritable of a triple that is sound.
func (c Codec) checkReadable(t *model.Triple) error {
	if t.P == model.RDFType && !t.O.IsRef() {
		return model.Errorf(model.StatusBadUpdate, "the type of <%s> must be a reference, not %s", t.S, t.O.Key())
	}
	if t.O.Datatype == model.RDFJSON {
		return model.Errorf(model.StatusBadUpdate,
			"the value of <%s> for <%s> cannot be of JSON, which makes JavaScript clones close: write it as text", t.S, t.P)
	}
	for _, iri := range [...]model.IRI{t.S, t.P, t.O.IRI(), t.O.Datatype} {
		if strings.HasPrefix(string(iri), "rdf:") || strings.HasPrefix(string(iri), "xs:") {
			return model.Errorf(model.StatusBadUpdate,
				"<%s> cannot be written: clones would read its beginning as a prefix", iri)
		}
	}
	for _, iri := range [...]model.IRI{t.S, t.O.IRI()} {
		if name, ok := strings.CutPrefix(string(iri), c.base); ok && isMarked(name) {
			return model.Errorf(model.StatusBadUpdate,
				"<%s> cannot be written: JavaScript clones would write it as %q, and others read that as something else", iri, name)
		}
	}
	if name, ok := strings.CutPrefix(string(t.P), c.vocab); ok && (isMarked(name) || model.IsAbsoluteIRI(name)) {
		return model.Errorf(model.StatusBadUpdate,
			"the property <%s> cannot be written: JavaScript clones would write it as %q, and others read that as something else", t.P, name)
	}
	if name, ok := strings.CutPrefix(string(t.S), c.base); ok && objectMembers[name] {
		return model.Errorf(model.StatusBadUpdate,
			"a subject cannot have the name %q, which breaks JavaScript clones: choose another", name)
	}
	if name, ok := strings.CutPrefix(string(t.P), c.vocab); ok && objectMembers[name] {
		return model.Errorf(model.StatusBadUpdate,
			"a property cannot have the name %q, which breaks JavaScript clones: choose another", name)
	}
	return nil
}

// isMarked reports whether a name is that of a keyword, or of a blank node.
func isMarked(name string) bool { return strings.HasPrefix(name, "@") || strings.HasPrefix(name, "_:") }
