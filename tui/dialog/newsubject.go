package dialog

import (
	"errors"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/m-ld/mld-tui/keymap"
	"github.com/m-ld/mld-tui/model"
	"github.com/m-ld/mld-tui/model/jsonld"
	"github.com/m-ld/mld-tui/tui/edit"
	"github.com/m-ld/mld-tui/tui/values"
)

// NewSubject is the form for a new subject: its type, its first property with a value,
// and its id, which is made of what the subject is called unless one types another.
// What is typed stays until it is saved or dismissed. It asks for the names that there
// are (Wants), and is given them (Deliver).
type NewSubject struct {
	Names values.Names
	Keys  *keymap.Registry
	// Labels are the properties whose value names a subject, best first.
	Labels model.Labels
	// Fresh is the end of an id of what has no name to make one of.
	Fresh string
	// JSON is the context in which it is shown what will be saved; nil shows nothing.
	JSON *jsonld.Context
	// Now is the clock, for words such as today.
	Now func() time.Time
	// Err says why it was refused.
	Err string
	// Saving is true while it is on its way to the disk.
	Saving bool

	fields  [4]edit.Line
	field   int
	touched [4]bool
	typed   edit.Typed // of the value

	known     Known
	elsewhere elsewhere
	referents referents
	asked     bool
	of        string        // the type that was asked about
	told      bool          // what is known of it
	waits     bool          // to be saved, until that is told
	options   []edit.Option // that complete the field
	chosen    int           // -1 for none
	ahead
	offered

	json   bool   // what will be saved is shown
	scroll scroll // of that
}

// The fields, from above.
const (
	typeField = iota
	propertyField
	valueField
	idField
)

var fieldNames = [4]string{"type", "property", "value", "id"}

// NewSubjectForm makes the form; a type is proposed.
func NewSubjectForm(n values.Names, keys *keymap.Registry, labels model.Labels, typ, fresh string) *NewSubject {
	f := &NewSubject{Names: n, Keys: keys, Labels: labels, Fresh: fresh, chosen: -1}
	f.fields[typeField].Set(typ)
	if len(labels) > 0 {
		f.fields[propertyField].Set(n.Property(labels[0]))
	}
	f.enter(typeField)
	return f
}

// Propose proposes an id.
func (f *NewSubject) Propose(id string) { f.fields[idField].Set(id) }

// complete works out what completes the field with the cursor.
func (f *NewSubject) complete() {
	f.options, f.chosen = nil, -1
	typed := ""
	if f.touched[f.field] {
		typed = f.fields[f.field].Value()
	}
	switch f.field {
	case typeField:
		f.options = edit.Rank(typed, f.known.Types, maxOptions)
	case propertyField:
		f.options = edit.Rank(typed, f.known.Properties, maxOptions)
	case valueField:
		if f.refers() {
			f.options = f.referents.found
		}
	}
}

// maxOptions is from how many names one can choose.
const maxOptions = 50

// enter puts the cursor into a field; what was proposed there is replaced by typing.
func (f *NewSubject) enter(field int) {
	f.field = field
	if !f.touched[field] {
		f.fields[field].SelectAll()
	}
	f.complete()
}

// leave takes what is chosen in the field, and says whether what is there can stay.
func (f *NewSubject) leave() error {
	if f.chosen >= 0 && f.chosen < len(f.options) {
		f.fields[f.field].Set(f.options[f.chosen].Text)
		f.touched[f.field] = true
	} else if o, ok := meant(f.fields[valueField].Value(), f.options); ok && f.refers() {
		f.fields[valueField].Set(o.Text)
	} else {
		f.adopt(f.field, f.options)
	}
	if f.field == propertyField {
		f.propose()
	}
	return f.fault(f.field)
}

// fault says what is wrong with what is typed in a field.
func (f *NewSubject) fault(field int) (err error) {
	if f.fields[field].IsEmpty() {
		return nil
	}
	text := f.fields[field].Value()
	switch field {
	case typeField:
		_, err = f.Names.ParseType(text)
	case propertyField:
		_, err = f.Names.ParseProperty(text)
	case idField:
		_, err = f.Names.ParseSubject(text)
	default:
		if p, bad := f.Names.ParseProperty(f.fields[propertyField].Value()); bad == nil {
			_, err = f.value(p)
		}
	}
	return err
}

// value is what is typed, as a value of the property.
func (f *NewSubject) value(property model.IRI) (model.Term, error) {
	typed := values.Word(f.fields[valueField].Value(), f.typed.Kind, f.Now())
	return values.Parse(typed, f.typed.Kind, "", property, f.Names)
}

// Key implements Dialog.
func (f *NewSubject) Key(id keymap.ID, k tea.KeyPressMsg) Outcome {
	if f.Busy() {
		if f.CanStop() && id == keymap.Dismiss {
			return Dismissed
		}
		return Stay
	}
	if d, ok := f.take(k); ok {
		f.bringBack(d)
		return Stay
	}
	before := f.fields[f.field].Value()
	switch {
	case f.field == valueField && f.typed.IsSwitch() && f.fields[valueField].Turn(k):
		f.changed(before)
	case k.String() == "left" || k.String() == "right":
		f.fields[f.field].Key(k)
	case id == keymap.Dismiss:
		return Dismissed
	case id == keymap.Accept && k.String() == "enter" && f.field < valueField, id == keymap.OtherChoice:
		f.goTo(f.field + 1)
	case id == keymap.Accept:
		if err := f.leave(); err != nil {
			f.Err = err.Error()
			return Stay
		}
		return Accepted
	case id == keymap.PrevChoice:
		f.goTo(f.field + 3)
	case id == keymap.ScrollDown && len(f.options) > 0:
		f.chosen = min(f.chosen+1, len(f.options)-1)
	case id == keymap.ScrollUp && f.chosen >= 0:
		f.chosen--
	case id == keymap.ScrollDown:
		f.goTo(f.field + 1)
	case id == keymap.ScrollUp:
		f.goTo(f.field + 3)
	case id == keymap.DialogJSON && f.JSON != nil:
		f.json, f.scroll = !f.json, scroll{}
	case id == keymap.ScrollPgDn:
		f.scroll.down()
	case id == keymap.ScrollPgUp:
		f.scroll.up()
	case id == keymap.DialogType:
		f.typed.Next(values.Kinds(), 1)
		f.Err = ""
		f.complete()
	case f.fields[f.field].Key(k):
		f.changed(before)
	}
	return Stay
}

// Choose goes to a field.
func (f *NewSubject) Choose(i int) Outcome {
	if !f.Busy() && i != f.field {
		f.goTo(i)
	}
	return Stay
}

// goTo goes to another field, unless there is something wrong with this one.
func (f *NewSubject) goTo(field int) {
	if err := f.leave(); err != nil {
		f.Err = err.Error()
		return
	}
	f.Err = ""
	f.enter(field % len(f.fields))
}

// changed takes note of another text: a name that cannot be is refused at once.
func (f *NewSubject) changed(before string) {
	if f.fields[f.field].Value() == before {
		return
	}
	f.touched[f.field], f.Err = true, ""
	f.giveUp()
	if f.field == idField && f.fields[idField].IsEmpty() {
		f.touched[idField] = false
	}
	if f.field == valueField {
		f.typed.Guess(f.fields[valueField].Value(), f.Names)
	} else {
		if err := f.fault(f.field); err != nil {
			f.Err = err.Error()
		}
	}
	f.complete()
}

// Paste implements Dialog.
func (f *NewSubject) Paste(s string) {
	if !f.Busy() {
		before := f.fields[f.field].Value()
		f.fields[f.field].Insert(s)
		f.changed(before)
	}
}

// Unsaved reports whether something is typed.
func (f *NewSubject) Unsaved() bool { return slices.Contains(f.touched[:], true) }

// Called is what the subject is called; empty where that is not said.
func (f *NewSubject) Called() string {
	p, err := f.Names.ParseProperty(f.fields[propertyField].Value())
	if err != nil || f.typed.Kind != values.String || !f.Labels.Has(p) {
		return ""
	}
	return strings.TrimSpace(f.fields[valueField].Value())
}

// made is the id that is made where none is typed.
func (f *NewSubject) made() string {
	slug := values.Slug(f.Called())
	if slug == "" {
		slug = strings.TrimPrefix(values.Slug(f.fields[typeField].Value())+"-"+strings.ToLower(f.Fresh), "-")
	}
	return f.known.Prefix + slug
}

// ID is the id of the subject; made tells that it may be another where it is taken.
func (f *NewSubject) ID() (id model.IRI, made bool, err error) {
	if f.fields[idField].IsEmpty() {
		id, err = f.Names.ParseSubject(f.made())
		return id, true, err
	}
	if id, err = f.Names.ParseSubject(f.fields[idField].Value()); err != nil {
		f.field = idField
	}
	return id, false, err
}

// RefuseID says that the id that was typed cannot be had.
func (f *NewSubject) RefuseID(why string) {
	f.Saving, f.Err, f.field = false, why, idField
	f.fields[idField].SelectAll()
	f.complete()
}

// Triples are what is typed, of a subject with that id. The error is for the person who
// types.
func (f *NewSubject) Triples(id model.IRI) ([]model.Triple, error) {
	var ts []model.Triple
	if !f.fields[typeField].IsEmpty() {
		t, err := f.Names.ParseType(f.fields[typeField].Value())
		if err != nil {
			f.enter(typeField)
			return nil, err
		}
		ts = append(ts, model.Triple{S: id, P: model.RDFType, O: model.Ref(t)})
	}
	if !f.fields[valueField].IsEmpty() {
		p, err := f.Names.ParseProperty(f.fields[propertyField].Value())
		if err != nil {
			f.enter(propertyField)
			return nil, err
		}
		o, err := f.value(p)
		if err != nil {
			f.enter(valueField)
			return nil, err
		}
		ts = append(ts, model.Triple{S: id, P: p, O: o})
	}
	if len(ts) == 0 {
		f.enter(valueField)
		return nil, errors.New("a subject needs a type or a value to exist; type at least one")
	}
	if f.fields[idField].IsEmpty() && f.fields[valueField].IsEmpty() {
		f.enter(valueField)
		return nil, errors.New("give it a first value, or an id, so that people can tell it from others")
	}
	for _, t := range ts {
		if err := t.Check(); err != nil {
			return nil, err
		}
	}
	return ts, nil
}
