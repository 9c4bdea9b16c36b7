package changes

import (
	"github.com/m-ld/mld-tui/model"
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
func Tell(shifts []replica.Shift) (all []Told) {
	for _, p := range parts(shifts) {
		for _, s := range p.shifts {
			all = append(all, Told{s, p})
		}
	}
	return all
}

// Subject is whose value it is, or of which list the item.
func (t Told) Subject() model.IRI { return t.of.subject }

// OfItem reports whether it is of an item of a list.
func (t Told) OfItem() bool { return t.item != "" }

// OfSlot reports whether the item is known by its slot only: Value says what it is.
func (t Told) OfSlot() bool { return t.Triple.O == model.Ref(t.Triple.S) }

// Moved reports whether the item went from one place to another, and did nothing else.
func (t Told) Moved() bool { return t.moved }

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

// telling is a pane that only tells.
func telling(names values.Names, th *themes.Theme) *Pane { return &Pane{names: names, theme: th} }
