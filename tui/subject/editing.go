package subject

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/replica"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/values"
)

// Editor is the open editor; nil for none.
func (p *Pane) Editor() *edit.Editor { return p.editor }

// EditValue opens an editor of the value under the cursor; it says why not.
func (p *Pane) EditValue() (refused string) {
	if item, ok := p.Item(); ok {
		return p.editItem(item)
	}
	t, ok := p.Value()
	if !ok {
		return "there is no value to change here"
	}
	if why := values.Fixed(t.O); why != "" {
		return why
	}
	p.open(edit.NewChange(t, p.names, p.now))
	return ""
}

// AddValue opens an editor for one more value of the property under the cursor.
func (p *Pane) AddValue() (refused string) {
	if r, ok := p.Current(); ok && (r.item != nil || r.more > 0 || r.list != nil) {
		return p.InsertItem(false)
	}
	t, ok := p.Value()
	if !ok {
		return p.AddProperty()
	}
	p.open(edit.NewAdd(p.id, t.P, t.O, p.names, p.now))
	return ""
}

// AddProperty opens an editor for a new property.
func (p *Pane) AddProperty() (refused string) {
	if p.id == "" {
		return "choose a subject first"
	}
	p.open(edit.NewProperty(p.id, p.names, p.now))
	return ""
}

func (p *Pane) open(e *edit.Editor) {
	p.before = nil
	if r, ok := p.Current(); ok {
		k := r.key()
		p.before = &k
	}
	p.drafts.Offer(e)
	p.editor, p.showRequest, p.requestTop, p.dirty = e, false, 0, true
	p.rebuild()
}

// LeaveEditor closes the editor and saves nothing. It reports whether something was
// typed, which is offered when the same is edited again.
func (p *Pane) LeaveEditor() (kept bool) {
	e := p.editor
	p.CloseEditor(model.Patch{})
	return p.drafts.Keep(e)
}

// Unsaved reports whether something is typed in the open editor that is not saved. What one
// has left is given up, though it is offered again.
func (p *Pane) Unsaved() bool { return p.editor != nil && p.editor.Unsaved() }

// CloseEditor closes the editor; where something was saved, the cursor goes to the
// value, or to the item, that it inserted.
func (p *Pane) CloseEditor(saved model.Patch) {
	if p.editor == nil {
		return
	}
	e := p.editor
	p.editor, p.dirty = nil, true
	if len(saved.Inserts) > 0 {
		p.drafts.Forget(e)
	}
	p.want = p.before
	for _, t := range saved.Inserts {
		k := key{t.P, t.O.Key()}
		if e.List != "" {
			k = slotKey(e.Property, t.S)
		}
		p.want = &k // of an item, its value is the last
	}
	p.rebuild()
}

// Beside are the other values of the property under the cursor.
func (p *Pane) Beside() []model.Triple {
	here, ok := p.Value()
	var others []model.Triple
	for _, t := range p.content.Triples {
		if ok && t.P == here.P && t != here {
			others = append(others, t)
		}
	}
	return others
}

// GoTo moves the cursor to a value, as soon as it is there.
func (p *Pane) GoTo(t model.Triple) {
	if t.S != p.id {
		return
	}
	p.dirty = true
	if k := (key{t.P, t.O.Key()}); !p.goToKey(k) {
		p.want = &k
	}
}

// GoToItem moves the cursor to the item of a list that has a slot, as soon as it is there.
func (p *Pane) GoToItem(slot model.IRI) {
	p.dirty = true
	if k := slotKey("", slot); !p.goToKey(k) {
		p.want = &k
	}
}

// Touch says that the editor changed from outside.
func (p *Pane) Touch() { p.dirty = true }

// EditKey gives the editor a key, or what the keymap makes of it.
func (p *Pane) EditKey(id keymap.ID, k tea.KeyPressMsg) {
	p.dirty = true
	switch {
	case id == keymap.NextType:
		p.editor.NextType()
	case id == keymap.NextField || id == keymap.PrevField:
		p.editor.NextField()
	case id == keymap.ShowRequest:
		p.showRequest, p.requestTop = !p.showRequest, 0
	case id == keymap.EditPgDown && p.showRequest:
		p.requestTop += p.requestPage
	case id == keymap.EditPgUp && p.showRequest:
		p.requestTop = max(0, p.requestTop-p.requestPage)
	case id == keymap.EditPgDown:
		p.editor.Page(1)
	case id == keymap.EditPgUp:
		p.editor.Page(-1)
	default:
		p.editor.Key(k)
	}
}

// EditPaste gives the editor pasted text.
func (p *Pane) EditPaste(s string) {
	p.dirty = true
	p.editor.Paste(s)
}

// Remote tells the open editor of a change by somebody else; it reports whether it has a badge
// by that.
func (p *Pane) Remote(u replica.Update, who string) bool {
	typed := []model.Term{model.String(p.editor.Value.Value())}
	show := func(t model.Term) string { return p.among(t, p.editor.Property, typed, 30) }
	told := p.editor.Remote(u, who, show)
	p.dirty = p.dirty || told
	return told
}

// RenameBadge says the badge of the editor with another name of who changed what is edited.
func (p *Pane) RenameBadge(was, now string) {
	if e := p.editor; e != nil {
		if rest, ok := strings.CutPrefix(e.Badge, was+" "); ok {
			e.Badge, p.dirty = now+" "+rest, true
		}
	}
}
