package changes

import (
	"slices"
	"time"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/values"
)

// Who is the name of an author as it is shown.
type Who struct {
	Name string
	Self bool
	// Mark is how they are known at a glance; zero where they have no name.
	people.Mark
	// Unnamed: nobody knows a name, and this is a tag of the process.
	Unnamed bool
}

// Pane is the feed.
type Pane struct {
	theme *themes.Theme
	names values.Names
	now   func() time.Time
	who   func(replica.Author) Who

	beside  string
	w, h    int
	hidden  bool
	focused bool
	dirty   bool
	drawn   []string
	draws   int

	labels model.Labels // the properties that name subjects
	at     uint64       // the number of the change that is drawn; zero for none

	feed   feed
	aside  *aside              // what was shown of the present; nil while that is shown
	people map[writer]struct{} // who was seen to write
	open   map[uint64]bool     // the numbers of changes of which all is shown
	items  []item              // the newest first
	cursor int                 // an item
	top    int
	back   uint64 // the number of the item to come back to; zero for none
	shown  []int  // the item of each line, as it was drawn; -1 for none

	filter Filter
	named  string // how the filter's subject is called
	marks  marks  // what is marked of what is selected
	field  *edit.Line
	fault  string // what is wrong with what is typed
}

// New makes an empty feed, which wants its first page; now says which day is today,
// who names authors.
func New(th *themes.Theme, names values.Names, now func() time.Time, who func(replica.Author) Who) *Pane {
	p := &Pane{theme: th, names: names, now: now, who: who, dirty: true, open: make(map[uint64]bool), people: make(map[writer]struct{})}
	p.feed.begin()
	return p
}

// SetTheme changes how the pane looks.
func (p *Pane) SetTheme(th *themes.Theme) {
	p.theme = th
	p.Redraw()
}

// Redraw draws all anew, since names have changed.
func (p *Pane) Redraw() {
	p.dirty = true
	others := false
	for _, e := range p.feed.entries {
		who := p.who(e.Author)
		others = others || who != e.who
		e.who = who
	}
	if others {
		p.arrange() // What seemed to be of one may be of several.
	}
	for i := range p.items {
		p.items[i].drawn = nil
	}
}

// SetSize gives the pane its place, border included.
func (p *Pane) SetSize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.dirty = w, h, true
		p.fetch()
	}
}

// SetHidden tells whether the pane is out of sight: then it wants no pages.
func (p *Pane) SetHidden(hidden bool) { p.hidden = hidden }

// Focus gives the pane the keys.
func (p *Pane) Focus() {
	p.focused, p.dirty = true, true
	if n := slices.IndexFunc(p.items, func(i item) bool { return i.number == p.back }); p.back != 0 && n >= 0 {
		p.move(n - p.cursor)
	}
	p.back = 0
}

// Blur takes them. Whoever is elsewhere sees what is new.
func (p *Pane) Blur() {
	p.focused, p.dirty = false, true
	p.Rest()
}

// Rest goes back to what is new, unless the pane has the keys: the wheel may have moved it.
func (p *Pane) Rest() {
	if !p.focused && (p.cursor > 0 || p.feed.behind) {
		p.Do(keymap.Newest)
	}
}

// ComeBack has the next Focus find the cursor where it is now.
func (p *Pane) ComeBack() {
	if i, ok := p.here(); ok && p.cursor > 0 {
		p.back = i.number
	}
}

// SetBeside sets what the title says of the pane that could be here instead.
func (p *Pane) SetBeside(s string) {
	if s != p.beside {
		p.beside, p.dirty = s, true
	}
}

// Len is the number of changes held.
func (p *Pane) Len() int { return len(p.feed.entries) }

// here is the item under the cursor.
func (p *Pane) here() (item, bool) {
	if p.cursor >= len(p.items) {
		return item{}, false
	}
	return p.items[p.cursor], true
}

// Selected is the subject of the change under the cursor.
func (p *Pane) Selected() (model.IRI, bool) {
	if i, ok := p.here(); ok {
		for _, e := range p.feed.entries[i.from:i.to] {
			if id := Changed(&e.Entry, p.names); id != "" {
				return id, true
			}
		}
	}
	return "", false
}

// Moment is the newest change under the cursor.
func (p *Pane) Moment() (e replica.Entry, ok bool) {
	i, ok := p.here()
	if !ok {
		return e, false
	}
	return p.feed.entries[i.from].Entry, true
}

// Revertible is the number of the change under the cursor, or says why that cannot be
// put back.
func (p *Pane) Revertible() (number uint64, why string) {
	i, ok := p.here()
	switch {
	case !ok:
		return 0, "there is no change here"
	case i.to-i.from > 1:
		return 0, "these are " + plural(i.to-i.from) + ": open them first, and put back one"
	}
	e := p.feed.entries[i.from]
	switch {
	case e.Reason.IsGap():
		return 0, "all the data came at once: that cannot be put back"
	case len(e.Shifts) == 0:
		return 0, "this changed no value"
	}
	return e.Number, ""
}

// Do carries out a movement, and what opens and shuts.
func (p *Pane) Do(id keymap.ID) {
	page := max(1, (p.h-2)/4)
	switch id {
	case keymap.Up:
		p.move(-1)
	case keymap.Down:
		p.move(+1)
	case keymap.PageUp:
		p.move(-page)
	case keymap.PageDown:
		p.move(+page)
	case keymap.HalfUp:
		p.move(-max(1, page/2))
	case keymap.HalfDown:
		p.move(+max(1, page/2))
	case keymap.First, keymap.Newest:
		if p.feed.behind {
			p.feed.begin()
			p.arrange()
		}
		p.move(-len(p.items))
	case keymap.Last:
		p.move(+len(p.items))
	case keymap.Expand:
		p.toggle()
	}
}

func (p *Pane) move(by int) {
	p.cursor = max(0, min(p.cursor+by, len(p.items)-1))
	p.dirty = true
	p.fetch()
}

// toggle opens the burst under the cursor, or the change, or shuts it again.
func (p *Pane) toggle() {
	i, ok := p.here()
	if !ok {
		return
	}
	first, last := i.from, i.to
	if i.member { // the whole burst is shut
		for first > 0 && p.feed.entries[first].together {
			first--
		}
		for last < len(p.feed.entries) && p.feed.entries[last].together {
			last++
		}
	}
	shut := slices.ContainsFunc(p.feed.entries[first:last], func(e *entry) bool { return p.open[e.Number] })
	for _, e := range p.feed.entries[first:last] {
		delete(p.open, e.Number)
		if !shut {
			p.open[e.Number] = true
		}
	}
	if len(p.open) > maxEntries {
		clear(p.open)
	}
	p.arrange()
}

// Click puts the cursor on the change at a line of the pane, as it was last drawn; it
// reports whether there is one.
func (p *Pane) Click(_, y int) bool {
	if y--; y < 0 || y >= len(p.shown) || p.shown[y] < 0 || p.shown[y] >= len(p.items) {
		return false
	}
	p.move(p.shown[y] - p.cursor)
	return true
}
