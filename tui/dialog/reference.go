package dialog

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/values"
)

// referents are what the value in a form may refer to.
type referents struct {
	of    edit.Query // that was asked last
	asked bool
	found []edit.Option
}

// want is what is to be looked for where a value of a property is typed; it is told of once.
func (r *referents) want(property, typed string, n values.Names) (q edit.Query, ok bool) {
	q = edit.Query{For: edit.ForSubjects, Text: strings.TrimSpace(typed)}
	q.Property, _ = n.ParseProperty(property)
	if r.asked && r.of == q {
		return edit.Query{}, false
	}
	r.of, r.asked = q, true
	return q, true
}

// take takes what was found, if that is what was asked last.
func (r *referents) take(q edit.Query, found []edit.Option) (taken bool) {
	if q == r.of {
		r.found, taken = found, true
	}
	return taken
}

// meant is the subject that is called what is typed, if only one of some is.
func meant(typed string, options []edit.Option) (o edit.Option, ok bool) {
	typed = strings.TrimSpace(typed)
	named := func(o edit.Option) bool { return strings.EqualFold(o.Name, typed) }
	if slices.ContainsFunc(options, func(o edit.Option) bool { return o.Text == typed }) {
		return o, false // It is an id.
	}
	i := slices.IndexFunc(options, named)
	if i < 0 || slices.ContainsFunc(options[i+1:], named) {
		return o, false
	}
	return options[i], true
}

// refers reports whether the cursor is in a value that is a reference.
func (f *NewSubject) refers() bool {
	return f.field == valueField && f.typed.Kind == values.Reference
}

// WantsSubjects is what the form would like to know of what its value may refer to; it is
// told of once.
func (f *NewSubject) WantsSubjects() (q edit.Query, ok bool) {
	if !f.refers() || f.Busy() {
		return edit.Query{}, false
	}
	return f.referents.want(f.fields[propertyField].Value(), f.fields[valueField].Value(), f.Names)
}

// DeliverSubjects brings what the value may refer to, the best first.
func (f *NewSubject) DeliverSubjects(q edit.Query, found []edit.Option) {
	if f.referents.take(q, found) && f.refers() {
		f.complete()
	}
}

// refers reports whether the cursor is in a value that is a reference, after its property.
func (f *Form) refers() bool {
	here := f.Fields[f.field].Value
	return f.field > 0 && here != nil && here.Kind == values.Reference
}

// WantsSubjects is as that of NewSubject.
func (f *Form) WantsSubjects() (q edit.Query, ok bool) {
	if !f.refers() || f.Saving {
		return edit.Query{}, false
	}
	return f.referents.want(f.Value(f.field-1), f.Value(f.field), f.Names)
}

// DeliverSubjects is as that of NewSubject.
func (f *Form) DeliverSubjects(q edit.Query, found []edit.Option) {
	if f.referents.take(q, found) && f.refers() {
		f.chosen = 0
	}
}
