// Package changes is the pane of live changes: who changed what and when, the
// newest first, one group for each transaction, what came and what went each
// with its own sign and colour.
//
// The newest is in sight for as long as the cursor is; the cursor stays on its
// change while newer ones come, and when they no longer fit above it, they are
// counted. The pane holds a
// bounded number of changes, and a bounded number of lines of each. It is used
// by one goroutine.
package changes

import (
	"time"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/values"
)

// The bounds of what is held.
const (
	MaxUpdates = 500
	MaxTriples = 20
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

// entry is one update.
type entry struct {
	tick    uint64
	time    time.Time
	reason  replica.Reason
	who     Who
	subject model.IRI // the first one that it touched
	lines   []change  // grouped by subject, deletes first
	hidden  int       // triples beyond the bound
	skipped int       // updates that came too fast to be listed, before this one
	drawn   []string
	drawnW  int
}

// change is one triple that came or went; with the head of a subject's group,
// the triple has no property.
type change struct {
	model.Triple
	added bool
}

// Pane is the feed.
type Pane struct {
	theme *themes.Theme
	names values.Names
	now   func() time.Time

	beside  string
	w, h    int
	focused bool
	dirty   bool
	drawn   []string
	draws   int

	entries []*entry // oldest first
	cursor  int      // from the newest: 0 is the newest
	top     int
	shown   []int // the entry of each line, as it was drawn; -1 for none
}

// New makes an empty feed; now says which day is today.
func New(th *themes.Theme, names values.Names, now func() time.Time) *Pane {
	return &Pane{theme: th, names: names, now: now, dirty: true}
}

// SetTheme changes how the pane looks.
func (p *Pane) SetTheme(th *themes.Theme) {
	p.theme, p.dirty = th, true
	for _, e := range p.entries {
		e.drawn = nil
	}
}

// SetSize gives the pane its place, border included.
func (p *Pane) SetSize(w, h int) {
	if w != p.w || h != p.h {
		p.w, p.h, p.dirty = w, h, true
	}
}

// Focus gives the pane the keys.
func (p *Pane) Focus() { p.focused, p.dirty = true, true }

// Blur takes them.
func (p *Pane) Blur() { p.focused, p.dirty = false, true }

// SetBeside sets what the title says of the pane that could be here instead.
func (p *Pane) SetBeside(s string) {
	if s != p.beside {
		p.beside, p.dirty = s, true
	}
}

// Len is the number of changes held.
func (p *Pane) Len() int { return len(p.entries) }

// Add brings updates, oldest first; skipped is the number of updates before them
// that came too fast to be kept.
func (p *Pane) Add(us []replica.Update, skipped int, who func(replica.Author) Who) {
	if len(us) == 0 {
		return
	}
	p.dirty = true
	for i, u := range us {
		e := newEntry(u, who(u.Author))
		if i == 0 {
			e.skipped = skipped
		}
		p.entries = append(p.entries, e)
	}
	if p.cursor > 0 || p.focused && len(p.entries) > len(us) {
		p.cursor += len(us)
	}
	if p.top > 0 {
		p.top += len(us)
	}
	if n := len(p.entries) - MaxUpdates; n > 0 {
		p.entries = append(p.entries[:0:0], p.entries[n:]...)
		p.cursor = min(p.cursor, MaxUpdates-1)
		p.top = min(p.top, p.cursor)
	}
}

func newEntry(u replica.Update, who Who) *entry {
	e := &entry{tick: u.Tick, time: u.Time, reason: u.Reason, who: who}
	bySubject := make(map[model.IRI][]change)
	var order []model.IRI
	n := 0
	take := func(ts []model.Triple, added bool) {
		for _, t := range ts {
			if n++; n > MaxTriples {
				e.hidden++
				continue
			}
			if _, known := bySubject[t.S]; !known {
				order = append(order, t.S)
			}
			bySubject[t.S] = append(bySubject[t.S], change{t, added})
		}
	}
	take(u.Deletes, false)
	take(u.Inserts, true)
	for i, s := range order {
		if i == 0 {
			e.subject = s
		}
		e.lines = append(e.lines, change{Triple: model.Triple{S: s}})
		e.lines = append(e.lines, bySubject[s]...)
	}
	return e
}

// at is an entry by its distance from the newest.
func (p *Pane) at(i int) *entry { return p.entries[len(p.entries)-1-i] }

// Selected is the subject of the change under the cursor.
func (p *Pane) Selected() (model.IRI, bool) {
	if p.cursor >= len(p.entries) {
		return "", false
	}
	s := p.at(p.cursor).subject
	return s, s != ""
}

// Do carries out a movement.
func (p *Pane) Do(id keymap.ID) {
	page := max(1, (p.h-2)/4)
	switch id {
	case keymap.Up:
		p.cursor--
	case keymap.Down:
		p.cursor++
	case keymap.PageUp:
		p.cursor -= page
	case keymap.PageDown:
		p.cursor += page
	case keymap.HalfUp:
		p.cursor -= max(1, page/2)
	case keymap.HalfDown:
		p.cursor += max(1, page/2)
	case keymap.First, keymap.Newest:
		p.cursor = 0
	case keymap.Last:
		p.cursor = len(p.entries) - 1
	default:
		return
	}
	p.cursor = max(0, min(p.cursor, len(p.entries)-1))
	p.dirty = true
}

// Click puts the cursor on the change at a line of the pane, as it was last drawn; it
// reports whether there is one.
func (p *Pane) Click(_, y int) bool {
	if y--; y < 0 || y >= len(p.shown) || p.shown[y] < 0 || p.shown[y] >= len(p.entries) {
		return false
	}
	p.cursor, p.dirty = p.shown[y], true
	return true
}
