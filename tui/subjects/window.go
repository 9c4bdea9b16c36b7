package subjects

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
)

// Where says which part of the list a Request reads.
type Where uint8

// The parts.
const (
	FromStart Where = iota
	Around
	ToEnd
	// Finding: there is no list, but what is found by the words that are typed.
	Finding
)

// Request is a reading that the pane wants done: a page, or a search.
type Request struct {
	// Gen stamps the answer; an answer to an older request is dropped.
	Gen   uint64
	Where Where
	Page  replica.SubjectsQuery
	Find  replica.FindQuery
}

// Answer is what a Request gave: a page, or a portion of what was found. The last of
// these has a page too, of which only the total counts.
type Answer struct {
	Request Request
	Page    replica.SubjectsPage
	// Found are further rows; Done tells that there will be no more.
	Found []replica.SubjectRow
	Done  bool
	Err   error
}

// Listing is what is listed, and where one is in it.
type Listing struct {
	Order replica.Order
	// Type and Filter are empty for all subjects.
	Type   model.IRI
	Filter string
	// Subject is the one under the cursor; empty for none.
	Subject model.IRI
}

// Listing is what is listed now.
func (p *Pane) Listing() Listing {
	row, _ := p.Selected()
	return Listing{p.order, p.only, p.filter.Value(), row.ID}
}

// Show lists something else. Where the subject is not in it, the cursor is on the first.
func (p *Pane) Show(l Listing) {
	p.order, p.only, p.typing, p.origin = l.Order, l.Type, false, ""
	p.filter.Set(l.Filter)
	p.newQuery()
	if l.Subject != "" {
		p.reveal, p.toEdge = l.Subject, false
		p.want(Around, l.Subject, "")
	}
}

// window is how many rows are read at once.
func (p *Pane) window() int { return min(1000, max(60, 3*p.rowsShown())) }

func (p *Pane) request(where Where, pivot model.IRI, at replica.Place) Request {
	r := Request{Gen: p.gen, Where: where}
	if !p.filter.IsEmpty() {
		r.Where = Finding
		r.Find = replica.FindQuery{Text: p.filter.Value(), Type: p.only, Labels: p.labels}
		return r
	}
	r.Page = replica.SubjectsQuery{
		Type: p.only, Order: p.order, Labels: p.labels, Limit: p.window(),
	}
	switch where {
	case ToEnd:
		r.Page.Before = replica.LastPlace
	case Around:
		r.Page.Around, r.Page.At = pivot, at
	}
	return r
}

// accept puts the rows of a page in place of the window; the cursor stays on its
// subject, and its subject on its line.
func (p *Pane) accept(a Answer) {
	p.countAll(a.Page.Total)
	switch a.Request.Where {
	case FromStart:
		p.atStart, p.atEnd = true, !a.Page.More
	case ToEnd:
		p.atStart, p.atEnd = !a.Page.More, true
	case Around:
		p.atStart, p.atEnd = !a.Page.Earlier, !a.Page.More
	}
	p.replace(a.Page.Rows, a.Request.Where)
}

// countAll takes how many there are of what is listed.
func (p *Pane) countAll(n int) {
	if p.total = n; p.only == "" {
		p.all = n
	}
}

// replace shows other rows.
func (p *Pane) replace(rows []replica.SubjectRow, where Where) {
	line := p.cursor - p.top
	had, _ := p.Selected()
	if p.stand.ID != "" {
		had, p.stand = p.stand, replica.SubjectRow{}
	}
	before := p.cursor
	p.rows = rows
	switch {
	case p.reveal != "":
		p.cursor = max(0, p.find(p.reveal))
		p.reveal = ""
		if had.ID == "" { // It has no line yet.
			line = p.rowsShown() / 2
		}
	case p.toEdge && where == ToEnd:
		p.cursor = len(p.rows) - 1
		line = p.rowsShown() - 1
	case p.toEdge:
		p.cursor, line = 0, 0
	case had.ID != "":
		if p.cursor = p.find(had.ID); p.cursor < 0 { // It is gone, or was renamed far away.
			p.cursor = before
			if i := p.from(had.Place); where != Finding && i >= 0 {
				p.cursor = i
			}
		}
	}
	p.jumped = p.jumped || p.toEdge
	p.toEdge = false
	p.cursor = min(max(0, p.cursor), max(0, len(p.rows)-1))
	p.top = p.cursor - line
	p.keepVisible()
}

// take takes a portion of what was found. What was found anew, since the data
// changed, is shown when it is all there, so that nothing flickers.
func (p *Pane) take(a Answer) {
	p.finding = append(p.finding, a.Found...)
	switch {
	case p.toEdge || len(p.rows) == 0 && len(p.finding) > 0:
		p.replace(slices.Clone(p.finding), Finding)
		p.growing = !a.Done
	case p.growing:
		p.rows = append(p.rows, a.Found...)
		p.growing = !a.Done
	case a.Done:
		p.replace(p.finding, Finding)
	}
	p.atStart, p.atEnd = true, true
	if a.Done {
		p.finding, p.growing = nil, false
		p.countAll(a.Page.Total)
	}
}

// Point puts the cursor on a subject, where that is listed; else it stays.
func (p *Pane) Point(id model.IRI) {
	row, ok := p.Selected()
	i := p.find(id)
	switch {
	case !ok || id == row.ID || p.reveal != "" || p.toEdge:
	case i >= 0:
		p.move(i - p.cursor)
	case p.filter.IsEmpty() && (!p.atStart || !p.atEnd): // It may be beyond the window.
		p.gen++
		p.pending, p.stand = nil, replica.SubjectRow{ID: id, Place: row.Place}
		p.want(Around, id, row.Place)
	}
}

// find is the row of a subject, or -1.
func (p *Pane) find(id model.IRI) int {
	return slices.IndexFunc(p.rows, func(r replica.SubjectRow) bool { return r.ID == id })
}

// from is the first row from a place on, or -1.
func (p *Pane) from(at replica.Place) int {
	return slices.IndexFunc(p.rows, func(r replica.SubjectRow) bool {
		if p.order == replica.ByRecent {
			return r.Place <= at
		}
		return r.Place >= at
	})
}

// keepVisible scrolls so that the cursor is on the screen and no line is wasted.
func (p *Pane) keepVisible() {
	n := p.rowsShown()
	p.top = min(p.top, p.cursor)
	p.top = max(p.top, p.cursor-n+1)
	p.top = min(p.top, max(0, len(p.rows)-n))
	p.top = max(0, p.top)
}

// nearEdge reports whether the window should be read anew around the cursor,
// before the cursor comes to its end.
func (p *Pane) nearEdge() bool {
	n := p.rowsShown()
	return !p.atStart && p.top < n || !p.atEnd && p.top+2*n > len(p.rows)
}
