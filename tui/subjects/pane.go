// Package subjects is the pane that lists the subjects of the domain. The list
// is virtual: it holds a window of rows around the cursor, whatever the size of
// the domain, and says which rows it wants (Next) to whoever can read; answers
// that come late are dropped by their generation. What changes elsewhere never
// moves the cursor off its subject, nor its subject off its line.
//
// A Pane is used by one goroutine, the one that runs the terminal.
package subjects

import (
	"cmp"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/values"
)

// Pane is the list of subjects.
type Pane struct {
	// Now says which day is today.
	Now func() time.Time

	theme  *themes.Theme
	keys   *keymap.Registry
	names  values.Names
	labels model.Labels

	w, h    int
	focused bool
	dirty   bool
	drawn   []string
	draws   int

	rows           []replica.SubjectRow
	atStart, atEnd bool
	cursor, top    int
	total, all     int
	loaded         bool
	err            error

	marks map[model.IRI]replica.SubjectRow

	filter edit.Line
	typing bool
	only   model.IRI // the type that is shown; empty for all
	order  replica.Order

	finding []replica.SubjectRow // what a search under way has found
	growing bool                 // it is shown as it comes

	gen     uint64
	wanted  *Request // to be done next
	pending *Request // under way
	reveal  model.IRI
	origin  model.IRI          // where one was before anything was looked for
	stand   replica.SubjectRow // where the cursor goes in other data; zero to stay
	toEdge  bool
	jumped  bool     // the cursor went to an end, or back, by a person's wish
	welcome []string // shown in an empty domain

	stays string // what is still shown beside when nothing is found; empty for nothing

	people map[model.IRI][]people.Person // by where they are
	glow   *people.Glow
}

// New makes an empty pane that wants the first rows.
func New(th *themes.Theme, keys *keymap.Registry, names values.Names, labels model.Labels) *Pane {
	p := &Pane{theme: th, keys: keys, names: names, labels: labels, dirty: true, order: replica.ByName, Now: time.Now}
	p.want(FromStart, "", "")
	return p
}

// SetTheme changes how the pane looks.
func (p *Pane) SetTheme(th *themes.Theme) { p.theme, p.dirty = th, true }

// SetSize gives the pane its place, border included.
func (p *Pane) SetSize(w, h int) {
	if w == p.w && h == p.h {
		return
	}
	line := p.cursor - p.top
	p.w, p.h, p.dirty = w, h, true
	p.top = p.cursor - min(line, p.rowsShown()-1)
	p.keepVisible()
	p.fetchMore()
}

// Focus and Blur say whether the pane has the keys.
func (p *Pane) Focus() { p.focused, p.dirty = true, true }

// Blur is the opposite of Focus.
func (p *Pane) Blur() { p.focused, p.dirty = false, true }

// rowsShown is how many rows fit.
func (p *Pane) rowsShown() int {
	n := p.h - 2
	if p.filterShown() {
		n--
	}
	return max(1, n)
}

// SetShown says what the pane of the subject shows, which stays when nothing is found.
func (p *Pane) SetShown(name string) {
	if name != p.stays {
		p.stays, p.dirty = name, p.dirty || len(p.rows) == 0
	}
}

// SetWelcome sets the lines that are shown in an empty domain; nil for a word.
func (p *Pane) SetWelcome(lines []string) {
	if !slices.Equal(lines, p.welcome) {
		p.welcome, p.dirty = lines, true
	}
}

// Selected is the subject under the cursor; ok is false where there is none.
func (p *Pane) Selected() (replica.SubjectRow, bool) {
	if p.cursor < 0 || p.cursor >= len(p.rows) {
		return replica.SubjectRow{}, false
	}
	return p.rows[p.cursor], true
}

// IsEmpty reports whether the domain is known to have no subjects at all.
func (p *Pane) IsEmpty() bool {
	return p.loaded && p.err == nil && p.total == 0 && len(p.rows) == 0 && p.filter.IsEmpty() && p.only == ""
}

// Next is the reading that the pane wants; it is then under way until it is done.
// A newer one makes the older one useless: it may be cancelled.
func (p *Pane) Next() (Request, bool) {
	if p.wanted == nil || p.pending != nil && p.pending.Gen == p.wanted.Gen {
		return Request{}, false
	}
	// The size of the window may have changed since it was wanted.
	r := p.request(p.wanted.Where, p.wanted.Page.Around, p.wanted.Page.At)
	p.pending, p.wanted, p.finding, p.growing = &r, nil, nil, false
	return r, true
}

// Deliver brings the answer to a request, or a part of it. It reports whether it was
// awaited.
func (p *Pane) Deliver(a Answer) bool {
	if p.pending == nil || a.Request.Gen != p.pending.Gen || a.Request.Gen != p.gen {
		return false
	}
	p.dirty = true
	if p.err = a.Err; a.Err != nil {
		p.pending = nil
		return true
	}
	p.loaded = true
	if a.Request.Where == Finding {
		p.take(a)
		if !a.Done {
			return true
		}
		p.pending = nil
		return true
	}
	p.pending = nil
	p.accept(a)
	if p.wanted == nil {
		p.fetchMore()
	}
	return true
}

// ReadAnew has the list read as if it had never been: what it was read from is another.
func (p *Pane) ReadAnew() {
	p.loaded, p.dirty = false, true
	p.Refresh()
}

func (p *Pane) want(where Where, pivot model.IRI, at replica.Place) {
	p.wanted = &Request{Gen: p.gen, Where: where, Page: replica.SubjectsQuery{Around: pivot, At: at}}
}

// newQuery drops what is under way, for its answer would be of another filter.
func (p *Pane) newQuery() {
	p.gen++
	p.pending = nil
	p.toEdge, p.stand = true, replica.SubjectRow{}
	p.dirty = true
	p.want(FromStart, "", "")
}

// Refresh asks for the window anew, since the data changed.
func (p *Pane) Refresh() {
	switch row, ok := p.Selected(); {
	case p.reveal != "":
		p.want(Around, p.reveal, "")
	case p.toEdge && p.wanted != nil:
	case p.stand.ID != "":
		p.want(Around, p.stand.ID, p.stand.Place)
	case !ok || p.atStart && p.cursor < p.rowsShown():
		p.want(FromStart, "", "")
	default:
		p.want(Around, row.ID, row.Place)
	}
}

// Reveal moves the cursor to a subject, out of any filter.
func (p *Pane) Reveal(id model.IRI) {
	if !p.filter.IsEmpty() || p.only != "" {
		p.filter.Set("")
		p.only, p.typing = "", false
	}
	p.gen++
	p.pending = nil
	p.reveal, p.stand = id, replica.SubjectRow{}
	p.dirty = true
	p.want(Around, id, "")
}

func (p *Pane) fetchMore() {
	if row, ok := p.Selected(); ok && p.nearEdge() {
		p.want(Around, row.ID, row.Place)
	}
}

// Do carries out an action of the pane; it reports whether the cursor may have
// come to another subject by the person's own doing.
func (p *Pane) Do(id keymap.ID) bool {
	n := p.rowsShown()
	switch id {
	case keymap.Up, keymap.FoundUp:
		p.move(-1)
	case keymap.Down, keymap.FoundDown:
		p.move(+1)
	case keymap.PageUp, keymap.FoundPgUp:
		p.move(-n)
	case keymap.PageDown, keymap.FoundPgDn:
		p.move(+n)
	case keymap.HalfUp:
		p.move(-max(1, n/2))
	case keymap.HalfDown:
		p.move(+max(1, n/2))
	case keymap.First:
		p.edge(p.atStart, 0, FromStart)
	case keymap.Last:
		p.edge(p.atEnd, len(p.rows)-1, ToEnd)
	case keymap.OnlyType:
		p.toggleType()
	case keymap.NextOrder:
		p.setOrder((p.order + 1) % 3)
	case keymap.Find:
		p.typing, p.dirty = true, true
		p.filter.SelectAll() // What is typed now is another search, unless one edits the last.
		p.keepVisible()
	case keymap.ClearFind, keymap.DropFilter:
		p.clear()
	case keymap.KeepFilter, keymap.OpenFound:
		p.typing, p.dirty = false, true
	default:
		return false
	}
	return true
}

func (p *Pane) move(by int) {
	if len(p.rows) == 0 {
		return
	}
	p.cursor = min(max(0, p.cursor+by), len(p.rows)-1)
	p.stand, p.dirty = replica.SubjectRow{}, true
	p.keepVisible()
	p.fetchMore()
}

func (p *Pane) edge(here bool, row int, where Where) {
	if here {
		p.move(row - p.cursor)
		return
	}
	p.toEdge, p.stand = true, replica.SubjectRow{}
	p.want(where, "", "")
}

func (p *Pane) toggleType() {
	row, ok := p.Selected()
	switch {
	case p.only != "":
		p.only = ""
	case ok && len(row.Types) > 0:
		p.only = row.Types[0]
	default:
		return
	}
	keep := p.reveal
	if ok {
		keep = row.ID
	}
	p.newQuery()
	if keep != "" {
		p.reveal, p.toEdge = keep, false
		p.want(Around, keep, "")
	}
}

// clear drops filter and type, and keeps the subject that was found; if there is none, it
// goes back to where one was before, whatever was found on the way.
func (p *Pane) clear() {
	typing := p.typing
	p.typing, p.dirty = false, true
	if p.filter.IsEmpty() && p.only == "" {
		if !typing { // there is nothing else to go back from
			p.Unmark()
		}
		p.keepVisible()
		return
	}
	row, _ := p.Selected()
	keep := cmp.Or(row.ID, p.origin)
	p.filter.Set("")
	p.only, p.origin = "", ""
	p.newQuery()
	if keep != "" {
		p.reveal, p.toEdge, p.jumped = keep, false, true
		p.want(Around, keep, "")
	}
}

// Typing reports whether keys go to the filter.
func (p *Pane) Typing() bool { return p.typing }

// Filtered reports whether not all subjects are listed.
func (p *Pane) Filtered() bool { return !p.filter.IsEmpty() || p.only != "" }

// TypeKey gives the filter a key.
func (p *Pane) TypeKey(k tea.KeyPressMsg) {
	before := p.filter.Value()
	if p.filter.Key(k) {
		p.filterChanged(before)
	}
}

// Paste gives the filter pasted text.
func (p *Pane) Paste(s string) {
	before := p.filter.Value()
	p.filter.Insert(s)
	p.filterChanged(before)
}

func (p *Pane) filterChanged(before string) {
	p.dirty = true
	if before == "" {
		row, _ := p.Selected()
		p.origin = row.ID
	}
	if p.filter.Value() != before {
		p.newQuery()
	}
}

// ShowType lists the subjects of one type; those of all for an empty one.
func (p *Pane) ShowType(t model.IRI) {
	p.filter.Set("")
	p.typing, p.only, p.origin = false, t, ""
	p.newQuery()
}

// Click puts the cursor on the row at a line of the pane; it reports whether there is
// one.
func (p *Pane) Click(_, y int) bool {
	y--
	if p.filterShown() {
		y--
	}
	if y < 0 || y >= p.rowsShown() || p.top+y >= len(p.rows) {
		return false
	}
	p.move(p.top + y - p.cursor)
	return true
}

// Jumped reports, once, whether the cursor has come to an end, or back, as a person
// wished, now that it was read.
func (p *Pane) Jumped() bool {
	jumped := p.jumped
	p.jumped = false
	return jumped
}

// Type is the type of the subjects that are listed; empty for all.
func (p *Pane) Type() model.IRI { return p.only }

// Total is the number of the domain's subjects, when all were listed last; zero for never.
func (p *Pane) Total() int { return p.all }
