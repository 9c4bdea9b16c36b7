// Package history is the dialog of what happened to a subject, to one of its
// properties, or to all, and of what one person did: above, the changes, the newest
// first, a line each; below, who made the chosen one, when, how, and the exact values.
// It shows as well which transactions hold a value.
//
// The dialog reads nothing by itself: it says which page it wants (Next) and is given
// it (Deliver); answers that come late are dropped. It asks only for what is in sight,
// and holds a bounded number of changes. It is used by one goroutine.
package history

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/values"
)

// The sizes of pages, and the most changes that are held.
const (
	pageSize = 50
	maxItems = 5000
)

// About is what a history is about.
type About struct {
	Subject model.IRI // empty for all subjects
	// Name is how the subject is called.
	Name string
	// Property is the one that the dialog can be narrowed to; empty for none.
	Property model.IRI
	// By selects what one person did, as replica.HistoryQuery has it; ByName is how
	// they are called.
	By, ByName string
	// Narrow: only what touched the property.
	Narrow bool
	// Why: which transactions hold Value, in place of a history.
	Why   bool
	Value model.Triple
	// Else is shown where there is none; nil to say that.
	Else *About
	// Note is said at the foot while nothing else is.
	Note string
}

// Item is one change, or one transaction that holds a value.
type Item struct {
	TID string
	// Entry is nil where the log does not have it.
	Entry *replica.Entry
	// Maker and Snapshot are what is known where the log does not have it; see
	// replica.Holding.
	Maker    replica.Author
	Snapshot *replica.Entry
	// Past: it said the value before, and does not hold it any more.
	Past bool
}

// Request is a page that the dialog wants: of the history, or, if Why, who holds the
// value.
type Request struct {
	Gen   uint64
	Query replica.HistoryQuery
	Why   bool
	Value model.Triple
}

// Page is the answer to a Request.
type Page struct {
	Items []Item
	// Next is for the next page; zero if there is none.
	Next uint64
	// More: others have said the value, too, and are not told.
	More bool
	// NotKept: what happened up to Cut is not kept any more.
	NotKept bool
	Cut     time.Time
}

// Context is what a dialog needs to know of its surroundings.
type Context struct {
	Keys  *keymap.Registry
	Names values.Names
	Who   func(replica.Author) changes.Who
	Now   func() time.Time
}

// Dialog is the dialog.
type Dialog struct {
	Context

	about   About
	items   []Item
	last    Page // but for its items
	loaded  bool
	err     error
	cursor  int
	top     int
	shown   int // rows of changes, as of the last View
	read    int // the first line of the values that is shown
	most    int // the largest read
	detail  detail
	lines   map[uint64]line // by the numbers of the changes
	said    string
	saidBad bool
	jumps   bool
	looks   bool

	gen             uint64
	wanted, pending bool
	fresh           bool // the page that is wanted replaces all
}

// New makes a dialog, which wants its first page.
func New(c Context, a About) *Dialog {
	return &Dialog{Context: c, about: a, wanted: true, fresh: true, shown: 1}
}

// Subject is whose history it is.
func (d *Dialog) Subject() model.IRI { return d.about.Subject }

// Refresh asks for the changes anew, since there are others.
func (d *Dialog) Refresh() { d.wanted, d.fresh = true, true }

// Redraw draws all anew, since names have changed.
func (d *Dialog) Redraw() { d.detail, d.lines = detail{}, nil }

// Say puts a sentence at the foot, until the next key.
func (d *Dialog) Say(s string, bad bool) { d.said, d.saidBad = s, bad }

// Next is the page that the dialog wants; it is then under way until Deliver.
func (d *Dialog) Next() (Request, bool) {
	if !d.wanted || d.pending {
		return Request{}, false
	}
	d.wanted, d.pending = false, true
	d.gen++
	if d.about.Why {
		return Request{Gen: d.gen, Why: true, Value: d.about.Value}, true
	}
	q := replica.HistoryQuery{Subject: d.about.Subject, By: d.about.By, Limit: pageSize}
	if d.about.Narrow {
		q.Property = d.about.Property
	}
	if d.fresh {
		q.Limit = max(pageSize, min(len(d.items), 1000))
	} else {
		q.Before = d.last.Next
	}
	return Request{Gen: d.gen, Query: q}, true
}

// maxNamed is for how many values of a change names are asked.
const maxNamed = 20

// Deliver brings a page. It reports whether it was awaited.
func (d *Dialog) Deliver(r Request, page Page, err error) bool {
	if r.Gen != d.gen || !d.pending {
		return false
	}
	d.pending, d.detail = false, detail{}
	if d.err = err; err != nil {
		return true
	}
	if other := d.about.Else; d.about.Why && len(page.Items) == 0 && !d.loaded && other != nil {
		d.about = *other
		d.restart()
		return true
	}
	for _, i := range page.Items {
		if i.Entry != nil {
			for _, s := range i.Entry.Shifts[:min(len(i.Entry.Shifts), maxNamed)] {
				d.Names.Labels.AskFor(s.Triple)
			}
		}
	}
	if r.Query.Before == 0 {
		had, hadAny := d.Selected()
		d.items = page.Items
		if !d.wanted {
			d.fresh = false
		}
		if i := slices.IndexFunc(d.items, func(i Item) bool { return hadAny && same(i, had) }); i >= 0 {
			d.cursor = i
		} else {
			d.read = 0
		}
	} else {
		d.items = append(d.items, page.Items...)
	}
	page.Items = nil
	d.last, d.loaded = page, true
	d.cursor = max(0, min(d.cursor, len(d.items)-1))
	d.fetch()
	return true
}

func same(a, b Item) bool {
	if a.Entry == nil || b.Entry == nil {
		return a.Entry == b.Entry && a.TID == b.TID
	}
	return a.Entry.Number == b.Entry.Number
}

func (d *Dialog) fetch() {
	if d.last.Next != 0 && d.cursor+2*d.shown >= len(d.items) && len(d.items) < maxItems {
		d.wanted = true
	}
}

// Selected is the item under the cursor.
func (d *Dialog) Selected() (Item, bool) {
	if d.cursor >= len(d.items) {
		return Item{}, false
	}
	return d.items[d.cursor], true
}

// Revertible says why the change under the cursor cannot be put back; empty when it
// can.
func (d *Dialog) Revertible() (number uint64, why string) {
	switch i, ok := d.Selected(); {
	case !ok:
		return 0, "there is no change here"
	case i.Entry == nil:
		return 0, "what this change did is not known here"
	case i.Entry.Reason.IsGap():
		return 0, "all the data came at once: that cannot be put back"
	case len(i.Entry.Shifts) == 0:
		return 0, "this changed no value"
	default:
		return i.Entry.Number, ""
	}
}

// Looks reports whether Accepted asks to look at the data as of the change under the
// cursor.
func (d *Dialog) Looks() bool { return d.looks }

// Jumps reports whether Accepted asks to go to the changed subject.
func (d *Dialog) Jumps() bool { return d.jumps }

// Jump is the subject to which one goes from the change under the cursor, where the
// history is of all subjects; empty for none.
func (d *Dialog) Jump() model.IRI {
	i, ok := d.Selected()
	if !ok || i.Entry == nil || d.about.Subject != "" {
		return ""
	}
	return changes.Changed(i.Entry, d.Names)
}

// Key implements dialog.Dialog: Accepted asks for the change under the cursor to be
// put back or, if Jumps, to go to its subject.
func (d *Dialog) Key(id keymap.ID, _ tea.KeyPressMsg) dialog.Outcome {
	d.said, d.jumps, d.looks = "", id == keymap.RecordJump, id == keymap.AsOfRecord
	switch id {
	case keymap.CloseRecord:
		return dialog.Dismissed
	case keymap.Revert:
		return dialog.Accepted
	case keymap.RecordJump:
		if d.Jump() != "" {
			return dialog.Accepted
		}
		d.goOn()
	case keymap.AsOfRecord:
		if i, ok := d.Selected(); ok && i.Entry != nil {
			return dialog.Accepted
		}
	case keymap.Widen:
		d.widen()
	case keymap.OnlyBy:
		d.onlyBy()
	case keymap.DetailDown:
		d.read = min(d.read+max(1, d.detail.shown/2), d.most)
	case keymap.DetailUp:
		d.read = max(0, d.read-max(1, d.detail.shown/2))
	case keymap.Up:
		d.move(-1)
	case keymap.Down:
		d.move(+1)
	case keymap.PageUp:
		d.move(-d.shown)
	case keymap.PageDown:
		d.move(+d.shown)
	case keymap.HalfUp:
		d.move(-max(1, d.shown/2))
	case keymap.HalfDown:
		d.move(+max(1, d.shown/2))
	case keymap.First:
		d.move(-len(d.items))
	case keymap.Last:
		d.move(+len(d.items))
	}
	return dialog.Stay
}

func (d *Dialog) move(by int) {
	to := max(0, min(d.cursor+by, len(d.items)-1))
	if to != d.cursor {
		d.cursor, d.read, d.detail = to, 0, detail{}
	}
	d.fetch()
}

// widen turns between the whole subject and one property.
func (d *Dialog) widen() {
	if d.about.Why || d.about.Property == "" {
		return
	}
	d.about.Narrow = !d.about.Narrow
	d.restart()
}

// onlyBy turns between who made the change under the cursor, and everybody.
func (d *Dialog) onlyBy() {
	i, ok := d.Selected()
	switch {
	case d.about.Why:
		return
	case d.about.By != "":
		d.about.By, d.about.ByName = "", ""
	case !ok || i.Entry == nil || i.Entry.Reason.IsGap():
		return
	default:
		by := i.Entry.Author
		if d.about.By = string(by.Principal); by.Principal == "" {
			d.about.By = by.Tag()
		}
		d.about.ByName = d.Who(by).Name
	}
	d.restart()
}

// restart reads another history from its newest change on.
func (d *Dialog) restart() {
	d.items, d.last, d.loaded, d.err = nil, Page{}, false, nil
	d.cursor, d.top, d.read = 0, 0, 0
	d.Redraw()
	d.gen++
	d.pending, d.wanted, d.fresh = false, true, true
}

// Paste implements dialog.Dialog.
func (d *Dialog) Paste(string) {}

// Click puts the cursor on a line of the dialog.
func (d *Dialog) Click(_, y int) dialog.Outcome {
	if i := d.top + y - 1; y >= 1 && y <= d.shown && i < len(d.items) {
		d.move(i - d.cursor)
	}
	return dialog.Stay
}

// Wheel moves the cursor.
func (d *Dialog) Wheel(by int) { d.move(by) }
