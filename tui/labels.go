package tui

import (
	"cmp"
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
)

// labelsMsg: what some subjects are called.
type labelsMsg struct {
	found map[model.IRI]called
	err   error
}

// called tells what a subject is called.
type called struct {
	// name is empty where it has none.
	name string
	// slotOf is the list that it is a slot of, if it is one, and item what it refers to.
	slotOf, item model.IRI
	// has refers to it by a property, where it is a list without a name; hasName is what
	// that is called.
	has, by model.IRI
	hasName string
	// list: it is one without a name.
	list bool
	// absent: nothing is said of it.
	absent bool
}

// readLabels reads the names that something on the screen wants, if any.
func (m *Root) readLabels() tea.Cmd {
	if m.labelsPending {
		return nil
	}
	ids := m.names.Labels.Wanted()
	if len(ids) == 0 {
		return nil
	}
	m.labelsPending = true
	c, now, labels := m.data(), m.clone, m.o.Labels
	return m.run(m.ctx, func(ctx context.Context) any {
		done := labelsMsg{found: make(map[model.IRI]called, len(ids))}
		for _, id := range ids {
			l, err := labelOf(ctx, c, id, labels)
			if (l.absent || l == (called{})) && err == nil && c != Data(now) { // What came later has a name, too.
				l, err = labelOf(ctx, now, id, labels)
			}
			if err != nil {
				done.err = err
			}
			done.found[id] = l // Whoever has none is not asked for again.
		}
		return done
	})
}

// labelOf is what a subject is called.
func labelOf(ctx context.Context, d Data, id model.IRI, labels model.Labels) (l called, err error) {
	var listed bool
	l.name, listed, err = listedName(ctx, d, id, labels)
	switch {
	case listed || err != nil:
		return l, err
	case !id.IsGenerated(): // It is a list, or nothing.
		ts, err := d.Describe(ctx, id)
		l.absent = len(ts) == 0 && err == nil
		return l, err
	}
	return partName(ctx, d, id, labels)
}

// listedName is the name of a subject in the list of all, if it is there.
func listedName(ctx context.Context, d Data, id model.IRI, labels model.Labels) (name string, listed bool, err error) {
	page, err := d.Subjects(ctx, replica.SubjectsQuery{Around: id, Limit: 1, Labels: labels})
	for _, row := range page.Rows {
		if row.ID == id && (row.Label != "" || !slices.Contains(row.Types, model.MeldList)) {
			return row.Label, true, err
		}
	}
	return "", false, err
}

// partName is what a part of another subject is called: the slot of a list, which is not
// listed, by its item; and a list by the property that has it.
func partName(ctx context.Context, d Data, id model.IRI, labels model.Labels) (l called, err error) {
	ts, err := d.Describe(ctx, id)
	if len(ts) == 0 || err != nil {
		l.absent = err == nil
		return l, err
	}
	slot := false
	for _, t := range ts {
		if t.P != model.JSONRQLItem {
			continue
		}
		if slot, l.name = true, t.O.Value; t.O.IsRef() {
			l.item = t.O.IRI()
			if l.name, _, err = listedName(ctx, d, t.O.IRI(), labels); err != nil {
				return l, err
			}
		}
		break
	}
	l.list = !slot && list.IsList(ts)
	if !slot && !l.list {
		return l, nil
	}
	page, err := d.Referrers(ctx, replica.ReferrersQuery{To: id, Limit: 1, Labels: labels})
	switch {
	case len(page.Rows) == 0:
	case slot:
		l.slotOf = page.Rows[0].Subject.ID
	default:
		r := page.Rows[0]
		l.has, l.hasName, l.by = r.Subject.ID, r.Subject.Label, r.Property
	}
	return l, err
}

// labelText is what is said of a subject that is called so.
func (m *Root) labelText(l called) string {
	switch {
	case l.name != "" || !l.list:
		return l.name
	case l.has == "" || l.by == "":
		return "a list"
	case l.hasName == "":
		l.hasName = m.names.Subject(l.has)
	}
	return m.names.Property(l.by) + " of " + l.hasName
}

func (m *Root) gotLabels(msg labelsMsg) {
	m.labelsPending = false
	if msg.err != nil {
		m.o.Log.Debug("could not read what subjects are called", "err", msg.err)
	}
	m.name(msg.found)
}

// name has what some subjects are called known, and what names them drawn anew.
func (m *Root) name(found map[model.IRI]called) {
	names, wholes := make(map[model.IRI]string, len(found)), make(map[model.IRI]model.IRI)
	after, absent := make(map[model.IRI]model.IRI, len(found)), make(map[model.IRI]bool, len(found))
	for id, l := range found {
		absent[id] = l.absent && strings.HasPrefix(string(id), string(m.domain.Base())) // Another may be a page of the Web.
		names[id], after[id] = m.labelText(l), cmp.Or(l.item, l.has)
		if l.slotOf != "" {
			wholes[id] = l.slotOf
		}
	}
	labels := m.names.Labels
	labels.NamedAfter(after)
	fresh, gone := labels.DeliverWholes(wholes), labels.DeliverAbsent(absent)
	if labels.Deliver(names) || fresh || gone {
		m.feed.Redraw()
		m.subj.Touch()
		if m.record != nil {
			m.record.Redraw()
		}
	}
}
