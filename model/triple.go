package model

import (
	"iter"
	"strings"
)

// Triple is one statement of a domain: a subject, a property and a value.
// Triples are comparable with ==.
type Triple struct {
	S, P IRI
	O    Term
}

// Compare orders triples by subject, property and value.
func (t Triple) Compare(u Triple) int {
	if c := strings.Compare(string(t.S), string(u.S)); c != 0 {
		return c
	}
	if c := strings.Compare(string(t.P), string(u.P)); c != 0 {
		return c
	}
	return t.O.Compare(u.O)
}

// Pattern selects triples: each zero position matches anything.
type Pattern Triple

// Matches reports whether t is selected by p.
func (p Pattern) Matches(t Triple) bool {
	return (p.S == "" || p.S == t.S) && (p.P == "" || p.P == t.P) &&
		(p.O.IsZero() || p.O.Same(t.O))
}

// Graph is a set of triples that stays the same while it is read.
type Graph interface {
	// Match yields the triples selected by p, each once, in an order that is
	// the same for every reading of one state. The sequence may be left early.
	Match(p Pattern) iter.Seq[Triple]
}
