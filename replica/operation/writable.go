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
	if t.P == model.RDFType && !t.O.IsRef() {
		return model.Errorf(model.StatusBadUpdate, "the type of <%s> must be a reference, not %s", t.S, t.O.Key())
	}
	for _, iri := range []model.IRI{t.S, t.P, t.O.IRI(), t.O.Datatype} {
		if strings.HasPrefix(string(iri), "rdf:") || strings.HasPrefix(string(iri), "xs:") {
			return model.Errorf(model.StatusBadUpdate,
				"<%s> cannot be written: clones would read its beginning as a prefix", iri)
		}
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
