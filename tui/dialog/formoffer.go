package dialog

import (
	"slices"
	"strings"

	"github.com/m-ld/mld-tui/tui/edit"
)

// propose takes the type that values of the property of a field have, for the next one.
func (f *Form) propose(field int) {
	if field == len(f.Fields)-1 {
		return
	}
	here, next := &f.Fields[field], &f.Fields[field+1]
	typed := strings.TrimSpace(here.Line.Value())
	if next.Value != nil {
		know(next.Value, typed, here.options, f.Names)
		next.Value.Guess(next.Line.Value(), f.Names)
	}
}

// maxOffered is how many options of a field are shown.
const maxOffered = 5

// offer is what completes the field with the cursor.
func (f *Form) offer() []edit.Option {
	here := &f.Fields[f.field]
	if f.refers() {
		return f.referents.found[:min(len(f.referents.found), maxOffered)]
	}
	return edit.Rank(here.Line.Value(), here.options, maxOffered)
}

// offersAt is the field below which there is room for what is offered: that with the cursor,
// or else the first that offers something; -1 for none.
func (f *Form) offersAt() int {
	if f.Fields[f.field].Offers || f.refers() {
		return f.field
	}
	return slices.IndexFunc(f.Fields, func(f Field) bool { return f.Offers })
}
