package model

import (
	"slices"
	"strings"
)

// Labels are the properties whose value usually names a subject, best first: by their IRIs,
// or, for those of any vocabulary, by what their IRIs end in, as "name". The zero Labels
// are none.
type Labels []IRI

// Labels are those of the domain: those of its own vocabulary come first, and what came from
// others, as FOAF, schema.org, SKOS or another domain, is known by its last part.
func (d Domain) Labels() Labels {
	return Labels{
		d.Vocab() + "name", d.Vocab() + "label", d.Vocab() + "title",
		"http://www.w3.org/2000/01/rdf-schema#label",
		"name", "prefLabel", "label", "title",
	}
}

// Rank is the place of a property among them, from 0 for the best; -1 where it names
// nothing.
func (l Labels) Rank(property IRI) int {
	return slices.IndexFunc(l, func(label IRI) bool { return property == label || property.endsIn(string(label)) })
}

// Has reports whether a property names subjects.
func (l Labels) Has(property IRI) bool { return l.Rank(property) >= 0 }

// AnyVocabulary reports whether a property is one of them whatever vocabulary it is of: only
// the end of its IRI says that it names subjects.
func (l Labels) AnyVocabulary(property IRI) bool {
	return !slices.Contains(l, property) && l.Has(property)
}

// endsIn reports whether a name is the last part of an IRI, behind what ends its namespace.
func (i IRI) endsIn(name string) bool {
	rest, ok := strings.CutSuffix(string(i), name)
	return ok && rest != "" && strings.IndexByte("#/:", rest[len(rest)-1]) >= 0
}
