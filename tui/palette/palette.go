// Package palette is the dialog that offers everything that can be done: one types
// a few letters of what one wants, sees the keys that would have done it, and why
// something cannot be done just now. What it offers is given to it; it is used by
// one goroutine.
package palette

import (
	"sort"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model/find"
	"github.com/m-ld/mld-tui/tui/dialog"
	"github.com/m-ld/mld-tui/tui/edit"
)

// Item is one thing that is offered.
type Item struct {
	// ID is what the caller knows it by; it is neither shown nor searched.
	ID string
	// Title is what is searched and shown.
	Title string
	// Group is what it is about, in a word.
	Group string
	// Keys start it without the palette, as they are printed.
	Keys string
	// Setting is what it is called in the settings, which is searched as well; empty for
	// nothing.
	Setting string
	// Why it cannot be chosen; empty when it can.
	Why string
	// Dangerous things ask before they do it.
	Dangerous bool
	// Current marks what is so already, in a choice of one.
	Current bool
}

// Actions are the items of a registry: what can be done in some pane or anywhere,
// without plain movements and what belongs to typing.
func Actions(keys *keymap.Registry, disabled keymap.Disabled, ascii bool) []Item {
	var items []Item
	for _, a := range keys.All() {
		if a.Group == keymap.Moving || a.Group == keymap.Typing || a.ID == keymap.Palette {
			continue
		}
		items = append(items, Item{
			ID: string(a.ID), Setting: string(a.ID), Title: a.Title, Group: string(a.Group), Keys: a.AllKeys(ascii),
			Why: disabled(a.ID), Dangerous: a.Dangerous,
		})
	}
	return items
}

// Palette is the dialog.
type Palette struct {
	Title string
	Keys  *keymap.Registry
	// Verb says what choosing does; empty for "do it".
	Verb string
	// Hint is said while nothing is typed.
	Hint string
	// Moved is called with the item under the cursor whenever that is another; it
	// may be nil.
	Moved func(Item)

	// Dismissed is called when nothing is chosen; it may be nil.
	Dismissed func()

	items  []Item
	input  edit.Line
	found  []match
	cursor int
	top    int
	shown  int // rows, as of the last View
	first  int // the dialog's line of the first row
	said   string
}

// match is an item that has the letters that were typed.
type match struct {
	Item
	score int
	at    []int // where the letters are in the title
	atSet []int // where they are in the name of the setting, if they are not in the title
}

// New makes a palette with its items in the order in which they are offered.
func New(title, hint string, keys *keymap.Registry, items []Item) *Palette {
	p := &Palette{Title: title, Hint: hint, Keys: keys, items: items}
	p.search()
	for i, m := range p.found {
		if m.Current {
			p.cursor = i
		}
	}
	return p
}

// Start puts the cursor on an item; it is on the current one otherwise.
func (p *Palette) Start(id string) {
	for i, m := range p.found {
		if m.ID == id {
			p.cursor = i
		}
	}
}

// Chosen is the item under the cursor.
func (p *Palette) Chosen() (Item, bool) {
	if p.cursor >= len(p.found) {
		return Item{}, false
	}
	return p.found[p.cursor].Item, true
}

// search matches all items anew. Those that can be done come before those that
// cannot, if both match alike.
func (p *Palette) search() {
	p.found, p.cursor, p.top, p.said = p.found[:0], 0, 0, ""
	text := p.input.Value()
	for _, item := range p.items {
		m, ok := matching(text, item)
		if !ok {
			continue
		}
		if item.Why != "" {
			m.score -= 10
		}
		p.found = append(p.found, m)
	}
	if text != "" {
		sort.SliceStable(p.found, func(i, j int) bool { return p.found[i].score > p.found[j].score })
	}
}

// matching finds the letters of a text in the title of an item, or else in the name that it
// has in the settings, or in its group.
func matching(text string, item Item) (m match, ok bool) {
	m.Item = item
	if m.score, m.at, ok = find.Match(text, item.Title); ok {
		return m, true
	}
	if m.score, m.atSet, ok = find.Match(text, item.Setting); !ok {
		m.score, _, ok = find.Match(text, item.Group+" "+item.Setting)
	}
	m.score -= 15
	return m, ok
}

// Key implements dialog.Dialog.
func (p *Palette) Key(id keymap.ID, k tea.KeyPressMsg) dialog.Outcome {
	switch id {
	case keymap.Dismiss:
		if p.Dismissed != nil {
			p.Dismissed()
		}
		return dialog.Dismissed
	case keymap.Accept:
		return p.accept()
	case keymap.ScrollUp, keymap.PrevChoice:
		p.move(-1, true)
	case keymap.ScrollDown, keymap.OtherChoice:
		p.move(+1, true)
	case keymap.ScrollPgUp:
		p.move(-max(1, p.shown-1), false)
	case keymap.ScrollPgDn:
		p.move(+max(1, p.shown-1), false)
	default:
		before := p.input.Value()
		if p.input.Key(k); p.input.Value() != before {
			p.search()
			p.tell()
		}
	}
	return dialog.Stay
}

// accept chooses, or says why that cannot be done.
func (p *Palette) accept() dialog.Outcome {
	switch item, ok := p.Chosen(); {
	case !ok:
		return dialog.Stay
	case item.Why != "":
		p.said = item.Why
		return dialog.Stay
	default:
		return dialog.Accepted
	}
}

// move moves the cursor, round and round for single steps.
func (p *Palette) move(by int, round bool) {
	n := len(p.found)
	if n == 0 {
		return
	}
	p.said = ""
	if round {
		p.cursor = (p.cursor + by + n) % n
	} else {
		p.cursor = min(max(0, p.cursor+by), n-1)
	}
	p.tell()
}

func (p *Palette) tell() {
	if item, ok := p.Chosen(); ok && p.Moved != nil {
		p.Moved(item)
	}
}

// Paste implements dialog.Dialog.
func (p *Palette) Paste(s string) {
	p.input.Insert(s)
	p.search()
	p.tell()
}

// Click chooses the row at a line of the dialog; a click on the row of the cursor
// accepts it.
func (p *Palette) Click(_, y int) dialog.Outcome {
	i := p.top + y - p.first
	if y < p.first || y >= p.first+p.shown || i >= len(p.found) {
		return dialog.Stay
	}
	p.move(i-p.cursor, false)
	return p.accept()
}

// Wheel moves the cursor.
func (p *Palette) Wheel(by int) { p.move(by, false) }
