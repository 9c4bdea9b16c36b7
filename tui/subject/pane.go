// Package subject is the pane of the chosen subject: its properties with their
// values, the type of each value in sight, references to follow and to come back
// from, and the editor of a value in the value's own place.
//
// The pane shows what it is given (SetTriples) and never reads by itself. The
// cursor belongs to a value, not to a line: what others change moves neither it
// nor an open editor. A Pane is used by one goroutine.
package subject

import (
	"slices"
	"strings"
	"time"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/values"
)

// place is where one was in a subject.
type place struct {
	id   model.IRI
	at   key
	top  int
	name string // for the path
}

// key is the identity of a row.
type key struct {
	p model.IRI
	o string
}

// row is one value on the screen, or the editor of one.
type row struct {
	model.Triple
	nth, of int // its number among the values of its property, from 0
	editor  bool
}

func (r row) key() key { return key{r.P, r.O.Key()} }

// Pane is the chosen subject.
type Pane struct {
	theme  *themes.Theme
	keys   *keymap.Registry
	names  values.Names
	labels []model.IRI

	w, h    int
	focused bool
	dirty   bool
	drawn   []string
	draws   int
	cursorX int // of the text cursor; -1 for none
	cursorY int

	id      model.IRI
	label   string
	triples []model.Triple
	loaded  bool
	known   bool // it had values at some time
	err     error
	rows    []row
	cursor  int
	top     int // the first row shown
	want    *key

	trail  []place // where one came from, oldest first
	editor *edit.Editor
	before *key // where the cursor was when the editor opened

	now         func() time.Time
	json        *jsonld.Context
	showRequest bool // while editing

	beside string
	// welcome is shown while no subject is chosen.
	welcome []string
}

// New makes a pane without a subject.
func New(th *themes.Theme, keys *keymap.Registry, names values.Names, labels []model.IRI) *Pane {
	return &Pane{theme: th, keys: keys, names: names, labels: labels, dirty: true, cursorX: -1, now: time.Now}
}

// SetEditing gives what editors need: a clock, and the context with which requests
// are written.
func (p *Pane) SetEditing(now func() time.Time, json *jsonld.Context) { p.now, p.json = now, json }

// SetTheme changes how the pane looks.
func (p *Pane) SetTheme(th *themes.Theme) { p.theme, p.dirty = th, true }

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

// SetWelcome sets the lines that are shown while no subject is chosen.
func (p *Pane) SetWelcome(lines []string) {
	if !slices.Equal(lines, p.welcome) {
		p.welcome, p.dirty = lines, true
	}
}

// SetBeside sets what the title says of the pane that could be here instead.
func (p *Pane) SetBeside(s string) {
	if s != p.beside {
		p.beside, p.dirty = s, true
	}
}

// Subject is the chosen subject; empty for none.
func (p *Pane) Subject() model.IRI { return p.id }

// Loaded reports whether the subject's values are shown.
func (p *Pane) Loaded() bool { return p.loaded }

// Len is the number of values that the subject has.
func (p *Pane) Len() int { return len(p.triples) }

// Show chooses a subject afresh, without a way back. Its values are awaited.
func (p *Pane) Show(id model.IRI, label string) {
	if id == p.id && len(p.trail) == 0 {
		return
	}
	p.trail = nil
	p.choose(id, label)
}

func (p *Pane) choose(id model.IRI, label string) {
	p.id, p.label = id, label
	p.triples, p.rows = nil, nil
	p.loaded, p.known, p.err = false, false, nil
	p.cursor, p.top, p.want = 0, 0, nil
	p.dirty = true
}

// FollowTo chooses a subject that the present one led to; Back returns.
func (p *Pane) FollowTo(id model.IRI) {
	if id == p.id {
		return
	}
	if p.id != "" {
		at := place{id: p.id, top: p.top, name: p.name()}
		if r, ok := p.Current(); ok {
			at.at = r.key()
		}
		p.trail = append(p.trail, at)
		if len(p.trail) > 100 {
			p.trail = p.trail[1:]
		}
	}
	p.choose(id, "")
}

// Back returns to where one came from; it reports false where that is nowhere.
func (p *Pane) Back() bool {
	if len(p.trail) == 0 {
		return false
	}
	at := p.trail[len(p.trail)-1]
	p.trail = p.trail[:len(p.trail)-1]
	p.choose(at.id, "")
	p.want, p.top = &at.at, at.top
	return true
}

// CanGoBack reports whether Back would go anywhere.
func (p *Pane) CanGoBack() bool { return len(p.trail) > 0 }

// Name is how the subject is called.
func (p *Pane) Name() string { return p.name() }

func (p *Pane) name() string {
	if p.label != "" {
		return p.label
	}
	return p.names.Subject(p.id)
}

// SetTriples brings the values of a subject; those of another than the chosen
// one are dropped.
func (p *Pane) SetTriples(id model.IRI, ts []model.Triple, err error) {
	if id != p.id {
		return
	}
	p.dirty, p.err = true, err
	if err != nil {
		return
	}
	if p.loaded && slices.Equal(ts, p.triples) {
		return
	}
	p.triples = slices.Clone(ts)
	p.known = p.known || len(ts) > 0
	p.label = p.findLabel()
	if p.editor != nil && p.editor.Subject == id && !p.editor.Saving {
		p.editor.Gone(p.triples)
	}
	p.rebuild()
	p.loaded = true
}

func (p *Pane) findLabel() string {
	for _, l := range p.labels {
		for _, t := range p.triples {
			if t.P == l && t.O.IsLiteral() {
				return t.O.Value
			}
		}
	}
	return ""
}

// rank sorts the properties: what it is, what it is called, then by name.
func (p *Pane) rank(prop model.IRI) int {
	if prop == model.RDFType {
		return 0
	}
	if i := slices.Index(p.labels, prop); i >= 0 {
		return 1 + i
	}
	return 1 + len(p.labels)
}

// rebuild makes the rows anew. The cursor stays on its value, or on the value
// that is in its place, and that on its line.
func (p *Pane) rebuild() {
	had, hadRow := p.Current()
	before := p.cursor
	names := make(map[model.IRI]string)
	name := func(prop model.IRI) string {
		n, ok := names[prop]
		if !ok {
			n = strings.ToLower(p.names.Property(prop))
			names[prop] = n
		}
		return n
	}
	ts := p.withEdited()
	slices.SortFunc(ts, func(a, b model.Triple) int {
		if a.P != b.P {
			if d := p.rank(a.P) - p.rank(b.P); d != 0 {
				return d
			}
			if d := strings.Compare(name(a.P), name(b.P)); d != 0 {
				return d
			}
			return strings.Compare(string(a.P), string(b.P))
		}
		return a.O.Compare(b.O)
	})
	p.rows = p.rows[:0]
	for i := 0; i < len(ts); {
		j := i
		for j < len(ts) && ts[j].P == ts[i].P {
			j++
		}
		p.group(ts[i:j])
		i = j
	}
	if e := p.editing(); e != nil && (e.Mode == edit.AddProperty ||
		e.Mode == edit.AddValue && !slices.ContainsFunc(p.rows, func(r row) bool { return r.editor })) {
		p.rows = append(p.rows, row{Triple: model.Triple{S: p.id, P: e.Property}, of: 1, editor: true})
	}
	p.replaceCursor(had, hadRow, before)
}

// withEdited is the triples, and the one under edit, even if it is gone.
func (p *Pane) withEdited() []model.Triple {
	ts := slices.Clone(p.triples)
	if e := p.editing(); e != nil && e.Mode == edit.Change {
		t := model.Triple{S: e.Subject, P: e.Property, O: e.Original}
		if !slices.Contains(ts, t) {
			ts = append(ts, t)
		}
	}
	return ts
}

// group adds the rows of one property.
func (p *Pane) group(ts []model.Triple) {
	e := p.editing()
	adds := e != nil && e.Mode == edit.AddValue && e.Property == ts[0].P
	of := len(ts)
	if adds {
		of++
	}
	for i, t := range ts {
		edited := e != nil && e.Mode == edit.Change && e.Property == t.P && e.Original == t.O
		p.rows = append(p.rows, row{Triple: t, nth: i, of: of, editor: edited})
	}
	if adds {
		p.rows = append(p.rows, row{Triple: model.Triple{S: p.id, P: e.Property}, nth: of - 1, of: of, editor: true})
	}
}

// editing is the editor, if it is of this subject.
func (p *Pane) editing() *edit.Editor {
	if p.editor != nil && p.editor.Subject == p.id {
		return p.editor
	}
	return nil
}

func (p *Pane) replaceCursor(had row, hadRow bool, before int) {
	line := before - p.top
	switch {
	case p.editing() != nil:
		p.cursor = slices.IndexFunc(p.rows, func(r row) bool { return r.editor })
	case p.want != nil:
		if i := slices.IndexFunc(p.rows, func(r row) bool { return r.key() == *p.want }); i >= 0 {
			p.cursor = i
			line = i - p.top
		}
		p.want = nil
	case hadRow:
		p.cursor = p.nearest(had, before)
	}
	p.cursor = min(max(0, p.cursor), max(0, len(p.rows)-1))
	p.top = min(max(0, p.cursor-max(0, line)), p.cursor)
}

// nearest is the row of a value, else one of its property, else the same number.
func (p *Pane) nearest(had row, before int) int {
	best := -1
	for i, r := range p.rows {
		if r.key() == had.key() {
			return i
		}
		if r.P == had.P && (best < 0 || abs(i-before) < abs(best-before)) {
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	return before
}

func abs(n int) int { return max(n, -n) }

// Current is the value under the cursor.
func (p *Pane) Current() (row, bool) {
	if p.cursor < 0 || p.cursor >= len(p.rows) {
		return row{}, false
	}
	return p.rows[p.cursor], true
}

// Value is the triple under the cursor; ok is false where there is none.
func (p *Pane) Value() (model.Triple, bool) {
	r, ok := p.Current()
	return r.Triple, ok && !r.O.IsZero()
}

// Do carries out a movement.
func (p *Pane) Do(id keymap.ID) {
	n := len(p.rows) - 1
	page := max(1, p.h-6)
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
	case keymap.First:
		p.cursor = 0
	case keymap.Last:
		p.cursor = n
	default:
		return
	}
	p.cursor = min(max(0, p.cursor), max(0, n))
	p.dirty = true
}
