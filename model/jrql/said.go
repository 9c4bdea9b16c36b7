package jrql

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
)

// What is said of subjects are patterns. But what is to be loaded mostly leaves nothing
// open: that are triples, which take less than half of the room.

// expect makes room for what some subjects say.
func (r *subjectReader) expect(subjects []any) {
	n := 0
	for _, s := range subjects {
		object, _ := s.(map[string]any)
		n += len(object)
	}
	r.grow(n)
}

// grow makes room for so many triples.
func (r *subjectReader) grow(n int) {
	if r.loads() {
		r.triples = slices.Grow(r.triples, n)
	} else {
		r.patterns = slices.Grow(r.patterns, n)
	}
}

// loads reports whether what leaves nothing open is a triple: there was no pattern yet.
func (r *subjectReader) loads() bool {
	return r.mode == loading && !r.updating && len(r.patterns) == 0
}

// says takes down what is said of a subject.
func (r *subjectReader) says(subject, property, value slot) {
	if r.loads() && subject.kind == slotTerm && property.kind == slotTerm && value.kind == slotTerm {
		r.triples = append(r.triples, model.Triple{S: subject.term.IRI(), P: property.term.IRI(), O: value.term})
		return
	}
	r.patterns = append(r.patterns, pattern{subject, property, value})
}
