package edit

import (
	"slices"
	"time"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/values"
)

// NewItemChange opens the editor of an item of a list, shown as a value of a property of a
// subject. An item that somebody has left empty is given a value; like is as in NewItem.
func NewItemChange(s, p model.IRI, item replica.ListItem, like model.Term, n values.Names, now func() time.Time) *Editor {
	var e *Editor
	if len(item.Values) > 0 {
		e = NewChange(model.Triple{S: s, P: p, O: item.Values[0]}, n, now)
	} else {
		e = NewAdd(s, p, like, n, now)
	}
	e.Item, e.List, e.At = &item, item.List, item.Index
	e.replaces = slices.Clone(item.Values)
	return e
}

// NewItem opens an editor of a new item of a list, to have a number from 0; like is an item
// of the type that others have, zero where they are of several.
func NewItem(s, p, list model.IRI, at int, like model.Term, n values.Names, now func() time.Time) *Editor {
	e := NewAdd(s, p, like, n, now)
	e.List, e.At = list, at
	e.putBeside()
	return e
}

// Mark is what others know by what is changed: a value, or the item of a list; empty where it is
// new.
func (e *Editor) Mark() string {
	switch {
	case e.Item != nil:
		return replica.MarkOf(string(e.Item.ID))
	case e.Mode != Change:
		return ""
	}
	return replica.MarkOf(e.Original.Key())
}

// Seen tells where an item of the list is now.
func (e *Editor) Seen(i replica.ListItem) {
	switch {
	case e.Item != nil && i.ID == e.Item.ID:
		e.Item.Slot, e.Item.Index, e.At = i.Slot, i.Index, i.Index
	case e.Behind != "" && i.ID == e.Behind:
		e.At = i.Index + 1
	}
}

// itemPatch is what saving does to the list. With both, what others have made of the
// item stays, and what is typed comes behind it.
func (e *Editor) itemPatch(term model.Term, both bool, newID func() model.IRI) model.Patch {
	own := func() model.IRI { // The same for what is shown before, and for what is sent.
		if e.slot == "" {
			e.slot = newID()
		}
		return e.slot
	}
	switch {
	case e.Item == nil || e.removed:
		return list.Insert(e.List, e.At, own, term)
	case both && len(e.theirs) > 0 && !slices.ContainsFunc(e.theirs, term.Same):
		return list.Insert(e.List, e.At+1, own, term)
	}
	p := model.Patch{Inserts: []model.Triple{{S: e.Item.ID, P: model.JSONRQLItem, O: term}}}
	for _, old := range e.replaces {
		if !old.Same(term) {
			p.Deletes = append(p.Deletes, model.Triple{S: e.Item.ID, P: model.JSONRQLItem, O: old})
		}
	}
	return p
}

// relisted is a change of the list after which its property has it again, where others have
// removed it: else nobody would see what is saved.
func (e *Editor) relisted(p model.Patch) model.Patch {
	if e.unlisted {
		p.Inserts = slices.Insert(p.Inserts, 0, e.listed())
	}
	return p
}

// listed is that the property has the list.
func (e *Editor) listed() model.Triple {
	return model.Triple{S: e.Subject, P: e.Property, O: model.Ref(e.List)}
}

// remoteList tells the editor of an item, or of a new one, of a change by somebody else of
// whether the property has the list.
func (e *Editor) remoteList(u replica.Update, who string) bool {
	was := e.unlisted
	switch {
	case slices.Contains(u.Inserts, e.listed()):
		e.unlisted = false
	case slices.Contains(u.Deletes, e.listed()):
		e.unlisted, e.Badge = true, who+" removed the whole list"
	}
	return e.unlisted && !was
}

// remoteItem tells the editor of an item of a change by somebody else.
func (e *Editor) remoteItem(u replica.Update, who string, show func(model.Term) string) bool {
	var gone, placed bool
	for _, t := range u.Deletes {
		if s, ok := list.SlotOf(t); ok && s.ID == e.Item.ID {
			gone = true
		}
	}
	for _, t := range u.Deletes {
		if t.S == e.Item.ID && t.P == model.JSONRQLItem {
			e.theirs = slices.DeleteFunc(e.theirs, t.O.Same)
		}
	}
	var now *model.Term
	for _, t := range u.Inserts {
		if s, ok := list.SlotOf(t); ok && s.ID == e.Item.ID {
			placed = true
		}
		if t.S == e.Item.ID && t.P == model.JSONRQLItem {
			now = &t.O
			e.replaces = append(e.replaces, t.O)
			e.theirs = append(e.theirs, t.O)
		}
	}
	switch {
	case gone && !placed:
		e.removed, e.Badge = true, who+" removed this item"
	case now != nil:
		e.Badge = who + " changed this to " + show(*now)
	default:
		return false
	}
	return true
}
