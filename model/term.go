package model

import "strings"

// IRI is an absolute IRI, such as "http://flintstones.m-ld.org/fred". A JSON-LD
// context shortens it at the edges of the program, never here.
type IRI string

// Kind says what a Term is. The zero Kind is no term: in a Pattern it matches
// anything.
type Kind uint8

// The kinds of term that a domain holds. Blank nodes do not occur: subjects
// without an identity are given a generated one (see Domain.GenID).
const (
	KindNone Kind = iota
	KindIRI
	KindLiteral
)

// Term is a value in the object position of a triple: a reference to a subject
// or a literal. Terms are comparable with ==, and equal terms are the same value
// in the graph.
type Term struct {
	Kind Kind
	// Value is the IRI of a reference, or the lexical form of a literal.
	Value string
	// Datatype is the IRI of a literal's datatype; empty for a reference.
	Datatype IRI
	// Data is kept beside the lexical form by the datatypes whose lexical form
	// is only a key for it: the bytes of an xsd:base64Binary, the JSON text of
	// an rdf:JSON. It is empty for all others.
	// Protocol page, section 3.
	Data string
}

// Ref makes a reference to a subject.
func Ref(id IRI) Term { return Term{Kind: KindIRI, Value: string(id)} }

// Literal makes a literal of any datatype from its canonical lexical form.
func Literal(lexical string, datatype IRI) Term {
	return Term{Kind: KindLiteral, Value: lexical, Datatype: datatype}
}

// String makes a literal of xsd:string.
func String(s string) Term { return Literal(s, XSDString) }

// Boolean makes a literal of xsd:boolean.
func Boolean(b bool) Term {
	if b {
		return Literal("true", XSDBoolean)
	}
	return Literal("false", XSDBoolean)
}

// IsZero reports whether t is no term at all.
func (t Term) IsZero() bool { return t.Kind == KindNone }

// IsRef reports whether t refers to a subject.
func (t Term) IsRef() bool { return t.Kind == KindIRI }

// IsLiteral reports whether t is a literal.
func (t Term) IsLiteral() bool { return t.Kind == KindLiteral }

// IRI is the subject that a reference refers to; empty for a literal.
func (t Term) IRI() IRI {
	if t.Kind != KindIRI {
		return ""
	}
	return IRI(t.Value)
}

// Key is the term's identity as a string without ambiguity: Data, which the
// lexical form stands for, is left out.
func (t Term) Key() string {
	switch t.Kind {
	case KindIRI:
		return "<" + t.Value + ">"
	case KindLiteral:
		return `"` + t.Value + `"^^<` + string(t.Datatype) + ">"
	default:
		return ""
	}
}

// Compare orders terms: references before literals, then by value, then by
// datatype. It returns -1, 0 or +1.
func (t Term) Compare(u Term) int {
	if t.Kind != u.Kind {
		if t.Kind < u.Kind {
			return -1
		}
		return +1
	}
	if c := strings.Compare(t.Value, u.Value); c != 0 {
		return c
	}
	return strings.Compare(string(t.Datatype), string(u.Datatype))
}
