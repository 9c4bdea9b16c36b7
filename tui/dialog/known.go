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

// Ready reports whether it is known what type of value the property has elsewhere. If not,
// the form waits for that, and Deliver says when it is to be saved.
func (f *NewSubject) Ready() bool {
	text := strings.TrimSpace(f.fields[typeField].Value())
	f.waits = !f.fields[valueField].IsEmpty() && (!f.told || text != f.of)
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
	for _, l := range f.Labels {
		if slices.ContainsFunc(f.known.Properties, func(o edit.Option) bool { return o.IRI == l }) {
			return f.Names.Property(l)
		}
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
	typed := strings.TrimSpace(f.fields[propertyField].Value())
	i := slices.IndexFunc(f.known.Properties, func(o edit.Option) bool { return o.Text == typed })
	if i < 0 || f.chose {
		return
	}
	if k := values.KindOf(f.known.Properties[i].Like); k != values.Custom {
		f.kind = k
	}
}
