// Package subject is the pane of the chosen subject: its properties with their
// values, the type of each value in sight, references to follow and to come back
// from, and the editor of a value in the value's own place.
//
// The pane shows what it is given (SetTriples) and never reads by itself. The
// cursor belongs to a value, not to a line: what others change moves neither it
// nor an open editor. A Pane is used by one goroutine.
package subject

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/changes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/people"
	"github.com/m-ld/mld-tui/tui/values"
)

// Pane is the chosen subject.
type Pane struct {
	theme  *themes.Theme
	keys   *keymap.Registry
	names  values.Names
	labels model.Labels

	w, h    int
	focused bool
	dirty   bool
	drawn   []string
	draws   int
	cursorX int // of the text cursor; -1 for none
	cursorY int
	otherX  int // of that in the other field of the editor; -1 for none
	otherY  int

	id      model.IRI
	label   string
	content Content
	loaded  bool
	known   bool // it had values at some time
	err     error
	rows    []row
	cursor  int
	top     int // the first row shown
	want    *key
	did     map[model.Triple]did // what the last change of the past did
	seek    bool                 // something of that is to be in sight
	// wantProperty is where the cursor goes as soon as it is there; empty for nowhere.
	wantProperty model.IRI
	wantValue    string // the mark of the value of that
	searched     string // for what the list of subjects was searched
	words        []string

	kept   *place  // where one was in the present; nil where one has moved since
	trail  []place // where one came from, oldest first
	ahead  []place // where one came back from, the nearest last
	listed bool    // one came here from the list
	stayed bool    // one came by following, or has worked in it: see Stay
	led    bool    // a change led to it: see Lead
	// listType is the type of the subjects that are listed, and only that of those that
	// were when one came here; empty for all.
	listType, only model.IRI
	path           []crumb // as they were drawn
	pathRow        int     // and in which row
	lines          []int   // the row of each line of the content, as it was drawn; -1 for none
	editor         *edit.Editor
	drafts         edit.Drafts
	before         *key // where the cursor was when the editor opened
	atOnce         *AtOnce
	who            func(replica.Author) (name string, self bool)

	now         func() time.Time
	newID       func() model.IRI
	json        *jsonld.Context
	showRequest bool // while editing
	requestTop  int  // the first line of it that is shown
	requestPage int  // how many are shown

	people []people.Person // who is at the subject
	stand  []int           // the row of each; nil where that is to be found
	all    []people.Person // who is present
	glow   *people.Glow

	beside string
	// welcome is shown while no subject is chosen.
	welcome []string
}

// New makes a pane without a subject.
func New(th *themes.Theme, keys *keymap.Registry, names values.Names, labels model.Labels) *Pane {
	return &Pane{theme: th, keys: keys, names: names, labels: labels, dirty: true, cursorX: -1, now: time.Now}
}

// SetEditing gives what editors need: a clock, new identities, and the context with
// which requests are written.
func (p *Pane) SetEditing(now func() time.Time, newID func() model.IRI, json *jsonld.Context) {
	p.now, p.newID, p.json = now, newID, json
}

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
func (p *Pane) Len() int { return len(p.content.Triples) }

// choose empties the pane for a subject, whose values are awaited.
func (p *Pane) choose(id model.IRI, label string) {
	p.id, p.label, p.only = id, label, p.listType
	p.content, p.rows = Content{}, nil
	p.loaded, p.known, p.err = false, false, nil
	p.cursor, p.top, p.want, p.wantProperty, p.atOnce = 0, 0, nil, "", nil
	p.led = false
	p.peopleHere()
	p.dirty = true
}

// Name is how the subject is called.
func (p *Pane) Name() string { return p.name() }

func (p *Pane) name() string {
	switch {
	case p.label != "":
		return p.label
	case p.content.Absence != Unsaid || p.id.IsGenerated(): // A list is called by what has it.
		return p.names.Name(p.id)
	}
	return p.names.Subject(p.id)
}

// maxNamed is for how many values names are asked.
const maxNamed = 500

// Content is what is known of a subject.
type Content struct {
	Triples []model.Triple
	// Lists are the lists that the subject has as values, or is itself.
	Lists map[model.IRI]replica.ListPage
	// Conflicts are those that it is in.
	Conflicts []replica.Conflict
	// Past: it is of an earlier moment, where nothing is to be settled.
	Past bool
	// Absence is why it has no triples, where the past is shown.
	Absence Absence
	// Did is what the last change until that moment did to it, and to its lists.
	Did []changes.Told
	// Seek: something of that is to be in sight.
	Seek bool
}

// Absence is why there is nothing of a subject.
type Absence uint8

// Why there is nothing of a subject.
const (
	Unsaid   Absence = iota // nothing is said of it, or not any more
	NotYet                  // it came later
	Removed                 // it was there before
	NotThere                // it is not known whether it was there before
)

func (c Content) equal(d Content) bool {
	return c.Absence == d.Absence && c.Past == d.Past && slices.Equal(c.Triples, d.Triples) && slices.EqualFunc(c.Did, d.Did, sameDid) &&
		sameConflicts(c.Conflicts, d.Conflicts) && maps.EqualFunc(c.Lists, d.Lists, samePage)
}

func samePage(p, q replica.ListPage) bool {
	return p.Total == q.Total && slices.EqualFunc(p.Items, q.Items, func(i, j replica.ListItem) bool {
		return i.Slot == j.Slot && slices.Equal(i.Values, j.Values)
	})
}

// Set brings what is known of a subject; that of another than the chosen one is
// dropped.
func (p *Pane) Set(id model.IRI, c Content, err error) {
	if id != p.id {
		return
	}
	p.dirty, p.err = true, err
	if err != nil {
		return
	}
	if p.loaded && c.equal(p.content) {
		return
	}
	before := p.content.Conflicts
	p.content = c
	p.askForNames()
	p.askForPath()
	if c.Absence != Unsaid || id.IsGenerated() { // It has a name at another time, or as a part.
		p.names.Labels.Ask(id)
	}
	if !c.Past {
		p.stillAtOnce(before)
	}
	p.known = p.known || len(c.Triples) > 0
	if c.Absence == Unsaid || p.label == "" { // Else it keeps the name of the moment before.
		p.label = cmp.Or(values.LabelIn(c.Triples, p.labels), values.LabelIn(p.went(), p.labels))
	}
	if p.editor != nil && p.editor.Subject == id && !p.editor.Saving {
		p.toldEditor()
	}
	p.learn()
	p.seek = c.Seek
	p.rebuild()
	p.loaded = true
}

// askForNames asks what those are called to whom the values refer.
func (p *Pane) askForNames() {
	for _, t := range p.content.Triples[:min(len(p.content.Triples), maxNamed)] {
		if _, isList := p.content.Lists[t.O.IRI()]; !isList {
			p.names.Labels.AskValue(t)
		}
	}
	for _, t := range p.content.Did[:min(len(p.content.Did), maxNamed)] {
		p.names.Labels.AskValue(t.Triple)
	}
	for _, page := range p.content.Lists {
		for _, i := range page.Items[:min(len(page.Items), maxNamed)] {
			for _, v := range i.Values {
				p.names.Labels.AskValue(model.Triple{O: v})
			}
		}
	}
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
	p.cursor, p.wantProperty, p.kept = min(max(0, p.cursor), max(0, n)), "", nil
	p.dirty = true
}
