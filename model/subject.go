package model

import "sort"

// Subject is what a set of triples says about one identity: its properties,
// each with one value or more.
type Subject struct {
	ID         IRI
	Properties []Property
	// List are the items of a list, in order: one each, if all is well. Their slots
	// are left out.
	List [][]Term
}

// Property is one property of a subject, with its values.
type Property struct {
	Name   IRI
	Values []Term
}

// Values are the values of a property, nil if the subject has none.
func (s *Subject) Values(name IRI) []Term {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			return s.Properties[i].Values
		}
	}
	return nil
}

// Types are the identities of the subject's classes.
func (s *Subject) Types() []IRI {
	var types []IRI
	for _, t := range s.Values(RDFType) {
		if t.IsRef() {
			types = append(types, t.IRI())
		}
	}
	return types
}

// Add adds a value to a property, at the end and without a look at whether it
// is there already.
func (s *Subject) Add(name IRI, value Term) {
	for i := range s.Properties {
		if s.Properties[i].Name == name {
			s.Properties[i].Values = append(s.Properties[i].Values, value)
			return
		}
	}
	s.Properties = append(s.Properties, Property{Name: name, Values: []Term{value}})
}

// SortStored puts properties and values in the order in which the reference's
// store has them.
func (s *Subject) SortStored(d Domain) {
	keys := make([]string, len(s.Properties))
	for i := range s.Properties {
		keys[i] = d.storedIRI(s.Properties[i].Name)
		d.SortStored(s.Properties[i].Values)
	}
	sort.Sort(&byKey{keys, s.Properties})
}

// byKey sorts properties by keys that were made once.
type byKey struct {
	keys       []string
	properties []Property
}

func (b *byKey) Len() int           { return len(b.keys) }
func (b *byKey) Less(i, j int) bool { return b.keys[i] < b.keys[j] }
func (b *byKey) Swap(i, j int) {
	b.keys[i], b.keys[j] = b.keys[j], b.keys[i]
	b.properties[i], b.properties[j] = b.properties[j], b.properties[i]
}

// Subjects gathers triples by subject and property, each in the order of its
// first appearance.
func Subjects(triples []Triple) []Subject {
	var subjects []Subject
	index := make(map[IRI]int)
	for _, t := range triples {
		i, ok := index[t.S]
		if !ok {
			i = len(subjects)
			index[t.S] = i
			subjects = append(subjects, Subject{ID: t.S})
		}
		subjects[i].Add(t.P, t.O)
	}
	return subjects
}
