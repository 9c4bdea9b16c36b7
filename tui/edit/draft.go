package edit

import (
	"slices"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/values"
)

// maxDrafts bounds how many texts are kept that were typed and not saved.
const maxDrafts = 50

// Drafts are what was typed and left unsaved, by what it was to become. The zero Drafts
// are empty and ready.
type Drafts struct {
	kept []draft // the newest last
}

type draft struct {
	of          occasion
	name, value string
	onName      bool
	typed       Typed
	kindOf      string
}

// occasion is what an editor is for: a draft is offered on the same occasion.
type occasion struct {
	mode              Mode
	subject, property model.IRI
	original          model.Term
	item, list        model.IRI
}

func (e *Editor) occasion() occasion {
	o := occasion{mode: e.Mode, subject: e.Subject, property: e.Property, original: e.Original, list: e.List}
	if e.Item != nil {
		o.item = e.Item.ID
	}
	return o
}

// Keep keeps what is typed in an editor that closes without saving, in the place of what
// was kept before; it reports false where that is nothing, or the value as it was.
func (d *Drafts) Keep(e *Editor) bool {
	typed := e.Value.Value()
	if !e.Unsaved() {
		return false
	}
	d.Forget(e)
	if len(d.kept) == maxDrafts {
		d.kept = slices.Delete(d.kept, 0, 1)
	}
	d.kept = append(d.kept, draft{e.occasion(), e.Name.Value(), typed, e.OnName, e.Typed, e.kindOf})
	return true
}

// Unsaved reports whether something is typed that is not saved, and that is not the value as
// it was. A switch that is turned counts as typed; a text that is emptied leaves nothing to keep.
func (e *Editor) Unsaved() bool {
	typed := e.Value.Value()
	switch {
	case typed == "" && e.Name.IsEmpty():
		return false
	case e.Mode == Change && (typed == "" || typed == values.Text(e.Original, e.Property, e.names)):
		return false
	}
	return true
}

// Edited reports whether anything was typed, or turned, that is not taken back.
func (e *Editor) Edited() bool { return e.Name.Edited() || e.Value.Edited() }

// Forget forgets what was kept for what the editor is for, since that is saved.
func (d *Drafts) Forget(e *Editor) {
	o := e.occasion()
	d.kept = slices.DeleteFunc(d.kept, func(k draft) bool { return k.of == o })
}

// Offer gives an editor that opens what was kept for it.
func (d *Drafts) Offer(e *Editor) {
	o := e.occasion()
	if i := slices.IndexFunc(d.kept, func(k draft) bool { return k.of == o }); i >= 0 {
		k := d.kept[i]
		e.draft = &k
	}
}

// Draft is what was typed before on the same occasion and not saved; empty where there
// is none, or something else is typed already. Redo brings it into the editor.
func (e *Editor) Draft() string {
	switch {
	case e.draft == nil:
		return ""
	case e.draft.name == "" || e.draft.value == "":
		return e.draft.name + e.draft.value
	}
	return e.draft.name + ": " + e.draft.value
}

// bringBack takes the key that redoes, where there is a draft. It is as if the draft were
// typed: undo takes it out again.
func (e *Editor) bringBack(key string) bool {
	k := e.draft
	if k == nil || key != "ctrl+r" && key != "alt+z" {
		return false
	}
	if k.name != "" {
		e.Name.Replace(k.name, len(clusters(k.name)))
	}
	if k.value != "" {
		e.Value.Replace(k.value, len(clusters(k.value)))
	}
	if slices.Contains(e.kinds, k.typed.Kind) {
		e.Typed, e.kindOf = k.typed, k.kindOf
	}
	e.OnName, e.draft, e.Err = k.onName, nil, ""
	e.list.restart(true)
	return true
}
