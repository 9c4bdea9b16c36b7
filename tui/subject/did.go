package subject

import (
	"slices"
	"strconv"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
)

// did is what the last change until the moment of the past that is shown did to a row.
type did uint8

const (
	nothing did = iota
	came
	went // It is not there any more.
	moved
)

func didBy(t changes.Told) did {
	switch {
	case t.Moved():
		return moved
	case t.Come():
		return came
	case t.Gone():
		return went
	}
	return nothing
}

func sameDid(a, b changes.Told) bool {
	return a.Triple == b.Triple && didBy(a) == didBy(b) && a.At() == b.At()
}

// valueOf is a value by which it is known, whatever it stands for.
func valueOf(t model.Triple) model.Triple {
	t.O.Data = ""
	return t
}

// learn takes note of what the change did, to values and to the items of slots.
func (p *Pane) learn() {
	p.did = make(map[model.Triple]did, len(p.content.Did))
	for _, t := range p.content.Did {
		v := valueOf(t.Triple)
		if t.OfItem() {
			v = model.Triple{S: v.S}
		}
		if d := didBy(t); p.did[v] == nothing || d != went {
			p.did[v] = d
		}
	}
}

// went are the values that the change took from the subject.
func (p *Pane) went() (ts []model.Triple) {
	for _, t := range p.content.Did {
		if t.Subject() == p.id && !t.OfItem() && didBy(t) == went {
			ts = append(ts, t.Triple)
		}
	}
	return ts
}

// Gone tells of the value under the cursor, if a change of the past took it away; ok is false
// where it is there.
func (p *Pane) Gone() (t changes.Told, ok bool) {
	r, ok := p.Current()
	if !ok || r.did != went {
		return changes.Told{}, false
	}
	v := r.Triple
	if r.item != nil {
		v = model.Triple{S: r.item.ID, P: model.JSONRQLItem, O: r.O}
	}
	i := slices.IndexFunc(p.content.Did, func(t changes.Told) bool { return t.Triple == v && didBy(t) == went })
	if i < 0 {
		return changes.Told{}, false
	}
	return p.content.Did[i], true
}

// didIn is what the change did to an item that is in a list.
func (p *Pane) didIn(item *replica.ListItem) did {
	if d := p.did[model.Triple{S: item.ID}]; d != went {
		return d
	}
	return nothing
}

// wentFrom are the items that the change took from a list, or from the slots that others
// have now, as they stood in it.
func (p *Pane) wentFrom(id model.IRI, page replica.ListPage) (items []replica.ListItem) {
	for _, t := range p.content.Did {
		if !t.OfItem() || didBy(t) != went {
			continue
		}
		item := replica.ListItem{Slot: list.Slot{ID: t.Triple.S, List: id}, Values: []model.Term{t.Triple.O}}
		at := slices.IndexFunc(page.Items, func(i replica.ListItem) bool { return i.ID == item.ID })
		switch n, err := strconv.Atoi(t.At()); {
		case at >= 0:
			item.Index = page.Items[at].Index
		case t.Subject() != id:
			continue
		case err == nil:
			item.Index = n - 1
		}
		items = append(items, item)
	}
	slices.SortStableFunc(items, func(a, b replica.ListItem) int { return a.Index - b.Index })
	return items
}

// firstDone is the first row to which the change did something, rather one that is still
// there; -1 for none.
func (p *Pane) firstDone() int {
	i := slices.IndexFunc(p.rows, func(r row) bool { return r.did != nothing && r.did != went })
	if i < 0 {
		i = slices.IndexFunc(p.rows, func(r row) bool { return r.did != nothing })
	}
	return i
}

// sought is the row to which the cursor goes, so that something of what the change did is in
// sight, where none of it is in some rows; -1 for where it is.
func (p *Pane) sought(from, to int) int {
	if !p.seek {
		return -1
	}
	p.seek = false
	if slices.ContainsFunc(p.rows[from:to], func(r row) bool { return r.did != nothing }) {
		return -1
	}
	return p.firstDone()
}

// sign says what the change did to a row, and how that is drawn; empty for nothing.
func (p *Pane) sign(r row) (string, lipgloss.Style) {
	th, g := p.theme, p.theme.Glyph
	switch r.did {
	case came:
		return g.Added, th.Added
	case went:
		return g.Removed, th.Removed
	case moved:
		return g.Changed, th.Text
	}
	return "", th.Text
}
