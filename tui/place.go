package tui

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/layout"
	"github.com/m-ld/mld-tui/tui/subjects"
)

// Place is where a person is on the screen, in words that another start of the program
// understands. The zero value is where one is the first time; so is what it names and
// is not there any more.
type Place struct {
	// Pane is the one that has the keys, Order that of the list.
	Pane, Order string
	// Type and Filter are what is listed; empty for all.
	Type   model.IRI
	Filter string
	// Subject is the chosen one, and Property where the cursor is in it.
	Subject, Property model.IRI
}

// The words for panes and orders.
var (
	paneWords  = []string{layout.Subjects: "subjects", layout.Subject: "subject", layout.Changes: "changes", layout.Referrers: "referrers"}
	orderWords = []string{replica.ByID: "id", replica.ByName: "name", replica.ByRecent: "recent"}
)

// Place is where the person is. It must not be called while the program runs.
func (m *Root) Place() Place {
	if m.place != (Place{}) { // They have left before the list was read.
		return m.place
	}
	l := m.list.Listing()
	p := Place{Pane: paneWords[m.focus], Order: orderWords[l.Order], Subject: m.subj.Subject()}
	if l.Subject == p.Subject { // Else it need not be listed.
		p.Type, p.Filter = l.Type, l.Filter
	}
	if r, ok := m.subj.Current(); ok && m.focus == layout.Subject {
		p.Property = r.P
	}
	return p
}

// goBackTo begins where the person was when they left.
func (m *Root) goBackTo(p Place) {
	l := subjects.Listing{Order: replica.ByName, Type: p.Type, Filter: p.Filter, Subject: p.Subject}
	if i := slices.Index(orderWords, p.Order); i >= 0 {
		l.Order = replica.Order(i)
	}
	m.list.Show(l)
	m.setFocus(layout.Pane(max(0, slices.Index(paneWords, p.Pane))))
	m.place = p
}

// isBack takes note that the list has been read, and has chosen a subject: that at which
// the person was, if it is still there.
func (m *Root) isBack() {
	if m.place.Property != "" && m.subj.Subject() == m.place.Subject {
		m.subj.GoToProperty(m.place.Property)
	}
	m.place = Place{}
}
