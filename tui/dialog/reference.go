package dialog

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/values"
)

// referents are what the value of a new subject may refer to.
type referents struct {
	of    edit.Query // that was asked last
	asked bool
	found []edit.Option
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
	q = edit.Query{For: edit.ForSubjects, Text: strings.TrimSpace(f.fields[valueField].Value())}
	q.Property, _ = f.Names.ParseProperty(f.fields[propertyField].Value())
	if r := &f.referents; r.asked && r.of == q {
		return edit.Query{}, false
	}
	f.referents.of, f.referents.asked = q, true
	return q, true
}

// DeliverSubjects brings what the value may refer to, the best first.
func (f *NewSubject) DeliverSubjects(q edit.Query, found []edit.Option) {
	if q != f.referents.of {
		return
	}
	f.referents.found = found
	if f.refers() {
		f.complete()
	}
}

// meant is the subject that is called what is typed, if only one is.
func (f *NewSubject) meant() (o edit.Option, ok bool) {
	typed := strings.TrimSpace(f.fields[valueField].Value())
	named := func(o edit.Option) bool { return strings.EqualFold(o.Name, typed) }
	if slices.ContainsFunc(f.options, func(o edit.Option) bool { return o.Text == typed }) {
		return o, false // It is an id.
	}
	i := slices.IndexFunc(f.options, named)
	if i < 0 || slices.ContainsFunc(f.options[i+1:], named) {
		return o, false
	}
	return f.options[i], true
}
