package model

import (
	"math"
	"strings"
	"unicode/utf8"
)

// MaxLiteral is the number of UTF-16 units that a literal or an IRI must stay
// below: the reference's store cannot keep more, and closes. Bytes and JSON are
// kept beside their literal and have no such bound. Protocol page, section 4.
const MaxLiteral = 10_000

// Check reports why a triple must not be written to a domain. A triple that
// fails it would close every clone of the reference engine that receives it, or
// would not come back as it was written. The error is an *Error with
// StatusBadUpdate. Protocol page, section 4.
func (t Triple) Check() error {
	if err := checkIRI("subject", string(t.S)); err != nil {
		return err
	}
	if err := checkIRI("property", string(t.P)); err != nil {
		return err
	}
	if err := t.O.Check(); err != nil {
		return Errorf(StatusBadUpdate, "the value of <%s> of <%s> cannot be written: %w", t.P, t.S, err)
	}
	return nil
}

// Check is Triple.Check, and reports besides what the clones of the reference
// would not keep in this domain: their store abbreviates IRIs, and reads some
// back as others ("http://d/a:b" as "a:b").
func (d Domain) Check(t Triple) error {
	if err := t.Check(); err != nil {
		return err
	}
	iris := [...]IRI{t.S, t.P, t.O.IRI()}
	for _, iri := range iris {
		if iri == "" {
			continue
		}
		if kept := d.keptIRI(iri); kept != iri {
			return Errorf(StatusBadUpdate, "other clones would read %s as %s: choose another identity",
				quote(string(iri)), quote(string(kept)))
		}
	}
	if dt := t.O.Datatype; strings.HasPrefix(string(dt), string(d.Vocab())) {
		return Errorf(StatusBadUpdate, "the type %s cannot be given to a value: other clones would read it as "+
			"another; use a type outside the domain's own vocabulary", quote(string(dt)))
	}
	return nil
}

// CheckAll is Check of each, up to the first that fails it.
func (d Domain) CheckAll(triples []Triple) error {
	c := d.Checker()
	for i := range triples {
		if err := c.Check(&triples[i]); err != nil {
			return err
		}
	}
	return nil
}

// Checker is for Check of many triples. It belongs to one goroutine.
func (d Domain) Checker() *Checker { return &Checker{domain: d} }

// Checker remembers what was good: most triples have a subject, a property and a datatype
// that others have too.
type Checker struct {
	domain  Domain
	subject IRI
	// iris are properties and what is referred to; datatypes are those of literals.
	iris, datatypes map[IRI]struct{}
}

// Check is Domain.Check.
func (c *Checker) Check(t *Triple) error {
	if c.isGood(t) {
		return nil
	}
	return c.domain.Check(*t)
}

func (c *Checker) isGood(t *Triple) bool {
	if t.S != c.subject || t.S == "" {
		if !c.domain.isGood(t.S) {
			return false
		}
		c.subject = t.S
	}
	if !remembered(&c.iris, t.P, c.domain.isGood) {
		return false
	}
	switch t.O.Kind {
	case KindIRI:
		return remembered(&c.iris, t.O.IRI(), c.domain.isGood)
	case KindLiteral:
		return remembered(&c.datatypes, t.O.Datatype, func(IRI) bool { return c.domain.Check(*t) == nil }) && t.O.checkValue() == nil
	}
	return false
}

// maxRemembered bounds what a Checker remembers.
const maxRemembered = 256

func remembered(known *map[IRI]struct{}, iri IRI, isGood func(IRI) bool) bool {
	if _, ok := (*known)[iri]; ok {
		return true
	}
	if !isGood(iri) {
		return false
	}
	if *known == nil {
		*known = make(map[IRI]struct{})
	}
	if len(*known) < maxRemembered {
		(*known)[iri] = struct{}{}
	}
	return true
}

// isGood reports whether an IRI can be written as a subject, a property or a reference.
func (d Domain) isGood(iri IRI) bool {
	return checkIRI("", string(iri)) == nil && d.keptIRI(iri) == iri
}

// keptIRI is an IRI as the reference's store gives it back.
func (d Domain) keptIRI(iri IRI) IRI {
	if name, ok := d.under(iri); ok && isPlain(name) {
		return iri
	}
	return d.readBack(iri)
}

// readBack is keptIRI, of any.
func (d Domain) readBack(iri IRI) IRI {
	short := d.storedIRI(iri)
	if before, after, ok := strings.Cut(short, ":"); ok && !strings.HasPrefix(after, "//") {
		for _, p := range storePrefixes {
			if p.name == before {
				return IRI(p.iri + after)
			}
		}
	}
	return ResolveIRI(d.Base(), short)
}

// Check reports why a term must not be written as a value.
func (t Term) Check() error {
	switch t.Kind {
	case KindIRI:
		return checkIRI("reference", t.Value)
	case KindLiteral:
		return t.checkLiteral()
	}
	return Errorf(StatusBadUpdate, "there is no value")
}

func (t Term) checkLiteral() error {
	if err := checkIRI("datatype", string(t.Datatype)); err != nil {
		return err
	}
	return t.checkValue()
}

// checkValue is checkLiteral but for the datatype by itself.
func (t Term) checkValue() error {
	switch {
	case !utf8.ValidString(t.Value):
		return Errorf(StatusBadUpdate, "%s is not valid UTF-8 text", quote(t.Value))
	case longerThanAllowed(t.Value):
		return Errorf(StatusBadUpdate, "%s is too long: a value must have fewer than %d characters; "+
			"use bytes for more", quote(t.Value), MaxLiteral)
	case t.Datatype == RDFJSON && t.Data == "":
		return Errorf(StatusBadUpdate, "a JSON value has no data")
	case numericTypes[t.Datatype] && math.IsNaN(t.Float()):
		return Errorf(StatusBadUpdate, "%s is not a number, as its type %s demands", quote(t.Value), t.Datatype)
	case t.Datatype == XSDBoolean && t.Value != "true" && t.Value != "false":
		return Errorf(StatusBadUpdate, "%s is neither true nor false, as its type %s demands", quote(t.Value), t.Datatype)
	case t.Datatype == XSDDateTime:
		if _, ok := parseDateTime(t.Value); !ok {
			return Errorf(StatusBadUpdate, "%s is not a date and time: write it as 2006-01-02T15:04:05Z",
				quote(t.Value))
		}
	}
	return nil
}

func checkIRI(role, iri string) error {
	switch {
	case iri == "":
		return Errorf(StatusBadUpdate, "the %s is missing", role)
	case strings.HasPrefix(iri, "_:"):
		return Errorf(StatusBadUpdate, "the %s %s is a blank node: give it an identity", role, quote(iri))
	case !utf8.ValidString(iri):
		return Errorf(StatusBadUpdate, "the %s %s is not valid UTF-8 text", role, quote(iri))
	case !IsAbsoluteIRI(iri):
		return Errorf(StatusBadUpdate, "the %s %s is not an absolute IRI", role, quote(iri))
	case longerThanAllowed(iri):
		return Errorf(StatusBadUpdate, "the %s %s is too long: an IRI must have fewer than %d characters",
			role, quote(iri), MaxLiteral)
	}
	return nil
}

// longerThanAllowed counts UTF-16 units, but only where the bytes leave doubt.
func longerThanAllowed(s string) bool {
	if len(s) < MaxLiteral {
		return false
	}
	units := 0
	for _, r := range s {
		units++
		if r > 0xFFFF {
			units++
		}
	}
	return units >= MaxLiteral
}

// quote shortens a value for an error message.
func quote(s string) string {
	const most = 40
	if r := []rune(s); len(r) > most {
		return `"` + string(r[:most]) + `…"`
	}
	return `"` + s + `"`
}
