package subjects

import (
	"github.com/m-ld/mld-tui/replica"
)

// Order is the order of the list.
func (p *Pane) Order() replica.Order { return p.order }

// setOrder lists the subjects in another order. The cursor stays on its subject, but
// in the order of changes, where it goes to the last one.
func (p *Pane) setOrder(o replica.Order) {
	row, ok := p.Selected()
	p.order = o
	p.newQuery()
	if ok && o != replica.ByRecent && p.filter.IsEmpty() {
		p.reveal, p.toEdge = row.ID, false
		p.want(Around, row.ID, "")
	}
}

// Stand reads all anew from other data, such as that of the past, in an order. The cursor
// goes to a row of before: to its subject, or, where that is not there, to its place. What
// a person has asked for since goes before that.
func (p *Pane) Stand(row replica.SubjectRow, o replica.Order) {
	if o != p.order {
		p.order, row.Place, p.dirty = o, "", true
		p.gen++
		p.pending = nil
	}
	if p.reveal == "" && !p.toEdge {
		p.stand = row
	}
	p.Refresh()
}
