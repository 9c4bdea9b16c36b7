package dialog

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/values"
)

// Known is what there is already: the types; the properties of subjects of one type, the
// most frequent first; and what the ids of those begin with.
type Known struct {
	Types, Properties []edit.Option
	Prefix            string
}

// Wants is the type about which the form would like to know; it is told of once.
func (f *NewSubject) Wants() (typ model.IRI, ok bool) {
	text := strings.TrimSpace(f.fields[typeField].Value())
	if f.asked && (text == f.of || f.field == typeField && !f.waits) {
		return "", false
	}
	f.asked, f.of, f.told = true, text, false
	if text != "" {
		typ, _ = f.Names.ParseType(text) // Of what is no name, nothing is known.
	}
	return typ, true
}

// Busy reports whether the form takes no keys now, for it saves, or waits for what is known
// about its type to do so.
func (f *NewSubject) Busy() bool { return f.Saving || f.waits }

// CanStop reports whether it can be dismissed even then.
func (f *NewSubject) CanStop() bool { return !f.Saving }

// Deliver brings what is known about a type. It reports whether the form is to be saved
// now, for the person had asked for it before that was known.
func (f *NewSubject) Deliver(typ model.IRI, k Known) (save bool) {
	now := model.IRI("")
	if f.of != "" {
		now, _ = f.Names.ParseType(f.of)
	}
	if now != typ {
		return false
	}
	f.known, f.told = k, true
	if !f.touched[propertyField] {
		f.fields[propertyField].Set(f.firstProperty())
		if f.field == propertyField {
			f.fields[propertyField].SelectAll()
		}
	}
	for field, names := range [][]edit.Option{typeField: k.Types, propertyField: k.Properties} {
		if field != f.field || f.waits {
			f.adopt(field, names)
		}
	}
	f.propose()
	f.complete()
	return f.waits && f.Ready()
}

// elsewhere is a value that a property has, wherever in the domain.
type elsewhere struct {
	of   model.IRI
	like model.Term
	told bool
}

// WantsValues is the property of which the form would like to know what values it has
// elsewhere, since none of the type has it; it is told of once.
func (f *NewSubject) WantsValues() (property model.IRI, ok bool) {
	p, ok := f.isNew()
	if !ok || !f.told || p == f.elsewhere.of || f.field == propertyField && !f.waits {
		return "", false
	}
	f.elsewhere = elsewhere{of: p}
	return p, true
}

// DeliverValues brings some values that a property has elsewhere. It reports whether the
// form is to be saved now, as Deliver does.
func (f *NewSubject) DeliverValues(property model.IRI, like []model.Term) (save bool) {
	if property != f.elsewhere.of || f.elsewhere.told {
		return false
	}
	f.elsewhere.like, f.elsewhere.told = values.Usual(like), true
	f.propose()
	return f.waits && f.Ready()
}

// isNew is the property that is typed, if nothing tells what values it has but others than
// those of the type.
func (f *NewSubject) isNew() (property model.IRI, ok bool) {
	name := strings.TrimSpace(f.fields[propertyField].Value())
	p, err := f.Names.ParseProperty(name)
	_, settled := f.Names.KindOf(p)
	named := slices.ContainsFunc(f.known.Properties, func(o edit.Option) bool { return o.Text == name })
	return p, err == nil && !settled && !named
}

// Ready reports whether it is known what type of value the property has elsewhere. If not,
// the form waits for that, and Deliver says when it is to be saved.
func (f *NewSubject) Ready() bool {
	text := strings.TrimSpace(f.fields[typeField].Value())
	p, isNew := f.isNew()
	f.waits = !f.fields[valueField].IsEmpty() && (!f.told || text != f.of || isNew && (p != f.elsewhere.of || !f.elsewhere.told))
	return !f.waits
}

// adopt takes the name that there is already for one that is typed in other letters.
func (f *NewSubject) adopt(field int, names []edit.Option) {
	typed := strings.TrimSpace(f.fields[field].Value())
	same := func(o edit.Option) bool { return strings.EqualFold(o.Text, typed) }
	exact := func(o edit.Option) bool { return o.Text == typed }
	if i := slices.IndexFunc(names, same); f.touched[field] && i >= 0 && !slices.ContainsFunc(names, exact) {
		f.fields[field].Set(names[i].Text)
	}
}

// firstProperty is the one that is likely said first: what names the subjects of the
// type, else what most of them have.
func (f *NewSubject) firstProperty() string {
	best := len(f.Labels)
	first := ""
	for _, o := range f.known.Properties {
		if r := f.Labels.Rank(o.IRI); r >= 0 && r < best {
			best, first = r, o.Text
		}
	}
	if first != "" {
		return first
	}
	if len(f.known.Properties) > 0 && len(f.Labels) == 0 {
		return f.known.Properties[0].Text
	}
	if len(f.Labels) > 0 {
		return f.Names.Property(f.Labels[0])
	}
	return ""
}

// propose takes the type of value that the property has elsewhere.
func (f *NewSubject) propose() {
	know(&f.typed, strings.TrimSpace(f.fields[propertyField].Value()), f.known.Properties, f.Names)
	if p, ok := f.isNew(); ok && p == f.elsewhere.of && !f.elsewhere.like.IsZero() {
		if k := values.KindOf(f.elsewhere.like); k != values.Custom {
			f.typed.Know(k)
		}
	}
	f.typed.Guess(f.fields[valueField].Value(), f.Names)
}

// know tells of which type the values of a property are, if that is known.
func know(t *edit.Typed, name string, known []edit.Option, n values.Names) {
	t.Forget()
	if p, err := n.ParseProperty(name); err == nil {
		if k, ok := n.KindOf(p); ok {
			t.Know(k)
			return
		}
	}
	if i := slices.IndexFunc(known, func(o edit.Option) bool { return o.Text == name }); i >= 0 {
		if k := values.KindOf(known[i].Like); k != values.Custom {
			t.Know(k)
		}
	}
}

// typeHint says for what a typed value is taken, and how to change that.
func typeHint(t *edit.Typed, typed, key string) string {
	hint := t.Kind.Hint()
	switch {
	case t.Guessed() && t.Kind != values.String:
		return "taken for " + t.Kind.Name() + "; " + key + " makes it text"
	case t.IsSwitch() && typed != "" && edit.TruthOf(typed) == edit.Neither:
		hint = edit.NeitherHint
	case t.IsSwitch():
		hint = edit.SwitchHint
	}
	return hint + "; " + key + " changes the type"
}
