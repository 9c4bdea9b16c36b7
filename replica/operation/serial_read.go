package operation

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica/pack"
)

// statement is a triple as it is read; its subject, and a reference, may be a
// blank node ("_:…"), and data may hang on it that no triple has.
type statement struct {
	s, p model.IRI
	o    model.Term
	// value is the decoded value that o was read from.
	value any
}

// read gives the statements of the JSON form of triples, one subject or an array
// of them, to take, whose error ends it.
func (c Codec) read(v any, take func(statement) error) error {
	r := reader{codec: c, take: take}
	return r.process(v, "", "", 0)
}

type reader struct {
	codec Codec
	take  func(statement) error
	blank int
	// lastS and predicates are what the last names that stand in "s" and "p" mean: those
	// of triples that follow each other are mostly the same.
	lastS      named
	predicates map[string]model.IRI
}

type named struct {
	name string
	iri  model.IRI
}

// maxPredicates bounds how many are remembered.
const maxPredicates = 64

// part is what a name means that is the subject or the predicate of a reification.
func (r *reader) part(name, property string) (iri model.IRI, err error) {
	if property == "s" {
		if name != r.lastS.name || name == "" {
			iri, err = r.identity(name)
			r.lastS = named{name, iri}
		}
		return r.lastS.iri, err
	}
	iri, ok := r.predicates[name]
	if !ok {
		if iri, err = r.identity(name); err != nil {
			return "", err
		}
		if r.predicates == nil {
			r.predicates = make(map[string]model.IRI)
		}
		if len(r.predicates) < maxPredicates {
			r.predicates[name] = iri
		}
	}
	return iri, nil
}

// maxNesting is how deep subjects may be nested; clones send flat ones.
const maxNesting = 100

func malformed(format string, args ...any) error {
	return fmt.Errorf("%w: %s", pack.ErrMalformed, fmt.Sprintf(format, args...))
}

func (r *reader) process(v any, outer model.IRI, property string, depth int) error {
	if depth > maxNesting {
		return malformed("subjects are nested too deeply")
	}
	switch v := v.(type) {
	case nil, pack.Undefined:
		return nil
	case []any:
		for _, e := range v {
			if err := r.process(e, outer, property, depth+1); err != nil {
				return err
			}
		}
		return nil
	case pack.Map:
		switch {
		case v.Get("@set") != nil:
			return r.process(v.Get("@set"), outer, property, depth+1)
		case !v.Has("@value") && !v.Has("@vocab"):
			return r.subject(v, outer, property, depth)
		}
	}
	if outer == "" {
		return malformed("a value stands where a subject should")
	}
	return r.atom(v, outer, property)
}

func (r *reader) subject(m pack.Map, outer model.IRI, property string, depth int) error {
	id, err := r.identity(m.Get("@id"))
	if err != nil {
		return err
	}
	if outer != "" {
		p, err := r.predicate(property)
		if err != nil {
			return err
		}
		if err := r.take(statement{outer, p, model.Ref(id), m}); err != nil {
			return err
		}
	}
	for _, e := range m {
		if e.Key == "@id" || e.Key == "@context" || e.Value == nil {
			continue
		}
		read := r.process
		if e.Key == "@list" {
			read = r.list
		}
		if err := read(e.Value, id, e.Key, depth+1); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) identity(v any) (model.IRI, error) {
	switch id := v.(type) {
	case nil:
		r.blank++
		return model.IRI("_:." + strconv.Itoa(r.blank)), nil
	case string:
		if strings.HasPrefix(id, "_:") {
			return model.IRI(id), nil
		}
		return r.expand(id, false)
	default:
		return "", malformed("an @id is not a string")
	}
}

func (r *reader) predicate(property string) (model.IRI, error) {
	switch property {
	case "@type":
		return model.RDFType, nil
	case "@index":
		return model.JSONRQLIndex, nil
	case "@item":
		return model.JSONRQLItem, nil
	}
	if keywords[property] || terms[property] == "" && objectMembers[property] {
		return "", malformed("%q is not a property", property)
	}
	return r.expand(property, true)
}

// keywords are what JSON-LD keeps for itself: as names they stay as they are, and
// other names of their form mean nothing.
var (
	keywords = map[string]bool{
		"@base": true, "@container": true, "@context": true, "@default": true, "@direction": true,
		"@embed": true, "@explicit": true, "@graph": true, "@id": true, "@included": true,
		"@index": true, "@json": true, "@language": true, "@list": true, "@nest": true, "@none": true,
		"@omitDefault": true, "@prefix": true, "@preserve": true, "@protected": true, "@requireAll": true,
		"@reverse": true, "@set": true, "@type": true, "@value": true, "@version": true, "@vocab": true,
	}
	keywordForm = regexp.MustCompile(`^@[a-zA-Z]+$`)
)

func (r *reader) expand(name string, vocab bool) (model.IRI, error) {
	switch {
	case !strings.HasPrefix(name, "@"): // As nearly all.
	case keywords[name]:
		return model.IRI(name), nil
	case keywordForm.MatchString(name):
		return "", malformed("%q has the form of a keyword", name)
	}
	return r.codec.expand(name, vocab), nil
}

func (r *reader) ref(name string, vocab bool) (model.Term, error) {
	iri, err := r.expand(name, vocab)
	return model.Ref(iri), err
}

func (r *reader) atom(v any, outer model.IRI, property string) error {
	p, err := r.predicate(property)
	if err != nil {
		return err
	}
	o, err := r.term(v, property)
	if err != nil {
		return err
	}
	return r.take(statement{outer, p, o, v})
}

// term reads a value exactly as the reference does, or deletes would miss.
func (r *reader) term(v any, property string) (model.Term, error) {
	var id string
	var datatype model.IRI
	var language bool
	if m, ok := v.(pack.Map); ok {
		if vocab, ok := m.Get("@vocab").(string); ok {
			return r.ref(vocab, true)
		}
		t, err := r.valueType(m)
		if err != nil {
			return model.Term{}, err
		}
		datatype = t
		id, _ = m.Get("@id").(string)
		_, language = m.Get("@language").(string)
		v = m.Get("@value")
	} else if s, ok := v.(string); ok && (property == "s" || property == "p") {
		id, err := r.part(s, property)
		return model.Ref(id), err
	}
	if b, ok := v.([]byte); ok {
		return bytesTerm(b, id), nil
	}
	t, err := r.literal(v, datatype, property)
	if _, isText := v.(string); language && !isText {
		t.Datatype = model.NSRDF + "langString"
	} // Of a text, the reference drops the language at every reading.
	if id != "" && t.IsLiteral() {
		t.Value, t.Data = id, jsonText(v)
	}
	return t, err
}

func (r *reader) valueType(m pack.Map) (model.IRI, error) {
	if len(m) == 1 {
		return "", malformed("a value object has nothing but its value")
	}
	for _, e := range m {
		switch e.Key {
		case "@value", "@type", "@id", "@language":
		default:
			return "", malformed("a value object has the key %q", e.Key)
		}
	}
	switch t := m.Get("@type").(type) {
	case nil:
		return "", nil
	case string:
		if t == "" {
			return "", nil
		}
		return r.expand(t, false)
	default:
		return "", malformed("the @type of a value is not a string")
	}
}

func bytesTerm(b []byte, id string) model.Term {
	if id == "" {
		return model.Literal(encodeBase64(b), model.XSDBase64)
	}
	return model.Term{Kind: model.KindLiteral, Value: id, Datatype: model.XSDBase64, Data: string(b)}
}

func (r *reader) literal(v any, datatype model.IRI, property string) (model.Term, error) {
	if datatype == "@json" {
		return model.Literal(jsonText(v), model.RDFJSON), nil
	}
	var t model.Term
	switch v := v.(type) {
	case string:
		switch {
		case property == "@type" || datatype == "@vocab":
			return r.ref(v, true)
		case datatype == "@id":
			return r.ref(v, false)
		case datatype == model.XSDDouble:
			return model.DoubleText(v), nil
		}
		t = model.String(v)
	case bool:
		t = model.Boolean(v)
	case float64:
		t = model.Number(v)
	default:
		if datatype == "" {
			return model.Term{}, malformed("a value has no type")
		}
		t = model.String("")
	}
	if datatype != "" {
		t.Datatype = datatype
	}
	return t, nil
}
