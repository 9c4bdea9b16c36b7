package replica

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
)

// SubjectsQuery selects a page of the domain's subjects, in the order of their
// IRIs.
type SubjectsQuery struct {
	// Type selects subjects of one rdf:type; empty selects all.
	Type model.IRI
	// Contains selects subjects whose IRI (without the domain's base), or one of
	// whose texts, contains it, without regard to case; empty selects all.
	Contains string
	// After and Before bound the page, both exclusive: after a subject forwards,
	// or, where only Before is given, the last ones before it.
	After, Before model.IRI
	// Limit is the largest number of rows wanted; at most 1,000.
	Limit int
	// Labels are the properties whose value names a subject, best first.
	Labels []model.IRI
}

// SubjectRow is one subject in a list.
type SubjectRow struct {
	ID    model.IRI
	Types []model.IRI
	// Label is the first value found of the query's label properties; it may be
	// empty.
	Label string
}

// SubjectsPage is a page of subjects in ascending order of their IRIs.
type SubjectsPage struct {
	Rows []SubjectRow
	// More tells whether there are further rows beyond the page, in the
	// direction in which it was asked for.
	More bool
	// Total counts the subjects of the domain that have the query's type, or
	// all; Contains is left out of account.
	Total int
}

// ListQuery selects a page of the items of a list. Protocol page, section 11.
type ListQuery struct {
	List model.IRI
	// From is the number of the first item wanted, from 0.
	From int
	// Limit is the largest number of items wanted; at most 1,000.
	Limit int
}

// ListPage is a page of the items of a list, in order.
type ListPage struct {
	Items []ListItem
	// Total counts the items of the whole list.
	Total int
}

// ListItem is an item of a list. Its methods, and list.Insert, are the changes that
// Patch takes to edit a list.
type ListItem = list.Item
