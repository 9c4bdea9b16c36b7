package jrql

import (
	"strings"

	"github.com/m-ld/mld-tui/model"
)

// mode says what subjects are read for.
type mode uint8

const (
	// matching finds data: a missing identity is a variable, an operator filters.
	matching mode = iota
	// loading makes data: a missing identity is a new one, an operator computes.
	loading
)

// subjectReader turns JSON subjects into patterns.
type subjectReader struct {
	*parser
	mode mode
	// vars are the variables seen, the unnamed ones included.
	vars varSet
	// triples come before all patterns: what is to be loaded mostly leaves nothing open.
	triples  []model.Triple
	patterns []pattern
	filters  []expr
	// bound is what an operator computes, when loading: for the pattern at an
	// index, the variable that goes in.
	binds  []bind
	before map[int]int
	// updating is set where new values are to take the place of old ones.
	updating bool
}

func (p *parser) reader(m mode) *subjectReader {
	return &subjectReader{parser: p, mode: m, vars: make(varSet), before: make(map[int]int)}
}

func (r *subjectReader) variable(name string) slot {
	n := r.scope.variable(name)
	r.vars[n] = true
	return varSlot(n)
}

// place is where a value hangs: the subject and its property. For an item of a
// list, slot takes the property's place.
type place struct {
	subject  slot
	property string
	slot     *slotPlace
}

// slotPlace is a place in a list: the list's property, the identity of the slot
// where it has none of its own, and its index, where there is one to match.
type slotPlace struct {
	key, id slot
	index   *slot
}

// read reads a value, which must be a subject or subjects where there is no
// place for it.
func (r *subjectReader) read(v any, at *place) error {
	if at != nil && r.ctx.IsJSON(at.property, v) {
		return r.atom(v, at)
	}
	switch v := v.(type) {
	case nil:
		return nil
	case []any:
		r.expect(v)
		for _, item := range v {
			if err := r.read(item, at); err != nil {
				return err
			}
		}
		return nil
	case map[string]any:
		return r.readObject(v, at)
	}
	if at == nil {
		return unsupported("%s stands where a subject should be", describe(v))
	}
	return r.atom(v, at)
}

func (r *subjectReader) readObject(object map[string]any, at *place) error {
	if set, ok := object["@set"]; ok {
		return r.read(set, at)
	}
	if _, isRef := r.ctx.Reference(object, "@id"); isRef {
		return r.subject(object, at)
	}
	if _, isRef := r.ctx.Reference(object, "@vocab"); !isRef && !r.isValue(object) && !isInlineConstraint(object) {
		return r.subject(object, at)
	}
	if at == nil {
		return unsupported("a value stands where a subject should be")
	}
	return r.atom(object, at)
}

// isValue reports whether an object is a value object.
func (r *subjectReader) isValue(object map[string]any) bool {
	found := false
	for key := range object {
		switch r.ctx.Keyword(key) {
		case "@value":
			found = true
		case "@type", "@language", "@id":
		default:
			return false
		}
	}
	return found
}

func (r *subjectReader) subject(object map[string]any, at *place) error {
	var property slot
	if at != nil && at.slot != nil {
		property = at.slot.key
	} else if at != nil {
		var err error
		if property, err = r.property(at.property); err != nil {
			return err
		}
	}
	if own, ok := object["@context"]; ok {
		nested, err := r.ctx.Next(own)
		if err != nil {
			return err
		}
		inner := *r.parser
		inner.ctx = nested
		outer := r.parser
		r.parser = &inner
		defer func() {
			outer.newIDs = inner.newIDs
			r.parser = outer
		}()
	}
	id, err := r.identity(object, at)
	if err != nil {
		return err
	}
	if at != nil {
		r.says(at.subject, property, id)
	} else if _, isRef := r.ctx.Reference(object, "@id"); isRef && r.mode == matching {
		// An identity alone stands for all that is said of it.
		r.says(id, r.variable(""), r.variable(""))
	}
	if at != nil && at.slot != nil && at.slot.index != nil {
		r.says(id, termSlot(model.Ref(model.JSONRQLIndex)), *at.slot.index)
	}
	r.grow(len(object))
	value := &place{subject: id}
	var space [8]string
	for _, key := range appendSortedKeys(space[:0], object) {
		v := object[key]
		switch keyword := r.ctx.Keyword(key); {
		case v == nil || keyword == "@id" || keyword == "@context":
			continue
		case keyword == "@index" && at != nil && at.slot != nil:
			continue // The list says it.
		case keyword == "@list":
			err = r.list(id, v)
		default:
			value.property = keyword
			err = r.read(v, value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// identity is the slot of a subject's "@id".
func (r *subjectReader) identity(object map[string]any, at *place) (slot, error) {
	id, ok := object["@id"]
	for key, v := range object {
		if !ok && r.ctx.Keyword(key) == "@id" {
			id = v
		}
	}
	switch id := id.(type) {
	case nil:
		switch {
		case at != nil && at.slot != nil && at.slot.id.kind == slotVar:
			return at.slot.id, nil
		case r.mode == matching:
			return r.variable(""), nil
		}
		return r.newIdentity(), nil
	case string:
		if name, ok := matchVariable(id); ok {
			return r.variable(name), nil
		}
		if strings.HasPrefix(id, "_:") {
			return r.blank(id), nil
		}
		return r.iri(r.ctx.ExpandID(id), id)
	}
	return slot{}, unsupported("an @id must be a string, not %s", describe(id))
}

// blank reads a blank identifier, which the domain cannot hold: when loading it
// is one new identity wherever it stands in the request, else a variable.
func (r *subjectReader) blank(id string) slot {
	if r.mode == matching {
		return r.variable(id) // no variable can be named so: the names do not meet
	}
	n, ok := r.blanks[id]
	if !ok {
		n = r.newIdentity().n
		r.blanks[id] = n
	}
	return slot{kind: slotNew, n: n}
}

func (r *subjectReader) newIdentity() slot {
	r.newIDs++
	return slot{kind: slotNew, n: r.newIDs - 1}
}

func (r *subjectReader) iri(iri model.IRI, written string) (slot, error) {
	if !model.IsAbsoluteIRI(string(iri)) {
		return slot{}, unsupported("%q is no identity: it is neither an IRI nor short for one", written)
	}
	return termSlot(model.Ref(iri)), nil
}

// property is the slot of a key of a subject.
func (r *subjectReader) property(key string) (slot, error) {
	if name, ok := matchVariable(key); ok {
		return r.variable(name), nil
	}
	switch key {
	case "@type":
		return termSlot(model.Ref(model.RDFType)), nil
	case "@index":
		return termSlot(model.Ref(model.JSONRQLIndex)), nil
	case "@item":
		return termSlot(model.Ref(model.JSONRQLItem)), nil
	}
	if strings.HasPrefix(key, "@") {
		return slot{}, unsupported("%q is not supported in a subject", key)
	}
	if r.known.ctx != r.ctx {
		r.known = knownProperties{r.ctx, make(map[string]slot)}
	}
	if known, ok := r.known.slots[key]; ok {
		return known, nil
	}
	if err := r.ctx.CheckProperty(key); err != nil {
		return slot{}, err
	}
	s, err := r.iri(r.ctx.ExpandVocab(key), key)
	if err == nil {
		r.known.slots[key] = s
	}
	return s, err
}

// atom reads a value that is no subject: a plain value, a reference, a
// variable, or an operator.
func (r *subjectReader) atom(v any, at *place) error {
	property, err := r.property(at.property)
	if err != nil {
		return err
	}
	if object, ok := v.(map[string]any); ok && isInlineConstraint(object) {
		return r.inline(object, at, property)
	}
	value, err := r.value(v, at.property)
	if err != nil {
		return err
	}
	r.says(at.subject, property, value)
	return nil
}

// atomSlot reads a variable or a term, which is made canonical: so all data is.
func (p *parser) atomSlot(v any, property string, variable func(string) slot) (slot, error) {
	raw, isText := v.(string)
	if !isText {
		for _, key := range []string{"@id", "@vocab"} {
			if id, ok := p.ctx.Reference(v, key); ok {
				raw, isText = id, true
			}
		}
	}
	if isText {
		if name, ok := matchVariable(raw); ok {
			return variable(name), nil
		}
	}
	t, err := p.ctx.Term(property, v)
	if err != nil {
		return slot{}, err
	}
	if t.IsRef() && !model.IsAbsoluteIRI(t.Value) {
		return slot{}, unsupported("%q is no identity: it is neither an IRI nor short for one", t.Value)
	}
	return termSlot(t.Canonical()), nil
}

func (r *subjectReader) value(v any, property string) (slot, error) {
	if _, ok := matchVariable(property); ok {
		property = ""
	}
	return r.atomSlot(v, property, r.variable)
}

// inline reads {"@value":"?x","@gt":5}: a filter when matching, and when
// loading a variable that is given what the operator makes of ?x.
func (r *subjectReader) inline(object map[string]any, at *place, property slot) error {
	if v, ok := object["@value"]; ok && len(object) == 1 {
		// The reference refuses a lone @value; nothing else can be meant by it.
		value, err := r.value(v, at.property)
		if err != nil {
			return err
		}
		r.says(at.subject, property, value)
		return nil
	}
	input := slot{}
	if v, ok := object["@value"]; ok {
		name, isVar := matchVariable(asString(v))
		if !isVar {
			return unsupported("the @value beside an operator must be a variable, not %s", describe(v))
		}
		input = r.variable(name)
	} else {
		input = r.variable("")
	}
	var calls []expr
	for _, operator := range sortedKeys(object) {
		if operator == "@value" {
			continue
		}
		call, err := r.call(operator, object[operator], &exprVar{input.n})
		if err != nil {
			return err
		}
		calls = append(calls, call)
	}
	if r.mode == matching {
		r.filters = append(r.filters, calls...)
		r.says(at.subject, property, input)
		return nil
	}
	output := r.variable("")
	for _, call := range calls {
		r.binds = append(r.binds, bind{output.n, call})
	}
	r.before[len(r.patterns)] = input.n
	r.says(at.subject, property, output)
	return nil
}

func asString(v any) string {
	s, _ := v.(string)
	return s
}

// describe names a JSON value in an error.
func describe(v any) string {
	switch v := v.(type) {
	case nil:
		return "null"
	case string:
		if len(v) > 40 {
			v = v[:40] + "…"
		}
		return `"` + v + `"`
	case float64:
		return model.FormatNumber(v)
	case bool:
		if v {
			return "true"
		}
		return "false"
	case []any:
		return "an array"
	case []byte:
		return "bytes"
	}
	return "an object"
}
