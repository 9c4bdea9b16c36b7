package subject

import (
	"math"

	"charm.land/lipgloss/v2"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
	"github.com/m-ld/mld-tui/tui/values"
)

// items adds the rows of a list that is a value of a property, or that the subject
// is; p is the property of the rows.
func (p *Pane) items(property, id model.IRI, page replica.ListPage) {
	e := p.editing()
	inserts := e != nil && e.Mode == edit.AddValue && e.List == id && e.Item == nil && e.Property == property
	insert := func() {
		p.rows = append(p.rows, row{Triple: model.Triple{S: p.id, P: property}, nth: 1, of: 1, editor: true})
	}
	if inserts && e.At == 0 {
		insert()
	}
	gone := p.wentFrom(id, page)
	ghosts := func(upTo int) {
		for len(gone) > 0 && gone[0].Index <= upTo {
			p.rows = append(p.rows, itemRow(p.id, property, &gone[0], went))
			gone = gone[1:]
		}
	}
	for i := range page.Items {
		item := &page.Items[i]
		ghosts(item.Index)
		r := itemRow(p.id, property, item, p.didIn(item))
		r.editor = e != nil && e.Item != nil && e.Item.ID == item.ID && e.Property == property
		p.rows = append(p.rows, r)
		if inserts && e.At == item.Index+1 {
			insert()
		}
	}
	ghosts(math.MaxInt)
	if n := page.Total - len(page.Items); n > 0 {
		p.rows = append(p.rows, row{Triple: model.Triple{S: p.id, P: property}, nth: 1, of: 1, more: n})
	}
}

func itemRow(id, property model.IRI, item *replica.ListItem, d did) row {
	r := row{Triple: model.Triple{S: id, P: property}, nth: 1, of: 1, item: item, did: d}
	if len(item.Values) > 0 {
		r.O = item.Values[0]
	}
	return r
}

// Item is the item of a list under the cursor.
func (p *Pane) Item() (item replica.ListItem, ok bool) {
	if r, here := p.Current(); here && r.item != nil {
		return *r.item, true
	}
	return replica.ListItem{}, false
}

// ListHere is the list that is the value under the cursor, or of which the item, or
// the rest, is under it.
func (p *Pane) ListHere() (id model.IRI, page replica.ListPage, ok bool) {
	for i := p.cursor; i >= 0 && i < len(p.rows); i-- {
		switch r := p.rows[i]; {
		case r.list != nil:
			return r.O.IRI(), *r.list, true
		case r.item == nil && r.more == 0 && !r.editor:
			return "", replica.ListPage{}, false
		case i == 0 || p.rows[i-1].P != r.P:
			page, ok = p.content.Lists[p.id]
			return p.id, page, ok
		}
	}
	return "", replica.ListPage{}, false
}

// Touched reports whether a change of any of some subjects is seen in the pane: lists
// are subjects of their own, and so are their slots.
func (p *Pane) Touched(touches func(model.IRI) bool) bool {
	if touches(p.id) {
		return true
	}
	for id, page := range p.content.Lists {
		if touches(id) {
			return true
		}
		for _, i := range page.Items {
			if touches(i.ID) {
				return true
			}
		}
	}
	return false
}

// editItem opens an editor of the item under the cursor.
func (p *Pane) editItem(item replica.ListItem) (refused string) {
	r, _ := p.Current()
	if why := values.Fixed(r.O); why != "" {
		return why
	}
	var like model.Term
	if _, page, ok := p.ListHere(); ok {
		for _, i := range page.Items {
			if len(i.Values) > 0 {
				like = likeAll(page, i.Values[0])
				break
			}
		}
	}
	p.open(edit.NewItemChange(p.id, r.P, item, like, p.names, p.now))
	return ""
}

// likeAll is an item of a list if the others are of its type; zero if they are not.
func likeAll(page replica.ListPage, like model.Term) model.Term {
	for _, i := range page.Items {
		if len(i.Values) > 0 && values.KindOf(i.Values[0]) != values.KindOf(like) {
			return model.Term{}
		}
	}
	return like
}

// InsertItem opens an editor of a new item of the list under the cursor: behind the
// item there, or before it; of the whole list, at its end, or at its beginning.
func (p *Pane) InsertItem(before bool) (refused string) {
	id, page, ok := p.ListHere()
	if !ok {
		return "there is no list here"
	}
	r, _ := p.Current()
	at, like := 0, model.Term{}
	switch {
	case r.item != nil:
		at, like = r.item.Index, r.O
		if !before {
			at++
		}
	case before && r.list != nil:
		if len(page.Items) > 0 && len(page.Items[0].Values) > 0 {
			like = page.Items[0].Values[0]
		}
	default: // at the head of the list, or at its end, one adds to it
		at = page.Total
		if n := len(page.Items); n > 0 && len(page.Items[n-1].Values) > 0 {
			like = page.Items[n-1].Values[0]
		}
	}
	e := edit.NewItem(p.id, r.P, id, at, likeAll(page, like), p.names, p.now)
	if r.item != nil && !before {
		e.Behind = r.item.ID
	}
	p.open(e)
	return ""
}

// toldEditor tells the open editor what its property, or its list, has now.
func (p *Pane) toldEditor() {
	e := p.editor
	if e.Item == nil && e.List == "" {
		e.Gone(p.content.Triples)
		return
	}
	for _, page := range p.content.Lists {
		for _, i := range page.Items {
			e.Seen(i)
		}
	}
}

// listBlock is the head of a list, or what tells that it has more items.
func (p *Pane) listBlock(r row, here bool, pw, vw, tw int) block {
	th, g := p.theme, p.theme.Glyph
	ground := p.ground(here)
	s, word, style := "", "list", th.Reference
	switch {
	case r.more > 0:
		s, word, style = "and "+text.Plural(r.more, "item more", "items more"), "", th.Faint
	case r.list.Total == 0:
		s, style = "(empty)", th.Faint
	default:
		s = text.Plural(r.list.Total, "item", "items")
	}
	tagGround := lipgloss.NewStyle()
	if here {
		tagGround = ground
	}
	tags := p.tags(r, vw/2, tagGround)
	if tags != "" {
		vw -= text.Width(tags) + 1
		tags = tagGround.Render(" ") + tags
	}
	line := p.mark(here) + paint(th.Property, ground, here).Render(p.propertyCell(r, 0, pw)) +
		paint(p.bracket(r), ground, here).Render(p.several(r, 0)) +
		paint(style, ground, here).Render(text.Fit(s, vw, g)) + tags +
		paint(th.Muted, ground, here).Render(" "+padLeft(text.Cut(word, tw, g), tw))
	return block{lines: []string{line}, cursorX: -1}
}

// IsBoolean reports whether there is true or false under the cursor.
func (p *Pane) IsBoolean() bool {
	r, ok := p.Current()
	return ok && r.O.IsLiteral() && r.O.Datatype == model.XSDBoolean
}

// ValuesHere are all values of the property under the cursor, as they are shown.
func (p *Pane) ValuesHere() []model.Term {
	here, ok := p.Value()
	var vs []model.Term
	for _, r := range p.rows {
		if ok && r.P == here.P && r.item == nil && r.more == 0 && !r.editor && r.did != went {
			vs = append(vs, r.O)
		}
	}
	return vs
}

// Term is the value under the cursor, be it one of a property or an item of a list.
func (p *Pane) Term() (model.Term, bool) {
	r, ok := p.Current()
	return r.O, ok && !r.O.IsZero()
}
