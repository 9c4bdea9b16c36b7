package changes

import (
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/values"
)

// Told is what a change did to one value, or to one item of a list, as people are told of
// it: places, slots and numbers, of which lists are made, are not.
type Told struct {
	said

	of part
}

// Tell tells of a change: by subject, each time in the order in which they come.
func Tell(shifts []replica.Shift) []Told {
	all := make([]Told, 0, len(shifts))
	for _, p := range parts(shifts) {
		for _, s := range p.shifts {
			all = append(all, Told{s, p})
		}
	}
	return all
}

// Sort tells apart what came, what went, and what only moved; what was said again is none of
// these.
func Sort(told []Told) (came, went, moved []Told) {
	for _, t := range told {
		switch {
		case t.Moved():
			moved = append(moved, t)
		case t.Come():
			came = append(came, t)
		case t.Gone():
			went = append(went, t)
		}
	}
	return came, went, moved
}

// Changed is the subject to which one goes from a change: the first that it touched, or the
// list, where that is but a slot of one. It is empty where nothing was changed.
func Changed(e *replica.Entry, names values.Names) model.IRI {
	shifts := e.Shifts
	switch {
	case e.Renamed.To != "":
		return e.Renamed.To
	case len(shifts) == 0:
		return ""
	}
	id := shifts[0].Triple.S
	if slot, ok := list.SlotOf(shifts[0].Triple); ok {
		return slot.List
	}
	if whole, ok := names.Labels.Whole(id); ok {
		return whole
	}
	if p := shifts[0].Triple.P; p != model.JSONRQLItem && p != model.JSONRQLIndex {
		return id
	}
	for _, s := range shifts {
		if slot, ok := list.SlotOf(s.Triple); ok && slot.ID == id {
			return slot.List
		}
	}
	return id
}

// Subject is whose value it is, or of which list the item; the slot of an item, whose list the
// change does not tell.
func (t Told) Subject() model.IRI { return t.of.subject }

// OfItem reports whether it is of an item of a list.
func (t Told) OfItem() bool { return t.item != "" }

// OfList reports whether it refers to a list whose items came or went with it.
func (t Told) OfList() bool { return t.list }

// OfSlot reports whether the item is known by its slot only: Value says what it is.
func (t Told) OfSlot() bool { return t.Triple.O == model.Ref(t.Triple.S) }

// Moved reports whether the item went from one place to another, and did nothing else.
func (t Told) Moved() bool { return t.moved }

// At is the number that an item has now, or had if it is gone, as people count; empty if that
// is not known.
func (t Told) At() string { return t.at }

// Property is what of the subject it is, such as "item 2" of a list.
func (t Told) Property(names values.Names) string { return t.property(names) }

// Value is the value, or the item, in a word that is safe to be shown.
func (t Told) Value(names values.Names, th *themes.Theme) string {
	return telling(names, th).value(t.said)
}

// Name is what the subject is called.
func (t Told) Name(names values.Names, th *themes.Theme) string {
	return telling(names, th).nameOf(t.of)
}

// SubjectLine names the subject, and where there is room and it has a name, says its id.
func (t Told) SubjectLine(names values.Names, th *themes.Theme, w int) string {
	return telling(names, th).subjectLine(t.of, w)
}

// ItemLines tell what became of an item of a list, in full.
func (t Told) ItemLines(names values.Names, th *themes.Theme, w int) []string {
	return telling(names, th).exactLines(t.said, w)
}

// Repair says what a rule has repaired that several did at once to the items of a list;
// empty where it is something else.
func Repair(shifts []replica.Shift) string {
	moved, changed := false, false
	for _, t := range Tell(shifts) {
		switch {
		case t.Moved():
			moved = true
		case t.OfItem():
			changed = true
		default:
			return ""
		}
	}
	switch {
	case moved && changed:
		return "moved and changed twice at once: one of each is kept"
	case moved:
		return "moved twice at once: one place is kept"
	case changed:
		return "changed twice at once: one item is kept"
	}
	return ""
}

// telling is a pane that only tells.
func telling(names values.Names, th *themes.Theme) *Pane { return &Pane{names: names, theme: th} }
