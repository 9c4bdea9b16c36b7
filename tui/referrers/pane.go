// Package referrers is the pane of what refers to the chosen subject: who refers to
// it, by which property, to go there. It holds a bounded number of them, which it
// asks for page by page (Next) as one moves on; answers that come late are dropped.
// It is used by one goroutine.
package referrers

import (
	"slices"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/box"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// The sizes of pages, and the most rows that are held.
const (
	pageSize = 60
	maxRows  = 3000
)

// Request is a page that the pane wants.
type Request struct {
	Gen   uint64
	Query replica.ReferrersQuery
}

// Pane is what refers to a subject.
type Pane struct {
	theme  *themes.Theme
	names  values.Names
	labels model.Labels

	w, h    int
	focused bool
	dirty   bool
	drawn   []string

	subject     model.IRI
	rows        []replica.Referrer
	total       int
	more        bool
	loaded      bool
	err         error
	cursor, top int

	gen             uint64
	wanted, pending bool
	fresh           bool // the page that is wanted replaces all
}

// New makes an empty pane.
func New(th *themes.Theme, names values.Names, labels model.Labels) *Pane {
	return &Pane{theme: th, names: names, labels: labels, dirty: true}
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

// Show chooses the subject to which the rows refer.
func (p *Pane) Show(id model.IRI) {
	if id == p.subject {
		return
	}
	p.subject, p.rows, p.total, p.more, p.loaded, p.err = id, nil, 0, false, false, nil
	p.cursor, p.top, p.dirty = 0, 0, true
	p.gen++
	p.pending, p.wanted, p.fresh = false, id != "", true
}

// Refresh asks for the rows anew, since the data changed.
func (p *Pane) Refresh() {
	if p.subject != "" {
		p.wanted, p.fresh = true, true
	}
}

// Shows reports whether a row is of a subject of some.
func (p *Pane) Shows(some func(model.IRI) bool) bool {
	return slices.ContainsFunc(p.rows, func(r replica.Referrer) bool {
		return some(r.Subject.ID) || r.Slot != "" && (some(r.Slot) || some(r.List))
	})
}

// Next is the page that the pane wants; it is then under way until Deliver.
func (p *Pane) Next() (Request, bool) {
	if !p.wanted || p.pending {
		return Request{}, false
	}
	p.wanted, p.pending = false, true
	p.gen++
	q := replica.ReferrersQuery{To: p.subject, Limit: pageSize, Labels: p.labels}
	if n := len(p.rows); p.fresh {
		q.Limit = max(pageSize, min(n, 1000))
	} else if n > 0 {
		q.After = p.rows[n-1].Place
	}
	return Request{p.gen, q}, true
}

// Deliver brings a page. It reports whether it was awaited.
func (p *Pane) Deliver(r Request, page replica.ReferrersPage, err error) bool {
	if r.Gen != p.gen || !p.pending {
		return false
	}
	p.pending, p.dirty = false, true
	if p.err = err; err != nil {
		return true
	}
	if r.Query.After == "" {
		had, hadAny := p.Selected()
		p.rows, p.fresh = page.Rows, false
		if i := slices.IndexFunc(p.rows, func(r replica.Referrer) bool { return hadAny && r.Place == had.Place }); i >= 0 {
			p.cursor = i
		}
	} else {
		p.rows = append(p.rows, page.Rows...)
	}
	p.total, p.more, p.loaded = page.Total, page.More, true
	p.cursor = min(p.cursor, max(0, len(p.rows)-1))
	p.fetch()
	return true
}

func (p *Pane) fetch() {
	if p.more && p.cursor+2*p.shown() > len(p.rows) && len(p.rows) < maxRows {
		p.wanted = true
	}
}

func (p *Pane) shown() int { return max(1, p.h-2) }

// Selected is the row under the cursor.
func (p *Pane) Selected() (replica.Referrer, bool) {
	if p.cursor >= len(p.rows) {
		return replica.Referrer{}, false
	}
	return p.rows[p.cursor], true
}

// Do carries out a movement.
func (p *Pane) Do(id keymap.ID) {
	switch id {
	case keymap.Up:
		p.move(-1)
	case keymap.Down:
		p.move(+1)
	case keymap.PageUp:
		p.move(-p.shown())
	case keymap.PageDown:
		p.move(+p.shown())
	case keymap.HalfUp:
		p.move(-max(1, p.shown()/2))
	case keymap.HalfDown:
		p.move(+max(1, p.shown()/2))
	case keymap.First:
		p.move(-len(p.rows))
	case keymap.Last:
		p.move(+len(p.rows))
	}
}

func (p *Pane) move(by int) {
	p.cursor = max(0, min(p.cursor+by, len(p.rows)-1))
	p.dirty = true
	p.fetch()
}

// Click puts the cursor on a line of the pane; it reports whether there is a row.
func (p *Pane) Click(_, y int) bool {
	i := p.top + y - 1
	if y < 1 || y > p.shown() || i >= len(p.rows) {
		return false
	}
	p.move(i - p.cursor)
	return true
}

// View is the pane as lines; it is drawn only where something changed.
func (p *Pane) View() []string {
	if p.dirty || p.drawn == nil {
		p.drawn, p.dirty = p.draw(), false
	}
	return p.drawn
}

func (p *Pane) draw() []string {
	th, g := p.theme, p.theme.Glyph
	w, h := box.Inner(p.w, p.h)
	remark := ""
	if p.loaded {
		n := text.Count(p.total)
		if p.total >= replica.MaxReferrers {
			n += "+"
		}
		remark = th.Muted.Render(n)
	}
	var lines []string
	switch {
	case p.err != nil:
		lines = append(lines, th.Error.Render(text.Cut(text.Safe("This could not be read: "+p.err.Error(), g), w, g)))
	case p.loaded && len(p.rows) == 0:
		lines = append(lines, th.Faint.Render(text.Cut("Nothing refers to it.", w, g)))
	}
	p.top = min(p.top, p.cursor)
	p.top = max(p.top, p.cursor-h+1)
	p.top = max(0, min(p.top, len(p.rows)-h))
	pw, most := 0, max(6, w*3/10)
	for _, r := range p.rows[p.top:min(len(p.rows), p.top+h)] {
		pw = max(pw, text.Width(p.by(r)))
		if r.Slot != "" { // There the end tells most.
			most = max(most, w/2-2)
		}
	}
	pw = min(pw, most)
	for i := p.top; i < min(len(p.rows), p.top+h); i++ {
		lines = append(lines, p.row(p.rows[i], i == p.cursor, w, pw))
	}
	up, down := p.top > 0, p.top+h < len(p.rows) || p.more
	return box.Draw(box.Frame{
		W: p.w, H: p.h, Title: "Referred to by", Number: "4", Remark: remark, Focused: p.focused,
		Foot: box.More(up, down, th),
	}, lines, th)
}

// by is the property by which a row refers, and the place where that has a list.
func (p *Pane) by(r replica.Referrer) string {
	g := p.theme.Glyph
	property := text.Safe(p.names.Property(r.Property), g)
	switch {
	case r.Slot == "":
		return property
	case r.Property == "":
		return place(r)
	}
	return property + " " + g.Dot + " " + place(r)
}

// place says which item of a list it is.
func place(r replica.Referrer) string {
	if r.Item == 0 {
		return "item"
	}
	return "item " + text.Count(r.Item)
}

func (p *Pane) row(r replica.Referrer, here bool, w, pw int) string {
	th, g := p.theme, p.theme.Glyph
	name := text.Safe(r.Subject.Label, g)
	if name == "" {
		name = text.Safe(p.names.Subject(r.Subject.ID), g)
	}
	typ := ""
	if len(r.Subject.Types) > 0 {
		typ = text.CutName(text.Safe(p.names.Type(r.Subject.Types[0]), g), max(6, w/4), g)
	}
	property, who, what := th.Property, th.Reference, th.Type
	mark := "  "
	if here && p.focused {
		property, who, what = property.Inherit(th.Selected), who.Inherit(th.Selected), what.Inherit(th.Selected)
		mark = th.Accent.Render(g.Cursor) + " "
	}
	head := text.FitName(p.by(r), pw, g) + " " + g.Referrer + " "
	room := w - 2 - text.Width(head) - 1 - text.Width(typ)
	return mark + property.Render(head) +
		who.Render(text.FitName(name, room, g)) + what.Render(" "+typ)
}
