package model

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
)

// numericTypes are the datatypes whose literals the reference's store keeps by
// their number; a literal of theirs that is no number breaks it.
var numericTypes = map[IRI]bool{
	XSDInteger: true, XSDDouble: true, NSXSD + "decimal": true,
	NSXSD + "nonPositiveInteger": true, NSXSD + "negativeInteger": true,
	NSXSD + "long": true, NSXSD + "int": true, NSXSD + "short": true, NSXSD + "byte": true,
	NSXSD + "nonNegativeInteger": true, NSXSD + "unsignedLong": true,
	NSXSD + "unsignedInt": true, NSXSD + "unsignedShort": true, NSXSD + "unsignedByte": true,
	NSXSD + "positiveInteger": true,
}

// storePrefixes are the namespaces that the reference's store abbreviates.
var storePrefixes = []struct{ name, iri string }{
	{"jrql", "http://json-rql.org/"}, {"mld", NSMeld}, {"xs", NSXSD}, {"rdf", NSRDF},
}

const keySeparator = "\x00\x00"

// CompareStored orders terms as the reference's store does, which is the order
// in which its API shows several values of a property. Numbers are ordered by a
// floating-point text form in which an exact power of ten keeps the lower
// exponent: 0, 1, 1.5, 10, 2, 9, 15, 100. Protocol page, section 14.
func (d Domain) CompareStored(a, b Term) int {
	if c := strings.Compare(d.StoredKey(a), d.StoredKey(b)); c != 0 {
		return c
	}
	return cmp.Compare(storedType(a), storedType(b))
}

// SortStored sorts terms by CompareStored, computing each key once.
func (d Domain) SortStored(terms []Term) {
	if len(terms) < 2 {
		return
	}
	type keyed struct {
		key  string
		term Term
	}
	list := make([]keyed, len(terms))
	for i, t := range terms {
		list[i] = keyed{d.StoredKey(t), t}
	}
	slices.SortStableFunc(list, func(a, b keyed) int {
		if c := strings.Compare(a.key, b.key); c != 0 {
			return c
		}
		return cmp.Compare(storedType(a.term), storedType(b.term))
	})
	for i := range list {
		terms[i] = list[i].term
	}
}

// StoredKey is the text by which the reference's store orders a term. Terms of
// different kinds can share one.
func (d Domain) StoredKey(t Term) string {
	if t.Kind != KindLiteral {
		return d.storedIRI(IRI(t.Value))
	}
	switch {
	case t.Datatype == XSDString:
		return t.Value
	case numericTypes[t.Datatype]:
		return numberKey(t.Float()) + keySeparator + string(t.Datatype) + keySeparator + t.Value
	case t.Datatype == XSDDateTime:
		return numberKey(dateTimeMillis(t.Value)) + keySeparator + string(t.Datatype) + keySeparator + t.Value
	}
	return string(t.Datatype) + keySeparator + t.Value
}

// storedIRI is an IRI as the store abbreviates it.
func (d Domain) storedIRI(iri IRI) string {
	for _, p := range storePrefixes {
		if rest, ok := strings.CutPrefix(string(iri), p.iri); ok && rest != "" {
			return p.name + ":" + rest
		}
	}
	rest, ok := strings.CutPrefix(string(iri), "http://"+string(d))
	if !ok {
		return string(iri)
	}
	if len(rest) > 2 && rest[0] == '/' && (rest[1] == '#' || !strings.ContainsAny(rest[1:], "./?#")) {
		return rest[1:] // most are of this kind: spare them the parsing
	}
	if rest == "" || !strings.ContainsRune("/?#", rune(rest[0])) {
		// The store looks no further than the end of the domain's name.
		if rest == "" {
			return "./"
		}
		return rest
	}
	return RelativeIRI(d.Base(), iri)
}

// storedType breaks the tie of equal keys.
func storedType(t Term) byte {
	switch {
	case t.Kind != KindLiteral:
		return '0'
	case t.Datatype == XSDString:
		return '3'
	case numericTypes[t.Datatype]:
		return '5'
	case t.Datatype == XSDDateTime:
		return '7'
	}
	return '2'
}

// numberKey is the store's text form of a number: a digit for its sign and
// size, three for the exponent, and the mantissa with 17 decimals.
func numberKey(v float64) string {
	switch {
	case math.IsNaN(v):
		return ""
	case math.IsInf(v, -1):
		return joinKey('0', 0, 0)
	case math.IsInf(v, 1):
		return joinKey('6', 0, 0)
	case v == 0:
		return joinKey('3', 0, 0)
	}
	mantissa, exponent := math.Abs(v), 0
	for mantissa > 10 {
		mantissa /= 10
		exponent++
	}
	for mantissa < 1 {
		mantissa *= 10
		exponent--
	}
	switch {
	case v < 0 && exponent >= 0:
		return joinKey('1', 999-exponent, 10-mantissa)
	case v < 0:
		return joinKey('2', -exponent, 10-mantissa)
	case exponent < 0:
		return joinKey('4', 999+exponent, mantissa)
	}
	return joinKey('5', exponent, mantissa)
}

func joinKey(size byte, exponent int, mantissa float64) string {
	return string([]byte{
		size, byte('0' + exponent/100), byte('0' + exponent/10%10), byte('0' + exponent%10),
	}) + toFixed17(mantissa)
}

// dateTimeMillis is the milliseconds since 1970 of an xsd:dateTime, NaN if it
// cannot be read. A time without a zone is taken as UTC here; the reference
// takes its own machine's zone, so that its order of such values is its own.
func dateTimeMillis(lexical string) float64 {
	t, ok := parseDateTime(lexical)
	if !ok {
		return math.NaN()
	}
	return float64(t.UnixMilli())
}

// dateTimeLayouts are the forms of xsd:dateTime that every JavaScript engine
// reads; fractions of a second are accepted by the parser in each.
var dateTimeLayouts = []string{
	"2006-01-02T15:04:05Z07:00", "2006-01-02T15:04Z07:00",
	"2006-01-02T15:04:05", "2006-01-02T15:04",
}

func parseDateTime(lexical string) (time.Time, bool) {
	for _, layout := range dateTimeLayouts {
		if t, err := time.Parse(layout, lexical); err == nil && !strings.Contains(lexical, ",") {
			return t, true
		}
	}
	return time.Time{}, false
}

// Time is the moment that an xsd:dateTime or xsd:date names; without a zone it
// is taken as UTC. It is not ok for any other term.
func (t Term) Time() (moment time.Time, ok bool) {
	switch t.Datatype {
	case XSDDateTime:
		return parseDateTime(t.Value)
	case XSDDate:
		for _, layout := range []string{"2006-01-02Z07:00", "2006-01-02"} {
			if moment, err := time.Parse(layout, t.Value); err == nil {
				return moment, true
			}
		}
	}
	return time.Time{}, false
}
