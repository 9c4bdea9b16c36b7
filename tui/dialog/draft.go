package dialog

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/themes"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/text"
)

// Draft is what was typed into a form that was dismissed.
type Draft struct {
	texts []string
	typed []edit.Typed // of what is a value
	field int
	words string
	// touched are the fields of a NewSubject that the person has typed into.
	touched [4]bool
}

// Drafter is a form whose text is kept when it is dismissed.
type Drafter interface {
	Dialog
	// Unsaved reports whether something is typed.
	Unsaved() bool
	// Draft is what is typed.
	Draft() Draft
	// Offer gives the form what was typed before and not saved. The key that redoes brings it
	// back, as if it were typed again; typing something else gives it up.
	Offer(d Draft)
}

// offered is a draft that can be brought back.
type offered struct{ draft *Draft }

// Offer implements Drafter.
func (o *offered) Offer(d Draft) { o.draft = &d }

// take is the draft, if a key brings it back.
func (o *offered) take(k tea.KeyPressMsg) (d Draft, ok bool) {
	if o.draft == nil || k.String() != "ctrl+r" && k.String() != "alt+z" {
		return d, false
	}
	d = *o.draft
	o.draft = nil
	return d, true
}

// giveUp forgets the draft: something else is typed.
func (o *offered) giveUp() { o.draft = nil }

// sayDraft says on one line how the draft is brought back; there is none without it.
func (o *offered) sayDraft(w int, th *themes.Theme) (lines []string) {
	if o.draft == nil {
		return nil
	}
	g := th.Glyph
	return []string{text.Cut(keymap.KeyText("ctrl+r", g.ASCII)+" brings back \u201c"+text.Cut(text.Safe(o.draft.words, g), 40, g)+"\u201d", w, g)}
}

// retype puts a text into a line, as by typing.
func retype(l *edit.Line, s string) {
	if s != l.Value() {
		l.Replace(s, len(s))
	}
}

// Draft implements Drafter.
func (f *Form) Draft() Draft {
	d := Draft{field: f.field}
	var words []string
	for i := range f.Fields {
		field := &f.Fields[i]
		d.texts = append(d.texts, field.Line.Value())
		typed := edit.Typed{}
		if field.Value != nil {
			typed = *field.Value
		}
		d.typed = append(d.typed, typed)
		if field.Line.Edited() {
			words = append(words, field.Line.Value())
		}
	}
	d.words = joined(words)
	return d
}

// bringBack puts what was typed before into the fields.
func (f *Form) bringBack(d Draft) {
	if len(d.texts) != len(f.Fields) {
		return // It was asked for something else then.
	}
	for i := range f.Fields {
		retype(&f.Fields[i].Line, d.texts[i])
		if v := f.Fields[i].Value; v != nil {
			*v = d.typed[i]
		}
	}
	f.field, f.Err, f.chosen = d.field, "", 0
}

// Draft implements Drafter.
func (f *NewSubject) Draft() Draft {
	d := Draft{field: f.field, typed: []edit.Typed{f.typed}, touched: f.touched}
	var words []string
	for i := range f.fields {
		s := f.fields[i].Value()
		d.texts = append(d.texts, s)
		if f.touched[i] {
			words = append(words, s)
		}
	}
	d.words = joined(words)
	return d
}

// bringBack puts what was typed before into the fields. The type that was only proposed then
// stays with it.
func (f *NewSubject) bringBack(d Draft) {
	for i := range f.fields {
		retype(&f.fields[i], d.texts[i])
	}
	f.typed, f.touched, f.Err = d.typed[0], d.touched, ""
	f.touched[typeField] = true
	f.enter(d.field)
}

func joined(words []string) string {
	return strings.Join(slices.DeleteFunc(words, func(s string) bool { return s == "" }), ", ")
}
