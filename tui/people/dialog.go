package people

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/dialog"
)

// Dialog lists who is present: who, where, for how long, and whether they do
// something. The cursor stays on its person when others come and go.
type Dialog struct {
	Keys *keymap.Registry
	// All are those who are present, and Following the one whom one follows; empty
	// for nobody.
	All       []Person
	Following string
	// Me is what one calls oneself, which CanName lets one change, and Offline tells that
	// nobody can be seen.
	Me      string
	CanName bool
	Offline bool
	// ToFollow: it is asked whom to follow, so that going to somebody is going with them.
	ToFollow bool
	// Place names a place; a property of nothing has an empty name.
	Place func(subject, property model.IRI) (s, p string)
	Now   func() time.Time

	cursor int
	at     string // the one under the cursor
	top    int
	shown  int // people in sight, as of the last View
	lines  int // that each takes
	with   bool
	name   bool
}

// Show takes who is present now.
func (d *Dialog) Show(all []Person, following string, offline bool) {
	d.All, d.Following, d.Offline = all, following, offline
	if i := slices.IndexFunc(all, func(p Person) bool { return p.ID == d.at }); i >= 0 {
		d.cursor = i
	}
	d.move(0)
}

// Chosen is the person under the cursor.
func (d *Dialog) Chosen() (Person, bool) {
	if d.cursor >= len(d.All) {
		return Person{}, false
	}
	return d.All[d.cursor], true
}

// With reports whether Accepted asks to follow the person, not just to go there.
func (d *Dialog) With() bool { return d.with }

// NamesMe reports whether Accepted asks for another name of one's own.
func (d *Dialog) NamesMe() bool { return d.name }

// Key implements dialog.Dialog.
func (d *Dialog) Key(id keymap.ID, _ tea.KeyPressMsg) dialog.Outcome {
	switch id {
	case keymap.ClosePeople:
		return dialog.Dismissed
	case keymap.NameMe:
		if d.name = d.CanName; d.name {
			return dialog.Accepted
		}
	case keymap.GoToPerson, keymap.GoWith:
		if _, ok := d.Chosen(); ok {
			d.with, d.name = id == keymap.GoWith || d.ToFollow, false
			return dialog.Accepted
		}
	case keymap.Up:
		d.move(-1)
	case keymap.Down:
		d.move(+1)
	case keymap.PageUp, keymap.HalfUp:
		d.move(-max(1, d.shown-1))
	case keymap.PageDown, keymap.HalfDown:
		d.move(+max(1, d.shown-1))
	case keymap.First:
		d.move(-len(d.All))
	case keymap.Last:
		d.move(+len(d.All))
	}
	return dialog.Stay
}

func (d *Dialog) move(by int) {
	d.cursor = max(0, min(d.cursor+by, len(d.All)-1))
	d.at = ""
	if p, ok := d.Chosen(); ok {
		d.at = p.ID
	}
}

// Paste implements dialog.Dialog.
func (*Dialog) Paste(string) {}

// Click puts the cursor on the person at a line of the dialog; a click on the one
// under the cursor goes there.
func (d *Dialog) Click(_, y int) dialog.Outcome {
	i := d.top + (y-2)/max(1, d.lines)
	if y < 2 || i >= len(d.All) || i >= d.top+d.shown {
		return dialog.Stay
	}
	if i == d.cursor {
		d.with, d.name = d.ToFollow, false
		return dialog.Accepted
	}
	d.move(i - d.cursor)
	return dialog.Stay
}

// Wheel moves the cursor.
func (d *Dialog) Wheel(by int) { d.move(by) }
