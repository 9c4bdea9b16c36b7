package subjects

import (
	"sort"

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
)

// lastIRI sorts after every IRI.
const lastIRI model.IRI = "\U0010ffff"

// Request is a reading that the pane wants done: one or two queries, whose pages
// follow each other.
type Request struct {
	// Gen stamps the answer; an answer to an older request is dropped.
	Gen     uint64
	Where   Where
	Pivot   model.IRI
	Queries []replica.SubjectsQuery
}

// Answer is what the queries of a Request gave.
type Answer struct {
	Request Request
	Pages   []replica.SubjectsPage
	Err     error
}

func (p *Pane) request(where Where, pivot model.IRI) Request {
	q := replica.SubjectsQuery{
		Type: p.only, Contains: p.filter.Value(), Labels: p.labels,
		Limit: min(1000, max(60, 3*p.rowsShown())),
	}
	r := Request{Gen: p.gen, Where: where, Pivot: pivot}
	switch where {
	case FromStart:
		r.Queries = []replica.SubjectsQuery{q}
	case ToEnd:
		q.Before = lastIRI
		r.Queries = []replica.SubjectsQuery{q}
	case Around:
		before, after := q, q
		// Bounds are exclusive, and nothing sorts between an IRI and the same
		// with a zero byte: so the pivot itself is on the first page, if it is
		// still there.
		before.Before = pivot + "\x00"
		after.After = pivot
		r.Queries = []replica.SubjectsQuery{before, after}
	}
	return r
}

// accept puts the rows of an answer in place of the window; the cursor stays on
// its subject, and its subject on its line.
func (p *Pane) accept(a Answer) {
	line := p.cursor - p.top
	var had model.IRI
	if p.cursor < len(p.rows) {
		had = p.rows[p.cursor].ID
	}
	first, last := a.Pages[0], a.Pages[len(a.Pages)-1]
	p.total = last.Total
	p.rows = nil
	for _, page := range a.Pages {
		p.rows = append(p.rows, page.Rows...)
	}
	switch a.Request.Where {
	case FromStart:
		p.atStart, p.atEnd = true, !first.More
	case ToEnd:
		p.atStart, p.atEnd = !first.More, true
	case Around:
		p.atStart, p.atEnd = !first.More, !last.More
	}
	switch {
	case p.reveal != "":
		p.cursor = p.find(p.reveal)
		p.reveal = ""
	case p.toEdge && a.Request.Where == FromStart:
		p.cursor, line = 0, 0
	case p.toEdge && a.Request.Where == ToEnd:
		p.cursor = len(p.rows) - 1
		line = p.rowsShown() - 1
	case had != "":
		p.cursor = p.find(had)
	}
	p.toEdge = false
	p.cursor = min(max(0, p.cursor), max(0, len(p.rows)-1))
	p.top = p.cursor - line
	p.keepVisible()
}

// find is the row of a subject, or of the one that is now in its place.
func (p *Pane) find(id model.IRI) int {
	return sort.Search(len(p.rows), func(i int) bool { return p.rows[i].ID >= id })
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
