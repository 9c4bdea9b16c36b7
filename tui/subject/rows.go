package subject

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/list"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
)

// key is the identity of a row: a value of a property, or a slot of a list.
type key struct {
	p model.IRI
	o string
}

func slotKey(p, slot model.IRI) key { return key{p, "slot " + string(slot)} }

// row is one value on the screen, or the editor of one.
type row struct {
	model.Triple
	nth, of int // its number among the values of its property, from 0
	editor  bool
	// list is the list that the value is; nil for none.
	list *replica.ListPage
	// item is the item of a list that the row shows, which is no triple of the
	// subject; nil for none.
	item *replica.ListItem
	// more is how many items of a list are not shown.
	more int
	// did is what the last change of the past did to it.
	did did
}

func (r row) key() key {
	if r.item != nil && r.did == went { // Another item may have its slot now.
		return key{r.P, "was in " + string(r.item.ID)}
	}
	if r.item != nil {
		return slotKey(r.P, r.item.ID)
	}
	return key{r.P, r.O.Key()}
}

// Current is the value under the cursor.
func (p *Pane) Current() (row, bool) {
	if p.cursor < 0 || p.cursor >= len(p.rows) {
		return row{}, false
	}
	return p.rows[p.cursor], true
}

// Value is the triple under the cursor; ok is false where there is none, and where
// there is an item of a list.
func (p *Pane) Value() (model.Triple, bool) {
	r, ok := p.Current()
	return r.Triple, ok && !r.O.IsZero() && r.item == nil
}

// rank sorts the properties: what it is, what it is called, then by name.
func (p *Pane) rank(prop model.IRI) int {
	if prop == model.RDFType {
		return 0
	}
	if i := p.labels.Rank(prop); i >= 0 {
		return 1 + i
	}
	return 1 + len(p.labels)
}

// rebuild makes the rows anew. The cursor stays on its value, or on the value
// that is in its place, and that on its line.
func (p *Pane) rebuild() {
	had, hadRow := p.Current()
	before := p.cursor
	p.stand = nil
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
	ts = append(ts, p.went()...)
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
		if a, b := p.did[valueOf(a)], p.did[valueOf(b)]; (a == went) != (b == went) {
			if a == went {
				return -1
			}
			return +1
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
	if page, ok := p.content.Lists[p.id]; ok {
		p.items(model.JSONRQLItem, p.id, page)
	}
	if e := p.editing(); e != nil && (e.Mode == edit.AddProperty || !slices.ContainsFunc(p.rows, func(r row) bool { return r.editor })) {
		p.rows = append(p.rows, row{Triple: model.Triple{S: p.id, P: e.Property}, of: 1, editor: true})
	}
	p.replaceCursor(had, hadRow, before)
}

// withEdited is the triples to be shown, and the one under edit, even if it is gone.
// The places of a list are shown as its items.
func (p *Pane) withEdited() []model.Triple {
	ts := slices.DeleteFunc(slices.Clone(p.content.Triples), func(t model.Triple) bool {
		_, place := list.SlotOf(t)
		return place
	})
	if e := p.editing(); e != nil && e.Mode == edit.Change && e.Item == nil {
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
	adds := e != nil && e.Mode == edit.AddValue && e.List == "" && e.Property == ts[0].P
	of := len(ts)
	if adds {
		of++
	}
	for i, t := range ts {
		r := row{Triple: t, nth: i, of: of, did: p.did[valueOf(t)]}
		r.editor = e != nil && e.Mode == edit.Change && e.Item == nil && e.Property == t.P && e.Original == t.O
		if page, ok := p.content.Lists[t.O.IRI()]; ok && t.O.IsRef() && t.O.IRI() != p.id {
			r.list = &page
		}
		p.rows = append(p.rows, r)
		if r.list != nil {
			p.items(t.P, t.O.IRI(), *r.list)
		}
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
	case p.want != nil && p.goToKey(*p.want):
		line = p.cursor - p.top
	case p.wantProperty != "" && p.goToWanted():
		line = p.cursor - p.top
	case hadRow:
		p.cursor = p.nearest(had, before)
	default:
		p.cursor = p.first()
		line = p.cursor
	}
	if len(p.rows) > 0 {
		p.want = nil
	}
	p.cursor = min(max(0, p.cursor), max(0, len(p.rows)-1))
	p.top = min(max(0, p.cursor-max(0, line)), p.cursor)
}

// first is where the cursor begins: at what the last change of the past did, at the name, else behind what the subject is, which is
// not often to be changed.
func (p *Pane) first() int {
	if i := p.firstDone(); i >= 0 {
		return i
	}
	i := slices.IndexFunc(p.rows, func(r row) bool { return p.labels.Has(r.P) })
	if i < 0 {
		i = slices.IndexFunc(p.rows, func(r row) bool { return r.P != model.RDFType })
	}
	return max(0, i)
}

// goToKey puts the cursor on a row; it reports whether that is there.
func (p *Pane) goToKey(k key) bool {
	i := slices.IndexFunc(p.rows, func(r row) bool {
		at := r.key()
		return at == k || k.p == "" && at.o == k.o
	})
	if i >= 0 {
		p.cursor = i
	}
	return i >= 0
}

// goToWanted puts the cursor on the property that is wanted; it reports whether that
// is there.
func (p *Pane) goToWanted() bool {
	i := p.rowOf(p.wantProperty, p.wantValue)
	if i >= 0 {
		p.cursor, p.wantProperty = i, ""
	}
	return i >= 0
}

// nearest is the row of a value, else one of its property, else the same number.
func (p *Pane) nearest(had row, before int) int {
	best := -1
	for i, r := range p.rows {
		if r.key() == had.key() {
			return i
		}
		if r.P == had.P && r.did != went && (best < 0 || abs(i-before) < abs(best-before)) {
			best = i
		}
	}
	if best >= 0 {
		return best
	}
	return before
}

func abs(n int) int { return max(n, -n) }
