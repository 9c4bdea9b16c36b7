package replica

import (
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica/store"
)

type (
	// Order is an order in which subjects are listed.
	Order = store.Order
	// Place is a place in an order: opaque, and text.
	Place = store.Place
)

// The orders of subjects.
const (
	ByID     = store.ByID
	ByName   = store.ByName
	ByRecent = store.ByRecent
)

// LastPlace is after every place, in every order.
const LastPlace Place = "\U0010ffff\U0010ffff"

// SubjectsQuery selects a page of the domain's subjects.
type SubjectsQuery struct {
	// Type selects subjects of one rdf:type; empty selects all.
	Type model.IRI
	// Contains selects subjects that have all words of it, or words like them, in
	// their ids or texts; the best come first, whatever the order, and there is but
	// one page. See Find.
	Contains string
	// Order is the order of the rows.
	Order Order
	// After and Before bound the page, both exclusive: after a place forwards, or,
	// where only Before is given, the last ones before it.
	After, Before Place
	// Around gives two pages, one either side of a subject, which is on the first of
	// them. Where the subject is not listed, they are either side of At.
	Around model.IRI
	At     Place
	// Limit is the largest number of rows wanted of a page; at most 1,000.
	Limit int
	// Labels are the properties whose value names a subject, best first.
	Labels model.Labels
}

// SubjectRow is one subject in a list.
type SubjectRow struct {
	ID    model.IRI
	Types []model.IRI
	// Label is what the subject is called by the query's label properties, see
	// model.Naming; it may be empty.
	Label string
	// InConflict: one of its properties is; see Conflict.
	InConflict bool
	// Place is where the row is in the order of the query.
	Place Place
	// Changed is when the subject was last changed; in pages ByRecent.
	Changed time.Time
	// In is the text in which it was found, and Property what has that text, where
	// that is neither its label nor its id; by Find.
	In       string
	Property model.IRI
}

// SubjectsPage is a page of subjects in the query's order.
type SubjectsPage struct {
	Rows []SubjectRow
	// More tells whether there are further rows beyond the page, in the
	// direction in which it was asked for; Earlier, by Around, whether there are
	// others before it.
	More, Earlier bool
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

// FindQuery is what somebody types to find subjects.
type FindQuery struct {
	// Text is what is typed.
	Text string
	// Type selects subjects of one rdf:type; empty selects all.
	Type model.IRI
	// Labels are the properties whose value names a subject, best first.
	Labels model.Labels
}

// TypeCount is a type, and how many subjects have it.
type TypeCount struct {
	Type  model.IRI
	Count int
}

// ReferrersQuery selects a page of what refers to a subject.
type ReferrersQuery struct {
	To model.IRI
	// After is the place of the last row of the page before.
	After Place
	// Limit is the largest number of rows wanted; at most 1,000.
	Limit  int
	Labels model.Labels
}

// Referrer is a subject that refers to another, by a property. Where what refers is an item
// of a list, that is the subject that has the list, by the property that has it; Property is
// empty where the list is a subject of its own.
type Referrer struct {
	Property model.IRI
	Subject  SubjectRow
	Place    Place
	// Slot and List are those of the item, and Item its number there, from 1; empty and zero
	// for others.
	Slot, List model.IRI
	Item       int
}

// Triple is what is said, which refers to a subject.
func (r Referrer) Triple(to model.IRI) model.Triple {
	if r.Slot != "" {
		return model.Triple{S: r.Slot, P: model.JSONRQLItem, O: model.Ref(to)}
	}
	return model.Triple{S: r.Subject.ID, P: r.Property, O: model.Ref(to)}
}

// ReferrersPage is a page of what refers to a subject, in no order but always the
// same.
type ReferrersPage struct {
	Rows []Referrer
	More bool
	// Total counts all, up to MaxReferrers: then there may be more.
	Total int
}

// MaxReferrers is up to where those who refer to a subject are counted.
const MaxReferrers = 10_000
